import { groupBy, meanOf, medianOf, sumOf, type Weighted, weightOf } from './weighted';

/** An offset in a segment of time: each segment has a level of its own. */
export interface Point extends Weighted {
  /** 1,000 s: a slope in ms / 1,000 s is one in ppm. */
  tKs: number;
  yMs: number;
  delayMs: number;
  /** Numbers that never fall, nor rise by more than 1. */
  segment: number;
}

/** A point beside its fit. */
export interface FittedPoint extends Point {
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
  /** The weighted sum of the squares of `missMs`. */
  squares: number;
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
export function fitRobustly(points: readonly Point[]): SegmentedFit | undefined {
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

/** Fits the rate with the weights as they are. */
export function fitWeighted(given: readonly Point[]): SegmentedFit | undefined {
  const points = groupBy(given, ({ segment }) => segment).flatMap((points) => {
    const total = weightOf(points);
    const middleKs = meanOf(points, ({ tKs }) => tKs);
    const levelMs = meanOf(points, ({ yMs }) => yMs);
    return points.map((p) => ({ ...p, total, centredKs: p.tKs - middleKs, missMs: p.yMs - levelMs }));
  });
  const timeSquares = sumOf(points, ({ weight, centredKs }) => weight * centredKs ** 2);
  if (!(timeSquares > 0)) {
    return undefined;
  }
  const ppm = sumOf(points, ({ weight, centredKs, missMs }) => weight * centredKs * missMs) / timeSquares;
  const sizes = points.map((p) => {
    p.missMs -= ppm * p.centredKs;
    return p.missMs * Math.sqrt(p.weight);
  });
  const squares = sumOf(sizes, (size) => size ** 2);
  const likeness = sumOf(sizes, (size, i) => size * (sizes[i - 1] ?? 0));
  const rho = Math.min(Math.max(likeness / squares || 0, 0), MAX_RHO);
  return {
    ...{ points, ppm, timeSquares, squares },
    freedom: points.length - (points.at(-1)!.segment - points[0]!.segment) - 2,
    inflation: (1 + rho) / (1 - rho),
  };
}

/** The standard deviation of what is spread around 0, told from its absolute values whatever a few of them are. */
export function spreadOf(sizes: readonly number[]): number {
  return SIGMAS_PER_MEDIAN * medianOf(sizes);
}

/**
 * The rate's standard error, ppm, whatever each residual's own variance (HC3, MacKinnon and White 1985): a residual
 * counts for more the more it has bent the fit to itself. Autocorrelation widens it.
 */
export function rateErrorPpm({ points, timeSquares, inflation }: SegmentedFit): number {
  const sum = sumOf(points, ({ weight, centredKs, missMs, total }) => {
    const leverage = weight / total + (weight * centredKs ** 2) / timeSquares;
    return leverage < 1 - 1e-9 ? ((weight * centredKs * missMs) / (1 - leverage)) ** 2 : 0;
  });
  return Math.sqrt(sum * inflation) / timeSquares;
}
