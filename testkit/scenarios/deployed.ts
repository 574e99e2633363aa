import { Template } from 'aws-cdk-lib/assertions';
import type { MuteRule } from '../../lab/cloudwatch/alarms/mute-rule';
import type { SimulatedAlarm } from '../../lab/cloudwatch/alarms/simulated-alarm';
import { readSubscriptions, type Subscription } from '../../lab/cloudwatch/notifications/subscriptions';
import { readAlarms, readMuteRules } from '../../lab/cloudwatch/template/read-template';
import type { MonitorPlan } from '../../lab/scenarios/scenario';
import { MINUTE_MS } from '../../lambda/ntp/time-units';
import { type Json, resources, stackOf } from '../stack/synthesise';

/** A monitor as it is deployed: its template and alarms, and what its schedules give the function. */
export interface Deployed {
  template: Json;
  alarms: readonly SimulatedAlarm[];
  subscriptions: ReadonlyMap<string, readonly Subscription[]>;
  muteRules: readonly MuteRule[];
  /** The input of each schedule: a fleet's shards have one each. */
  events: readonly unknown[];
  periodMs: number;
}

const deployedBefore = new Map<string, Deployed>();

/** @param minutes between two runs */
export function deployed(plan: MonitorPlan, minutes: number): Deployed {
  const key = JSON.stringify([plan, minutes]); // synthesis takes longer than a simulation
  const monitor = deployedBefore.get(key) ?? synthesised(plan, minutes);
  deployedBefore.set(key, monitor);
  return monitor;
}

function synthesised({ servers, settings }: MonitorPlan, minutes: number): Deployed {
  const [value, unit] = [
    [minutes / 1440, 'day'],
    [minutes / 60, 'hour'],
    [minutes, 'minute'],
  ].find(([count]) => Number.isInteger(count))!;
  const schedule = `rate(${value} ${unit}${value === 1 ? '' : 's'})`;
  const hosts = servers.map((server) => ({ ...server, host: `${server.name}.example` }));
  const template = Template.fromStack(stackOf({ schedule, ...settings, servers: hosts }));
  return deployedAs(template.toJSON(), minutes);
}

/** Reads a template, whoever synthesised it. */
export function deployedAs(template: Json, minutes: number): Deployed {
  const schedules = Object.values(resources(Template.fromJSON(template), 'AWS::Scheduler::Schedule'));
  const alarms = readAlarms(template);
  return {
    template,
    alarms,
    muteRules: readMuteRules(template, alarms),
    subscriptions: readSubscriptions(template),
    events: schedules.map(({ Target }) => JSON.parse(Target.Input)),
    periodMs: minutes * MINUTE_MS,
  };
}
