import type { Point } from '../../aws/put-metric-data';

/** All that is known of the values of one metric, in one unit, within some time. */
export interface Aggregate {
  count: number;
  sum: number;
  minimum: number;
  maximum: number;
  values: Point['values'];
}

/** Every statistic that an alarm can be on here. Source: CloudWatch User Guide, "Statistics definitions". */
export const STATISTIC_FUNCTIONS = {
  Average: ({ sum, count }) => sum / count,
  Sum: ({ sum }) => sum,
  Minimum: ({ minimum }) => minimum,
  Maximum: ({ maximum }) => maximum,
  SampleCount: ({ count }) => count,
} as const satisfies Record<string, (aggregate: Aggregate) => number>;

export type Statistic = keyof typeof STATISTIC_FUNCTIONS;

/** `p99`, say: what dashboards show. No alarm here can be on one: it takes more values than a run has. */
export type Percentile = `p${number}`;

/** @throws Error when it is neither a statistic nor a percentile from p0 to p100 */
export function parseStatistic(text: string): Statistic | Percentile {
  const percent = Number(/^p(\d{1,3}(?:\.\d+)?)$/.exec(text)?.[1]);
  if (!Object.hasOwn(STATISTIC_FUNCTIONS, text) && !(percent <= 100)) {
    throw new Error(`the lab does not know the statistic ${text}`);
  }
  return text as Statistic | Percentile;
}

/** Several sets of values as one, undefined of none. Only percentiles ask for the single values. */
export function merged(parts: readonly Aggregate[]): Aggregate | undefined {
  if (parts.length < 2) {
    return parts[0];
  }
  let [allCount, allSum, least, most] = [0, 0, Infinity, -Infinity];
  for (const { count, sum, minimum, maximum } of parts) {
    allCount += count;
    allSum += sum;
    least = Math.min(least, minimum);
    most = Math.max(most, maximum);
  }
  return {
    ...{ count: allCount, sum: allSum, minimum: least, maximum: most },
    get values() {
      return parts.flatMap(({ values }) => values);
    },
  };
}

/** How a statistic is computed. */
export function compute(statistic: Statistic | Percentile): (aggregate: Aggregate) => number {
  return Object.hasOwn(STATISTIC_FUNCTIONS, statistic)
    ? STATISTIC_FUNCTIONS[statistic as Statistic]
    : (aggregate) => percentile(aggregate, Number(statistic.slice(1)));
}

/** The least value that so many per cent of all values don't exceed. */
function percentile({ values, count, maximum }: Aggregate, percent: number): number {
  let seen = 0;
  const found = values
    .toSorted((a, b) => a.value - b.value)
    .find((each) => {
      seen += each.count;
      return seen >= (count * percent) / 100;
    });
  return found?.value ?? maximum;
}
