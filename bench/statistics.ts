/** What a series of readings of a clock whose true offset is 0 says about the client. All in microseconds. */
export interface ErrorSummary {
  /** Readings. */
  n: number;
  medianAbs: number;
  p95Abs: number;
  p99Abs: number;
  maxAbs: number;
  /** Positive: the client sees the server ahead of where it is. */
  signedMedian: number;
}

/** @throws RangeError without any error, or for one that isn't finite */
export function summariseErrors(errorsUs: readonly number[]): ErrorSummary {
  const abs = errorsUs.map(Math.abs);
  return {
    n: errorsUs.length,
    medianAbs: quantile(abs, 0.5),
    p95Abs: quantile(abs, 0.95),
    p99Abs: quantile(abs, 0.99),
    maxAbs: quantile(abs, 1),
    signedMedian: quantile(errorsUs, 0.5),
  };
}

/**
 * The q-quantile, interpolated linearly between the two nearest values (Hyndman and Fan's type 7, the default
 * of R, NumPy and Julia).
 * @param q from 0 (the smallest value) to 1 (the largest)
 * @throws RangeError without any value, for one that isn't finite, or for a `q` outside 0 to 1
 */
export function quantile(values: readonly number[], q: number): number {
  if (values.length === 0 || !values.every(Number.isFinite) || !(q >= 0 && q <= 1)) {
    throw new RangeError(`There is no quantile ${q} of [${values.join(', ')}]: numbers and 0 to 1, please.`);
  }
  const sorted = [...values].sort((a, b) => a - b);
  const at = q * (sorted.length - 1);
  const below = sorted[Math.floor(at)]!;
  return below + (sorted[Math.ceil(at)]! - below) * (at - Math.floor(at));
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** The list begun at another entry: who goes first in a lap goes last in the next. */
export function rotate<T>(list: readonly T[], by: number): T[] {
  const start = list.length === 0 ? 0 : by % list.length;
  return [...list.slice(start), ...list.slice(0, start)];
}
