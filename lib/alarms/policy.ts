import type { ResolvedConfig } from '../config/resolved-config';
import type { AlarmDefinition } from './alarm-definition';
import { drifting } from './drift-alarms';
import { fleetAlarms } from './fleet-alarms';
import { groupAlarms } from './group-alarms';
import { operationAlarms } from './operation-alarms';
import { policySubject } from './policy-subject';
import { referenceAlarms } from './reference-alarms';
import { serverAlarms } from './server-alarms';

/**
 * Every alarm of a monitor, as data: those of the monitor, then those of each server. The template, `explain`, the
 * README's table, the runbook's headings and the price come of it.
 */
export function alarmPolicy(config: ResolvedConfig): AlarmDefinition[] {
  const subject = policySubject(config);
  const full = config.detail === 'full';
  return [
    ...operationAlarms(subject),
    ...referenceAlarms(subject),
    ...(full ? groupAlarms(subject) : fleetAlarms(subject)),
    ...(full && subject.warnsPerServer ? [] : [drifting(subject)]),
    ...(full ? config.servers.flatMap((server) => serverAlarms(subject, server)) : []),
  ];
}
