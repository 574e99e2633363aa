import type { AlarmDefinition } from '../../lib/alarms/alarm-definition';
import { alarmPolicy } from '../../lib/alarms/policy';
import { parseConfig } from '../../lib/config/load';
import { manyServers, monitorJson, SERVERS } from '../stack/synthesise';

/** The alarms of a small monitor.json with changes. */
export function policyFor(changes: Record<string, unknown> = {}): AlarmDefinition[] {
  return alarmPolicy(parseConfig(monitorJson(changes)));
}

export function titles(alarms: readonly AlarmDefinition[]): string[] {
  return [...new Set(alarms.map(({ title }) => title))];
}

export const TARGETS = manyServers(997).map((server) => ({ ...server, role: 'target' }));
export const FLEET_OF_1000 = { servers: [...SERVERS, ...TARGETS] };

/** Every configuration whose alarms differ in kind. */
export const ALARM_CONFIGURATIONS: [what: string, changes: Record<string, unknown>][] = [
  ['three servers', {}],
  ['three servers every 5 minutes', { schedule: 'rate(5 minutes)' }],
  ['three servers every 4 hours', { schedule: 'rate(4 hours)' }],
  ['three servers once a day', { schedule: 'rate(1 day)' }],
  ['three servers in office hours', { schedule: 'cron(0/5 8-17 ? * MON-FRI *)' }],
  ['one server by the clock', { servers: SERVERS.slice(0, 1), reference: 'clock' }],
  ['sixty servers at full detail', { servers: [...SERVERS, ...TARGETS.slice(0, 57)], detail: 'full' }],
  ['a fleet in one shard', { servers: [...SERVERS, ...TARGETS.slice(0, 97)] }],
  ['a fleet in two shards', FLEET_OF_1000],
  ['a fleet in two shards once a day', { ...FLEET_OF_1000, schedule: 'rate(1 day)' }],
  ['a fleet by the clock', { ...FLEET_OF_1000, reference: 'clock' }],
];
