import { MINUTE_MS } from '../../../lambda/ntp/time-units';
import type { Point } from '../../aws/put-metric-data';
import type { PeriodRange, Series } from './series';
import type { Percentile, Statistic } from './statistic-functions';
import { StoredMetric } from './stored-metric';

/** What one PutMetricData request says of one metric. The lab's CloudWatch stand-in accepts just these. */
export type MetricDatum = Pick<
  Point,
  'namespace' | 'metricName' | 'dimensions' | 'unit' | 'timeMs' | 'values'
>;

/** What tells one metric from another. */
export type StoredMetricKey = Pick<MetricDatum, 'namespace' | 'metricName' | 'dimensions'>;

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

/**
 * Metric data as CloudWatch keeps them: by metric (namespace, name and exactly these dimensions), unit and
 * minute. The order in which data arrive makes no difference.
 *
 * Source: CloudWatch User Guide, "CloudWatch concepts" (dimensions, resolution, periods).
 */
export class MetricStore {
  private readonly metrics = new Map<string, Map<string, StoredMetric>>();
  /** Of a namespace and a period: the minutes in which any metric of it has data, modulo the period. */
  private readonly phases = new Map<string, Map<number, Set<number>>>();
  /** Of a namespace: the minutes in which any metric of it has data. */
  private readonly minutes = new Map<string, Set<number>>();
  private changes = new Map<string, number>();

  add(datum: MetricDatum): void {
    const units = entry(this.metrics, metricKey(datum), () => new Map());
    const metric = entry(units, datum.unit, () => new StoredMetric());
    // Standard resolution: CloudWatch keeps one minute as the smallest unit of time.
    const minute = Math.floor(datum.timeMs / MINUTE_MS);
    entry(this.minutes, datum.namespace, () => new Set()).add(minute);
    for (const [perPeriod, phases] of this.phases.get(datum.namespace) ?? []) {
      phases.add(minute % perPeriod);
    }
    this.changes.set(datum.namespace, (this.changes.get(datum.namespace) ?? 0) + 1);
    for (const { value, count } of datum.values) {
      metric.add(minute, value, count);
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

  /** Drops data from before `startMs`, and metrics that had no others. */
  forget(startMs: number): void {
    const first = Math.floor(startMs / MINUTE_MS);
    this.phases.clear();
    for (const [namespace, minutes] of this.minutes) {
      this.minutes.set(namespace, new Set([...minutes].filter((minute) => minute >= first)));
      this.changes.set(namespace, (this.changes.get(namespace) ?? 0) + 1);
    }
    for (const [metric, units] of this.metrics) {
      for (const [unit, stored] of units) {
        if (!stored.forget(first)) {
          units.delete(unit);
        }
      }
      if (units.size === 0) {
        this.metrics.delete(metric);
      }
    }
  }

  /**
   * A text that is the same only while every series of such periods of a namespace is the same: it changes with what
   * arrives, and whenever data pass from one period into the one before it.
   *
   * @param endMs ms since 1970, a whole minute
   */
  seriesVersion(namespace: string, periodMs: number, endMs: number): string {
    const [perPeriod, end] = [periodMs / MINUTE_MS, endMs / MINUTE_MS];
    const phases = entry(
      entry(this.phases, namespace, () => new Map()),
      perPeriod,
      () => new Set([...(this.minutes.get(namespace) ?? [])].map((minute) => minute % perPeriod)),
    );
    // When data last passed from one period into another: in this very minute, if some came in every one.
    const ages = phases.size < perPeriod ? [...phases].map((phase) => (end - phase) % perPeriod) : [0];
    return `${this.changes.get(namespace)} ${end - Math.min(...ages)}`;
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
    const units = this.metrics.get(metricKey(query));
    const perUnit =
      query.unit === undefined ? [...(units ?? [])] : [[query.unit, units?.get(query.unit)] as const];
    const seen = perUnit
      .map(([unit, stored]) => ({ unit, points: stored?.series(query.statistic, range) ?? [] }))
      .filter(({ points }) => points.some((point) => point !== undefined));
    if (seen.length > 1) {
      throw new Error(
        `${query.namespace} ${query.metricName} has data in ${seen.map(({ unit }) => unit).join(' and ')}: ` +
          'what CloudWatch makes of that is undefined; give the alarm a Unit.',
      );
    }
    return seen[0]?.points ?? new Array<undefined>(range.count).fill(undefined);
  }
}

/** Of queries of alarms, which ask in every minute, and of data that several stores get. */
const metricKeys = new WeakMap<StoredMetricKey, string>();

/** The same text for the same metric, in whatever order its dimensions are. */
export function metricKey(metric: StoredMetricKey): string {
  const { namespace, metricName, dimensions } = metric;
  const key =
    metricKeys.get(metric) ?? JSON.stringify([namespace, metricName, Object.entries(dimensions).sort()]);
  metricKeys.set(metric, key);
  return key;
}

function entry<K, V>(map: Map<K, V>, key: K, create: () => V): V {
  const value = map.get(key) ?? create();
  map.set(key, value);
  return value;
}
