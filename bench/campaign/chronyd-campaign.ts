import { run, systemDependencies } from '../../lambda/monitor/run';
import { Chronyd } from '../../testkit/ntp/chronyd-process';
import { Relay, type Traffic } from '../../testkit/ntp/udp-relay';
import { seededRandom } from '../../testkit/seeded-random';
import { anyNetwork, anyWithin, trafficOf } from './asymmetric-network';
import { CAMPAIGN_DEADLINE_MS, CAMPAIGN_REPLY_TIMEOUT_MS, campaignPlan } from './campaign-plan';
import type { CampaignTally } from './campaign-tally';
import { exchangeTermsMs, isUsable } from './oracle';

export interface ChronydOptions {
  seed: number;
  /** Readings to check at the least. */
  readings: number;
  onProgress?: (done: number) => void;
}

const CHRONYDS = 4;
/** Relays in front of each: one server, many paths. */
const PATHS = 5;
/** Each server's clock is stepped by up to so much before every run. */
const MAX_STEP_MS = 2000;
const CHRONYD_PACING = { samples: 4, spacingMs: 20 };

/**
 * The same for real servers, whose clocks are known from their own command line, judged against the function's
 * own clock, which they share: true is what was added to it.
 */
export async function checkChronyd(options: ChronydOptions, tally: CampaignTally): Promise<Traffic> {
  const random = seededRandom(options.seed);
  const servers: Chronyd[] = [];
  const relays: Relay[] = [];
  try {
    for (let i = 0; i < CHRONYDS; i += 1) {
      const to = await Chronyd.start();
      servers.push(to);
      for (let path = 0; path < PATHS; path += 1) {
        relays.push(await Relay.start({ to, seed: options.seed + relays.length }));
      }
    }
    while (tally.claims < options.readings) {
      for (const server of servers) {
        await server.step(anyWithin(random, MAX_STEP_MS));
      }
      for (const relay of relays) {
        relay.change(anyNetwork(random));
      }
      await checkChronydRun(servers, relays, tally);
      options.onProgress?.(tally.claims);
    }
    return trafficOf(relays.map((relay) => ({ relay })));
  } finally {
    await Promise.all([...relays.map((relay) => relay.close()), ...servers.map((server) => server.stop())]);
  }
}

async function checkChronydRun(
  servers: readonly Chronyd[],
  relays: readonly Relay[],
  tally: CampaignTally,
): Promise<void> {
  const truthsMs = await Promise.all(servers.map((server) => server.aheadMs()));
  const { servers: readings, reference } = await run(
    campaignPlan('clock', relays.map(toTarget)),
    systemDependencies(),
    {
      deadlineMs: performance.now() + CAMPAIGN_DEADLINE_MS,
      pacing: { polite: CHRONYD_PACING, fast: CHRONYD_PACING },
      replyTimeoutMs: CAMPAIGN_REPLY_TIMEOUT_MS,
    },
  );
  for (const [i, reading] of readings.entries()) {
    if (isUsable(reading)) {
      const { offsetMs, uncertaintyMs, delayMs } = reading;
      tally.add({
        truthMs: truthsMs[Math.floor(i / PATHS)]!,
        offsetMs,
        uncertaintyMs,
        delayMs,
        statedMs: exchangeTermsMs(reading) + reference.boundMs!,
        evidence: { reading, reference },
      });
    } else {
      tally.leaveOut(reading.reason ?? 'unknown');
    }
  }
}

function toTarget({ host, port }: Relay, i: number) {
  return { host, port, name: `path-${i}`, role: 'target', pacing: 'fast' } as const;
}
