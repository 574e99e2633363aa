import { Duration } from 'aws-cdk-lib';
import {
  ComparisonOperator,
  type IMetric,
  MathExpression,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { IScheduleGroup } from 'aws-cdk-lib/aws-scheduler';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { ReferenceSource } from '../lambda/event';
import { BAD_READINGS, SILENCE } from './limits';
import type { MonitorMetrics } from './metrics';

/** What an alarm is about. How it notifies, and what it is called in full, is the same for all. */
export interface AlarmDefinition {
  /** The end of the alarm's name, its construct id, and (with hyphens) its section of docs/runbook.md. */
  title: string;
  /** What is wrong, as a sentence. */
  problem: string;
  /** What that means, and the first thing to do. */
  advice: string;
  metric: IMetric;
  comparison: ComparisonOperator;
  threshold: number;
  datapointsToAlarm: number;
  evaluationPeriods: number;
  treatMissingData: TreatMissingData;
}

export interface ServerSubject {
  name: string;
  limitMs: number;
  metrics: MonitorMetrics;
  /** At least the longest gap between two runs: a shorter one would have periods without a run. */
  period: Duration;
}

export interface MonitorSubject {
  reference: ReferenceSource;
  metrics: MonitorMetrics;
  period: Duration;
  fn: IFunction;
  scheduleGroup: IScheduleGroup;
  undelivered: IQueue;
  failures: IQueue;
}

const { GREATER_THAN_THRESHOLD, GREATER_THAN_OR_EQUAL_TO_THRESHOLD, LESS_THAN_THRESHOLD } =
  ComparisonOperator;

/**
 * Every alarm of one server.
 *
 * Missing data is ignored, which keeps the state: no measurement proves neither that a wrong server has
 * recovered nor that a right one has gone wrong. That nothing is measured is the monitor's own alarms' to say,
 * once and not once for each server.
 */
export function serverAlarms({ name, limitMs, metrics, period }: ServerSubject): AlarmDefinition[] {
  return [
    {
      title: 'outside',
      problem: `${name} is proven to be more than ${limitMs} ms off reference time.`,
      advice: 'Whoever follows it has wrong time: take it out of use, then look at its own sources.',
      // Averages, for |mean offset| - mean uncertainty never exceeds the mean of |offset| - uncertainty: with
      // two runs in a period, opposite signs may hide a bad one, but nothing right is ever called wrong.
      metric: new MathExpression({
        expression: 'ABS(offset) - uncertainty',
        usingMetrics: {
          offset: metrics.ofServer('offset', name, { statistic: 'Average' }),
          uncertainty: metrics.ofServer('uncertainty', name, { statistic: 'Average' }),
        },
        label: `${name}: least possible |offset| (ms)`,
        // Without a period of its own the expression would set its metrics' periods to 5 minutes.
        period,
      }),
      comparison: GREATER_THAN_THRESHOLD,
      threshold: limitMs,
      ...BAD_READINGS,
      treatMissingData: TreatMissingData.IGNORE,
    },
    {
      title: 'unusable',
      problem: `${name} gives no usable answer.`,
      advice:
        'Its clients are losing their time source: the log says why (timeout, port closed, kiss code...).',
      // Maximum: with two runs in a period, one usable answer is enough.
      metric: metrics.ofServer('usable', name, { statistic: 'Maximum' }),
      comparison: LESS_THAN_THRESHOLD,
      threshold: 1,
      ...BAD_READINGS,
      treatMissingData: TreatMissingData.IGNORE,
    },
  ];
}

/** Every alarm of the monitor as a whole. */
export function monitorAlarms(subject: MonitorSubject): AlarmDefinition[] {
  const { reference, metrics, period, fn, scheduleGroup } = subject;
  return [
    // Judging by its own clock, the function has no voters to lose.
    ...(reference === 'consensus' ? [referenceLost(metrics)] : []),
    {
      title: 'silent',
      problem: 'Nothing has been published, although every run publishes something.',
      advice: 'No server is being watched: look at the other alarms of this monitor, then at the function.',
      metric: metrics.ofMonitor('truechimers', { statistic: 'SampleCount' }),
      comparison: LESS_THAN_THRESHOLD,
      threshold: 1,
      ...SILENCE,
      // The one alarm whose point it is that data are missing.
      treatMissingData: TreatMissingData.BREACHING,
    },
    {
      title: 'failing',
      problem: 'The function fails in most runs.',
      advice: 'Readings may be missing: its log has the error, and what was measured before it.',
      metric: fn.metricErrors({ statistic: 'Sum', period }),
      comparison: GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      threshold: 1,
      ...BAD_READINGS,
      // Lambda reports no errors where nothing ran; that proves no recovery.
      treatMissingData: TreatMissingData.IGNORE,
    },
    {
      title: 'not delivered',
      problem: 'EventBridge Scheduler has given up on starting runs.',
      advice:
        'Servers are watched less often, or not at all: the message in the queue Undelivered has the error.',
      metric: scheduleGroup.metricDropped({ statistic: 'Sum', period }),
      comparison: GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      threshold: 1,
      ...BAD_READINGS,
      // The Scheduler reports this metric only when something was dropped.
      treatMissingData: TreatMissingData.NOT_BREACHING,
    },
    lostRuns('undelivered runs', 'could not be started', subject.undelivered),
    lostRuns('failed runs', 'failed or came too late', subject.failures),
  ];
}

function referenceLost(metrics: MonitorMetrics): AlarmDefinition {
  return {
    title: 'reference lost',
    problem: 'No majority of the voting servers agrees on the time.',
    advice:
      'No server can be judged until it does: the log names who disagrees with whom, and who is silent.',
    metric: metrics.ofMonitor('truechimers', { statistic: 'Maximum' }),
    comparison: LESS_THAN_THRESHOLD,
    // The function reports none while reference time is unknown; whether few are enough is its decision.
    threshold: 1,
    ...BAD_READINGS,
    treatMissingData: TreatMissingData.IGNORE,
  };
}

/** Catches what the other alarms are too patient for: now and then a lost run, for days. */
function lostRuns(title: string, what: string, queue: IQueue): AlarmDefinition {
  return {
    title,
    problem: `${BAD_READINGS.datapointsToAlarm} runs or more ${what} in the last 4 days.`,
    advice: 'Single readings are missing: see why in the queue, and purge it once that is understood.',
    metric: queue.metricApproximateNumberOfMessagesVisible({
      statistic: 'Maximum',
      period: Duration.minutes(5),
    }),
    comparison: GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
    threshold: BAD_READINGS.datapointsToAlarm,
    // The depth counts for itself; a single data point of it is no sample that could be bad.
    datapointsToAlarm: 1,
    evaluationPeriods: 1,
    // SQS stops reporting on a queue that has been empty and idle for six hours.
    treatMissingData: TreatMissingData.NOT_BREACHING,
  };
}
