import { CfnParameter, Duration, Lazy, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import { Ec2Action, Ec2InstanceAction, OpsItemSeverity, SsmAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { type IVpc, SecurityGroup, SubnetType, Vpc } from 'aws-cdk-lib/aws-ec2';
import { LogGroup, LogGroupClass } from 'aws-cdk-lib/aws-logs';
import { Topic } from 'aws-cdk-lib/aws-sns';
import type { NtpDriftMonitorProps } from '../../../lib/ntp-drift-monitor-props';
import { deploy, manyServers, newApp, onlyResource, SERVERS } from '../../../testkit/stack/synthesise';

/** What a monitor is refused with, whose props may depend on its stack; `accepted` if it isn't. */
function refusalOf(make: (stack: Stack) => object): string {
  const stack = new Stack(newApp(), 'Test');
  try {
    deploy(make(stack) as Partial<NtpDriftMonitorProps>, stack);
    return 'accepted';
  } catch (error) {
    return (error as Error).message;
  }
}

const number = (stack: Stack) => new CfnParameter(stack, 'P', { type: 'Number' }).valueAsNumber;
const groups = (stack: Stack, count: number) => {
  // The cast: aws-cdk-lib's classes do not satisfy its interfaces under exactOptionalPropertyTypes.
  const vpc = new Vpc(stack, 'Vpc', { maxAzs: 1 }) as IVpc;
  const securityGroups = Array.from({ length: count }, (_, i) => new SecurityGroup(stack, `G${i}`, { vpc }));
  return { vpc, securityGroups };
};

test.each<[prop: string, make: (stack: Stack) => object]>([
  ['memorySize', (stack) => ({ memorySize: number(stack) })],
  ['logRetention', (stack) => ({ logRetention: number(stack) })],
  ['timeout', (stack) => ({ timeout: Duration.seconds(number(stack)) })],
  ['dashboard', () => ({ dashboard: Lazy.any({ produce: () => false }) })],
  ['paused', () => ({ paused: Lazy.any({ produce: () => true }) })],
])('%s that is known only at deployment is refused in one sentence', (prop, make) => {
  expect(refusalOf(make)).toMatch(
    new RegExp(
      `^NtpDriftMonitor Test/Monitor has a problem:\n {2}${prop} is known only at deployment; expected a literal`,
    ),
  );
});

test.each<[message: string, make: (stack: Stack) => object]>([
  ['memorySize is 64; expected a whole number of MB, 128 to 10240.', () => ({ memorySize: 64 })],
  ['memorySize is 20000; expected', () => ({ memorySize: 20_000 })],
  ['timeout is 30.5 s; expected whole seconds, 1 to 900.', () => ({ timeout: Duration.millis(30_500) })],
  ['timeout is 1200 s; expected', () => ({ timeout: Duration.minutes(20) })],
  [
    'removalPolicy is "snapshot"; expected RemovalPolicy.DESTROY, RETAIN or RETAIN_ON_UPDATE_OR_DELETE: queues,',
    () => ({ removalPolicy: RemovalPolicy.SNAPSHOT }),
  ],
  ['logRemovalPolicy is "snapshot"; expected', () => ({ logRemovalPolicy: RemovalPolicy.SNAPSHOT })],
  ['removalPolicy is "keep"; expected RemovalPolicy.DESTROY, RETAIN', () => ({ removalPolicy: 'keep' })],
  ['logRetention is 100; expected one of RetentionDays.', () => ({ logRetention: 100 })],
  ['securityGroups is a list of 0; expected 1 to 5', (stack) => groups(stack, 0)],
  ['securityGroups is a list of 6; expected 1 to 5', (stack) => groups(stack, 6)],
  [
    'pageActions is a list of 5; expected at most 4, beside the topic.',
    () => ({ pageActions: Array.from({ length: 5 }, () => new SsmAction(OpsItemSeverity.HIGH)) }),
  ],
  [
    'warnActions[0] is an Ec2Action; expected an action that composite alarms take, too',
    () => ({ warnActions: [new Ec2Action(Ec2InstanceAction.REBOOT)] }),
  ],
  ['vpcSubnets is given without a vpc', () => ({ vpcSubnets: { subnetType: SubnetType.PUBLIC } })],
  [
    'reservedConcurrentExecutions is 0; expected at least 1, one for each schedule; "paused" stops a monitor.',
    () => ({ reservedConcurrentExecutions: 0 }),
  ],
  [
    'reservedConcurrentExecutions is 1; expected at least 2, one for each schedule',
    () => ({
      reservedConcurrentExecutions: 1,
      servers: [...SERVERS, ...manyServers(800).map((server) => ({ ...server, role: 'target' }))],
    }),
  ],
])('refused: %s', (message, make) => {
  expect(refusalOf(make)).toContain(message);
});

test('a log group of the class DELIVERY is refused: it has no queries', () => {
  const refused = refusalOf((stack) => ({
    logGroup: new LogGroup(stack, 'Log', { logGroupClass: LogGroupClass.DELIVERY }),
  }));
  expect(refused).toMatch(
    /logGroup is Test\/Log, a log group of the class DELIVERY; expected one of the class STANDARD: .*$/,
  );
});

test.each([
  ['fleet', 1],
  ['full', 0],
] as const)(
  'a log group of infrequent access is warned about with a rule of Contributor Insights: %s',
  (detail, count) => {
    const stack = new Stack(newApp(), 'Test');
    const logGroup = new LogGroup(stack, 'Log', { logGroupClass: LogGroupClass.INFREQUENT_ACCESS });
    deploy({ logGroup, detail }, stack);
    const said = Annotations.fromStack(stack).findWarning(
      '*',
      Match.stringLikeRegexp('class INFREQUENT_ACCESS'),
    );
    expect(said).toHaveLength(count);
  },
);

const THEIRS = 'arn:aws:sns:eu-west-1:111122223333:oncall';

test.each<[prop: string, notify: NtpDriftMonitorProps['notify'], path: string]>([
  ['topic', { topicArn: THEIRS }, 'notify.topicArn'],
  ['warnTopic', { warn: { topicArn: THEIRS } }, 'notify.warn.topicArn'],
])('%s beside the ARN of another one is refused: one of the two would hear nothing', (prop, notify, path) => {
  const expected = 'one of the two: alarms are published to one topic, and the other would hear nothing';
  expect(refusalOf((stack) => ({ [prop]: new Topic(stack, 'Ours'), notify }))).toBe(
    `NtpDriftMonitor Test/Monitor has a problem:\n  ${path} is given beside a topic in the props; expected ${expected}.`,
  );
});

test('topic is taken beside the ARN of one for warnings', () => {
  const notify = { warn: { topicArn: THEIRS } };
  expect(refusalOf((stack) => ({ topic: new Topic(stack, 'Ours'), notify }))).toBe('accepted');
});

test('what nothing depends on may be known only at deployment', () => {
  const stack = new Stack(newApp(), 'Test');
  const { template } = deploy({ reservedConcurrentExecutions: number(stack) }, stack);
  expect(onlyResource(template, 'AWS::Lambda::Function').ReservedConcurrentExecutions).toEqual({ Ref: 'P' });
});
