import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Schedule } from 'aws-cdk-lib/aws-scheduler';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { AlarmContext } from './create-alarms';

/** The metrics by which AWS's services tell of a monitor's function, schedules and queues. */
export function serviceMetrics(monitor: {
  function: IFunction;
  schedules: readonly Schedule[];
  undelivered: IQueue;
  failures: IQueue;
}): AlarmContext['services'] {
  const { function: fn, schedules, undelivered, failures } = monitor;
  // All schedules are in one group.
  const group = schedules[0]!.scheduleGroup!;
  return {
    errors: (options) => fn.metricErrors(options),
    dropped: (options) => group.metricDropped(options),
    undelivered: (options) => undelivered.metricApproximateNumberOfMessagesVisible(options),
    failed: (options) => failures.metricApproximateNumberOfMessagesVisible(options),
  };
}
