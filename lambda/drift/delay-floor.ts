import type { Seen } from './seen';
import type { RatePoint } from './segmented-fit';
import { sumOf } from './weighted';

/** What may be left of an error that delays don't show: stamps of a server or of this function, ms. */
const STAMP_ERROR_MS = 0.01;
/** How much of the mean excess a floor, the least of few readings, may lie above the path's own. */
const FLOOR_ERROR = 0.15;
/** A chance below this isn't one: 1 in 8,000, for each of some dozen places that differ. */
const MAX_CHANCE = 1.234e-4;
/** A smaller change of the floor biases no rate that matters; hosts that warm up show such ones, ms. */
const MIN_FLOOR_CHANGE_MS = 0.05;
/** Fewer readings have no floor. */
const MIN_SIDE = 4;

/**
 * Cuts readings where the address changes, and where the least delay does: a changed route shifts offsets by up to half
 * of that, and what lies before says nothing of what lies behind. In each stretch the variance follows from how far a
 * delay is above the floor: what exceeds it was spent on one way or the other, and a constant asymmetry is no matter for
 * a rate.
 * @param seen in order of time; an address that is unknown is no change
 * @param segment the number of the first stretch
 */
export function weighReadings(seen: readonly Seen[], segment = 0): RatePoint[] {
  const delaysMs = seen.map(({ reading }) => reading.delayMs);
  let known: string | undefined;
  const moved = seen.findIndex(({ reading: { address } }) => {
    known ??= address;
    return address && address !== known;
  });
  const at = moved > 0 ? moved : floorChange(delaysMs);
  if (at > 0) {
    const before = weighReadings(seen.slice(0, at), segment);
    return [...before, ...weighReadings(seen.slice(at), before.at(-1)!.segment + 1)];
  }
  const floorMs = Math.min(...delaysMs);
  const meanMs = sumOf(delaysMs, (delayMs) => delayMs - floorMs) / delaysMs.length;
  return seen.map(({ run, tKs, reading: { offsetMs, delayMs } }) => {
    const excessMs = Math.hypot(delayMs - floorMs, FLOOR_ERROR * meanMs);
    const weight = 1 / (excessMs ** 2 / 12 + STAMP_ERROR_MS ** 2);
    return { run, tKs, yMs: offsetMs, delayMs, segment, weight };
  });
}

/**
 * Where the least delay changes. Were nothing to change, the chance that the c least of n delays lie among the first
 * (or last) k would be C(k, c) / C(n, c), whatever the distribution.
 * @returns the index behind the change; 0: none is certain
 */
function floorChange(delaysMs: readonly number[]): number {
  const n = delaysMs.length;
  const order = delaysMs.map((_, i) => i).sort((a, b) => delaysMs[a]! - delaysMs[b]!);
  let [low, high] = [n, 0]; // the least delays so far lie in [low, high)
  let [best, at] = [MAX_CHANCE, 0];
  for (const [i, place] of order.entries()) {
    low = Math.min(low, place);
    high = Math.max(high, place + 1);
    const among = Math.max(Math.min(high, n - low), MIN_SIDE);
    if (n - among < MIN_SIDE) {
      break; // on both sides by now
    }
    let chance = 1;
    for (let j = 0; j <= i; j += 1) {
      chance *= (among - j) / (n - j);
    }
    const changeMs = delaysMs[order[i + 1]!]! - delaysMs[order[0]!]!;
    if (chance < best && changeMs > MIN_FLOOR_CHANGE_MS) {
      [best, at] = [chance, high <= n - low ? among : n - among];
    }
  }
  return at;
}
