import { Duration } from 'aws-cdk-lib';
import { ComparisonOperator, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { IScheduleGroup } from 'aws-cdk-lib/aws-scheduler';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { M_OF_N } from '../config/policy';
import type { MonitorMetrics } from '../monitor-metrics';
import type { AlarmDefinition } from './alarm-definition';
import { heartbeatPeriods } from './thresholds';

const { GREATER_THAN_OR_EQUAL_TO_THRESHOLD, LESS_THAN_THRESHOLD } = ComparisonOperator;

/** SQS publishes its metrics every minute, and after some idle time every five. */
const QUEUE_PERIOD = Duration.minutes(5);

export interface OperationSubject {
  metrics: MonitorMetrics;
  /** At least the longest gap between two runs. */
  period: Duration;
  fn: IFunction;
  scheduleGroup: IScheduleGroup;
  undelivered: IQueue;
  failures: IQueue;
}

/**
 * Every alarm on whether servers are being watched at all. The single ones see parts of one outage at different
 * times; the combined ones tell of it, once.
 */
export function operationAlarms(subject: OperationSubject): AlarmDefinition[] {
  const { metrics, period, fn, scheduleGroup } = subject;
  return [
    {
      title: 'not watching',
      problem: 'The servers are not being watched, or not in every run.',
      advice:
        'Open the first of its alarms "not delivered", "failing" and "silent" that is on: it says where to look.',
      severity: 'page',
      anyOf: ['not delivered', 'failing', 'silent'],
    },
    {
      title: 'silent',
      problem: 'Nothing has been published, although every run publishes something.',
      advice: 'Look whether the function is invoked at all, and whether CloudWatch takes its metrics.',
      severity: 'none',
      metric: metrics.ofMonitor('truechimers', { statistic: 'SampleCount' }),
      comparison: LESS_THAN_THRESHOLD,
      threshold: 1,
      ...heartbeatPeriods(period),
      // The one alarm whose point it is that data are missing.
      treatMissingData: TreatMissingData.BREACHING,
    },
    {
      title: 'failing',
      problem: 'The function fails in most runs.',
      advice: 'Readings may be missing: its log has the error, and what was measured before it.',
      severity: 'none',
      metric: fn.metricErrors({ statistic: 'Sum', period }),
      comparison: GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      threshold: 1,
      // One failed run is followed by a good one within a period; what lasts is worth a page.
      ...M_OF_N,
      // Lambda reports no errors where nothing ran; that proves no recovery.
      treatMissingData: TreatMissingData.IGNORE,
    },
    {
      title: 'not delivered',
      problem: 'EventBridge Scheduler has given up on starting runs.',
      advice: 'The message in the queue Undelivered has the error.',
      severity: 'none',
      metric: scheduleGroup.metricDropped({ statistic: 'Sum', period }),
      comparison: GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      threshold: 1,
      // As with failures: it takes more than one.
      ...M_OF_N,
      // The Scheduler reports this metric only when something was dropped.
      treatMissingData: TreatMissingData.NOT_BREACHING,
    },
    {
      title: 'lost runs',
      problem: `${M_OF_N.datapointsToAlarm} runs or more were lost in the last 4 days, now and then or in an outage.`,
      advice:
        'Readings are missing: the queues Undelivered and Failures say why; purge them once that is understood.',
      severity: 'warn',
      anyOf: ['undelivered runs', 'failed runs'],
      // Queues fill at the third lost run, before the outage itself is told: by 5 periods at most, and a queue's.
      suppressedBy: {
        title: 'not watching',
        patience: Duration.minutes(M_OF_N.evaluationPeriods * period.toMinutes() + QUEUE_PERIOD.toMinutes()),
      },
    },
    lostRuns('undelivered runs', 'could not be started', subject.undelivered),
    lostRuns('failed runs', 'failed or came too late', subject.failures),
  ];
}

/** Catches what the other alarms are too patient for: now and then a lost run, for days. */
function lostRuns(title: string, what: string, queue: IQueue): AlarmDefinition {
  return {
    title,
    problem: `${M_OF_N.datapointsToAlarm} runs or more ${what} in the last 4 days.`,
    advice: 'Single readings are missing: see why in the queue, and purge it once that is understood.',
    severity: 'none',
    metric: queue.metricApproximateNumberOfMessagesVisible({ statistic: 'Maximum', period: QUEUE_PERIOD }),
    comparison: GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
    threshold: M_OF_N.datapointsToAlarm,
    // The depth counts for itself; a single data point of it is no sample that could be bad.
    datapointsToAlarm: 1,
    evaluationPeriods: 1,
    // SQS stops reporting on a queue that has been empty and idle for six hours.
    treatMissingData: TreatMissingData.NOT_BREACHING,
  };
}
