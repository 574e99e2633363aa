import { MINUTE_MS } from '../../../lambda/ntp/time-units';
import type { Point } from '../../aws/put-metric-data';
import type { Series } from './series';

/** What one PutMetricData request says of one metric. The lab's CloudWatch stand-in accepts just these. */
export type MetricDatum = Pick<
  Point,
  'namespace' | 'metricName' | 'dimensions' | 'unit' | 'timeMs' | 'values'
>;

/** What tells one metric from another. */
export type StoredMetricKey = Pick<MetricDatum, 'namespace' | 'metricName' | 'dimensions'>;

/** All that is known of the values of one metric, in one unit, within some time. */
interface Aggregate {
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

/** So many periods up to an instant. */
export interface PeriodRange {
  periodMs: number;
  /** ms since 1970, a whole minute. */
  endMs: number;
  /** Of periods. */
  count: number;
}

/** A metric and its statistic, as an alarm or a graph asks for it. */
export interface MetricStat {
  kind: 'stat';
  namespace: string;
  metricName: string;
  dimensions: Readonly<Record<string, string>>;
  /** Of an alarm, never a percentile. */
  statistic: Statistic | Percentile;
  /** Only data of this unit are seen; undefined: of any. */
  unit: string | undefined;
}

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

/**
 * Metric data as CloudWatch keeps them: by metric (namespace, name and exactly these dimensions), unit and
 * minute. The order in which data arrive makes no difference.
 *
 * Source: CloudWatch User Guide, "CloudWatch concepts" (dimensions, resolution, periods).
 */
export class MetricStore {
  private readonly metrics = new Map<string, Map<string, Map<number, Aggregate>>>();
  private readonly keys = new WeakMap<MetricStat, string>();

  add(datum: MetricDatum): void {
    const units = entry(this.metrics, metricKey(datum), () => new Map());
    const minutes = entry(units, datum.unit, () => new Map());
    // Standard resolution: CloudWatch keeps one minute as the smallest unit of time.
    const minute = Math.floor(datum.timeMs / MINUTE_MS);
    for (const { value, count } of datum.values) {
      minutes.set(
        minute,
        merge(minutes.get(minute), {
          count,
          sum: value * count,
          minimum: value,
          maximum: value,
          values: [{ value, count }],
        }),
      );
    }
  }

  /** The dimensions of every metric of that name. */
  dimensionsOf({
    namespace,
    metricName,
  }: {
    namespace: string;
    metricName: string;
  }): Record<string, string>[] {
    return [...this.metrics.keys()].flatMap((key) => {
      const [keyNamespace, keyName, dimensions] = JSON.parse(key);
      return keyNamespace === namespace && keyName === metricName ? [Object.fromEntries(dimensions)] : [];
    });
  }

  /** Of a query of an alarm, which asks in every minute. */
  private keyOf(query: MetricStat): string {
    const key = this.keys.get(query) ?? metricKey(query);
    this.keys.set(query, key);
    return key;
  }

  /** Drops data from before `startMs`, and metrics that had no others. */
  forget(startMs: number): void {
    const first = Math.floor(startMs / MINUTE_MS);
    for (const [metric, units] of this.metrics) {
      for (const [unit, minutes] of units) {
        // Data may have come late, so that the oldest need not be the first.
        for (const minute of minutes.keys()) {
          if (minute < first) {
            minutes.delete(minute);
          }
        }
        if (minutes.size === 0) {
          units.delete(unit);
        }
      }
      if (units.size === 0) {
        this.metrics.delete(metric);
      }
    }
  }

  /**
   * The last so many periods' points, oldest first. Periods end with `endMs` and go back from there, not from
   * round times of the clock: an alarm's window slides by a minute with each evaluation (CloudWatch User
   * Guide, "Alarm evaluation").
   *
   * @throws Error when the data have more than one unit and the query doesn't say which: CloudWatch leaves
   *   open what happens then (API reference, PutMetricAlarm, Unit)
   */
  series(query: MetricStat, range: PeriodRange): Series {
    const units = this.metrics.get(this.keyOf(query));
    const perUnit =
      query.unit === undefined ? [...(units ?? [])] : [[query.unit, units?.get(query.unit)] as const];
    const seen = perUnit
      .map(([unit, minutes]) => ({ unit, points: aggregates(minutes, range) }))
      .filter(({ points }) => points.some((point) => point !== undefined));
    if (seen.length > 1) {
      throw new Error(
        `${query.namespace} ${query.metricName} has data in ${seen.map(({ unit }) => unit).join(' and ')}: ` +
          'what CloudWatch makes of that is undefined; give the alarm a Unit.',
      );
    }
    const statistic = compute(query.statistic);
    return Array.from({ length: range.count }, (_, i) => {
      const point = seen[0]?.points[i];
      return point && statistic(point);
    });
  }
}

function aggregates(
  minutes: ReadonlyMap<number, Aggregate> = new Map(),
  { periodMs, endMs, count }: PeriodRange,
): (Aggregate | undefined)[] {
  const perPeriod = periodMs / MINUTE_MS;
  const length = count * perPeriod;
  const start = endMs / MINUTE_MS - length;
  const periods = new Array<Aggregate | undefined>(count).fill(undefined);
  const add = (minute: number, aggregate: Aggregate | undefined) => {
    const period = Math.floor((minute - start) / perPeriod);
    if (aggregate !== undefined && period >= 0 && period < count) {
      periods[period] = merge(periods[period], aggregate);
    }
  };
  // Whichever is shorter: a metric of rare runs has few minutes in a long range.
  if (minutes.size < length) {
    for (const [minute, aggregate] of minutes) {
      add(minute, aggregate);
    }
  } else {
    for (let minute = start; minute < start + length; minute += 1) {
      add(minute, minutes.get(minute));
    }
  }
  return periods;
}

function merge(a: Aggregate | undefined, b: Aggregate): Aggregate {
  return a === undefined
    ? b
    : {
        count: a.count + b.count,
        sum: a.sum + b.sum,
        minimum: Math.min(a.minimum, b.minimum),
        maximum: Math.max(a.maximum, b.maximum),
        values: [...a.values, ...b.values],
      };
}

function compute(statistic: Statistic | Percentile): (aggregate: Aggregate) => number {
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

/** The same text for the same metric, in whatever order its dimensions are. */
export function metricKey({ namespace, metricName, dimensions }: StoredMetricKey): string {
  return JSON.stringify([namespace, metricName, Object.entries(dimensions).sort()]);
}

function entry<K, V>(map: Map<K, V>, key: K, create: () => V): V {
  const value = map.get(key) ?? create();
  map.set(key, value);
  return value;
}
