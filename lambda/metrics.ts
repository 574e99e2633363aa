import type { Reading, RunResult } from './reading';

export const NAMESPACE = 'NtpDrift';
export const DIMENSION = { monitor: 'Monitor', server: 'Server' } as const;

export type Unit = 'Milliseconds' | 'Count' | 'None';

/** A metric of one server: dimensions Monitor and Server. Null: nothing is published in this run. */
export interface ServerMetric {
  name: string;
  unit: Unit;
  value: (reading: Reading) => number | null;
}

/** A metric of the whole monitor: dimension Monitor only. */
export interface MonitorMetric {
  name: string;
  unit: Unit;
  value: (run: RunResult) => number | null;
}

/** Every metric per server. A further one is one entry here; alarms and graphs refer to it by its key. */
export const SERVER_METRICS = {
  offset: { name: 'Offset', unit: 'Milliseconds', value: (r) => r.offsetMs },
  uncertainty: { name: 'Uncertainty', unit: 'Milliseconds', value: (r) => r.uncertaintyMs },
  roundTripDelay: { name: 'RoundTripDelay', unit: 'Milliseconds', value: (r) => r.delayMs },
  usable: { name: 'Usable', unit: 'None', value: (r) => (r.verdict === 'unusable' ? 0 : 1) },
} as const satisfies Record<string, ServerMetric>;

/** Every metric of the monitor as a whole. */
export const MONITOR_METRICS = {
  clockOffset: {
    name: 'ClockOffset',
    unit: 'Milliseconds',
    value: (run) => (run.reference.source === 'consensus' ? run.reference.clockOffsetMs : null),
  },
  truechimers: { name: 'Truechimers', unit: 'Count', value: (run) => run.reference.truechimers.length },
} as const satisfies Record<string, MonitorMetric>;

/** One value of one metric, as CloudWatch's PutMetricData takes it (API reference, MetricDatum). */
export interface Datum {
  MetricName: string;
  Dimensions: { Name: string; Value: string }[];
  Timestamp: Date;
  Unit: Unit;
  Value: number;
}

/**
 * All data of one run, in the order of the lists above, one at a time: ten thousand servers have forty
 * thousand. Values are finite; a zero is a value.
 */
export function* metricData(run: RunResult): Generator<Datum> {
  const timestamp = new Date(run.time);
  const ofMonitor = [{ Name: DIMENSION.monitor, Value: run.monitor }];
  for (const metric of Object.values(MONITOR_METRICS)) {
    yield* datum(metric, metric.value(run), ofMonitor, timestamp);
  }
  for (const reading of run.servers) {
    const ofServer = [...ofMonitor, { Name: DIMENSION.server, Value: reading.server }];
    for (const metric of Object.values(SERVER_METRICS)) {
      yield* datum(metric, metric.value(reading), ofServer, timestamp);
    }
  }
}

function* datum(
  { name, unit }: { name: string; unit: Unit },
  value: number | null,
  dimensions: Datum['Dimensions'],
  timestamp: Date,
): Generator<Datum> {
  if (value !== null && Number.isFinite(value)) {
    yield { MetricName: name, Dimensions: dimensions, Timestamp: timestamp, Unit: unit, Value: value };
  }
}
