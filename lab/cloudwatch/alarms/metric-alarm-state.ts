import { MINUTE_MS } from '../../../lambda/ntp/time-units';
import type { AlarmState } from './alarm-state';
import type { MetricStore } from './datapoints';
import { evaluate } from './evaluation';
import { insightsContributors } from './insights';
import type { Series } from './series';
import type { SimulatedMetricAlarm } from './simulated-alarm';
import { stateReason } from './state-reason';

/** The outcome of one evaluation. */
export interface NextState {
  state: AlarmState;
  /** Written only where it is needed: for a change of state. */
  reason: () => string;
  /** Of an alarm on a Metrics Insights query: those in ALARM. */
  contributors?: ReadonlySet<string>;
  /** Whether there is a real point for each evaluation period. */
  windowFilled: boolean;
}

/** What an alarm has been so far. */
export interface CurrentState {
  state: AlarmState;
  contributors: ReadonlySet<string>;
}

/** The data that an alarm sees, and how far back. */
export interface AlarmData {
  store: MetricStore;
  /** See EXTRA_PERIODS. */
  extraPeriods: number;
  nowMs: number;
}

/** Evaluates a metric alarm: its metrics put through its maths, or each contributor of its query. */
export function nextMetricState(
  alarm: SimulatedMetricAlarm,
  data: AlarmData,
  current: CurrentState,
): NextState {
  const { queries, watched, evaluationPeriods, periodMs } = alarm;
  const endMs = Math.floor(data.nowMs / MINUTE_MS) * MINUTE_MS;
  const count = evaluationPeriods + data.extraPeriods;
  const query = queries.get(watched)!;
  if (query.kind === 'insights') {
    return ofContributors(
      alarm,
      insightsContributors(query.query, data.store, { periodMs, endMs, count }),
      current.contributors,
    );
  }
  const series = (id: string): Series => {
    const referred = queries.get(id)!;
    if (referred.kind === 'insights') {
      throw new Error(`${id} has many series`); // which readAlarms refuses
    }
    return referred.kind === 'stat'
      ? data.store.series(referred, { periodMs, endMs, count })
      : referred.expression.evaluate(series);
  };
  const evaluation = evaluate(alarm, series(watched), current.state);
  return {
    state: evaluation.state,
    reason: () => stateReason(current.state, evaluation, alarm, { endMs, periodMs }),
    windowFilled: evaluation.filled === 0,
  };
}

/**
 * In ALARM while any contributor is. A contributor is never INSUFFICIENT_DATA, and gone with its data (User Guide,
 * "Acting on alarm changes").
 */
function ofContributors(
  alarm: SimulatedMetricAlarm,
  found: ReadonlyMap<string, Series>,
  before: ReadonlySet<string>,
): NextState {
  const inAlarm = [...found]
    .filter(([name, series]) => evaluate(alarm, series, before.has(name) ? 'ALARM' : 'OK').state === 'ALARM')
    .map(([name]) => name);
  const names = inAlarm.length === 0 ? '' : `: ${inAlarm.join(', ')}`;
  return {
    state: inAlarm.length > 0 ? 'ALARM' : 'OK',
    reason: () => `${inAlarm.length} out of ${found.size} time series evaluated to ALARM${names}`,
    contributors: new Set(inAlarm),
    windowFilled: found.size > 0,
  };
}
