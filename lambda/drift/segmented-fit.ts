import { groupBy, medianOf, type Weighted } from './weighted';

/** An offset in a segment of time: each segment has a level of its own. */
export interface RatePoint extends Weighted {
  /** The number of its run in the history. */
  run: number;
  /** 1,000 s: a slope in ms / 1,000 s is one in ppm. */
  tKs: number;
  yMs: number;
  delayMs: number;
  /** Numbers that never fall. */
  segment: number;
}

/** A point beside its fit. */
interface FittedPoint extends RatePoint {
  /** Time since the weighted mean of its segment, 1,000 s. */
  centredKs: number;
  /** Offset minus fit, ms. */
  missMs: number;
  /** Weight of its segment. */
  total: number;
}

/** One rate for all segments (weighted least squares). */
export interface SegmentedFit {
  points: FittedPoint[];
  ppm: number;
  /** Weighted sum of the squares of `centredKs`. */
  timeSquares: number;
  /** Readings less levels and rate. */
  freedom: number;
  /** The weighted sum of the squares of `missMs`, and never 0. */
  squares: number;
  /**
   * Its standard error, whatever each residual's own variance (HC3, MacKinnon and White 1985): a residual counts for more
   * the more it has bent the fit to itself. Autocorrelation widens it.
   */
  errorPpm: number;
  /** How much wider the residuals' likeness to each other makes a variance: (1 + rho) / (1 - rho). */
  inflation: number;
}

/** Beyond so many standard deviations a reading's weight falls with its distance (Huber). */
const HUBER_SIGMAS = 4;
const HUBER_ROUNDS = 3;
/** The standard deviation of a normal distribution is so many medians of its absolute values. */
const SIGMAS_PER_MEDIAN = 1.4826;
const MAX_RHO = 0.95;
/** Readings without any noise would make every rounding error evidence, ms^2 by weight. */
export const MIN_SQUARES = 1e-9;

/** Fits the rate; undefined when no segment has two instants. Weights of the fit are those that outliers have left. */
export function fitRobustly(points: readonly RatePoint[]): SegmentedFit | undefined {
  let fit = fitWeighted(points);
  let limit = 0;
  for (let round = 0; fit && round < HUBER_ROUNDS; round += 1) {
    const sizes = fit.points.map(({ missMs }, i) => Math.abs(missMs) * Math.sqrt(points[i]!.weight));
    limit ||= HUBER_SIGMAS * spreadOf(sizes);
    if (limit === 0 || Math.max(...sizes) <= limit) {
      break;
    }
    fit = fitWeighted(points.map((p, i) => ({ ...p, weight: p.weight * Math.min(1, limit / sizes[i]!) })));
  }
  return fit;
}

/**
 * Fits the rate with the weights as they are.
 * @param fittedOf what is fitted, ms; default: the offset
 */
export function fitWeighted(
  given: readonly RatePoint[],
  fittedOf: (point: RatePoint) => number = ({ yMs }) => yMs,
): SegmentedFit | undefined {
  const segments = segmentsOf(given);
  const points: FittedPoint[] = [];
  let [timeSquares, products] = [0, 0];
  for (const segment of segments) {
    let [total, wt, wy] = [0, 0, 0];
    for (const p of segment) {
      total += p.weight;
      wt += p.weight * p.tKs;
      wy += p.weight * fittedOf(p);
    }
    for (const p of segment) {
      const centredKs = p.tKs - wt / total;
      const missMs = fittedOf(p) - wy / total;
      timeSquares += p.weight * centredKs ** 2;
      products += p.weight * centredKs * missMs;
      points.push({ ...p, total, centredKs, missMs });
    }
  }
  if (!(timeSquares > 0)) {
    return undefined;
  }
  const ppm = products / timeSquares;
  let [squares, likeness, before, errors] = [MIN_SQUARES, 0, 0, 0];
  for (const point of points) {
    const { weight, centredKs, total } = point;
    point.missMs -= ppm * centredKs;
    const size = point.missMs * Math.sqrt(weight);
    squares += size ** 2;
    likeness += size * before;
    before = size;
    const leverage = weight / total + (weight * centredKs ** 2) / timeSquares;
    errors += leverage < 1 - 1e-9 ? ((weight * centredKs * point.missMs) / (1 - leverage)) ** 2 : 0;
  }
  const rho = Math.min(Math.max(likeness / squares, 0), MAX_RHO);
  const inflation = (1 + rho) / (1 - rho);
  return {
    ...{ points, ppm, timeSquares, squares, inflation },
    freedom: points.length - segments.length - 1,
    errorPpm: Math.sqrt(errors * inflation) / timeSquares,
  };
}

export function segmentsOf<T extends RatePoint>(points: readonly T[]): T[][] {
  return groupBy(points, ({ segment }) => segment);
}

/** The standard deviation of what is spread around 0, told from its absolute values whatever a few of them are. */
export function spreadOf(sizes: readonly number[]): number {
  return SIGMAS_PER_MEDIAN * medianOf(sizes);
}
