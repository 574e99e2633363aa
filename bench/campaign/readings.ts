import { TrueTime } from '../../lab/ntp/server-clock';
import { DEFAULTS } from '../../lambda/monitor/defaults';
import type { RunPlan, Server } from '../../lambda/monitor/event';
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
import type { Tally } from './campaign-tally';
import { isUsable, sinceMs, statedMs, type Usable, votersAmong } from './oracle';

export interface ReadingsOptions {
  seed: number;
  /** Readings to check at the least. */
  readings: number;
  /** Servers that are judged in each run, beside the voters. */
  targets: number;
  onProgress?: (done: number) => void;
}

const VOTERS = 5;
/** How far honest voters err, and admit to: of any order of magnitude in between, ms. */
const VOTER_ERROR_MS = { least: 0.001, most: 5 };
/** Longer than any round trip here; a request without a reply costs so much. */
const REPLY_TIMEOUT_MS = 400;
const PACING = { polite: { samples: 4, spacingMs: 50 }, fast: { samples: 2, spacingMs: 0 } };
const PATIENT_MS = 60_000;

/**
 * Whole runs over bad networks, which change from run to run: what is published about every server is compared
 * with its clock.
 * @returns what passed through the networks
 */
export async function checkReadings(options: ReadingsOptions, tally: Tally): Promise<Traffic> {
  const random = seededRandom(options.seed);
  const trueTime = new TrueTime();
  const stations: Station[] = [];
  try {
    for (let i = 0; i < VOTERS; i += 1) {
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
  tally: Tally,
): Promise<void> {
  const errorMs = VOTER_ERROR_MS.least * (VOTER_ERROR_MS.most / VOTER_ERROR_MS.least) ** random();
  const areVotersNear = random() < 0.5;
  const networks = stations.map(({ server, relay }, i) => {
    const isVoter = i < VOTERS;
    const network = isVoter && areVotersNear ? GOOD_NETWORK : anyNetwork(random);
    relay.change(network);
    if (isVoter) {
      server.change(honestVoter(random, errorMs));
    }
    return network;
  });
  const { servers, reference } = await run(planOf(stations), systemDependencies(), {
    deadlineMs: performance.now() + PATIENT_MS,
    pacing: PACING,
    replyTimeoutMs: REPLY_TIMEOUT_MS,
  });
  const voters = votersAmong(servers.slice(0, VOTERS));
  for (const [i, reading] of servers.entries()) {
    if (isUsable(reading)) {
      tally.add({
        truthMs: truthMs(stations[i]!, reading, trueTime),
        offsetMs: reading.offsetMs,
        uncertaintyMs: reading.uncertaintyMs,
        statedMs: statedMs(reading, { voters, configured: VOTERS, referenceMs: reference.clockOffsetMs! }),
        evidence: { network: networks[i], behaviour: stations[i]!.server.behaviour, reading, reference },
      });
    } else {
      tally.leaveOut(reading.reason ?? 'unknown');
    }
  }
}

function planOf(stations: readonly Station[]): RunPlan {
  const servers = stations.map(
    ({ relay }, i): Server => ({
      host: relay.host,
      port: relay.port,
      name: `${i < VOTERS ? 'voter' : 'target'}-${i}`,
      role: i < VOTERS ? 'reference' : 'target',
      pacing: i % 2 === 0 ? 'polite' : 'fast',
      smeared: false,
      freeRunning: false,
      severity: 'page',
      limitMs: 50,
    }),
  );
  return {
    monitor: 'campaign',
    limitMs: 50,
    maxVoterDistanceMs: DEFAULTS.maxVoterDistanceMs,
    history: false,
    intervalMs: 60_000,
    maintenance: [],
    reference: 'consensus',
    servers,
  };
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
