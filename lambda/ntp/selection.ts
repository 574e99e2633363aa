/**
 * Reference time from several servers: RFC 5905, section 11.2, for the readings of one run.
 *
 * Three departures, each with its reason in docs/decisions/0003-selection.md: midpoints play no part in the
 * intersection (RFC 5905's own midpoint rule can refuse a truthful majority); a single voter is no
 * consensus; and the bound of the result does not trust that only as few lie as the intersection found, but
 * holds for any lying minority of the configured voters, whoever else is silent.
 */
import { around, hullOfAgreement, type Interval, maxAgreeing, meets } from './correctness-interval';

/** One voter's statement: true time lies within `offsetMs +- rootDistanceMs` of the local clock. */
export interface Candidate {
  id: string;
  offsetMs: number;
  /** RFC 5905, section 11.2.3: the root distance, which is the half-width of the correctness interval, ms, at least 0. */
  rootDistanceMs: number;
  jitterMs: number;
}

/** Reference time relative to the local clock. */
export interface Consensus {
  /** Reference time minus local clock, ms. */
  offsetMs: number;
  /** True time lies in [lowMs, highMs] as long as less than half of the configured voters lie. */
  lowMs: number;
  highMs: number;
  truechimers: string[];
  falsetickers: string[];
}

/** RFC 5905, section 11.2.2: the cluster algorithm stops at this many survivors. */
const NMIN = 3;
/** Two that agree are the least that can be called a consensus. */
const MIN_TRUECHIMERS = 2;

/** How many of `configured` voters may lie: the largest number that is less than half. */
export function maxLiars(configured: number): number {
  return Math.max(Math.floor((configured - 1) / 2), 0);
}

/** How many votes reference time needs at the least: one more than may lie, and two. */
export function minUsable(configured: number): number {
  return Math.max(maxLiars(configured) + 1, MIN_TRUECHIMERS);
}

/**
 * @param candidates the voters that can be heard: one for each clock
 * @param configured how many voters there are, those that are silent included
 * @returns undefined when too few can be heard, or no strict majority of them shares a point
 */
export function selectReference(candidates: readonly Candidate[], configured: number): Consensus | undefined {
  const usable = candidates.length;
  const intervals = candidates.map(correctnessInterval);
  const agreeing = maxAgreeing(intervals);
  if (usable < minUsable(configured) || agreeing < Math.max(majority(usable), MIN_TRUECHIMERS)) {
    return undefined;
  }
  const agreed = hullOfAgreement(intervals, agreeing)!;
  const truechimers = candidates.filter((_, i) => meets(intervals[i]!, agreed));
  const falsetickers = candidates.filter((_, i) => !meets(intervals[i]!, agreed));
  // A silent voter may have been an honest one: of those that are heard, as many as ever may lie.
  const { lowMs, highMs } = hullOfAgreement(intervals, usable - maxLiars(configured))!;
  return {
    offsetMs: clamp(combine(cluster(truechimers)), lowMs, highMs),
    lowMs,
    highMs,
    truechimers: truechimers.map((each) => each.id),
    falsetickers: falsetickers.map((each) => each.id),
  };
}

/** RFC 5905, section 11.2.1: where true time is if the candidate tells the truth. */
export function correctnessInterval({ offsetMs, rootDistanceMs }: Candidate): Interval {
  return around(offsetMs, rootDistanceMs);
}

/** The least number that is a strict majority of n. */
function majority(n: number): number {
  return Math.floor(n / 2) + 1;
}

/**
 * Section 11.2.2: while more than NMIN survive, drop the one with the largest selection jitter (the RMS of its
 * distances to the others), unless that is already within the smallest jitter of a survivor's own samples.
 *
 * The squared distances from x to n points add up to those from their mean plus n (x - mean)^2, so the one to
 * drop is always the lowest or the highest offset, and ten thousand voters take no longer than their sorting.
 */
function cluster(truechimers: readonly Candidate[]): Candidate[] {
  const sorted = [...truechimers].sort(byOffset);
  const bySteadiness = [...sorted].sort((a, b) => a.jitterMs - b.jitterMs);
  const dropped = new Set<Candidate>();
  const origin = sorted[0]!.offsetMs; // sums of differences stay small, and with them rounding
  let sum = sorted.reduce((total, each) => total + (each.offsetMs - origin), 0);
  let squares = sorted.reduce((total, each) => total + (each.offsetMs - origin) ** 2, 0);
  let [first, last, steadiest] = [0, sorted.length - 1, 0];
  while (last - first + 1 > NMIN) {
    const n = last - first + 1;
    const mean = sum / n;
    const distance = (each: Candidate) => Math.abs(each.offsetMs - origin - mean);
    const lowest = sorted[first]!;
    const highest = sorted[last]!;
    const further = distance(lowest) - distance(highest) || lowest.rootDistanceMs - highest.rootDistanceMs;
    const worst = further >= 0 ? lowest : highest;
    const selectionJitter = Math.sqrt(
      (Math.max(squares - n * mean ** 2, 0) + n * distance(worst) ** 2) / (n - 1),
    );
    while (dropped.has(bySteadiness[steadiest]!)) {
      steadiest += 1;
    }
    if (selectionJitter <= bySteadiness[steadiest]!.jitterMs) {
      break;
    }
    dropped.add(worst);
    sum -= worst.offsetMs - origin;
    squares -= (worst.offsetMs - origin) ** 2;
    [first, last] = worst === lowest ? [first + 1, last] : [first, last - 1];
  }
  return sorted.slice(first, last + 1);
}

/** By offset, and where that is equal by nothing that depends on the order in which the voters are listed. */
function byOffset(a: Candidate, b: Candidate): number {
  return a.offsetMs - b.offsetMs || b.rootDistanceMs - a.rootDistanceMs || (a.id < b.id ? -1 : 1);
}

/** Below a nanosecond root distances don't differ; also keeps the weight finite. */
const MIN_DISTANCE_MS = 1e-6;

/** Section 11.2.3: the average, weighted by the reciprocal of the root distance. */
function combine(survivors: readonly Candidate[]): number {
  const weights = survivors.map((each) => 1 / Math.max(each.rootDistanceMs, MIN_DISTANCE_MS));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return survivors.reduce((sum, each, i) => sum + each.offsetMs * (weights[i]! / total), 0);
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, least), most);
}
