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
  const moves = movesOf(points);
  const fit = fitUnbroken(points, moves);
  if (!fit || fit.squares <= MAX_MISFIT * fit.freedom * moves.spread ** 2) {
    return fit;
  }
  const count = points.tKs.length;
  for (let size = FIRST_LOOK; size < count; size = Math.ceil(size * LOOK_FACTOR)) {
    const looked = pointsFrom(points, count - size);
    const newest = fitUnbroken(looked, movesOf(looked));
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
function fitUnbroken(given: Points, moves: Moves): SegmentedFit | undefined {
  let points = cutAt(given, jumps(moves));
  let fit = fitSegments(points);
  for (let breaks = 0; fit && breaks < MAX_BREAKS; breaks += 1) {
    const found = bestBreak(fit);
    if (!found) {
      break;
    }
    const { kind, at, explained } = found;
    const f = (explained * (fit.freedom - 1)) / Math.max(fit.squares - explained, MIN_SQUARES);
    points = kind === 'step' ? cutAt(points, [at]) : pointsFrom(points, at);
    // A break makes residuals alike, so how alike they are is asked of the fit that knows it.
    const after = f > MIN_F[kind] ? fitSegments(points) : undefined;
    if (!after || f <= MIN_F[kind] * after.inflation) {
      break;
    }
    fit = after;
  }
  return fit;
}

/** The step or kink that explains most; a step only if no kink explains nearly as much. */
function bestBreak(fit: SegmentedFit): PossibleBreak | undefined {
  const last = fit.tKs.length - MIN_AFTER_KINK;
  const best: Partial<Record<PossibleBreak['kind'], PossibleBreak>> = {};
  for (const each of possibleBreaks(fit)) {
    if (each.explained > (best[each.kind]?.explained ?? 0) && !(each.kind === 'kink' && each.at > last)) {
      best[each.kind] = each;
    }
  }
  return (best.step?.explained ?? 0) > MIN_STEP_ADVANTAGE * (best.kink?.explained ?? 0)
    ? best.step
    : best.kink;
}

/** A clock that is set back again and again has many steps, none of which explains much alone. */
function jumps({ beyond, spread }: Moves): number[] {
  const limit = JUMP_SIGMAS * spread;
  return beyond.flatMap((move, i) => {
    // A neighbour that goes the same way makes it a slope.
    const slope = Math.max((beyond[i - 1] ?? 0) / move, (beyond[i + 1] ?? 0) / move);
    return Math.abs(move) > limit && slope < MAX_SLOPE ? i + 1 : [];
  });
}

/** From each reading to the next. */
interface Moves {
  /** How far beyond the usual rate each goes, in standard deviations as weights have them. */
  beyond: number[];
  /** What is usual of that. */
  spread: number;
}

function movesOf({ tKs, yMs, weights }: Points): Moves {
  const rates = yMs.slice(1).map((y, i) => (y - yMs[i]!) / (tKs[i + 1]! - tKs[i]!));
  const usual = medianOf(rates);
  const beyond = rates.map(
    (ppm, i) => ((ppm - usual) * (tKs[i + 1]! - tKs[i]!)) / Math.sqrt(1 / weights[i]! + 1 / weights[i + 1]!),
  );
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

/** Without what lies before. */
export function pointsFrom({ tKs, yMs, weights, segments }: Points, first: number): Points {
  return {
    tKs: tKs.slice(first),
    yMs: yMs.slice(first),
    weights: weights.slice(first),
    segments: segments.slice(first),
  };
}
