import { isPlausible } from '../clock-filter';
import { around, type Interval } from '../correctness-interval';
import { errorBoundMs, type Sample } from '../sample';
import { type ClockDrift, drifted } from './clock-drift';

/** More than these find no better instant. */
const MAX_CANDIDATES = 32;
const MAX_OTHERS = 256;
/** A server that says it may be years off has no say in which instant is best. */
const MAX_ERROR_MS = 1000;

/** The instant of an exchange that is nearest to another one: an error bound holds at all of them. */
export function nearestInstantMs({ sentMs, arrivedMs }: Sample, atMs: number): number {
  return Math.min(Math.max(atMs, sentMs), arrivedMs);
}

/** How far off a sample's offset may be at an instant, once the clock's mean drift is made up for, ms. */
function errorAtMs(sample: Sample, drift: ClockDrift, atMs: number): number {
  const elapsedMs = Math.abs(atMs - nearestInstantMs(sample, atMs));
  return errorBoundMs(sample, drift) + ((drift.highMs - drift.lowMs) / 2) * (elapsedMs / 1000);
}

/** Where a sample says that the server's offset was at an instant, against the local clock. */
export function offsetAt(sample: Sample, drift: ClockDrift, atMs: number): Interval {
  const then = around(sample.offsetMs, errorBoundMs(sample, drift));
  return drifted(then, drift, atMs - nearestInstantMs(sample, atMs));
}

/**
 * The sample that says most exactly where its server was at an instant. Where the local clock doesn't drift that
 * is the clock filter of RFC 5905, section 10: the lowest delay wins.
 * @param atMs default: any instant, because nothing but the local clock is compared with
 */
export function bestAt<S extends Sample>(
  samples: readonly S[],
  drift: ClockDrift,
  atMs?: number,
): S | undefined {
  let best: S | undefined;
  let bestMs = Infinity;
  for (const sample of samples.filter(isPlausible)) {
    const errorMs = errorAtMs(sample, drift, atMs ?? sample.arrivedMs);
    if (errorMs < bestMs) {
      [best, bestMs] = [sample, errorMs];
    }
  }
  return best;
}

/**
 * The instant at which servers are compared best: offsets of one instant carry the same error of the local clock,
 * whatever its rate.
 * @param voters the samples of each server that the others are compared with
 * @param others those of the others
 * @returns undefined without voters
 */
export function commonInstant(
  voters: readonly (readonly Sample[])[],
  others: readonly (readonly Sample[])[],
  drift: ClockDrift,
): number | undefined {
  const some = sampleOf(others, MAX_OTHERS);
  const candidates = voters.flat().slice(0, MAX_CANDIDATES);
  let best: number | undefined;
  let leastMs = Infinity;
  for (const { sentMs } of candidates) {
    const costMs = meanErrorMs(voters, drift, sentMs) + meanErrorMs(some, drift, sentMs);
    if (costMs < leastMs) {
      [best, leastMs] = [sentMs, costMs];
    }
  }
  return best;
}

function meanErrorMs(servers: readonly (readonly Sample[])[], drift: ClockDrift, atMs: number): number {
  let sumMs = 0;
  let count = 0;
  for (const samples of servers) {
    const best = bestAt(samples, drift, atMs);
    if (best) {
      sumMs += Math.min(errorAtMs(best, drift, atMs), MAX_ERROR_MS);
      count += 1;
    }
  }
  return count === 0 ? 0 : sumMs / count;
}

/** So many of a list, from all over it. */
function sampleOf<T>(list: readonly T[], count: number): readonly T[] {
  const step = Math.max(list.length / count, 1);
  return Array.from({ length: Math.floor(list.length / step) }, (_, i) => list[Math.floor(i * step)]!);
}
