import { Annotations } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { SEVERITIES } from '../alarms/alarm-definition';
import { alarmsLeftOut } from '../alarms/policy';
import type { ResolvedConfig } from '../config/resolved-config';
import { type FunctionNetwork, TRAPS } from '../config/traps';
import type { Notifications } from '../notifications/notifications';

/** Warns, at synthesis, of what is allowed and rarely meant. */
export function warnOfTraps(
  scope: Construct,
  config: ResolvedConfig,
  network: FunctionNetwork,
  { heard, isPagerOnly }: Notifications,
): void {
  const annotations = Annotations.of(scope);
  for (const severity of SEVERITIES.filter((each) => !heard[each])) {
    annotations.addWarningV2(
      `ntp-drift-monitor:nobody-is-notified-${severity}`,
      `${severity === 'page' ? 'Alarms' : 'Warnings'} will go off and nobody will hear: add a channel to "notify" ` +
        'in monitor.json, such as { "email": [...] }, or subscribe someone to the topic.',
    );
  }
  if (isPagerOnly) {
    annotations.addWarningV2(
      'ntp-drift-monitor:warnings-by-day',
      'Warnings go to the topic WarnTopic and wake nobody, because "notify.https" alone is taken for a pager. ' +
        '"notify.warn" sends them: { "https": [...] } to a pager, or { "email": [...] } to people.',
    );
  }
  // What isn't filtered shows the first OK of each new alarm.
  const { notify } = config;
  const channels = [notify, ...(notify.warn ? [notify.warn] : [])];
  if (channels.some(({ slack, teams }) => slack !== undefined || teams !== undefined)) {
    annotations.addInfoV2(
      'ntp-drift-monitor:first-oks',
      'A chat channel is shown the first OK of every new alarm: it says that the alarm works, and nothing else.',
    );
  }
  const leftOut = alarmsLeftOut(config).map(({ title, reason }) => `"${title}": ${reason}`);
  if (leftOut.length > 0) {
    annotations.addWarningV2(
      'ntp-drift-monitor:alarms-left-out',
      `With ${config.schedule.expression} there are alarms that CloudWatch does not take, and they are left out. ` +
        `${leftOut.join('; ')}.`,
    );
  }
  for (const { id, text } of TRAPS) {
    const warning = text(config, network);
    if (warning !== undefined) {
      annotations.addWarningV2(`ntp-drift-monitor:${id}`, warning);
    }
  }
}
