import { TrueTime } from '../../lab/ntp/server-clock';
import type { PacketFields } from '../../lambda/monitor/reading';
import { run, systemDependencies } from '../../lambda/monitor/run';
import type { Traffic } from '../../testkit/ntp/udp-relay';
import { type Random, seededRandom } from '../../testkit/seeded-random';
import {
  anyClock,
  anyNetwork,
  GOOD_NETWORK,
  honestVoter,
  type Station,
  startStation,
  stopStations,
  trafficOf,
} from './asymmetric-network';
import { CAMPAIGN_DEADLINE_MS, CAMPAIGN_REPLY_TIMEOUT_MS, campaignPlan } from './campaign-plan';
import type { CampaignTally } from './campaign-tally';
import { isUsable, sinceMs, statedMs, type Usable, votersAmong } from './oracle';

export interface ReadingsOptions {
  seed: number;
  /** Readings to check at the least. */
  readings: number;
  /** Servers that are judged in each run, beside the voters. */
  targets: number;
  onProgress?: (done: number) => void;
}

const READINGS_VOTERS = 5;
/** How far honest voters err, and admit to: of any order of magnitude in between, ms. */
const VOTER_ERROR_MS = { least: 0.001, most: 5 };
const READINGS_PACING = { polite: { samples: 4, spacingMs: 50 }, fast: { samples: 2, spacingMs: 0 } };

/**
 * Whole runs over bad networks, which change from run to run: what is published about every server is compared
 * with its clock.
 * @returns what passed through the networks
 */
export async function checkReadings(options: ReadingsOptions, tally: CampaignTally): Promise<Traffic> {
  const random = seededRandom(options.seed);
  const trueTime = new TrueTime();
  const stations: Station[] = [];
  try {
    for (let i = 0; i < READINGS_VOTERS; i += 1) {
      stations.push(await startStation(trueTime, random, {}));
    }
    for (let i = 0; i < options.targets; i += 1) {
      stations.push(await startStation(trueTime, random, anyClock(random)));
    }
    while (tally.claims < options.readings) {
      await checkRun(stations, trueTime, random, tally);
      options.onProgress?.(tally.claims);
    }
    return trafficOf(stations);
  } finally {
    await stopStations(stations);
  }
}

async function checkRun(
  stations: readonly Station[],
  trueTime: TrueTime,
  random: Random,
  tally: CampaignTally,
): Promise<void> {
  const errorMs = VOTER_ERROR_MS.least * (VOTER_ERROR_MS.most / VOTER_ERROR_MS.least) ** random();
  const areVotersNear = random() < 0.5;
  const networks = stations.map(({ server, relay }, i) => {
    const isVoter = i < READINGS_VOTERS;
    const network = isVoter && areVotersNear ? GOOD_NETWORK : anyNetwork(random);
    relay.change(network);
    if (isVoter) {
      server.change(honestVoter(random, errorMs));
    }
    return network;
  });
  const { servers, reference } = await run(
    campaignPlan('consensus', stations.map(toServer)),
    systemDependencies(),
    {
      deadlineMs: performance.now() + CAMPAIGN_DEADLINE_MS,
      pacing: READINGS_PACING,
      replyTimeoutMs: CAMPAIGN_REPLY_TIMEOUT_MS,
    },
  );
  const voters = votersAmong(servers.slice(0, READINGS_VOTERS));
  for (const [i, reading] of servers.entries()) {
    if (isUsable(reading)) {
      tally.add({
        truthMs: truthMs(stations[i]!, reading, trueTime),
        offsetMs: reading.offsetMs,
        uncertaintyMs: reading.uncertaintyMs,
        delayMs: reading.delayMs,
        statedMs: statedMs(reading, {
          voters,
          configured: READINGS_VOTERS,
          referenceMs: reference.clockOffsetMs!,
        }),
        evidence: { network: networks[i], behaviour: stations[i]!.server.behaviour, reading, reference },
      });
    } else {
      tally.leaveOut(reading.reason ?? 'unknown');
    }
  }
}

/**
 * How far the server's clock was ahead of true time when it answered: its transmit timestamp, taken back to the
 * instant at which its clock showed that.
 */
function truthMs({ server }: Station, { packet }: Usable, trueTime: TrueTime): number {
  return server.aheadMs(answeredAtMs(packet, trueTime, (monotonicMs) => server.aheadMs(monotonicMs)));
}

function answeredAtMs(
  packet: PacketFields,
  trueTime: TrueTime,
  aheadMs: (monotonicMs: number) => number,
): number {
  const shownMs = sinceMs(packet.transmitTime!, trueTime.epochMs);
  // wall(t) + ahead(t) = shown; ahead changes by so little that a few steps find t to the last digit.
  let atMs = performance.now();
  for (let i = 0; i < 8; i += 1) {
    atMs += shownMs - (trueTime.wallMs(atMs) + aheadMs(atMs));
  }
  return atMs;
}

function toServer({ relay: { host, port } }: Station, i: number) {
  const pacing = i % 2 === 0 ? 'polite' : 'fast';
  return i < READINGS_VOTERS
    ? ({ host, port, name: `voter-${i}`, pacing } as const)
    : ({ host, port, name: `target-${i}`, role: 'target', pacing } as const);
}
