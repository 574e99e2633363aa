import { type ClockDrift, drifted } from '../ntp/clock/clock-drift';
import { around, type Interval } from '../ntp/correctness-interval';
import type { ComparisonTime, Measured } from '../ntp/measure';
import { serverDistanceMs } from '../ntp/root-distance';
import { MAX_CLOCK_DIFFERENCE_MS } from './defaults';
import type { ReferenceSource, RunPlan } from './event';
import type { ReferenceReading } from './reading';
import { type Ballot, collectVotes } from './reference/ballot';
import { type ClockDispute, clockDispute, type Witness } from './reference/clock-dispute';
import { count } from './reference/election';
import type { VoterEvidence } from './reference/voter-evidence';
import { disagreementText, remarksOnVoters, type SharedVote, sharedVotes } from './reference/voter-remarks';
import type { Remark } from './remarks/remark';

/** What servers are judged against. */
export interface Reference {
  reading: ReferenceReading;
  /** How each voter voted; servers that did not vote are missing. */
  votes: ReadonlyMap<string, 'truechimer' | 'falseticker'>;
  /** Voters without a vote of their own, because another one's is theirs, too. */
  sharedVotes?: ReadonlyMap<string, SharedVote>;
  /** What the election showed of its voters, by name. */
  remarks?: ReadonlyMap<string, readonly Remark[]>;
  /** Undefined while reference time is unknown. */
  time?: ReferenceTime;
  /** Present while reference time and the local clock can't both be right. */
  dispute?: ClockDispute;
}

export interface ReferenceTime {
  /** `performance.now()` for which it was found: at other instants less is known. Undefined: at all the same. */
  atMs?: number;
  /** Reference time minus local clock at that instant, ms. */
  offsetMs: number;
  /** The same at another instant. */
  offsetAtMs: (monotonicMs: number) => number;
  /** Where true time minus local clock lies at an instant of `performance.now()`, ms. */
  boundsAtMs: (monotonicMs: number) => Interval;
  /** What else bounds a voter's error, at the same instant. */
  evidenceAtMs: (server: string, monotonicMs: number) => VoterEvidence | undefined;
}

/** What finding reference time needs, beside what was measured. */
export interface Circumstances {
  comparison: ComparisonTime;
  /** How far the function's own clock may be from what was read from it, ms. */
  clockBoundMs: number;
  /** How far reference time and the local clock may be apart before one is taken to be wrong, ms. */
  maxClockDifferenceMs?: number | undefined;
  /** A third clock, to tell which. */
  witness?: Witness | undefined;
}

/**
 * Finds what the plan's servers are judged against.
 * @param measured one entry per server of the plan, in order
 */
export function findReference(
  plan: RunPlan,
  measured: readonly Measured[],
  { comparison, clockBoundMs, maxClockDifferenceMs = MAX_CLOCK_DIFFERENCE_MS, witness }: Circumstances,
): Reference {
  const found = findTime(plan, measured, comparison, clockBoundMs);
  const dispute = found.time && clockDispute(found.time.offsetMs, maxClockDifferenceMs, witness);
  return dispute ? { ...found, dispute, reading: { ...found.reading, clocksDisagree: dispute } } : found;
}

function findTime(
  plan: RunPlan,
  measured: readonly Measured[],
  comparison: ComparisonTime,
  clockBoundMs: number,
): Reference {
  switch (plan.reference) {
    case 'clock':
      return clockReference(clockBoundMs);
    case 'consensus':
      return consensusReference(collectVotes(plan, measured), comparison, clockBoundMs);
    default: {
      const { server } = plan.reference;
      const own = measured[plan.servers.findIndex(({ name }) => name === server)]!;
      return serverReference(server, own, comparison.drift, clockBoundMs);
    }
  }
}

/** No reference time, and why. */
export function unknownReference(source: ReferenceSource, explanation: string): Reference {
  return {
    reading: {
      source: typeof source === 'object' ? 'server' : source,
      known: false,
      clockOffsetMs: null,
      boundMs: null,
      truechimers: [],
      falsetickers: [],
      explanation,
    },
    votes: new Map(),
  };
}

