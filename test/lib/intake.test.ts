import { type App, CfnParameter, Duration, Fn, Stack, Stage } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import type { MonitoredServer } from '../../lib/config/monitor-input';
import { NtpDriftMonitor } from '../../lib/ntp-drift-monitor';
import type { NtpDriftMonitorProps } from '../../lib/ntp-drift-monitor-props';
import { deploy, type Json, newApp, resources, SERVERS } from '../../testkit/stack/synthesise';

/** Synthesises a monitor with props that depend on its stack. */
function withProps(make: (stack: Stack) => Partial<NtpDriftMonitorProps>) {
  const stack = new Stack(newApp(), 'Test');
  return deploy(make(stack), stack);
}

describe('a value that is known only at deployment', () => {
  test.each<[what: string, make: (stack: Stack) => Partial<NtpDriftMonitorProps>, path: string]>([
    ["in the monitor's name", ({ region }) => ({ monitorName: `ntp-${region}` }), 'name'],
    [
      'as a limit',
      (stack) => ({ limitMs: new CfnParameter(stack, 'P', { type: 'Number' }).valueAsNumber }),
      'limitMs',
    ],
    [
      'as a limit that is computed of it',
      (stack) => ({ limitMs: new CfnParameter(stack, 'P', { type: 'Number' }).valueAsNumber * -2 }),
      'limitMs',
    ],
    [
      'as a number in a name',
      (stack) => ({ monitorName: `ntp-${new CfnParameter(stack, 'P', { type: 'Number' }).valueAsNumber}` }),
      'name',
    ],
    [
      'as a host',
      ({ region }) => ({ servers: [{ host: `${region}.example` }, ...SERVERS] }),
      'servers[0].host',
    ],
    [
      "in a server's name",
      ({ region }) => ({ servers: [{ host: 'x', name: region }, ...SERVERS] }),
      'servers[0].name',
    ],
    [
      'as a list of servers',
      ({ region }) => ({ servers: Fn.split(',', region) as unknown as MonitoredServer[] }),
      'servers',
    ],
    [
      'as a schedule',
      ({ region }) => ({ schedule: ScheduleExpression.expression(`rate(${region})`) }),
      'schedule',
    ],
    [
      'as a Slack channel',
      ({ region }) => ({ notify: { slack: { workspaceId: region, channelId: 'C0123ABCD' } } }),
      'notify.slack.workspaceId',
    ],
  ])('%s is refused in one sentence', (_what, make, path) => {
    expect(() => withProps(make)).toThrow(
      new RegExp(
        `^NtpDriftMonitor Test/Monitor has a problem:\n {2}${path.replaceAll(/[[\].]/g, '\\$&')} is known only at deployment; expected a literal value`,
      ),
    );
  });

  test('passes as an address, an endpoint and a topic, several and the same twice', () => {
    const { template } = withProps((stack) => {
      const [one, two] = ['/one', '/two'].map((name) =>
        StringParameter.valueForStringParameter(stack, name),
      ) as [string, string];
      return {
        notify: {
          email: [one, 'oncall@example.com'],
          https: [one, two],
          warn: { topicArn: `arn:aws:sns:${stack.region}:${stack.account}:warnings` },
        },
      };
    });
    const endpoints = Object.values(resources(template, 'AWS::SNS::Subscription')).map(
      ({ Protocol, Endpoint }) => `${Protocol} ${JSON.stringify(Endpoint)}`,
    );
    expect(endpoints).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^email .*"Ref":".*one/),
        'email "oncall@example.com"',
        expect.stringMatching(/^https .*"Ref":".*one/),
        expect.stringMatching(/^https .*"Ref":".*two/),
      ]),
    );
    expect(JSON.stringify(template.toJSON())).not.toMatch(/token-\d|Token\[/);
  });
});

test('a number that is known only at deployment passes in an endpoint, and is in no id', () => {
  const { template } = withProps((stack) => ({
    notify: {
      https: [`https://a.example/${new CfnParameter(stack, 'P', { type: 'Number' }).valueAsNumber}`],
    },
  }));
  const [[id, { Endpoint }]] = Object.entries(resources(template, 'AWS::SNS::Subscription')) as [
    [string, Json],
  ];
  expect(id).toContain('TokenSubscription');
  expect(Endpoint).toEqual({ 'Fn::Join': ['', ['https://a.example/', { Ref: 'P' }]] });
});

test('what the CLI looks up is not refused, or the second synthesis would never come', () => {
  const stack = new Stack(newApp(), 'Test', { env: { account: '111122223333', region: 'eu-west-1' } });
  const lookedUp = (name: string) => StringParameter.valueFromLookup(stack, name);
  const notify = { email: [lookedUp('/mail')], topicArn: lookedUp('/topic') };
  const servers = [{ host: lookedUp('/host') }, ...SERVERS];
  expect(() => deploy({ monitorName: lookedUp('/name'), servers, notify }, stack)).not.toThrow();
});

