import {
  FLEET_COUNTS,
  FLEET_DISTRIBUTIONS,
  type FleetCount,
  isUnhealthy,
  SHARD_METRICS,
  unusableByReason,
} from '../monitor/fleet-metrics';
import { DIMENSION, MONITOR_METRICS, SERVER_METRICS, type Unit } from '../monitor/metrics';
import { clockTimeMs, type Reading, type RunResult } from '../monitor/reading';
import { EVERYTHING, type PublishScope } from '../monitor/shard';
import { type Distribution, distributions } from './value-counts';

/** One value of one metric, or its distribution, as CloudWatch's PutMetricData takes it (MetricDatum). */
export interface Datum extends Partial<Distribution> {
  MetricName: string;
  Dimensions: { Name: string; Value: string }[];
  Timestamp: Date;
  Unit: Unit;
  Value?: number;
}

/**
 * All data of one run, in the order of the lists, one at a time: ten thousand servers have forty thousand.
 * Values are finite; a zero is a value.
 *
 * @param scope what this run publishes of what it measured
 */
export function* metricData(run: RunResult, scope: PublishScope = EVERYTHING): Generator<Datum> {
  // By the function's clock, not by the voters': CloudWatch refuses data that are 2 h ahead or 14 days old, and
  // alarms don't look back, so that voters who are wrong together would make the evidence of it vanish.
  const timestamp = new Date(clockTimeMs(run));
  const stamp = { timestamp, dimensions: [dimension('monitor', run.monitor)] };
  const ofRun = [
    ...(scope.includesMonitor ? Object.values(MONITOR_METRICS) : []),
    ...(scope.sharded ? Object.values(SHARD_METRICS) : []),
  ];
  for (const metric of ofRun) {
    yield* single(metric, metric.value(run), stamp);
  }
  const own = run.servers.filter(({ server }) => !scope.measuredElsewhere.has(server));
  if (scope.detail === 'full') {
    // What many servers have in common is one alarm, and needs this count.
    yield* counted(FLEET_COUNTS.unusable, own, stamp);
    yield* serverData(own, stamp);
  } else {
    yield* fleetData(own, stamp);
    yield* serverData(own.filter(isUnhealthy), stamp);
  }
}

/** What all data of a run have in common. */
interface Stamp {
  timestamp: Date;
  dimensions: Datum['Dimensions'];
}

function* serverData(readings: readonly Reading[], stamp: Stamp): Generator<Datum> {
  for (const reading of readings) {
    const ofServer = within(stamp, 'server', reading.server);
    for (const metric of Object.values(SERVER_METRICS)) {
      yield* single(metric, metric.value(reading), ofServer);
    }
  }
}

function* fleetData(readings: readonly Reading[], stamp: Stamp): Generator<Datum> {
  for (const metric of Object.values(FLEET_DISTRIBUTIONS)) {
    const values = readings.map(metric.value).filter((value) => value !== null && Number.isFinite(value));
    for (const distribution of distributions(values as number[])) {
      yield { ...head(metric, stamp), ...distribution };
    }
  }
  for (const metric of Object.values(FLEET_COUNTS)) {
    yield* counted(metric, readings, stamp);
  }
  for (const [reason, count] of unusableByReason(readings)) {
    yield* single(FLEET_COUNTS.unusable, count, within(stamp, 'reason', reason));
  }
}

function counted(metric: FleetCount, readings: readonly Reading[], stamp: Stamp): Generator<Datum> {
  return single(metric, readings.filter(metric.counts).length, stamp);
}

function* single(metric: { name: string; unit: Unit }, value: number | null, stamp: Stamp): Generator<Datum> {
  if (value !== null && Number.isFinite(value)) {
    yield { ...head(metric, stamp), Value: value };
  }
}

function head({ name, unit }: { name: string; unit: Unit }, { timestamp, dimensions }: Stamp): Datum {
  return { MetricName: name, Dimensions: dimensions, Timestamp: timestamp, Unit: unit };
}

function within(stamp: Stamp, key: keyof typeof DIMENSION, value: string): Stamp {
  return { ...stamp, dimensions: [...stamp.dimensions, dimension(key, value)] };
}

function dimension(key: keyof typeof DIMENSION, value: string): Datum['Dimensions'][number] {
  return { Name: DIMENSION[key], Value: value };
}
