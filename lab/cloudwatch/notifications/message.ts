import type { Notification } from '../alarms/alarm-events';
import type { MetricStat } from '../alarms/datapoints';
import type { SimulatedAlarm, SimulatedMetricAlarm } from '../alarms/simulated-alarm';
import { alarmArn, ENVIRONMENT } from '../template/intrinsics';

export const REGION_NAME = 'US East (N. Virginia)';

/** What CloudWatch publishes to a topic, and HTTPS endpoints and filter policies get to see. */
export type NotificationMessage = Readonly<Record<string, unknown>>;

/** Source: CloudWatch User Guide, "Notifying users on alarm changes": the JSON of SNS notifications. */
export function notificationMessage(notification: Notification, alarm: SimulatedAlarm): NotificationMessage {
  const { from, to, reason, timeMs } = notification;
  return {
    AlarmName: alarm.name,
    AlarmDescription: alarm.description,
    AWSAccountId: ENVIRONMENT.account,
    NewStateValue: to,
    NewStateReason: reason,
    StateChangeTime: new Date(timeMs).toISOString().replace('Z', '+0000'),
    Region: REGION_NAME,
    AlarmArn: alarmArn(alarm.name),
    OldStateValue: from,
    OKActions: alarm.actions.OK,
    AlarmActions: alarm.actions.ALARM,
    InsufficientDataActions: alarm.actions.INSUFFICIENT_DATA,
    ...(alarm.kind === 'metric' ? { Trigger: trigger(alarm) } : {}),
  };
}

/** The metric of an alarm on one metric; of one on metric maths, CloudWatch lists its queries. */
export function singleMetric({ queries, watched }: SimulatedMetricAlarm): MetricStat | undefined {
  const query = queries.get(watched);
  return query?.kind === 'stat' ? query : undefined;
}

function trigger(alarm: SimulatedMetricAlarm): Record<string, unknown> {
  const stat = singleMetric(alarm);
  return {
    ...(stat === undefined
      ? { Metrics: [...alarm.queries.keys()].map((Id) => ({ Id, ReturnData: Id === alarm.watched })) }
      : {
          MetricName: stat.metricName,
          Namespace: stat.namespace,
          StatisticType: 'Statistic',
          Statistic: stat.statistic.toUpperCase(),
          Unit: stat.unit ?? null,
          Dimensions: Object.entries(stat.dimensions).map(([name, value]) => ({ value, name })),
        }),
    Period: alarm.periodMs / 1000,
    EvaluationPeriods: alarm.evaluationPeriods,
    DatapointsToAlarm: alarm.datapointsToAlarm,
    ComparisonOperator: alarm.comparison,
    Threshold: alarm.threshold,
    TreatMissingData: alarm.missingData,
  };
}
