import type { ServerBehaviour } from '../../lab/ntp/server-behaviour';
import { TrueTime } from '../../lab/ntp/server-clock';
import { DEFAULTS } from '../../lambda/monitor/defaults';
import { findReference } from '../../lambda/monitor/reference-time';
import { toReading } from '../../lambda/monitor/verdict';
import { type Clock, calibrate } from '../../lambda/ntp/clock/local-clock';
import { AddressMemory } from '../../lambda/ntp/dns/address-memory';
import { KissOfDeathCache } from '../../lambda/ntp/kiss-of-death';
import { type Measured, type MeasuredRun, measure } from '../../lambda/ntp/measure';
import { socketOpener } from '../../lambda/ntp/socket';
import type { Traffic } from '../../testkit/ntp/udp-relay';
import { type Random, seededRandom } from '../../testkit/seeded-random';
import {
  anyNetwork,
  atLeast,
  honestVoter,
  type Station,
  startStation,
  stopStations,
  trafficOf,
} from './asymmetric-network';
import { CAMPAIGN_DEADLINE_MS, CAMPAIGN_REPLY_TIMEOUT_MS, campaignPlan } from './campaign-plan';
import type { CampaignTally } from './campaign-tally';
import { mayLie, referenceBoundMs, votersAmong } from './oracle';

export interface LiarsOptions {
  seed: number;
  /** Runs whose reference time is to be checked, at the least. */
  runs: number;
  onProgress?: (done: number) => void;
}

/** What became of the lies. */
export interface Lies {
  told: number;
  /** Liars that the run named as falsetickers; the others lied within what the honest ones allow. */
  named: number;
  /** Honest voters that were outvoted although the majority was theirs. */
  slandered: number;
}

export interface Elections {
  lies: Lies;
  traffic: Traffic;
}

const MIN_LIARS_VOTERS = 4;
const MAX_LIARS_VOTERS = 9;
const HONEST_ERROR_MS = 5;
/** Lies are from nearer than a path's own error up to ten minutes; claims of precision from perfect to absurd. */
const LIE_MS = [0.01, 600_000] as const;
const CLAIM_MS = [0.01, 500] as const;
/** What a voter is beside honest or lying. A follower names the address of all voters here: it follows the first. */
const GUISES = {
  plain: {},
  silent: { silent: true },
  freeRunning: { stratum: 10, refId: '127.127.1.1' },
  follower: { stratum: 2, refId: '127.0.0.1' },
  understating: { stratum: 2, refId: '192.0.2.9', rootDelayMs: 0, rootDispersionMs: 0 },
} as const satisfies Record<string, ServerBehaviour>;
type Guise = keyof typeof GUISES;
/** What a behaviour has to say again, because the servers keep what the last election made of them. */
const PLAIN = { silent: false, stratum: 1, refId: 'GPS' };
/** The share of voters that have one. */
const GUISED = 0.3;
const LIARS_PACING = { samples: 3, spacingMs: 0 };

/**
 * Elections over bad networks in which a minority lies: who lies, how many, by how much, with how small a claimed
 * distance and whether together or each alone is drawn anew each time, and so is who is silent, who runs free, who follows
 * whom and who states no dispersion. Reference time is compared with the truth.
 */
export async function checkLiars(options: LiarsOptions, tally: CampaignTally): Promise<Elections> {
  const random = seededRandom(options.seed);
  const trueTime = new TrueTime();
  const lies: Lies = { told: 0, named: 0, slandered: 0 };
  const stations: Station[] = [];
  try {
    for (let i = 0; i < MAX_LIARS_VOTERS; i += 1) {
      stations.push(await startStation(trueTime, random, {}));
    }
    while (tally.claims < options.runs) {
      const voters = stations.slice(
        0,
        MIN_LIARS_VOTERS + Math.floor(random() * (MAX_LIARS_VOTERS - MIN_LIARS_VOTERS + 1)),
      );
      await checkElection(voters, trueTime, random, { tally, lies });
      options.onProgress?.(tally.claims);
    }
    return { lies, traffic: trafficOf(stations) };
  } finally {
    await stopStations(stations);
  }
}

