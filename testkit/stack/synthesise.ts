import { App, Stack, Validations } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Code } from 'aws-cdk-lib/aws-lambda';
import cdkJson from '../../cdk.json';
import type { Json } from '../../lab/cloudwatch/template/intrinsics';
import { ConfigError } from '../../lib/config/config-error';
import { parseConfig } from '../../lib/config/load';
import type { MonitorInput } from '../../lib/config/monitor-input';
import { MonitorStack } from '../../lib/monitor-stack';
import { NtpDriftMonitor } from '../../lib/ntp-drift-monitor';
import type { NtpDriftMonitorProps } from '../../lib/ntp-drift-monitor-props';
import { DeployableCheck } from './deployable';

// The bundled validation costs seconds: tests of lib/ run a second time with it in `.ci/run`.
process.env.CDK_VALIDATION ??= 'false';
// Every construct and token keeps a stack trace: Jest's 100 frames each take time.
Error.stackTraceLimit = 10;

/** Three voters, the fewest that are allowed. */
export const SERVERS = [
  { name: 'a', host: 'a.example' },
  { name: 'b', host: 'b.example' },
  { name: 'c', host: 'c.example' },
];

/** A small valid monitor.json with changes. */
export function monitorJson(changes: Record<string, unknown> = {}): MonitorInput {
  return { name: 'test', servers: SERVERS, ...changes } as MonitorInput;
}

/** An app with the feature flags that are deployed with. What would fail at deployment fails at its synthesis. */
export function newApp(): App {
  const app = new App({ context: cdkJson.context, treeMetadata: false });
  Validations.of(app).addPlugins(new DeployableCheck());
  return app;
}

/** Stands for the bundle, which these tests don't build. */
export const CODE = Code.fromInline('exports.handler = async () => {}');

/** The stack of a monitor.json. */
export function stackOf(changes: Record<string, unknown> = {}): MonitorStack {
  const config = parseConfig(monitorJson({ notify: { email: ['oncall@example.com'] }, ...changes }));
  return new MonitorStack(newApp(), 'Test', { config, code: CODE });
}

/** A stack with one monitor. */
export function deploy(
  props: Partial<NtpDriftMonitorProps> = {},
  stack: Stack = new Stack(newApp(), 'Test'),
) {
  const monitor = new NtpDriftMonitor(stack, 'Monitor', {
    monitorName: 'test',
    servers: SERVERS,
    notify: { email: ['oncall@example.com'] },
    code: CODE,
    ...props,
  });
  return { monitor, stack, template: Template.fromStack(stack) };
}

export type { Json };

/** The properties of all resources of a type, by logical id. */
export function resources(template: Template, type: string): Record<string, Json> {
  return Object.fromEntries(
    Object.entries(template.findResources(type)).map(([id, { Properties }]) => [id, Properties]),
  );
}

/** The properties of the only resource of a type. */
export function onlyResource(template: Template, type: string): Json {
  const found = Object.values(resources(template, type));
  if (found.length !== 1) {
    throw new Error(`There are ${found.length} resources of type ${type}`);
  }
  return found[0];
}

/** The alarms of a template by their names, composite ones among them. */
export function alarmsByName(template: Template): Record<string, Json> {
  const alarms = ['Alarm', 'CompositeAlarm'].flatMap((type) =>
    Object.values(resources(template, `AWS::CloudWatch::${type}`)),
  );
  return Object.fromEntries(alarms.map((alarm) => [alarm.AlarmName, alarm]));
}

/** What a configuration is refused with; `accepted` if it isn't. */
export function refusal(input: unknown, timeoutMs?: number): string {
  try {
    parseConfig(input, 'monitor.json', timeoutMs);
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError);
    return (error as Error).message;
  }
  return 'accepted';
}

/** A valid list of servers whose first one is changed. */
export function withFirst(changes: Record<string, unknown>) {
  return monitorJson({ servers: [{ ...SERVERS[0], ...changes }, ...SERVERS.slice(1)] });
}

export function manyServers(count: number) {
  return Array.from({ length: count }, (_, i) => ({ host: `s${i}.example` }));
}
