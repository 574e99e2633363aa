import type { ResolvedConfig } from '../config/resolved-config';
import type { AlarmDefinition } from './alarm-definition';
import { misfit } from './alarm-fit';
import { drifting } from './drift-alarms';
import { fleetAlarms } from './fleet-alarms';
import { groupAlarms } from './group-alarms';
import { operationAlarms } from './operation-alarms';
import { policySubject } from './policy-subject';
import { referenceAlarms } from './reference-alarms';
import { runsLost } from './runs-lost';
import { serverAlarms } from './server-alarms';

/** Warnings of what may be going wrong: with `"alarms": "essential"` there are none. */
const BEYOND_ESSENTIAL: readonly string[] = [
  'uncertain',
  'drifting',
  'outside now and then',
  'servers uncertain',
  'clocks disagree',
  'outvoted',
  'remarks',
  'fleet thin',
];

/**
 * Every alarm of a monitor, as data: those of the monitor, then those of each server. The template, `explain`, the
 * README's table, the runbook's headings and the price come of it.
 */
export function alarmPolicy(config: ResolvedConfig): AlarmDefinition[] {
  return candidates(config).filter((alarm) => misfit(alarm) === undefined);
}

/** Alarms that the schedule is too slow for, each once, with the reason as a sentence. */
export function alarmsLeftOut(config: ResolvedConfig): { title: string; reason: string }[] {
  const reasons = candidates(config).map((alarm) => [alarm.title, misfit(alarm)] as const);
  return [...new Map(reasons)].flatMap(([title, reason]) =>
    reason === undefined ? [] : [{ title, reason }],
  );
}

function candidates(config: ResolvedConfig): AlarmDefinition[] {
  const subject = policySubject(config);
  const full = config.detail === 'full';
  const all = [
    ...operationAlarms(subject),
    runsLost(subject),
    ...referenceAlarms(subject),
    ...(full ? groupAlarms(subject) : fleetAlarms(subject)),
    ...(full && subject.warnsPerServer ? [] : [drifting(subject)]),
    ...(full ? config.servers.flatMap((server) => serverAlarms(subject, server)) : []),
  ];
  return config.alarms === 'all' ? all : all.filter(({ title }) => !BEYOND_ESSENTIAL.includes(title));
}
