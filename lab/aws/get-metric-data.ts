import type { StoredMetricKey } from '../cloudwatch/alarms/datapoints';
import { STATISTIC_FUNCTIONS } from '../cloudwatch/alarms/statistic-functions';
import type { Point } from './put-metric-data';
import { ServiceError } from './service-error';

/** What CloudWatch accepts in one GetMetricData request. Source: API reference (November 2026). */
const LIMITS_OF_READING = { queries: 500, datapoints: 100_800 } as const;

interface MetricDataResult {
  Id: string;
  Label: string;
  /** Seconds since 1970, as AWS JSON 1.0 has them; the newest first unless asked otherwise. */
  Timestamps: number[];
  Values: number[];
  StatusCode: 'Complete' | 'PartialData';
}

interface MetricDataPage {
  MetricDataResults: MetricDataResult[];
  NextToken?: string;
}

/** As much of a request as this reads; the rest of GetMetricData isn't known here. */
interface MetricDataRequest {
  StartTime: number;
  EndTime: number;
  MetricDataQueries: { Id: string; MetricStat?: MetricStatInput }[];
  ScanBy?: 'TimestampAscending' | 'TimestampDescending';
  MaxDatapoints?: number;
  NextToken?: string;
}

interface MetricStatInput {
  Metric: { Namespace: string; MetricName: string; Dimensions?: { Name: string; Value: string }[] };
  Period: number;
  Stat: string;
}

/**
 * What GetMetricData answers: one point a period, aligned to the clock. A page ends with its datapoints, in the
 * middle of a metric, too.
 * @param request the decoded JSON body
 * @param pointsOf every point of one metric
 * @throws ServiceError for what the service refuses, and for what this doesn't know
 */
export function answerGetMetricData(
  request: unknown,
  pointsOf: (metric: StoredMetricKey) => readonly Point[],
): MetricDataPage {
  const { MetricDataQueries: queries, ...rest } = request as MetricDataRequest;
  if (!Array.isArray(queries) || queries.length === 0 || queries.length > LIMITS_OF_READING.queries) {
    throw new ServiceError(
      'ValidationError',
      `The collection MetricDataQueries must have from 1 to ${LIMITS_OF_READING.queries} members.`,
    );
  }
  if (!(rest.EndTime > rest.StartTime)) {
    throw new ServiceError(
      'ValidationError',
      'The parameter StartTime must be less than the parameter EndTime.',
    );
  }
  const results = queries.map((query) => resultOf(query, rest, pointsOf));
  return pageOf(results, Number(rest.NextToken ?? 0), rest.MaxDatapoints ?? LIMITS_OF_READING.datapoints);
}

function resultOf(
  { Id, MetricStat }: MetricDataRequest['MetricDataQueries'][number],
  { StartTime, EndTime, ScanBy }: Omit<MetricDataRequest, 'MetricDataQueries'>,
  pointsOf: (metric: StoredMetricKey) => readonly Point[],
): MetricDataResult {
  if (!MetricStat || !Object.hasOwn(STATISTIC_FUNCTIONS, MetricStat.Stat)) {
    throw new ServiceError('ValidationError', `This stand-in knows no query like ${Id}: only statistics.`);
  }
  const { Metric, Period, Stat } = MetricStat;
  const dimensions = Object.fromEntries((Metric.Dimensions ?? []).map(({ Name, Value }) => [Name, Value]));
  const periods = new Map<number, Point['values']>();
  for (const point of pointsOf({ namespace: Metric.Namespace, metricName: Metric.MetricName, dimensions })) {
    const startS = Math.floor(point.timeMs / 1000 / Period) * Period;
    if (startS >= StartTime && startS < EndTime) {
      periods.set(startS, [...(periods.get(startS) ?? []), ...point.values]);
    }
  }
  const sign = ScanBy === 'TimestampAscending' ? 1 : -1;
  const sorted = [...periods].sort(([a], [b]) => sign * (a - b));
  const statistic = STATISTIC_FUNCTIONS[Stat as keyof typeof STATISTIC_FUNCTIONS];
  return {
    Id,
    Label: Metric.MetricName,
    Timestamps: sorted.map(([startS]) => startS),
    Values: sorted.map(([, values]) => statistic(aggregateOf(values))),
    StatusCode: 'Complete',
  };
}

function aggregateOf(values: Point['values']): Parameters<typeof STATISTIC_FUNCTIONS.Average>[0] {
  return {
    count: values.reduce((sum, { count }) => sum + count, 0),
    sum: values.reduce((sum, { value, count }) => sum + value * count, 0),
    minimum: Math.min(...values.map(({ value }) => value)),
    maximum: Math.max(...values.map(({ value }) => value)),
    values,
  };
}

/** @param from how many datapoints earlier pages had */
function pageOf(results: readonly MetricDataResult[], from: number, most: number): MetricDataPage {
  let first = 0;
  const shown = results.map((result): MetricDataResult => {
    const [start, end] = [Math.max(from - first, 0), Math.max(from + most - first, 0)];
    first += result.Values.length;
    return {
      ...result,
      Timestamps: result.Timestamps.slice(start, end),
      Values: result.Values.slice(start, end),
      StatusCode: end < result.Values.length ? 'PartialData' : 'Complete',
    };
  });
  return { MetricDataResults: shown, ...(from + most < first && { NextToken: String(from + most) }) };
}
