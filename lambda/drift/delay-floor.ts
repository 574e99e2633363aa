import type { DriftReading } from './drift-history';

/** What may be left of an error that delays don't show: stamps of a server or of this function, ms. */
const STAMP_ERROR_MS = 0.01;
/** How much of the mean excess a floor, the least of few readings, may lie above the path's own. */
const FLOOR_ERROR = 0.15;
/** A chance below this isn't one: e^-9 is 1 in 8,000, for each of some dozen places that differ. */
const MAX_LOG_CHANCE = -9;
/** A smaller change of the floor biases no rate that matters; hosts that warm up show such ones, ms. */
const MIN_FLOOR_CHANGE_MS = 0.05;
/** Fewer readings have no floor. */
const MIN_SIDE = 4;

/**
 * Numbers the stretches of a path: they are cut where the address changes, and where the least delay does. A
 * changed route shifts offsets by up to half of that, and what lies before says nothing of what lies behind.
 * @param readings in order of time; an address that is unknown is no change
 * @returns for each reading the number of its stretch, from 0
 */
export function pathStretches(readings: readonly DriftReading[]): number[] {
  const delaysMs = readings.map(({ delayMs }) => delayMs);
  const stretches: number[] = [];
  let first = 0;
  let known: string | undefined;
  for (const [i, { address }] of readings.entries()) {
    if (address !== undefined && known !== undefined && address !== known) {
      cutAtFloors(delaysMs.slice(first, i), stretches);
      first = i;
    }
    known = address ?? known;
  }
  cutAtFloors(delaysMs.slice(first), stretches);
  return stretches;
}

/** Appends the numbers of these delays' stretches: cut where the floor changes, then both sides again. */
function cutAtFloors(delaysMs: readonly number[], stretches: number[]): void {
  const at = floorChange(delaysMs);
  if (at > 0) {
    cutAtFloors(delaysMs.slice(0, at), stretches);
    cutAtFloors(delaysMs.slice(at), stretches);
  } else {
    const number = (stretches.at(-1) ?? -1) + 1;
    stretches.push(...delaysMs.map(() => number));
  }
}

/**
 * Where the least delay changes. Were nothing to change, the chance that the c least of n delays lie among the first
 * (or last) k would be C(k, c) / C(n, c), whatever the distribution.
 * @returns the index behind the change; 0: none is certain
 */
function floorChange(delaysMs: readonly number[]): number {
  const n = delaysMs.length;
  const order = delaysMs.map((_, i) => i).sort((a, b) => delaysMs[a]! - delaysMs[b]!);
  let [low, high] = [n, 0]; // the c least lie in [low, high)
  let [best, at] = [MAX_LOG_CHANCE, 0];
  for (let c = 1; c < n; c += 1) {
    low = Math.min(low, order[c - 1]!);
    high = Math.max(high, order[c - 1]! + 1);
    const among = Math.max(Math.min(high, n - low), MIN_SIDE);
    if (n - among < MIN_SIDE) {
      break; // on both sides by now
    }
    const chance = logFactorial(among) - logFactorial(among - c) - logFactorial(n) + logFactorial(n - c);
    const changeMs = delaysMs[order[c]!]! - delaysMs[order[0]!]!;
    if (chance < best && changeMs > MIN_FLOOR_CHANGE_MS) {
      [best, at] = [chance, high <= n - low ? among : n - among];
    }
  }
  return at;
}

/** Stirling's series: exact to 0.002 from 1 on, and for 0. */
function logFactorial(n: number): number {
  return n < 1 ? 0 : n * Math.log(n) - n + Math.log(2 * Math.PI * n) / 2 + 1 / (12 * n);
}

/**
 * The variance of each offset, ms^2, from how far its delay is above the floor of its stretch: what exceeds it was
 * spent on one way or the other, and a constant asymmetry is no matter for a rate.
 */
export function offsetVariances(readings: readonly DriftReading[], stretches: readonly number[]): number[] {
  const floors: number[] = [];
  const sums: number[] = [];
  const counts: number[] = [];
  for (const [i, { delayMs }] of readings.entries()) {
    const stretch = stretches[i]!;
    floors[stretch] = Math.min(floors[stretch] ?? delayMs, delayMs);
    sums[stretch] = (sums[stretch] ?? 0) + delayMs;
    counts[stretch] = (counts[stretch] ?? 0) + 1;
  }
  return readings.map(({ delayMs }, i) => {
    const stretch = stretches[i]!;
    const floorMs = floors[stretch]!;
    const meanMs = (sums[stretch]! / counts[stretch]! - floorMs) / 2;
    return ((delayMs - floorMs) / 2) ** 2 / 3 + (FLOOR_ERROR * meanMs) ** 2 / 3 + STAMP_ERROR_MS ** 2;
  });
}
