/** Offsets over time, cut into segments that each have a level of their own and share one rate. */
export interface Points {
  /** 1,000 s: a slope in ms / 1,000 s is one in ppm. */
  tKs: readonly number[];
  yMs: readonly number[];
  /** 1 / variance, ms^-2. */
  weights: readonly number[];
  /** Numbers that never fall. */
  segments: readonly number[];
}

/** One rate for all segments (weighted least squares). */
export interface SegmentedFit extends Points {
  ppm: number;
  /** Offset minus fit, ms. */
  residualsMs: readonly number[];
  /** Time since the weighted mean of its segment, 1,000 s. */
  centredKs: readonly number[];
  /** Weight of each reading's segment. */
  segmentWeights: readonly number[];
  /** Weighted sum of the squares of `centredKs`. */
  timeSquares: number;
  /** Readings less levels and rate. */
  freedom: number;
  /** The weighted sum of the squares of `residualsMs`. */
  squares: number;
  /** How much wider the residuals' likeness to each other makes a variance: (1 + rho) / (1 - rho). */
  inflation: number;
}

/** Beyond so many standard deviations a reading's weight falls with its distance (Huber). */
const HUBER_SIGMAS = 4;
const HUBER_ROUNDS = 3;
/** The standard deviation of a normal distribution is so many medians of its absolute values. */
export const SIGMAS_PER_MEDIAN = 1.4826;
const MAX_RHO = 0.95;
/** Readings without any noise would make every rounding error evidence, ms^2 by weight. */
export const MIN_SQUARES = 1e-9;

/** Fits the rate; undefined when no segment has two instants. Weights of the fit are those that outliers have left. */
export function fitSegments(points: Points): SegmentedFit | undefined {
  const first = fitWeighted(points);
  const sizesOf = (fit: SegmentedFit) =>
    fit.residualsMs.map((residual, i) => Math.abs(residual) * Math.sqrt(points.weights[i]!));
  let [fit, sizes] = [first, first ? sizesOf(first) : []];
  const limit = HUBER_SIGMAS * SIGMAS_PER_MEDIAN * medianOf(sizes);
  for (let round = 0; round < HUBER_ROUNDS && limit > 0 && Math.max(...sizes) > limit; round += 1) {
    const weights = points.weights.map((weight, i) => weight * Math.min(1, limit / sizes[i]!));
    fit = fitWeighted({ ...points, weights });
    sizes = fit ? sizesOf(fit) : [];
  }
  return fit;
}

/** Fits the rate with the weights as they are. */
export function fitWeighted(points: Points): SegmentedFit | undefined {
  const { tKs, yMs, weights, segments } = points;
  const [centredKs, centredMs, segmentWeights]: [number[], number[], number[]] = [[], [], []];
  let [timeSquares, products, levels] = [0, 0, 0];
  for (let from = 0, to = 0; from < tKs.length; from = to) {
    let [w, wt, wy] = [0, 0, 0];
    for (; segments[to] === segments[from]; to += 1) {
      w += weights[to]!;
      wt += weights[to]! * tKs[to]!;
      wy += weights[to]! * yMs[to]!;
    }
    for (let i = from; i < to; i += 1) {
      centredKs.push(tKs[i]! - wt / w);
      centredMs.push(yMs[i]! - wy / w);
      segmentWeights.push(w);
      timeSquares += weights[i]! * centredKs[i]! ** 2;
      products += weights[i]! * centredKs[i]! * centredMs[i]!;
    }
    levels += 1;
  }
  if (!(timeSquares > 0)) {
    return undefined;
  }
  const ppm = products / timeSquares;
  const residualsMs = centredMs.map((value, i) => value - ppm * centredKs[i]!);
  let [squares, likeness, before] = [0, 0, 0];
  for (const [i, residualMs] of residualsMs.entries()) {
    const size = residualMs * Math.sqrt(weights[i]!);
    squares += size * size;
    likeness += size * before;
    before = size;
  }
  const rho = Math.min(Math.max(likeness / squares || 0, 0), MAX_RHO);
  return {
    ...points,
    ...{ ppm, residualsMs, centredKs, segmentWeights, timeSquares, squares },
    freedom: tKs.length - levels - 1,
    inflation: (1 + rho) / (1 - rho),
  };
}

/** The median; NaN without any value. */
export function medianOf(values: readonly number[]): number {
  const sorted = new Float64Array(values).sort();
  return (sorted[(sorted.length - 1) >> 1]! + sorted[sorted.length >> 1]!) / 2;
}

/**
 * The rate's standard error, ppm, whatever each residual's own variance (HC3, MacKinnon and White 1985): a residual
 * counts for more the more it has bent the fit to itself. Autocorrelation widens it.
 */
export function rateErrorPpm(fit: SegmentedFit): number {
  const { residualsMs, weights, centredKs, segmentWeights, timeSquares } = fit;
  let sum = 0;
  for (const [i, weight] of weights.entries()) {
    const leverage = weight / segmentWeights[i]! + (weight * centredKs[i]! ** 2) / timeSquares;
    if (leverage < 1 - 1e-9) {
      sum += ((weight * centredKs[i]! * residualsMs[i]!) / (1 - leverage)) ** 2;
    }
  }
  return Math.sqrt(sum * fit.inflation) / timeSquares;
}
