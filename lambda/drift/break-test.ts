import { type PossibleBreak, possibleBreaks } from './possible-breaks';
import {
  fitSegments,
  MIN_SQUARES,
  medianOf,
  type Points,
  type SegmentedFit,
  SIGMAS_PER_MEDIAN,
} from './segmented-fit';

/**
 * What F has to exceed when residuals are white: the best of some hundred places must not look like a break. Lesser
 * kinks are left to `currentRate`, which weighs them.
 */
const MIN_F = { step: 20, kink: 60 };
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
export function fitStraight(points: Points): SegmentedFit | undefined {
  const { spread } = movesOf(points);
  const fit = fitUnbroken(points);
  if (!fit || fit.squares <= MAX_MISFIT * fit.freedom * spread ** 2) {
    return fit;
  }
  const count = points.tKs.length;
  for (let size = FIRST_LOOK; size < count; size = Math.ceil(size * LOOK_FACTOR)) {
    const newest = fitUnbroken(from(points, count - size));
    if (newest && newest.tKs.length < size) {
      return newest;
    }
  }
  return fit;
}

/**
 * Cuts points at steps, which costs information and is no bias, and forgets what lies before the last kink, until
 * nothing of what is left looks like a step or a bend.
 */
function fitUnbroken(given: Points): SegmentedFit | undefined {
  let points = cutAt(given, jumps(given));
  let fit = fitSegments(points);
  for (let breaks = 0; fit && breaks < MAX_BREAKS; breaks += 1) {
    const found = bestBreak(fit);
    if (!found) {
      break;
    }
    const explained = found.size ** 2 * found.own;
    const f = (explained * (fit.freedom - 1)) / Math.max(fit.squares - explained, MIN_SQUARES);
    points = found.kind === 'step' ? cutAt(points, [found.at]) : from(points, found.at);
    // A break makes residuals alike, so how alike they are is asked of the fit that knows it.
    const after = f > MIN_F[found.kind] ? fitSegments(points) : undefined;
    if (!after || f <= MIN_F[found.kind] * after.inflation) {
      break;
    }
    fit = after;
  }
  return fit;
}

/** The step or kink that explains most; a step only if no kink explains nearly as much. */
function bestBreak(fit: SegmentedFit): PossibleBreak | undefined {
  const last = fit.tKs.length - MIN_AFTER_KINK;
  const worth = (each?: PossibleBreak) => (each ? each.size ** 2 * each.own : 0);
  const best: Partial<Record<PossibleBreak['kind'], PossibleBreak>> = {};
  for (const each of possibleBreaks(fit)) {
    if (worth(each) > worth(best[each.kind]) && !(each.kind === 'kink' && each.at > last)) {
      best[each.kind] = each;
    }
  }
  return worth(best.step) > MIN_STEP_ADVANTAGE * worth(best.kink) ? best.step : best.kink;
}

/** A clock that is set back again and again has many steps, none of which explains much alone. */
function jumps(points: Points): number[] {
  const { beyond, spread } = movesOf(points);
  const limit = JUMP_SIGMAS * spread;
  return beyond.flatMap((move, i) => {
    // A neighbour that goes the same way makes it a slope.
    const slope = Math.max((beyond[i - 1] ?? 0) / move, (beyond[i + 1] ?? 0) / move);
    return Math.abs(move) > limit && slope < MAX_SLOPE ? i + 1 : [];
  });
}

/** From each reading to the next: how far beyond the usual it moves, in standard deviations as weights have them. */
function movesOf({ yMs, weights }: Points): { beyond: number[]; spread: number } {
  const moves = yMs.slice(1).map((y, i) => (y - yMs[i]!) / Math.sqrt(1 / weights[i]! + 1 / weights[i + 1]!));
  const usual = medianOf(moves);
  const beyond = moves.map((move) => move - usual);
  return { beyond, spread: Math.max(SIGMAS_PER_MEDIAN * medianOf(beyond.map(Math.abs)), MIN_SPREAD) };
}

/** Starts a new segment at each of these readings, which are in order. */
function cutAt(points: Points, places: readonly number[]): Points {
  let cuts = 0;
  const segments = points.segments.map((segment, i) => {
    cuts += places[cuts] === i ? 1 : 0;
    return segment + cuts;
  });
  return { ...points, segments };
}

function from({ tKs, yMs, weights, segments }: Points, first: number): Points {
  return {
    tKs: tKs.slice(first),
    yMs: yMs.slice(first),
    weights: weights.slice(first),
    segments: segments.slice(first),
  };
}
