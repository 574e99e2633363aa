import type { AlarmState } from './alarm-state';
import type { WarmUp } from './alarm-warm-up';
import type { MetricStat } from './datapoints';
import type { Comparison, MissingData } from './evaluation';
import type { InsightsQuery } from './insights';
import type { Expression } from './math';

/** What `readAlarms` makes of a template: everything that decides states and notifications, nothing else. */
export type SimulatedAlarm = SimulatedMetricAlarm | SimulatedCompositeAlarm;

interface SimulatedAlarmBase {
  name: string;
  /** The alarm's id in the template. */
  id: string;
  description: string;
  actionsEnabled: boolean;
  /** What is told when the alarm enters a state: an ARN, or the id of a resource of the same template. */
  actions: Readonly<Record<AlarmState, readonly string[]>>;
}

/** An alarm on one metric, on metric maths, or on a Metrics Insights query, once for each of its contributors. */
export interface SimulatedMetricAlarm extends SimulatedAlarmBase {
  kind: 'metric';
  /** By id. A single-metric alarm has one query. */
  queries: ReadonlyMap<string, MetricQuery>;
  /** The query whose points are compared with the threshold. */
  watched: string;
  /** A multiple of a minute; the same for all queries. */
  periodMs: number;
  threshold: number;
  comparison: Comparison;
  /** M of "M out of N". */
  datapointsToAlarm: number;
  /** N of "M out of N". */
  evaluationPeriods: number;
  missingData: MissingData;
  /** Of a new alarm; undefined: none. */
  warmUp: WarmUp | undefined;
}

export type MetricQuery =
  | MetricStat
  | { kind: 'expression'; expression: Expression }
  | { kind: 'insights'; query: InsightsQuery };

export interface SimulatedCompositeAlarm extends SimulatedAlarmBase {
  kind: 'composite';
  /** The alarms of which any one sets it on. */
  anyOf: readonly string[];
  suppressor: Suppressor | undefined;
}

/** The alarm that keeps a composite alarm's actions back while it is in ALARM. */
export interface Suppressor {
  alarm: string;
  waitMs: number;
  extensionMs: number;
}

/** The namespaces of the metrics that an alarm looks at. */
export function namespacesOf(definition: SimulatedAlarm): string[] {
  const queries = definition.kind === 'metric' ? [...definition.queries.values()] : [];
  return [
    ...new Set(
      queries.flatMap((query) =>
        query.kind === 'stat' ? query.namespace : query.kind === 'insights' ? query.query.namespace : [],
      ),
    ),
  ];
}
