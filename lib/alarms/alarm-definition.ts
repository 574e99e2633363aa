import type { MetricKey } from '../../lambda/monitor/metrics/metric-keys';

/**
 * Every severity, the worst first. A page is worth waking someone for: servers are wrong or lost, or nobody is
 * watching them. A warning can wait until the morning.
 */
export const SEVERITIES = ['page', 'warn'] as const;

export type AlarmSeverity = (typeof SEVERITIES)[number];

/** What alarms ask of AWS's services about the function, its schedule and its queues. */
export type ServiceMetric = 'errors' | 'dropped' | 'undelivered' | 'failed';

/** A metric as an alarm uses it: of the catalogue, or of one of AWS's services. */
export type MetricUse = { statistic: 'Average' | 'Maximum' | 'Minimum' | 'SampleCount' | 'Sum' } & (
  | { metric: MetricKey; server?: string }
  | { service: ServiceMetric }
);

interface CommonToAlarms {
  /** Its verdict or condition: part of its name, its construct id, and (with hyphens) its section of the runbook. */
  title: string;
  /** The server it is about; nothing for the monitor itself. */
  server?: string;
  /** The end of its name where that has to change with what it looks at. */
  nameEnd?: string;
  /** What is wrong, as a sentence. */
  problem: string;
  /** What that means, and the first thing to do. */
  advice: string;
  /** Why it is as patient as it is. */
  why: string;
  /** Who is told; nobody, where a combined alarm tells of it. */
  severity: AlarmSeverity | 'none';
  /** Whether its end is told, too. */
  isEndTold: boolean;
  /** How long the trouble lasts until it is told, minutes, while data are not late. */
  toldAfterMinutes: number;
}

/** How points become a state; the same for metrics and for contributors. */
interface EvaluationRule {
  /** How long a point is. */
  periodMinutes: number;
  /** A point is bad when it compares so with the threshold. */
  comparison: '>=' | '>' | '<';
  /** In the metric's unit. */
  threshold: number;
  /** M and N of "M out of N". */
  datapointsToAlarm: number;
  /** See `datapointsToAlarm`. */
  evaluationPeriods: number;
  /** What a point without data counts as. */
  missingData: 'breaching' | 'ignore' | 'notBreaching';
}

/** An alarm on a metric or on metric maths. */
export interface MetricAlarm extends CommonToAlarms, EvaluationRule {
  /** Tells the kinds of alarms apart. */
  kind: 'metric';
  /** Metric maths on `metrics`. Absent: there is one metric, and the alarm is on that. */
  expression?: string;
  /** By the ids that the expression has. */
  metrics: Readonly<Record<string, MetricUse>>;
  /** What its points are, for graphs and mails. */
  label: string;
  /** How long a new alarm waits for its first data, minutes; whether it always waits so long. */
  warmUp?: { minutes: number; inFull: boolean };
}

/** An alarm on a Metrics Insights query: its contributors are the servers with a trouble. It notifies nobody. */
export interface ContributorAlarm extends CommonToAlarms, EvaluationRule {
  /** Tells the kinds of alarms apart. */
  kind: 'contributors';
  /** In Metrics Insights' SQL. */
  query: string;
}

/** A composite alarm: on while any of the named ones is, so that together they notify once. */
export interface CombinedAlarm extends CommonToAlarms {
  /** Tells the kinds of alarms apart. */
  kind: 'composite';
  /** Titles of alarms of the monitor. */
  anyOf: readonly string[];
}

/** An alarm, as data. */
export type AlarmDefinition = MetricAlarm | ContributorAlarm | CombinedAlarm;