/** Judging by the function's own clock trusts it by choice; what is left is how well it can be read. */
function clockReference(boundMs: number): Reference {
  return known(
    'clock',
    { offsetMs: 0, offsetAtMs: () => 0, boundsAtMs: () => around(0, boundMs), evidenceAtMs: () => undefined },
    boundMs,
  );
}

/** Judging by one server trusts what it says of itself: true time lies within its root distance. */
function serverReference(
  server: string,
  { best, rootDistanceMs, unusable }: Measured,
  drift: ClockDrift,
  clockBoundMs: number,
): Reference {
  if (!best || rootDistanceMs === undefined || unusable) {
    const because = unusable ? ` (${unusable.reason})` : '';
    return unknownReference({ server }, `${server}, which is the reference, is unusable${because}`);
  }
  const { offsetMs, arrivedMs } = best;
  const bounds = around(offsetMs, rootDistanceMs);
  const own = { claimMs: serverDistanceMs(best.packet) };
  const time: ReferenceTime = {
    ...timeAt(arrivedMs, offsetMs, bounds, drift),
    evidenceAtMs: (each) => (each === server ? own : undefined),
  };
  const { reading, votes } = known('server', time, rootDistanceMs + clockBoundMs);
  return {
    reading: { ...reading, truechimers: [server] },
    votes: new Map([...votes, [server, 'truechimer']]),
    time,
  };
}

function consensusReference(
  ballot: Ballot,
  { drift, instantMs: atMs = 0 }: ComparisonTime,
  clockBoundMs: number,
): Reference {
  const election = count(ballot, drift, atMs);
  const { consensus, candidates, disagreements, evidence } = election;
  const { families, loops } = ballot.kinship;
  const shown = {
    voters: ballot.configured,
    ...(families.length > 0 && { kin: families }),
    ...(loops.length > 0 && { loops }),
    ...(disagreements.length > 0 && { disagreements }),
  };
  const shared = { sharedVotes: sharedVotes(ballot), remarks: remarksOnVoters(ballot, election) };
  if (!consensus) {
    const { reading, votes } = unknownReference('consensus', disagreementText(ballot, election));
    return { reading: { ...reading, ...shown }, votes, ...shared };
  }
  const { offsetMs, lowMs, highMs, truechimers } = consensus;
  const outvoted = new Set(consensus.falsetickers);
  const time: ReferenceTime = {
    ...timeAt(atMs, offsetMs, consensus, drift),
    evidenceAtMs: (server, monotonicMs) => {
      const { others, ...rest } = evidence.get(server) ?? {};
      return { ...rest, ...(others && { others: drifted(others, drift, monotonicMs - atMs) }) };
    },
  };
  return {
    reading: {
      ...known('consensus', time, Math.max(offsetMs - lowMs, highMs - offsetMs) + clockBoundMs).reading,
      ...shown,
      truechimers,
      falsetickers: candidates
        .filter(({ id }) => outvoted.has(id))
        .map((each) => ({ server: each.id, offsetMs: each.offsetMs - offsetMs })),
    },
    votes: new Map([
      ...truechimers.map((server) => [server, 'truechimer'] as const),
      ...consensus.falsetickers.map((server) => [server, 'falseticker'] as const),
    ]),
    time,
    ...shared,
  };
}

function known(source: ReferenceReading['source'], time: ReferenceTime, boundMs: number): Reference {
  return {
    reading: {
      source,
      known: true,
      clockOffsetMs: time.offsetMs,
      boundMs,
      truechimers: [],
      falsetickers: [],
    },
    votes: new Map(),
    time,
  };
}

/** What was found at one instant, as it is at others: the local clock drifts meanwhile. */
function timeAt(
  atMs: number,
  offsetMs: number,
  bounds: Interval,
  drift: ClockDrift,
): Omit<ReferenceTime, 'evidenceAtMs'> {
  const meanDrift = (drift.lowMs + drift.highMs) / 2;
  return {
    atMs,
    offsetMs,
    offsetAtMs: (monotonicMs) => offsetMs + meanDrift * ((monotonicMs - atMs) / 1000),
    boundsAtMs: (monotonicMs) => drifted(bounds, drift, monotonicMs - atMs),
  };
}
