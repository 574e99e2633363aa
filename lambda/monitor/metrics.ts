import { ifUsable } from './fleet-metrics';
import type { Reading, RunResult } from './reading';

export const NAMESPACE = 'NtpDrift';
export const DIMENSION = { monitor: 'Monitor', server: 'Server', reason: 'Reason' } as const;

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
  offset: { name: 'Offset', unit: 'Milliseconds', value: ifUsable((r) => r.offsetMs) },
  uncertainty: { name: 'Uncertainty', unit: 'Milliseconds', value: ifUsable((r) => r.uncertaintyMs) },
  roundTripDelay: { name: 'RoundTripDelay', unit: 'Milliseconds', value: (r) => r.delayMs },
  usable: { name: 'Usable', unit: 'None', value: (r) => (r.verdict === 'unusable' ? 0 : 1) },
} as const satisfies Record<string, ServerMetric>;

/** Every metric of the monitor as a whole. */
export const MONITOR_METRICS = {
  clockOffset: {
    name: 'ClockOffset',
    unit: 'Milliseconds',
    value: (run) => (run.reference.source !== 'clock' ? run.reference.clockOffsetMs : null),
  },
  truechimers: { name: 'Truechimers', unit: 'Count', value: (run) => run.reference.truechimers.length },
} as const satisfies Record<string, MonitorMetric>;
