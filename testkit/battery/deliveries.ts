import type { Notification } from '../../lab/cloudwatch/alarms/alarm-events';
import { notificationMessage } from '../../lab/cloudwatch/notifications/message';
import { recipients } from '../../lab/cloudwatch/notifications/subscriptions';
import { severityOfTopics } from '../../lab/cloudwatch/notifications/topic-severity';
import { MINUTE_MS } from '../../lambda/ntp/time-units';
import type { Deployed } from '../scenarios/deployed';
import { monitorAt, playPlan, type SimulationPlan } from '../scenarios/simulation-plan';
import type { DeliveredNotification } from './expectations';

/** The notifications that reach somebody: one list for each way in which CloudWatch may evaluate. */
export function deliveriesIn(plan: SimulationPlan): DeliveredNotification[][] {
  return playPlan(plan).map(({ startMs, notifications }) =>
    notifications
      .filter((notification) => isDelivered(notification, monitorAt(plan, startMs, notification.sentMs)))
      .map(({ actions, alarm, to, sentMs }) => ({
        severity: severityOfTopics(actions),
        title: alarm.replace(/^test /, ''),
        state: to,
        minute: (sentMs - startMs) / MINUTE_MS,
      })),
  );
}

/** Whether a subscription's filter lets it through. */
function isDelivered(notification: Notification, { alarms, subscriptions }: Deployed): boolean {
  const alarm = alarms.find(({ name }) => name === notification.alarm);
  return (
    alarm !== undefined &&
    recipients(notificationMessage(notification, alarm), notification.actions, subscriptions).length > 0
  );
}