describe('a text of which the CLI looks up a part', () => {
  const ENV = { account: '111122223333', region: 'eu-west-1' };
  const LONG = '/company/networks/time/servers/of/the/data/centre/in/frankfurt/primary';

  test.each<[what: string, make: (part: string) => Partial<NtpDriftMonitorProps>]>([
    ['in a host', (part) => ({ servers: [{ name: 'x', host: `ntp1.${part}` }, ...SERVERS] })],
    ['in the midst of a host', (part) => ({ servers: [{ host: `ntp1.${part}.example` }, ...SERVERS] })],
    [
      'in several hosts',
      (part) => ({ servers: [{ host: `ntp1.${part}` }, { host: `ntp2.${part}` }, ...SERVERS] }),
    ],
    ["in a server's name", (part) => ({ servers: [{ name: `x ${part}`, host: 'x.example' }, ...SERVERS] })],
    [
      "in a server's name, and where it is named",
      (part) => ({ servers: [{ name: part, host: 'x.example' }, ...SERVERS], reference: { server: part } }),
    ],
    ['in a mail', (part) => ({ notify: { email: [`oncall@${part}`] } })],
    ['in an endpoint', (part) => ({ notify: { https: [`https://a.example/${part}`] } })],
    ["in a topic's ARN", (part) => ({ notify: { topicArn: `arn:aws:sns:eu-west-1:${part}:oncall` } })],
    ['as a runbook', (part) => ({ runbook: part })],
    ['in a runbook', (part) => ({ runbook: `https://wiki.example/${part}` })],
    ["in the monitor's name", (part) => ({ monitorName: `ntp ${part}` })],
  ])('passes the first synthesis %s', (_what, make) => {
    const stack = new Stack(newApp(), 'Test', { env: ENV });
    expect(() => deploy(make(StringParameter.valueFromLookup(stack, LONG)), stack)).not.toThrow();
  });

  test('is still refused where the rest of it is wrong', () => {
    const stack = new Stack(newApp(), 'Test', { env: ENV });
    const host = `ntp one.${StringParameter.valueFromLookup(stack, '/part')}`;
    expect(() => deploy({ servers: [{ host }, ...SERVERS] }, stack)).toThrow('servers[0].host is "ntp one.');
  });
});

describe('two monitors', () => {
  const env = { account: '111122223333', region: 'eu-west-1' };

  /** What synthesis says of the second one. */
  function findings(first: [Stack, string?, string?], second: [Stack, string?, string?]): string[] {
    const [, other] = [first, second].map(
      ([stack, monitorName = 'ntp', server = 'a']) =>
        new NtpDriftMonitor(stack, 'Monitor', {
          monitorName,
          servers: [{ ...SERVERS[0]!, name: server }, ...SERVERS.slice(1)],
          code: Code.fromInline('-'),
        }),
    );
    return other!.node.validate().filter((each) => each.includes('same account'));
  }

  test.each<[what: string, stacks: (app: App) => [Stack, Stack]]>([
    ['in one known place', (app) => [new Stack(app, 'One', { env }), new Stack(app, 'Two', { env })]],
    ['in places that are known only at deployment', (app) => [new Stack(app, 'One'), new Stack(app, 'Two')]],
    [
      'in one known place of two stages',
      (app) => [
        new Stack(new Stage(app, 'A'), 'One', { env }),
        new Stack(new Stage(app, 'B'), 'Two', { env }),
      ],
    ],
  ])('of one name %s are refused', (_what, make) => {
    const [one, two] = make(newApp());
    expect(findings([one], [two])).toEqual([
      expect.stringMatching(
        /^The monitor's name "ntp" is that of .*One\/Monitor, which is in the same account and region/,
      ),
    ]);
  });

  test.each<[what: string, stacks: (app: App) => [Stack, Stack]]>([
    [
      'regions',
      (app) => [
        new Stack(app, 'One', { env }),
        new Stack(app, 'Two', { env: { ...env, region: 'eu-north-1' } }),
      ],
    ],
    [
      'stages that are deployed apart',
      (app) => [new Stack(new Stage(app, 'A'), 'One'), new Stack(new Stage(app, 'B'), 'Two')],
    ],
  ])('of one name in two %s are fine', (_what, make) => {
    const [one, two] = make(newApp());
    expect(findings([one], [two])).toEqual([]);
  });

  test('of names with which an alarm of each would be one are refused', () => {
    const app = newApp();
    const one = new Stack(app, 'One', { env });
    const two = new Stack(app, 'Two', { env });
    expect(findings([one, 'ntp', 'not watching'], [two, 'ntp outside'])).toEqual([
      expect.stringContaining('The alarm name "ntp outside not watching" is that of an alarm of One/Monitor'),
    ]);
  });

  test('of different names are fine in one stack of several', () => {
    const app = newApp();
    expect(findings([new Stack(app, 'One', { env })], [new Stack(app, 'Two', { env }), 'other'])).toEqual([]);
  });
});

test('a list of servers can be built in place, or beforehand with a type', () => {
  const hosts = ['x.example', 'y.example'];
  const servers: MonitoredServer[] = [
    ...SERVERS,
    ...hosts.map((host): MonitoredServer => ({ host, role: 'target' })),
  ];
  const props: NtpDriftMonitorProps = {
    monitorName: 'x',
    servers: hosts.map((host) => ({ host, role: 'target' })),
  };
  const { stack } = deploy({ ...props, servers, timeout: Duration.seconds(50) });
  expect(JSON.stringify(Template.fromStack(stack).toJSON())).toContain('y.example');
});
