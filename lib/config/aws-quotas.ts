import { MINUTE_MS } from '../../lambda/ntp/time-units';

/**
 * What AWS takes at most or at least, each with its source. What was chosen within that is in `policy.ts`. The function,
 * which imports nothing of here, has its own in `lambda/monitor/metrics/put-quotas.ts`; so has the lab, which stands for
 * AWS and would not notice a wrong one that it shared.
 */

/**
 * How far an alarm looks back, period x evaluation periods, minutes: a day, and seven with periods of an hour or more
 * (CloudWatch API Reference, PutMetricAlarm, EvaluationPeriods).
 */
export function maxEvaluationMinutes(periodMinutes: number): number {
  return (periodMinutes < 60 ? 1 : 7) * 24 * 60;
}

/** How far back an alarm on a Metrics Insights query looks (CloudWatch User Guide, "Metrics Insights quotas"). */
export const MAX_INSIGHTS_RANGE_MINUTES = 3 * 60;

/** How long a new alarm may wait (CloudWatch API Reference, PutMetricAlarm, WarmUpConfiguration). */
export const MAX_WARM_UP_MINUTES = 2880;

/** A metric's or a graph's period (CloudWatch API Reference, GetMetricData; "Dashboard body structure"). */
export const MAX_PERIOD_MINUTES = 24 * 60;

/** CloudWatch User Guide, "CloudWatch service quotas"; API Reference, PutMetricAlarm and PutDashboard. */
export const MAX_METRICS_IN_MATHS = 10;
export const MAX_INSIGHTS_ALARMS = 200;
export const MAX_ALARM_NAME_LENGTH = 255;
export const MAX_ALARM_DESCRIPTION_LENGTH = 1024;
export const MAX_ALARM_ACTIONS = 5;
export const MAX_WIDGETS = 500;
export const MAX_METRICS_IN_WIDGET = 500;
export const MAX_METRICS_IN_DASHBOARD = 2500;

/** Queries of a request (CloudWatch API Reference, GetMetricData). */
export const MAX_QUERIES_PER_REQUEST = 500;

/** A mute rule's duration (CloudWatch API Reference, Schedule): 15 days. */
export const MAX_MAINTENANCE_MINUTES = 15 * 24 * 60;

/** A log is kept for one of these, days (CloudWatch Logs API Reference, PutRetentionPolicy). */
export const LOG_RETENTIONS_DAYS: readonly number[] = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

/** Names of schedules and of their groups, the shortest of all that a monitor has (EventBridge Scheduler API Reference, CreateSchedule, CreateScheduleGroup). */
export const MAX_SCHEDULE_NAME_LENGTH = 64;

/** How old an event may get before it is dropped (EventBridge Scheduler API Reference, RetryPolicy; Lambda's is the same). */
export const MIN_EVENT_AGE_MS = MINUTE_MS;

/** Lambda API Reference, VpcConfig. */
export const MAX_SECURITY_GROUPS = 5;

/** Lambda API Reference, CreateFunction. */
export const MAX_FUNCTION_DESCRIPTION_LENGTH = 256;
export const MIN_MEMORY_MB = 128;
export const MAX_MEMORY_MB = 10_240;
export const MAX_TIMEOUT_SECONDS = 900;

/** SNS API Reference, CreateTopic: mails have it as their sender. */
export const MAX_DISPLAY_NAME_LENGTH = 100;

/** CloudWatch API Reference, "Dashboard body structure": alarms that an alarm status widget shows. */
export const MAX_ALARMS_IN_WIDGET = 100;

/** CloudWatch API Reference, MuteTargets: alarms that one mute rule names. */
export const MAX_ALARMS_OF_MUTE_RULE = 100;
