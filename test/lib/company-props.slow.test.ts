import { Aws, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Metric } from '../../lambda/monitor/metrics/metric-entry';
import { METRICS } from '../../lambda/monitor/metrics/metrics';
import { MetricMethods } from '../../lib/metric-methods';
import { NtpDriftMonitor } from '../../lib/ntp-drift-monitor';
import {
  alarmsByName,
  CODE,
  deploy,
  manyServers,
  newApp,
  onlyResource,
  resources,
  SERVERS,
} from '../../testkit/stack/synthesise';

// Synthesis prints its warnings.
beforeEach(() => jest.spyOn(console, 'error').mockImplementation());
afterEach(() => jest.restoreAllMocks());

describe('the function', () => {
  test('can have a role of the company, which gets what the function needs', () => {
    const stack = new Stack(newApp(), 'Test');
    const role = new Role(stack, 'Theirs', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    const { template } = deploy({ role }, stack);
    expect(onlyResource(template, 'AWS::Lambda::Function').Role).toEqual(stack.resolve(role.roleArn));
    template.hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: {
        Statement: Match.arrayWith([Match.objectLike({ Action: 'cloudwatch:PutMetricData' })]),
      },
      Roles: [stack.resolve(role.roleName)],
    });
  });

  test('can have a role of another stack, and policies of monitors that share it have names of their own', () => {
    const app = newApp();
    const env = { account: '111122223333', region: 'eu-west-1' };
    const role = new Role(new Stack(app, 'Roles', { env }), 'Theirs', {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
    });
    const stacks = ['One', 'Two'].map((id) => new Stack(app, id, { env }));
    for (const stack of stacks) {
      const monitorName = stack.stackName;
      new NtpDriftMonitor(stack, 'Monitor', { monitorName, role, servers: SERVERS, code: CODE });
    }
    const names = stacks.map((stack) => {
      const policies = Object.values(resources(Template.fromStack(stack), 'AWS::IAM::Policy'));
      return policies.find(({ Roles }) => !JSON.stringify(Roles).includes('ScheduleRole'))!.PolicyName;
    });
    expect(names).toEqual([
      expect.stringMatching(/^One.*-eu-west-1$/),
      expect.stringMatching(/^Two.*-eu-west-1$/),
    ]);
  });

  test('can have a role that nobody may change, and synthesis says what it needs', () => {
    const stack = new Stack(newApp(), 'Test');
    const role = Role.fromRoleArn(stack, 'Theirs', 'arn:aws:iam::111122223333:role/theirs', {
      mutable: false,
    });
    const { template } = deploy({ role }, stack);
    template.resourceCountIs('AWS::IAM::Policy', 1); // the schedule's
    for (const action of ['cloudwatch:PutMetricData', 'logs:PutLogEvents', 'sqs:SendMessage']) {
      Annotations.fromStack(stack).hasWarning(
        '*',
        Match.stringLikeRegexp(`role cannot be changed by this app.*${action}`),
      );
    }
  });

  test('can write to a log group of the company, and then has none of its own', () => {
    const stack = new Stack(newApp(), 'Test');
    const logGroup = new LogGroup(stack, 'Theirs');
    const { template } = deploy({ logGroup }, stack);
    template.resourceCountIs('AWS::Logs::LogGroup', 1);
    expect(onlyResource(template, 'AWS::Lambda::Function').LoggingConfig.LogGroup).toEqual(
      stack.resolve(logGroup.logGroupName),
    );
  });

  test('can have more memory and a reserved concurrency', () => {
    const { template, monitor } = deploy({ memorySize: 1769, reservedConcurrentExecutions: 2 });
    template.hasResourceProperties('AWS::Lambda::Function', {
      MemorySize: 1769,
      ReservedConcurrentExecutions: 2,
    });
    expect(monitor.cost.totalUsd).toBeGreaterThan(deploy().monitor.cost.totalUsd);
  });
});

test('without a dashboard nothing links to one, and it is not paid for', () => {
  const { template, monitor } = deploy({ dashboard: false });
  template.resourceCountIs('AWS::CloudWatch::Dashboard', 0);
  expect(monitor.dashboard).toBeUndefined();
  expect(JSON.stringify(template.toJSON())).not.toContain('#dashboards');
  expect(monitor.cost.lines.find(({ key }) => key === 'dashboards')?.usd).toBe(0);
});

test('paused: no run starts, and no alarm tells anybody', () => {
  const { template } = deploy({ paused: true });
  const alarms = Object.values(alarmsByName(template));
  expect(onlyResource(template, 'AWS::Scheduler::Schedule').State).toBe('DISABLED');
  expect(alarms.map(({ ActionsEnabled }) => ActionsEnabled)).toEqual(alarms.map(() => false));
  const { cost } = deploy({ paused: true }).monitor;
  const [said = ''] = cost.assumptions.filter((text) => text.includes('paused'));
  const alone = Number(/\$(\d+\.\d+)/.exec(said)?.[1]);
  const standing = ['alarmMetrics', 'compositeAlarms', 'dashboards', 'keys'];
  const lines = cost.lines.filter(({ key }) => standing.includes(key));
  expect(alone).toBeCloseTo(lines.reduce((sum, { usd }) => sum + usd, 0));
});

