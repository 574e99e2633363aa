import { Duration, TimeZone } from 'aws-cdk-lib';
import { AlarmMuteRule, ScheduleExpression } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import { WEEKDAYS } from '../../../lambda/monitor/maintenance';
import { PAUSE_MARGIN_MINUTES, PAUSE_RUNS_MUTED } from '../../config/policy';
import type { ResolvedConfig } from '../../config/resolved-config';
import { alarmPeriodMinutes, DAY_MINUTES } from '../../config/run-window';
import type { CreatedAlarm } from '../create-alarms';
import { silentPeriods } from '../operation-alarms';

/** Titles of the alarms that a planned pause sets off. */
const SET_OFF_BY_PAUSES = ['not watching'];

/**
 * Mutes, in the planned pauses of a schedule, what tells of silence. A muted action is executed when the mute ends, if
 * the state is still the same (CloudWatch User Guide, "Alarm mute rules"): so it ends when the first runs have ended it.
 */
export function createPauseMutes(
  scope: Construct,
  { schedule, timeZone }: Pick<ResolvedConfig, 'schedule' | 'timeZone'>,
  created: readonly CreatedAlarm[],
): void {
  const alarms = created
    .filter(({ definition }) => SET_OFF_BY_PAUSES.includes(definition.title))
    .map(({ alarm }) => alarm);
  const gapMinutes = alarmPeriodMinutes(schedule.longestGapMs);
  // The alarm's own patience: what the last runs found is told before.
  const later = (silentPeriods(gapMinutes) - 1) * gapMinutes;
  const marginMinutes = PAUSE_RUNS_MUTED * gapMinutes + PAUSE_MARGIN_MINUTES + clockChange(timeZone);
  const windows = new Map<string, { days: number[]; minute: number; minutes: number }>();
  for (const { fromMinute, minutes } of schedule.pauses) {
    const from = fromMinute + later;
    const window = { days: [], minute: from % DAY_MINUTES, minutes: minutes - later + marginMinutes };
    const key = `${window.minute} ${window.minutes}`;
    windows.set(key, windows.get(key) ?? window);
    windows.get(key)!.days.push(Math.floor(from / DAY_MINUTES) % WEEKDAYS.length);
  }
  [...windows.values()].forEach(({ days, minute, minutes }, i) => {
    new AlarmMuteRule(scope, `Pause ${i + 1}`, {
      description: 'Planned pauses of the schedule, and the first runs after them',
      schedule: ScheduleExpression.expression(
        `cron(${minute % 60} ${Math.floor(minute / 60)} * * ${weekdays(days)})`,
        timeZone === undefined ? undefined : TimeZone.of(timeZone),
      ),
      duration: Duration.minutes(minutes),
      alarms,
    });
  });
}

/** Where clocks change, a night may be an hour longer than its mute, minutes. */
function clockChange(timeZone: string | undefined): number {
  return timeZone === undefined || /^(Etc\/)?UTC$/.test(timeZone) ? 0 : 60;
}

function weekdays(days: readonly number[]): string {
  return days.length === WEEKDAYS.length ? '*' : days.map((day) => WEEKDAYS[day]).join(',');
}
