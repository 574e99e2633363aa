import { possibleBreaks, strongest } from './possible-breaks';
import { fitRobustly, MIN_SQUARES, type RatePoint, type SegmentedFit, spreadOf } from './segmented-fit';
import { medianOf } from './weighted';

/**
 * What F has to exceed when residuals are white: the best of some hundred places must not look like a break. Lesser
 * kinks are left to `currentRate`, which weighs them.
 */
const MIN_STEP_F = 20;
const MIN_KINK_F = 60;
/** A step has to explain so many times as much as any kink: after a young kink, levels seem to differ, too. */
const MIN_STEP_ADVANTAGE = 1.5;
/** A rate from fewer readings than this behind a kink would be a guess. */
const MIN_AFTER_KINK = 10;
const MAX_BREAKS = 8;
/** The mean square of what a fit misses by may be so many times that of noise between neighbours. */
const MAX_MISFIT = 6;
/** How many of the newest readings are looked at first, and how many times more then. */
const FIRST_LOOK = 20;
const LOOK_FACTOR = 1.5;
/** Between neighbours, in standard deviations of such differences. */
const JUMP_SIGMAS = 8;
/** Readings without any noise would make every rounding error a jump. */
const MIN_SPREAD = 0.1;
const MAX_SLOPE = 0.5;

/**
 * Fits the newest straight stretch. Where all readings together miss by far more than neighbours differ, it looks at the
 * newest few first, then at more: of several bends at once, each hides the others.
 * @returns undefined when there is no rate at all
 */
export function fitStraight(points: readonly RatePoint[]): SegmentedFit | undefined {
  const [fit, spread] = fitUnbroken(points);
  if (fit && fit.squares > MAX_MISFIT * fit.freedom * spread ** 2) {
    for (let size = FIRST_LOOK; size < points.length; size = Math.ceil(size * LOOK_FACTOR)) {
      const [newest] = fitUnbroken(points.slice(-size));
      if (newest && newest.points.length < size) {
        return newest;
      }
    }
  }
  return fit;
}

/**
 * Cuts points at steps, which costs information and is no bias, and forgets what lies before the last kink, until
 * nothing of what is left looks like a step or a bend.
 * @returns the fit, and what is usual from reading to reading, in standard deviations as weights have them
 */
function fitUnbroken(given: readonly RatePoint[]): [fit: SegmentedFit | undefined, spread: number] {
  const [moves, spread] = movesOf(given);
  // A clock that is set back again and again has many steps, none of which explains much alone.
  let points = cutAt(given, (i) => {
    const [before, move, after] = [moves[i - 2]!, moves[i - 1]!, moves[i]!];
    // A neighbour that goes the same way makes it a slope; at both ends there is none (NaN).
    const isSlope = before / move >= MAX_SLOPE || after / move >= MAX_SLOPE;
    return Math.abs(move) > JUMP_SIGMAS * spread && !isSlope;
  });
  let fit = fitRobustly(points);
  for (let breaks = 0; fit && breaks < MAX_BREAKS; breaks += 1) {
    const last = points.length - MIN_AFTER_KINK;
    const { steps, kinks } = possibleBreaks(fit);
    const [step, kink] = [strongest(steps), strongest(kinks.filter(({ at }) => at <= last))];
    const isStep = step.explained > MIN_STEP_ADVANTAGE * kink.explained;
    const { at, explained } = isStep ? step : kink;
    const f = (explained * (fit.freedom - 1)) / Math.max(fit.squares - explained, MIN_SQUARES);
    const least = isStep ? MIN_STEP_F : MIN_KINK_F;
    points = isStep ? cutAt(points, (i) => i === at) : points.slice(at);
    // A break makes residuals alike, so how alike they are is asked of the fit that knows it.
    const after = f > least && fitRobustly(points);
    if (!after || f <= least * after.inflation) {
      break;
    }
    fit = after;
  }
  return [fit, spread];
}

/** How far each reading is from where the usual rate leads from the one before, in standard deviations; and usually. */
function movesOf(points: readonly RatePoint[]): [moves: number[], spread: number] {
  const steps = points.slice(1).map(({ tKs, yMs, weight }, i) => {
    const before = points[i]!;
    return [yMs - before.yMs, tKs - before.tKs, Math.sqrt(1 / weight + 1 / before.weight)] as const;
  });
  const usualPpm = medianOf(steps.map(([ms, ks]) => ms / ks));
  const moves = steps.map(([ms, ks, sigma]) => (ms - usualPpm * ks) / sigma);
  return [moves, Math.max(spreadOf(moves.map(Math.abs)), MIN_SPREAD)];
}

/** Starts a new segment at each of these readings. */
function cutAt(points: readonly RatePoint[], isCut: (i: number) => boolean): RatePoint[] {
  let cuts = 0;
  return points.map((p, i) => {
    cuts += isCut(i) ? 1 : 0;
    return { ...p, segment: p.segment + cuts };
  });
}