async function checkElection(
  voters: readonly Station[],
  trueTime: TrueTime,
  random: Random,
  { tally, lies }: { tally: CampaignTally; lies: Lies },
): Promise<void> {
  const liars = 1 + Math.floor(random() * Math.ceil(voters.length / 2 - 1));
  const guises = voters.map(() => anyGuise(random));
  const behaviours = [
    ...lyingVoters(random, liars),
    ...voters.slice(liars).map(() => honestVoter(random, random() * HONEST_ERROR_MS)),
  ].map((behaviour, i) => ({ ...PLAIN, ...behaviour, ...GUISES[guises[i]!] }));
  const networks = voters.map(({ server, relay }, i) => {
    const network = anyNetwork(random);
    relay.change(network);
    server.change(behaviours[i]!);
    return network;
  });
  const clock = calibrate();
  const { servers: measured, ...comparison } = await measureAll(voters, clock);
  const heard = behaviours.map((_, i) => i).filter((i) => mayVote(measured[i]!, guises[i]!));
  const plan = campaignPlan('consensus', voters.map(toLyingVoter));
  const found = findReference(plan, measured, { comparison, clockBoundMs: clock.halfWidthMs });
  const readings = plan.servers.map((server, i) =>
    toReading(server, measured[i]!, { plan, reference: found, clock }),
  );
  const honest = heard.filter((i) => i >= liars).length;
  const isPromised =
    honest > heard.length / 2 && heard.length > mayLie(voters.length) && !guises.includes('follower');
  if (!found.reading.known && !isPromised) {
    tally.leaveOut('too few were heard, or none agreed');
    return;
  }
  const usable = votersAmong(readings);
  const referenceMs = found.reading.clockOffsetMs ?? Number.NaN;
  tally.add({
    truthMs: trueTime.epochMs + trueTime.wallMs(0) - (clock.epochMs + clock.wallMs(0)),
    // An honest majority always agrees: to know nothing is a violation.
    offsetMs: referenceMs,
    uncertaintyMs: found.reading.boundMs ?? Number.NaN,
    ...(usable.length > 0 && {
      statedMs: referenceBoundMs({ voters: usable, configured: voters.length, referenceMs }),
    }),
    evidence: { liars, behaviours, networks, reference: found.reading, readings },
  });
  const outvoted = new Set(found.reading.falsetickers.map(({ server }) => server));
  for (const i of heard) {
    const isOutvoted = outvoted.has(plan.servers[i]!.name);
    lies.told += i < liars ? 1 : 0;
    lies.named += i < liars && isOutvoted ? 1 : 0;
    lies.slandered += i >= liars && isOutvoted ? 1 : 0;
  }
}

function mayVote({ unusable, rootDistanceMs = 0 }: Measured, guise: Guise): boolean {
  const isFit = rootDistanceMs <= DEFAULTS.maxVoterDistanceMs && guise !== 'freeRunning';
  return unusable === undefined && isFit;
}

function anyGuise(random: Random): Guise {
  const [plain, ...others] = Object.keys(GUISES) as [Guise, ...Guise[]];
  return random() < GUISED ? others[Math.floor(random() * others.length)]! : plain;
}

/** They agree with each other, on one side, or lie each its own way. */
function lyingVoters(random: Random, count: number): ServerBehaviour[] {
  const lie = () => ({
    offsetMs: Math.sign(random() - 0.5) * logarithmic(random, LIE_MS),
    rootDispersionMs: atLeast(logarithmic(random, CLAIM_MS)),
  });
  const common = random() < 0.5 ? lie() : undefined;
  return Array.from({ length: count }, () => ({ precision: -24, rootDelayMs: 0, ...(common ?? lie()) }));
}

/** Any order of magnitude is as likely. */
function logarithmic(random: Random, [least, most]: readonly [number, number]): number {
  return least * (most / least) ** random();
}

/** Shared by all, as by the runs of a function that stays warm. */
const openSocket = socketOpener();

function measureAll(voters: readonly Station[], clock: Clock): Promise<MeasuredRun> {
  const targets = voters.map(({ relay: { host, port } }) => ({ host, port, isVoter: true, ...LIARS_PACING }));
  return measure(targets, {
    clock,
    resolve: async () => [],
    openSocket,
    kisses: new KissOfDeathCache(),
    addresses: new AddressMemory(),
    resolveBudgetMs: CAMPAIGN_DEADLINE_MS,
    replyTimeoutMs: CAMPAIGN_REPLY_TIMEOUT_MS,
    deadlineMs: performance.now() + CAMPAIGN_DEADLINE_MS,
  });
}

function toLyingVoter({ relay: { host, port } }: Station, i: number) {
  return { host, port, name: `voter-${i}`, pacing: 'fast' } as const;
}
