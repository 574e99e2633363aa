import { badRunsToAlarm, proofWindowRuns } from '../monitor/bad-run-window';
import { METRIC_DIMENSIONS, type Metric, type Unit } from '../monitor/metrics/metric-entry';
import { metricsPublishedBy } from '../monitor/metrics/metric-selection';
import { isUnhealthy } from '../monitor/metrics/metric-values';
import {
  MARK_OF_EARLIER,
  type Tally,
  tallyOf,
  WEIGHT_IN_SMALL_GROUP,
  WEIGHT_OF_EXPLAINED,
} from '../monitor/metrics/tally';
import { clockTimeMs, type Reading, type RunResult } from '../monitor/reading';
import { EVERYTHING, type PublishScope } from '../monitor/shard';
import { COUNTED_REASONS } from '../monitor/unusable-reasons';
import { type Distribution, distributions } from './value-counts';

/** One value, or a distribution. */
interface Values extends Partial<Distribution> {
  Value?: number;
}

/** Values of one time. */
type DatedValues = Values & { Timestamp: Date };

/** One value of one metric, or its distribution, as CloudWatch's PutMetricData takes it (MetricDatum). */
export interface Datum extends DatedValues {
  MetricName: string;
  Dimensions: { Name: string; Value: string }[];
  Unit: Unit;
}

/**
 * All data of one run, in the order of the catalogue, one at a time: ten thousand servers have forty thousand.
 * Values are finite; a zero is a value.
 *
 * @param scope what this run publishes of what it measured
 */
export function* metricData(run: RunResult, scope: PublishScope = EVERYTHING): Generator<Datum> {
  // By the function's clock, not by the voters': CloudWatch refuses data that are 2 h ahead or 14 days old, and
  // alarms don't look back, so that voters who are wrong together would make the evidence of it vanish.
  const timeMs = clockTimeMs(run);
  const own = run.servers.filter(({ server }) => !scope.measuredElsewhere.has(server));
  const subject = {
    run,
    own,
    tally: tallyOf(run, own, scope),
    named: scope.detail === 'full' ? own : own.filter(isUnhealthy),
  };
  for (const metric of metricsPublishedBy({ ...scope, byClock: run.reference.source === 'clock' })) {
    if (metric.scope === 'monitor' && !scope.includesMonitor) {
      continue;
    }
    const names = METRIC_DIMENSIONS[metric.scope];
    const datum = (point: DatedValues, subjectName?: string): Datum => ({
      MetricName: metric.name,
      Dimensions: [run.monitor, subjectName]
        .slice(0, names.length)
        .map((Value, i) => ({ Name: names[i]!, Value: Value! })),
      Unit: metric.unit,
      ...point,
    });
    for (const [subjectName, values] of valuesOf(metric, subject)) {
      for (const point of pointsInTime(timeMs, metric, scope, values)) {
        yield datum(point, subjectName);
      }
    }
    if (metric.scope === 'shard' && metric.group && subject.tally[metric.group] >= scope.commonCause) {
      yield* marks(timeMs, scope).map((point) => datum(point));
    }
  }
}

/** For its members, a run in a small group counts in so much of the window: half as many runs as make an alarm. */
const PART_IN_SMALL_GROUP = 1 / 6;

/**
 * What is counted counts in the runs that follow, too: once in every minute, so that it stays one run in periods of any
 * length, and from a period before, because periods of an alarm may end in any minute.
 */
function* pointsInTime(
  timeMs: number,
  { isCounted }: Metric,
  { badRuns: { runs, everyMinutes } }: PublishScope,
  values: Values,
): Generator<DatedValues> {
  const counted = isCounted === 'proof' ? proofWindowRuns(runs) : runs;
  const [first, minutes] = isCounted ? [1 - everyMinutes, counted * everyMinutes] : [0, 1];
  for (let i = 0; i < minutes; i += 1) {
    const isOver = isCounted && i >= Math.round(counted * PART_IN_SMALL_GROUP) * everyMinutes;
    const later = isOver && values.Value === WEIGHT_IN_SMALL_GROUP && { Value: WEIGHT_OF_EXPLAINED };
    yield { Timestamp: new Date(timeMs + (first + i) * 60_000), ...values, ...later };
  }
}

/**
 * One period of an alarm on growth is as long as the bad runs that make an alarm, and each of its evaluations sees two. What
 * a group's run says of the time between tells the older of them from the newest: the mark is never in the newest, and for
 * as long as the group goes on, one is in the older. It has half of the room that is left to come early or late.
 * @returns nothing where alarms look at each run by itself, or counts of several shards can't be compared
 */
function marks(timeMs: number, { badRuns: { runs, everyMinutes }, sharded }: PublishScope): DatedValues[] {
  const minutes = Math.round(((3 * badRunsToAlarm(runs) - 1) * everyMinutes) / 2);
  return runs === 1 || sharded
    ? []
    : [{ Timestamp: new Date(timeMs - minutes * 60_000), Value: MARK_OF_EARLIER }];
}

/** What a run's metrics are computed from. */
interface Subject {
  run: RunResult;
  /** The readings that no other shard publishes. */
  own: readonly Reading[];
  tally: Tally;
  /** Those of servers with metrics of their own. */
  named: readonly Reading[];
}

/** A metric's values, each with the value of its dimension beside Monitor, if it has one. */
function* valuesOf(
  metric: Metric,
  { run, own, named, tally }: Subject,
): Generator<[dimension: string | undefined, Values]> {
  switch (metric.scope) {
    case 'monitor':
    case 'shard':
      yield* single(metric.value(run, tally));
      break;
    case 'count':
      yield* single(own.filter((each) => metric.counts(each, tally)).length);
      break;
    case 'distribution':
      for (const each of distributions(own.map((each) => metric.value(each, tally)).filter(isNumber))) {
        yield [undefined, each];
      }
      break;
    case 'reason':
      for (const reason of COUNTED_REASONS) {
        yield* single(own.filter((each) => metric.counts(each, reason)).length, reason);
      }
      break;
    case 'server':
      for (const reading of named) {
        yield* single(metric.value(reading, tally), reading.server);
      }
  }
}

function* single(
  value: number | null,
  dimension?: string,
): Generator<[dimension: string | undefined, { Value: number }]> {
  if (isNumber(value)) {
    yield [dimension, { Value: value }];
  }
}

function isNumber(value: number | null): value is number {
  return Number.isFinite(value);
}