test('queues, key and log stay or go as the company wants', () => {
  const { template } = deploy({
    removalPolicy: RemovalPolicy.RETAIN,
    logRemovalPolicy: RemovalPolicy.DESTROY,
  });
  for (const type of ['AWS::SQS::Queue', 'AWS::KMS::Key']) {
    template.allResources(type, { DeletionPolicy: 'Retain' });
  }
  template.allResources('AWS::Logs::LogGroup', { DeletionPolicy: 'Delete' });
});

describe('alarms are found', () => {
  const { monitor } = deploy();

  test('by kind, and by server', () => {
    expect(monitor.alarm('not watching')).toBe(monitor.alarmsOf({ kind: 'not watching' })[0]);
    expect(monitor.alarmsOf({ server: 'a' })).toContain(monitor.alarm('outside', 'a'));
  });

  test.each([
    [{ server: 'zz' }, 'There is no alarm of the server "zz"; there are alarms of a, b, c.'],
    [{ kind: 'zz' }, /^There is no alarm of the kind "zz"; there are alarms of .*not watching.*\.$/],
    [{ kind: 'outside', server: 'zz' }, 'no alarm of the server "zz"'],
  ])('or refused where no alarm can be meant: %j', (selection, message) => {
    expect(() => monitor.alarmsOf(selection)).toThrow(message);
  });

  test('not by a kind and a server that both have alarms, but none together', () => {
    expect(monitor.alarmsOf({ kind: 'not watching', server: 'a' })).toEqual([]);
  });

  test('by severity, of which each has one', () => {
    const bySeverity = (['page', 'warn', 'none'] as const).map(
      (severity) => monitor.alarmsOf({ severity }).length,
    );
    expect(bySeverity.every((count) => count > 0)).toBe(true);
    expect(bySeverity.reduce((sum, count) => sum + count)).toBe(monitor.alarms.length);
  });

  test.each([
    [
      'outsied',
      'a',
      /There is no alarm "outsied" of the server "a"; the monitor itself has .*, the server outside/,
    ],
    ['outside', undefined, /There is no alarm "outside" of the monitor; the monitor itself has not watching/],
    ['outside', 'x', /There is no alarm "outside" of the server "x"/],
    ['outside', Aws.REGION, /There is no alarm "outside" of the server "\(known only at deployment\)"/],
  ])('or refused with those that there are: %s of %s', (kind, server, message) => {
    expect(() => monitor.alarm(kind, server)).toThrow(message);
  });
});

describe('metrics', () => {
  const full = deploy();
  const fleet = deploy({ detail: 'fleet', servers: [...SERVERS, ...manyServers(57)] });

  test.each(['metricOffset', 'metricUsable'] as const)('%s of an unknown server is refused', (method) => {
    expect(() => full.monitor[method]('x')).toThrow('The monitor test has no server "x"; it has a, b, c.');
    expect(() => fleet.monitor[method]('x')).toThrow(/ and 50 more\.$/);
  });

  test('of servers that are unusable for a reason that there is not are refused', () => {
    expect(() => fleet.monitor.metrics.unusableFor('tiemout')).toThrow(
      'No server is unusable for "tiemout"; reasons are timeout,',
    );
  });

  const METHODS = Object.getOwnPropertyNames(MetricMethods.prototype).filter((name) =>
    name.startsWith('metric'),
  );
  /** Those that alarms alone look at have none: their points are counts ahead of time, or of single shards. */
  const FOR_PEOPLE = Object.values<Metric>(METRICS).filter(
    ({ isCounted, scope }) => isCounted === undefined && scope !== 'shard',
  );

  test('every metric that people look at has a method, and no other has', () => {
    expect(new Set(METHODS)).toEqual(new Set(FOR_PEOPLE.map(({ name }) => `metric${name}`)));
  });

  test.each(METHODS)('%s is the metric of its name, where it is published', (method) => {
    const name = method.slice('metric'.length);
    const isOfFleets = FOR_PEOPLE.every((each) => each.name !== name || !each.detail.includes('full'));
    const { monitor, stack } = isOfFleets ? fleet : full;
    const call = monitor[method as 'metricOffset'];
    const metric = call.length === 2 ? call.call(monitor, 'a') : (call as () => object).call(monitor);
    expect(stack.resolve(metric)).toMatchObject({ metricName: name });
  });

  test.each([
    ['metricDrift', 'without warnings', deploy({ alarms: 'essential' })],
    ['metricDrift', 'in a fleet', fleet],
    ['metricServersWithin', 'in full detail', full],
  ] as const)('%s is refused %s, where it is not published', (method, _, { monitor }) => {
    expect(() => monitor[method as 'metricDrift']('a')).toThrow(
      `The monitor test does not publish ${method.slice('metric'.length)}`,
    );
  });
});

test('grants: start a run, read the readings, and no more', () => {
  const stack = new Stack(newApp(), 'Test');
  const role = new Role(stack, 'People', { assumedBy: new ServicePrincipal('ec2.amazonaws.com') });
  const { template, monitor } = deploy({}, stack);
  expect(resources(template, 'AWS::IAM::Policy')).not.toHaveProperty('PeopleDefaultPolicy');
  monitor.grantInvoke(role);
  monitor.grantReadReadings(role);
  const policies = stack.node.findAll().filter(({ node }) => node.path.endsWith('People/DefaultPolicy'));
  const text = JSON.stringify(stack.resolve((policies[0] as unknown as { document: object }).document));
  expect(text).toContain('lambda:InvokeFunction');
  expect(text).toContain('logs:FilterLogEvents');
});
