import type { Duration } from 'aws-cdk-lib';
import type { ComparisonOperator, IMetric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';

/**
 * Every severity, the worst first. A page is worth waking someone for: servers are wrong or lost, or nobody is
 * watching them. A warning can wait until the morning.
 */
export const SEVERITIES = ['page', 'warn'] as const;

export type Severity = (typeof SEVERITIES)[number];

interface CommonToAlarms {
  /** The end of the alarm's name, its construct id, and (with hyphens) its section of docs/runbook.md. */
  title: string;
  /** What is wrong, as a sentence. */
  problem: string;
  /** What that means, and the first thing to do. */
  advice: string;
  /** Who is told; nobody, where a combined alarm tells of it. */
  severity: Severity | 'none';
}

/** An alarm on a metric or on metric maths. How it notifies, and what it is called in full, is the same for all. */
export interface MetricAlarm extends CommonToAlarms {
  metric: IMetric;
  comparison: ComparisonOperator;
  threshold: number;
  datapointsToAlarm: number;
  evaluationPeriods: number;
  treatMissingData: TreatMissingData;
}

/** A composite alarm: on while any of the named ones is, so that together they notify once. */
export interface CombinedAlarm extends CommonToAlarms {
  /** Titles of alarms of the same subject. */
  anyOf: readonly string[];
  /** The alarm whose consequence this is: while it is on, this one is quiet. */
  suppressedBy?: {
    /** Its title. It must notify, never be suppressed itself, and be as bad: else it could hide something. */
    title: string;
    /** How much later than the consequence the cause may be seen, and how long the consequence outlasts it. */
    patience: Duration;
  };
}

/** What an alarm is about. */
export type AlarmDefinition = MetricAlarm | CombinedAlarm;
