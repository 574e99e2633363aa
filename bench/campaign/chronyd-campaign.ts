import { DEFAULTS } from '../../lambda/monitor/defaults';
import type { RunPlan, Server } from '../../lambda/monitor/event';
import { run, systemDependencies } from '../../lambda/monitor/run';
import { Chronyd } from '../../testkit/ntp/chronyd-process';
import { Relay, type Traffic } from '../../testkit/ntp/udp-relay';
import { seededRandom } from '../../testkit/seeded-random';
import { anyNetwork, spread, trafficOf } from './asymmetric-network';
import type { Tally } from './campaign-tally';
import { exchangeTermsMs, isUsable } from './oracle';

export interface ChronydOptions {
  seed: number;
  /** Readings to check at the least. */
  readings: number;
  onProgress?: (done: number) => void;
}

const SERVERS = 4;
/** Relays in front of each: one server, many paths. */
const PATHS = 5;
/** Each server's clock is stepped by up to so much before every run. */
const STEP_MS = 2000;
const PACING = { samples: 4, spacingMs: 20 };
const REPLY_TIMEOUT_MS = 400;
const PATIENT_MS = 60_000;

/**
 * The same for real servers, whose clocks are known from their own command line, judged against the function's
 * own clock, which they share: true is what was added to it.
 */
export async function checkChronyd(options: ChronydOptions, tally: Tally): Promise<Traffic> {
  const random = seededRandom(options.seed);
  const servers: Chronyd[] = [];
  const relays: Relay[] = [];
  try {
    for (let i = 0; i < SERVERS; i += 1) {
      const to = await Chronyd.start();
      servers.push(to);
      for (let path = 0; path < PATHS; path += 1) {
        relays.push(await Relay.start({ to, seed: options.seed + relays.length }));
      }
    }
    while (tally.claims < options.readings) {
      for (const server of servers) {
        await server.step(spread(random, STEP_MS));
      }
      for (const relay of relays) {
        relay.change(anyNetwork(random));
      }
      await checkRun(servers, relays, tally);
      options.onProgress?.(tally.claims);
    }
    return trafficOf(relays.map((relay) => ({ relay })));
  } finally {
    await Promise.all([...relays.map((relay) => relay.close()), ...servers.map((server) => server.stop())]);
  }
}

async function checkRun(servers: readonly Chronyd[], relays: readonly Relay[], tally: Tally): Promise<void> {
  const truthsMs = await Promise.all(servers.map((server) => server.aheadMs()));
  const { servers: readings, reference } = await run(planOf(relays), systemDependencies(), {
    deadlineMs: performance.now() + PATIENT_MS,
    pacing: { polite: PACING, fast: PACING },
    replyTimeoutMs: REPLY_TIMEOUT_MS,
  });
  for (const [i, reading] of readings.entries()) {
    if (isUsable(reading)) {
      const { offsetMs, uncertaintyMs } = reading;
      tally.add({
        truthMs: truthsMs[Math.floor(i / PATHS)]!,
        offsetMs,
        uncertaintyMs,
        statedMs: exchangeTermsMs(reading) + reference.boundMs!,
        evidence: { reading, reference },
      });
    } else {
      tally.leaveOut(reading.reason ?? 'unknown');
    }
  }
}

function planOf(relays: readonly Relay[]): RunPlan {
  const servers = relays.map(
    ({ host, port }, i): Server => ({
      ...{ host, port, name: `path-${i}`, role: 'target', pacing: 'fast', smeared: false, limitMs: 50 },
      ...{ freeRunning: false, severity: 'page' },
    }),
  );
  return {
    monitor: 'campaign',
    limitMs: 50,
    maxVoterDistanceMs: DEFAULTS.maxVoterDistanceMs,
    history: false,
    intervalMs: 60_000,
    maintenance: [],
    reference: 'clock',
    servers,
  };
}
