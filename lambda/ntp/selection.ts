/**
 * Reference time from several servers: RFC 5905, section 11.2, for the readings of one run.
 *
 * Three departures, each with its reason in docs/decisions/selection.md: midpoints play no part in the
 * intersection (RFC 5905's own midpoint rule can refuse a truthful majority); a single voter is no
 * consensus; and the bound of the result does not trust that only as few lie as the intersection found, but
 * holds for any lying minority.
 */

/** One voter's statement: true time lies within `offsetMs +- rootDistanceMs` of the local clock. */
export interface Candidate {
  id: string;
  offsetMs: number;
  /** RFC 5905, section 11.1: the half-width of the correctness interval, ms, at least 0. */
  rootDistanceMs: number;
  jitterMs: number;
}

/** Reference time relative to the local clock. */
export interface Consensus {
  /** Reference time minus local clock, ms. */
  offsetMs: number;
  /** True time lies in [lowMs, highMs] as long as a majority of the voters tells the truth. */
  lowMs: number;
  highMs: number;
  truechimers: string[];
  falsetickers: string[];
}

/** RFC 5905, section 11.2.2: the cluster algorithm stops at this many survivors. */
const NMIN = 3;
/** Two that agree are the least that can be called a consensus. */
const FEWEST_TRUECHIMERS = 2;

/** @returns undefined when no strict majority of at least two agrees */
export function selectReference(candidates: readonly Candidate[]): Consensus | undefined {
  const agreed = intersect(candidates);
  if (!agreed) {
    return undefined;
  }
  const truechimers = candidates.filter((each) => low(each) <= agreed.high && high(each) >= agreed.low);
  if (truechimers.length < FEWEST_TRUECHIMERS) {
    return undefined;
  }
  const bound = hull(candidates, majority(candidates.length));
  return {
    offsetMs: clamp(combine(cluster(truechimers)), bound.low, bound.high),
    lowMs: bound.low,
    highMs: bound.high,
    truechimers: truechimers.map((each) => each.id),
    falsetickers: candidates.filter((each) => !truechimers.includes(each)).map((each) => each.id),
  };
}

interface Interval {
  low: number;
  high: number;
}

/** The least number that is a strict majority of n. */
function majority(n: number): number {
  return Math.floor(n / 2) + 1;
}

/**
 * Section 11.2.1: allowing for as few falsetickers as possible, the interval that all the others share.
 * @returns undefined when even a bare majority shares no point
 */
function intersect(candidates: readonly Candidate[]): Interval | undefined {
  for (let agreeing = candidates.length; agreeing >= majority(candidates.length); agreeing--) {
    const shared = hull(candidates, agreeing);
    if (shared.low <= shared.high) {
      return shared;
    }
  }
  return undefined;
}

/**
 * From the first to the last point that at least `agreeing` correctness intervals hold. If that many tell
 * the truth, the truth lies between the two. Empty (low > high) when there is no such point.
 */
function hull(candidates: readonly Candidate[], agreeing: number): Interval {
  const lows = candidates.map(low).sort((a, b) => a - b);
  const highs = candidates.map(high).sort((a, b) => a - b);
  return { low: firstHeld(lows, highs, agreeing), high: -firstHeld(negated(highs), negated(lows), agreeing) };
}

/** The first point that `agreeing` intervals hold, from their sorted lower and upper ends; or Infinity. */
function firstHeld(lows: readonly number[], highs: readonly number[], agreeing: number): number {
  let closed = 0;
  for (const [opened, point] of lows.entries()) {
    while ((highs[closed] ?? Number.POSITIVE_INFINITY) < point) {
      closed += 1;
    }
    if (opened + 1 - closed >= agreeing) {
      return point;
    }
  }
  return Number.POSITIVE_INFINITY;
}

function negated(sorted: readonly number[]): number[] {
  return sorted.map((value) => -value).reverse();
}

/**
 * Section 11.2.2: while more than NMIN survive, drop the one whose offset lies farthest from the others',
 * unless dropping it could not improve on the survivors' own jitter.
 */
function cluster(truechimers: readonly Candidate[]): Candidate[] {
  let survivors = [...truechimers].sort(leastCertainFirst);
  while (survivors.length > NMIN) {
    const jitters = survivors.map((each) => selectionJitter(each, survivors));
    const worst = jitters.indexOf(Math.max(...jitters));
    const smallestPeerJitter = Math.min(...survivors.map((each) => each.jitterMs));
    if (jitters[worst]! <= smallestPeerJitter) {
      break;
    }
    survivors = survivors.filter((_, i) => i !== worst);
  }
  return survivors;
}

/** Which of two equally far ones is dropped must not depend on the order in which the voters are listed. */
function leastCertainFirst(a: Candidate, b: Candidate): number {
  return b.rootDistanceMs - a.rootDistanceMs || (a.id < b.id ? -1 : 1);
}

/** RMS of the distances to the other survivors, weighted by nothing: every one is a truechimer. */
function selectionJitter(candidate: Candidate, survivors: readonly Candidate[]): number {
  const squares = survivors.reduce((sum, each) => sum + (each.offsetMs - candidate.offsetMs) ** 2, 0);
  return Math.sqrt(squares / (survivors.length - 1));
}

/** Below a nanosecond root distances don't differ; also keeps the weight finite. */
const LEAST_DISTANCE_MS = 1e-6;

/** Section 11.2.3: the average, weighted by the reciprocal of the root distance. */
function combine(survivors: readonly Candidate[]): number {
  const weights = survivors.map((each) => 1 / Math.max(each.rootDistanceMs, LEAST_DISTANCE_MS));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return survivors.reduce((sum, each, i) => sum + each.offsetMs * (weights[i]! / total), 0);
}

function low(candidate: Candidate): number {
  return candidate.offsetMs - candidate.rootDistanceMs;
}

function high(candidate: Candidate): number {
  return candidate.offsetMs + candidate.rootDistanceMs;
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, least), most);
}
