import { Duration, TimeZone } from 'aws-cdk-lib';
import { AlarmMuteRule, type CalendarDateTime, ScheduleExpression } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import type { MaintenanceWindow } from '../../../lambda/monitor/maintenance';
import { MAX_ALARMS_OF_MUTE_RULE } from '../../config/aws-quotas';
import type { CreatedAlarm } from '../create-alarms';

/**
 * Mutes alarms in windows of maintenance: those of the servers that a window names, or all. They go on evaluating. What
 * was on before a window, and still is at its end, is told then; what begins in a window begins to count at its end,
 * because the function doesn't count bad runs of servers in maintenance.
 *
 * Source: CloudWatch User Guide, "Alarm mute rules".
 */
export function createMuteRules(
  scope: Construct,
  windows: readonly MaintenanceWindow[],
  created: readonly CreatedAlarm[],
): void {
  windows.forEach((window, i) => {
    const alarms = created
      .filter(({ definition }) => definition.severity !== 'none' && isMuted(window, definition.server))
      .map(({ alarm }) => alarm);
    for (let start = 0; start < alarms.length; start += MAX_ALARMS_OF_MUTE_RULE) {
      new AlarmMuteRule(scope, `Maintenance ${i + 1} ${start / MAX_ALARMS_OF_MUTE_RULE + 1}`, {
        description: window.servers ? `Maintenance of ${window.servers.length} servers` : 'Maintenance',
        schedule: scheduleOf(window),
        duration: Duration.minutes(window.minutes),
        alarms: alarms.slice(start, start + MAX_ALARMS_OF_MUTE_RULE),
      });
    }
  });
}

function isMuted({ servers }: MaintenanceWindow, server: string | undefined): boolean {
  return servers === undefined || (server !== undefined && servers.includes(server));
}

function scheduleOf({ cron, at, timeZone }: MaintenanceWindow): ScheduleExpression {
  const zone = timeZone === undefined ? undefined : TimeZone.of(timeZone);
  return cron === undefined
    ? ScheduleExpression.at(calendarTime(at!), zone)
    : ScheduleExpression.expression(`cron(${cron})`, zone);
}

/** @param text `2026-12-24T02:00` */
function calendarTime(text: string): CalendarDateTime {
  const [year, month, day, hour, minute] = text.split(/[-T:]/).map(Number) as [
    number,
    number,
    number,
    number,
    number,
  ];
  return { year, month, day, hour, minute };
}
