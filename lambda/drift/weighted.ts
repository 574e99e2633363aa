/** What has a weight: 1 / variance, ms^-2. */
export interface Weighted {
  weight: number;
}

export function sumOf<T>(values: readonly T[], part: (value: T, i: number) => number): number {
  let sum = 0;
  for (let i = 0; i < values.length; i += 1) {
    sum += part(values[i]!, i);
  }
  return sum;
}

export function totalWeight(values: readonly Weighted[]): number {
  return sumOf(values, ({ weight }) => weight);
}

/** The weighted mean. */
export function meanOf<T extends Weighted>(values: readonly T[], part: (value: T) => number): number {
  return sumOf(values, (value) => value.weight * part(value)) / totalWeight(values);
}

/** The median; NaN without any value. */
export function medianOf(values: readonly number[]): number {
  const sorted = new Float64Array(values).sort();
  return (sorted[(sorted.length - 1) >> 1]! + sorted[sorted.length >> 1]!) / 2;
}

/** Groups of values that share a number, by rising number. */
export function groupBy<T>(values: readonly T[], keyOf: (value: T) => number): T[][] {
  const groups: T[][] = [];
  for (const value of values) {
    const key = keyOf(value);
    groups[key] ??= [];
    groups[key].push(value);
  }
  return Object.values(groups);
}
