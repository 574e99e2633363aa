import { alarmNameOf, readAnyOf } from '../alarms/alarm-rule';
import { type MuteRule, readMuteRule } from '../alarms/mute-rule';
import type { SimulatedAlarm, SimulatedCompositeAlarm } from '../alarms/simulated-alarm';
import { createResolver, ENVIRONMENT, type Environment, type Json } from './intrinsics';
import { parseProperties, RuleAlarm } from './properties';
import { common, readMetricAlarm } from './read-metric-alarm';
import { aboutResource, checkOrder, refuseIf } from './refusals';

/** Every type of resource that is an alarm, with its reader. */
const READERS: Readonly<Record<string, (id: string, properties: Json) => SimulatedAlarm>> = {
  'AWS::CloudWatch::Alarm': readMetricAlarm,
  'AWS::CloudWatch::CompositeAlarm': readCompositeAlarm,
};

/** Alarms that are not understood here. */
const UNSUPPORTED = ['AWS::CloudWatch::LogAlarm'];

/**
 * The alarms of a CloudFormation template. Source: CloudFormation Template Reference, AWS::CloudWatch::Alarm
 * and AWS::CloudWatch::SimulatedCompositeAlarm.
 *
 * @param template as `cdk synth` writes it
 * @param environment what is not known before deployment, as far as names and ARNs contain it
 * @throws Error naming the resource, the property and what is wrong or not supported
 */
export function readAlarms(template: Json, environment: Partial<Environment> = {}): SimulatedAlarm[] {
  const resolve = createResolver(template, { ...ENVIRONMENT, ...environment });
  const alarms: SimulatedAlarm[] = [];
  for (const [id, { Type, Properties, Condition }] of Object.entries<Json>(template.Resources ?? {})) {
    const read = READERS[Type];
    const { Tags: _, ...properties } = Properties ?? {};
    aboutResource(id, () => {
      refuseIf(UNSUPPORTED.includes(Type), `${Type} is not supported`);
      refuseIf(read !== undefined && Condition !== undefined, 'Condition is not supported');
      if (read !== undefined) {
        alarms.push(read(id, resolve(properties, '')));
      }
    });
  }
  checkReferences(alarms);
  return alarms;
}

/**
 * The mute rules of a CloudFormation template. Source: CloudFormation Template Reference,
 * AWS::CloudWatch::AlarmMuteRule.
 *
 * @param alarms of the same template
 * @throws Error naming the resource and what AWS would refuse, or an alarm that is not there
 */
export function readMuteRules(template: Json, alarms: readonly SimulatedAlarm[]): MuteRule[] {
  const resolve = createResolver(template, ENVIRONMENT);
  const names = new Set(alarms.map(({ name }) => name));
  const rules: MuteRule[] = [];
  for (const [id, { Type, Properties }] of Object.entries<Json>(template.Resources ?? {})) {
    if (Type === 'AWS::CloudWatch::AlarmMuteRule') {
      aboutResource(id, () => {
        const rule = readMuteRule(resolve(Properties, ''));
        const unknown = [...rule.alarms].filter((name) => !names.has(name));
        refuseIf(unknown.length > 0, `MuteTargets: the template has no alarm ${unknown.join(', ')}`);
        rules.push(rule);
      });
    }
  }
  return rules;
}

function readCompositeAlarm(id: string, properties: Json): SimulatedCompositeAlarm {
  const alarm = parseProperties(RuleAlarm, properties);
  const {
    ActionsSuppressor: suppressor,
    ActionsSuppressorWaitPeriod: wait,
    ActionsSuppressorExtensionPeriod: extension,
  } = alarm;
  refuseIf(
    suppressor !== undefined && (wait === undefined || extension === undefined),
    'ActionsSuppressor needs ActionsSuppressorWaitPeriod and ActionsSuppressorExtensionPeriod',
  );
  return {
    kind: 'composite',
    ...common(id, alarm),
    anyOf: readAnyOf(alarm.AlarmRule),
    suppressor:
      suppressor === undefined
        ? undefined
        : { alarm: alarmNameOf(suppressor), waitMs: wait! * 1000, extensionMs: extension! * 1000 },
  };
}

/** Names are unique, and the alarms that rules and suppressors name exist. */
function checkReferences(alarms: readonly SimulatedAlarm[]): void {
  const byName = new Map<string, SimulatedAlarm>();
  for (const alarm of alarms) {
    const other = byName.get(alarm.name);
    aboutResource(alarm.id, () =>
      refuseIf(other !== undefined, `AlarmName: ${other?.id} has the same, ${alarm.name}`),
    );
    byName.set(alarm.name, alarm);
  }
  for (const alarm of alarms) {
    const suppressor = alarm.kind === 'composite' ? alarm.suppressor?.alarm : undefined;
    const unknown = suppressor !== undefined && !byName.has(suppressor);
    aboutResource(alarm.id, () =>
      refuseIf(unknown, `ActionsSuppressor: the template has no alarm ${suppressor}`),
    );
  }
  checkOrder('AlarmRule', byName, (alarm) => (alarm.kind === 'composite' ? alarm.anyOf : []));
}
