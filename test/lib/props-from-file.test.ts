import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CfnParameter, Duration, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { type ISecurityGroup, type IVpc, SecurityGroup, SubnetType, Vpc } from 'aws-cdk-lib/aws-ec2';
import { ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { Topic } from 'aws-cdk-lib/aws-sns';
import type { MonitorResources } from '../../lib/intake';
import { NtpDriftMonitor } from '../../lib/ntp-drift-monitor';
import { CODE, deploy, monitorJson, newApp, onlyResource } from '../../testkit/stack/synthesise';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'from-file-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** The construct of a monitor.json with changes, in a stack of its own. */
function fromFile(
  changes: Record<string, unknown>,
  resources: (stack: Stack) => MonitorResources = () => ({}),
): { monitor: NtpDriftMonitor; template: Template } {
  const file = join(folder, 'monitor.json');
  writeFileSync(file, JSON.stringify(monitorJson(changes)));
  const stack = new Stack(newApp(), 'Test');
  const monitor = NtpDriftMonitor.fromFile(stack, 'Clocks', file, {
    code: CODE,
    memorySize: 1024,
    ...resources(stack),
  });
  return { monitor, template: Template.fromStack(stack) };
}

test('A monitor from a file is what the file says, deployed as its resources say', () => {
  const { monitor, template } = fromFile({ name: 'clocks', limitMs: 7 });
  expect(monitor.monitorName).toBe('clocks');
  expect(onlyResource(template, 'AWS::Scheduler::Schedule').Target.Input).toContain('"limitMs":7');
  template.hasResourceProperties('AWS::Lambda::Function', { MemorySize: 1024 });
});

test('The ids of a VPC in the file are where its function runs', () => {
  const { template } = fromFile({ vpc: { id: 'vpc-12345678', subnetIds: ['subnet-12345678'] } });
  template.hasResourceProperties('AWS::Lambda::Function', { VpcConfig: { SubnetIds: ['subnet-12345678'] } });
});

test.each<[prop: string, make: (stack: Stack) => MonitorResources]>([
  ['vpc', (stack) => ({ vpc: new Vpc(stack, 'Vpc', { maxAzs: 1 }) as IVpc })],
  ['vpcSubnets', () => ({ vpcSubnets: { subnetType: SubnetType.PUBLIC } })],
  ['ipv6', () => ({ ipv6: true })],
])('The prop %s beside a VPC of the file is refused in one sentence', (prop, make) => {
  const vpc = { id: 'vpc-12345678', subnetIds: ['subnet-12345678'] };
  expect(() => fromFile({ vpc }, make)).toThrow(
    new RegExp(
      `has a problem:\\n {2}${prop} is given beside the "vpc" of the file; expected one of the two: .*$`,
    ),
  );
});

test.each([
  ['limitMs', 5],
  ['monitorName', 'other'],
  ['notify', {}],
])(
  '%s beside a file is refused in one sentence: of plain JavaScript, as nothing would be heard of it',
  (prop, value) => {
    expect(() => fromFile({}, () => ({ [prop]: value }) as MonitorResources)).toThrow(
      new RegExp(
        `has a problem:\\n {2}${prop} is given beside the file; expected it in the file, which says .*$`,
      ),
    );
  },
);

test('Security groups are used beside a VPC of a file that names none, and an undefined prop says nothing', () => {
  const vpc = { id: 'vpc-12345678', subnetIds: ['subnet-12345678'] };
  const { template } = fromFile({ vpc }, (stack) => ({
    vpc: undefined as unknown as IVpc,
    securityGroups: [SecurityGroup.fromSecurityGroupId(stack, 'Group', 'sg-12345678') as ISecurityGroup],
  }));
  const { VpcConfig } = onlyResource(template, 'AWS::Lambda::Function');
  expect(VpcConfig).toMatchObject({ SubnetIds: ['subnet-12345678'], SecurityGroupIds: ['sg-12345678'] });
});

test('A file that is wrong is refused by its name', () => {
  expect(() => fromFile({ limitMs: -1 })).toThrow(/monitor\.json has a problem:\n {2}limitMs is -1/);
});

describe('A timeout beside a file', () => {
  const problemsOf = (make: () => unknown): string => {
    try {
      make();
      return 'accepted';
    } catch (error) {
      return (error as Error).message.split('\n').slice(1).join('\n');
    }
  };

  test.each([
    ['leaves no time for a run', 2],
    ['reaches into the next run', 600],
  ])('that %s is refused as the constructor refuses it', (_what, seconds) => {
    const timeout = Duration.seconds(seconds);
    const schedule = ScheduleExpression.rate(Duration.minutes(1));
    const refusal = problemsOf(() => fromFile({ schedule: schedule.expressionString }, () => ({ timeout })));
    expect(refusal).toContain("the function's timeout");
    expect(refusal).toBe(problemsOf(() => deploy({ timeout, schedule })));
  });

  test('that is known only at deployment is refused in one sentence', () => {
    const seconds = (stack: Stack) => new CfnParameter(stack, 'P', { type: 'Number' }).valueAsNumber;
    expect(
      problemsOf(() => fromFile({}, (stack) => ({ timeout: Duration.seconds(seconds(stack)) }))),
    ).toMatch(/^ {2}timeout is known only at deployment; expected a literal.*$/);
  });

  test('that is longer than the one of the package is taken', () => {
    const { template } = fromFile({ schedule: 'rate(2 minutes)' }, () => ({ timeout: Duration.seconds(90) }));
    template.hasResourceProperties('AWS::Lambda::Function', { Timeout: 90 });
  });
});

describe('A topic among the resources, beside one of the file,', () => {
  const THEIRS = 'arn:aws:sns:eu-west-1:111122223333:oncall';
  const MAIL = { email: ['oncall@example.com'] };

  test.each([
    ['topic', { topicArn: THEIRS }, 'notify.topicArn'],
    ['warnTopic', { ...MAIL, warn: { topicArn: THEIRS } }, 'notify.warn.topicArn'],
  ])('is refused in one sentence: %s', (prop, notify, path) => {
    const make = () => fromFile({ notify }, (stack) => ({ [prop]: new Topic(stack, 'Ours') }));
    expect(make).toThrow(
      new RegExp(
        `has a problem:\n {2}${path} is given beside a topic in the props; expected one of the two: .*$`,
      ),
    );
  });

  test('is taken where they are of different severities', () => {
    const notify = { ...MAIL, warn: { topicArn: THEIRS } };
    const { monitor } = fromFile({ notify }, (stack) => ({ topic: new Topic(stack, 'Ours') }));
    expect(monitor.warnTopic.topicArn).toBe(THEIRS);
    expect(monitor.topic.node.path).toBe('Test/Ours');
  });
});
