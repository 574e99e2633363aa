import { MAX_VALUES_PER_DATUM } from '../monitor/metrics/put-quotas';

/** Near enough for any graph or percentile, and coarse enough that the values of a fleet coincide. */
const SIGNIFICANT_DIGITS = 3;

/** Values with how often each occurred, as PutMetricData takes them. */
export interface Distribution {
  Values: number[];
  Counts: number[];
}

/**
 * Counts values, rounded to three significant digits: to within 0.5 %. CloudWatch computes percentiles of what
 * arrives like this, as if each value had been sent alone, which it can't of a sum and a count.
 *
 * @param values finite, in any order
 * @returns as many as the service's limit asks for, ascending; none without values
 */
export function distributions(values: readonly number[]): Distribution[] {
  const counts = new Map<number, number>();
  for (const value of values) {
    const rounded = Number(value.toPrecision(SIGNIFICANT_DIGITS));
    counts.set(rounded, (counts.get(rounded) ?? 0) + 1);
  }
  const sorted = [...counts].sort(([a], [b]) => a - b);
  const result: Distribution[] = [];
  for (let i = 0; i < sorted.length; i += MAX_VALUES_PER_DATUM) {
    const part = sorted.slice(i, i + MAX_VALUES_PER_DATUM);
    result.push({ Values: part.map(([value]) => value), Counts: part.map(([, count]) => count) });
  }
  return result;
}
