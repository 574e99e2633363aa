import { CfnParameter, Stack, type StackProps, Stage } from 'aws-cdk-lib';
import { CfnMicrosoftTeamsChannelConfiguration, SlackChannelConfiguration } from 'aws-cdk-lib/aws-chatbot';
import type { IAlarmAction } from 'aws-cdk-lib/aws-cloudwatch';
import { LambdaAction, SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { type ISecurityGroup, type IVpc, SecurityGroup, Vpc } from 'aws-cdk-lib/aws-ec2';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { type IKey, Key } from 'aws-cdk-lib/aws-kms';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Bucket, type IBucket } from 'aws-cdk-lib/aws-s3';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { NtpDriftMonitor } from '../../../lib/ntp-drift-monitor';
import type { NtpDriftMonitorProps } from '../../../lib/ntp-drift-monitor-props';
import { CODE, newApp, SERVERS } from '../../../testkit/stack/synthesise';

const ENV = { account: '111122223333', region: 'eu-west-1' };
const KNOWN = { env: ENV };
const FAR = { env: { ...ENV, region: 'us-east-1' } };
const FOREIGN = { env: { ...ENV, account: '444455556666' } };
const NO_ACCOUNT = { env: { region: 'eu-west-1' } };

type Props = Partial<NtpDriftMonitorProps>;

/** What a monitor in the stack Here says to props of the stack There; `accepted` where it says nothing. */
function sentenceOn(make: (there: Stack, here: Stack) => Props, there: Stack, here: Stack): string {
  try {
    new NtpDriftMonitor(here, 'Monitor', {
      monitorName: 'test',
      servers: SERVERS,
      code: CODE,
      ...make(there, here),
    });
    return 'accepted';
  } catch (error) {
    const [first, ...problems] = (error as Error).message.split('\n');
    return first!.endsWith('Here/Monitor has a problem:') ? problems.join('\n').trim() : first!;
  }
}

function inStacks(there: StackProps, here: StackProps, make: (there: Stack, here: Stack) => Props): string {
  const app = newApp();
  return sentenceOn(make, new Stack(app, 'There', there), new Stack(app, 'Here', here));
}

const slackOf = (stack: Stack) =>
  new SlackChannelConfiguration(stack, 'Slack', {
    slackChannelConfigurationName: 'x',
    slackWorkspaceId: 'T0123ABCD',
    slackChannelId: 'C0123ABCD',
  });
const teamsOf = (stack: Stack) =>
  new CfnMicrosoftTeamsChannelConfiguration(stack, 'Teams', {
    configurationName: 'x',
    teamsTenantId: 'x',
    teamId: 'y',
    teamsChannelId: 'z',
    iamRoleArn: 'arn:aws:iam::111122223333:role/x',
  });
const roleOf = (stack: Stack, roleName?: string) =>
  new Role(stack, 'Role', {
    assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
    ...(roleName && { roleName }),
  });
const functionOf = (stack: Stack) =>
  new LambdaFunction(stack, 'Function', {
    code: CODE,
    handler: 'index.handler',
    runtime: Runtime.NODEJS_24_X,
  });
const publish = (topic: Topic) => new SnsAction(topic) as IAlarmAction;
const codeOf = (stack: Stack) => Code.fromBucket(new Bucket(stack, 'Bucket') as IBucket, 'code.zip');
const parameterOf = (stack: Stack) => new CfnParameter(stack, 'Parameter').valueAsString;

/** Everything that a monitor can be given, by the path in its refusal. */
const GIVEN: readonly [path: string, make: (there: Stack, here: Stack) => Props][] = [
  ['topic', (there) => ({ topic: new Topic(there, 'Topic') })],
  ['warnTopic', (there) => ({ warnTopic: new Topic(there, 'Topic') })],
  ['notify.topicArn', (there) => ({ notify: { topicArn: new Topic(there, 'Topic').topicArn } })],
  ['notify.warn.email[1]', (there) => ({ notify: { warn: { email: ['a@b.example', parameterOf(there)] } } })],
  ['encryptionKey', (there) => ({ encryptionKey: new Key(there, 'Key') as IKey })],
  ['pageActions[0]', (there) => ({ pageActions: [publish(new Topic(there, 'Topic'))] })],
  ['vpc', (there) => ({ vpc: new Vpc(there, 'Vpc', { maxAzs: 1 }) as IVpc })],
  ['logGroup', (there) => ({ logGroup: new LogGroup(there, 'Log') })],
  ['role', (there) => ({ role: roleOf(there) })],
  ['code', (there) => ({ code: codeOf(there) })],
];
const CHANNELS: readonly [path: string, make: (there: Stack) => Props][] = [
  ['slackChannel', (there) => ({ slackChannel: slackOf(there) })],
  ['teamsChannel', (there) => ({ teamsChannel: teamsOf(there) })],
];

describe('of two stacks, one of which has an env, both are asked for one:', () => {
  const known = 'account 111122223333, region eu-west-1';
  const unknown = 'no account, no region';
  const expected = 'expected an "env" with account and region for both stacks.';

  test.each([...GIVEN, ...CHANNELS])('%s of the stack that has one', (path, make) => {
    expect(inStacks(KNOWN, {}, make)).toBe(
      `${path} is in the stack There (${known}), and the monitor in Here (${unknown}); ${expected}`,
    );
  });

  test.each(GIVEN)('%s of the stack that has none', (path, make) => {
    expect(inStacks({}, KNOWN, make)).toBe(
      `${path} is in the stack There (${unknown}), and the monitor in Here (${known}); ${expected}`,
    );
  });

  test('a topic where the account of one is unknown', () => {
    expect(inStacks(KNOWN, NO_ACCOUNT, (there) => ({ topic: new Topic(there, 'Topic') }))).toBe(
      `topic is in the stack There (${known}), and the monitor in Here (no account, region eu-west-1); ${expected}`,
    );
  });
});

describe('of another account or region is asked for a name, by which it can be referred to:', () => {
  test.each<[what: string, there: StackProps, make: (there: Stack) => Props, found: string]>([
    ['a topic', FOREIGN, (there) => ({ topic: new Topic(there, 'T') }), 'topic is There/T'],
    [
      "a topic's ARN",
      FOREIGN,
      (there) => ({ notify: { topicArn: new Topic(there, 'T').topicArn } }),
      'There/T',
    ],
    [
      'an action',
      FOREIGN,
      (there) => ({ warnActions: [publish(new Topic(there, 'T'))] }),
      'warnActions[0] is There/T',
    ],
    ['a role', FAR, (there) => ({ role: roleOf(there) }), 'role is There/Role'],
  ])('%s', (_what, there, make, found) => {
    const sentence = inStacks(there, KNOWN, make);
    expect(sentence).toContain(`${found}, which is in account `);
    expect(sentence).toMatch(
      / has no name of its own; expected one that has a "(topic|role)Name", by which .*\.$/,
    );
  });

  test.each<[what: string, there: StackProps, make: (there: Stack) => Props]>([
    ['a topic', FOREIGN, (there) => ({ topic: new Topic(there, 'T', { topicName: 'theirs' }) })],
    [
      'a topic of an unknown place',
      {},
      (there) => ({ topic: new Topic(there, 'T', { topicName: 'theirs' }) }),
    ],
    ['a role', FAR, (there) => ({ role: roleOf(there, 'theirs') })],
  ])('%s that has one is used', (_what, there, make) => {
    expect(inStacks(there, KNOWN, make)).toBe('accepted');
  });
});

test('what was imported in a stack without an env is used, whatever is attached to it there', () => {
  const make = (there: Stack) => {
    const topic = Topic.fromTopicArn(there, 'Topic', 'arn:aws:sns:eu-west-1:111122223333:theirs');
    topic.addSubscription(new EmailSubscription('theirs@example.com'));
    const role = Role.fromRoleArn(there, 'Role', 'arn:aws:iam::111122223333:role/theirs');
    role.addToPrincipalPolicy(new PolicyStatement({ actions: ['s3:GetObject'], resources: ['*'] }));
    return { topic, role };
  };
  expect(inStacks({}, KNOWN, make)).toBe('accepted');
});

test.each<[what: string, make: (there: Stack, here: Stack) => Props, path: string]>([
  ["a topic's ARN", (there) => ({ notify: { topicArn: new Topic(there, 'T').topicArn } }), 'notify.topicArn'],
  [
    'a security group',
    (there, here) => ({
      vpc: new Vpc(here, 'Vpc', { maxAzs: 1 }) as IVpc,
      securityGroups: [SecurityGroup.fromSecurityGroupId(there, 'Group', 'sg-1') as ISecurityGroup],
    }),
    'securityGroups[0]',
  ],
])('%s of another region is refused in one sentence', (_what, make, path) => {
  expect(inStacks(FAR, KNOWN, make)).toBe(
    `${path} is in the region us-east-1; expected one of the region of the monitor, eu-west-1.`,
  );
});

test.each([...GIVEN, ...CHANNELS])('%s of another stage is refused in one sentence', (path, make) => {
  const app = newApp();
  const expected =
    'expected one in the stage Prod, as the monitor is, or an imported one: stages are deployed apart.';
  const stageless = new Stack(app, 'There', KNOWN);
  const staged = new Stack(new Stage(app, 'Net'), 'There', KNOWN);
  const here = (id: string) => new Stack(new Stage(app, id), 'Here', KNOWN);
  expect(sentenceOn(make, stageless, here('Prod'))).toBe(`${path} is in no stage; ${expected}`);
  expect(sentenceOn(make, staged, here('Test'))).toBe(
    `${path} is in the stage Net; ${expected.replace('Prod', 'Test')}`,
  );
});

test('a function of another stack is refused as an action, for the stacks would need each other', () => {
  const make = (there: Stack) => ({ pageActions: [new LambdaAction(functionOf(there)) as IAlarmAction] });
  expect(inStacks(KNOWN, KNOWN, make)).toBe(
    'pageActions[0] is a function of the stack There; expected one of this stack, an imported one, or a topic that it ' +
      'is subscribed to: its permissions would need the alarms, and these the function.',
  );
  expect(inStacks(KNOWN, KNOWN, (_there, here) => make(here))).toBe('accepted');
});

describe('a chat channel is refused beside what the monitor needs of its stack:', () => {
  const vpcOf = (stack: Stack) => new Vpc(stack, 'Vpc', { maxAzs: 1 }) as IVpc;
  test.each<[needed: string, make: (there: Stack, here: Stack) => Props]>([
    ['pageActions[0]', (there) => ({ pageActions: [publish(new Topic(there, 'Topic'))] })],
    ['warnActions[0]', (there) => ({ warnActions: [publish(new Topic(there, 'Topic'))] })],
    ['notify.email[0]', (there) => ({ notify: { email: [parameterOf(there)] } })],
    [
      'vpcSubnets',
      (there, here) => ({ vpc: vpcOf(here), vpcSubnets: { subnets: vpcOf(there).privateSubnets } }),
    ],
    ['code', (there) => ({ code: codeOf(there) })],
    ['topic', (there, here) => ({ topic: new Topic(here, 'Topic', { masterKey: new Key(there, 'Key') }) })],
  ])('%s', (needed, make) => {
    for (const [path, channel] of CHANNELS) {
      expect(inStacks(KNOWN, KNOWN, (there, here) => ({ ...make(there, here), ...channel(there) }))).toBe(
        `${path} is in the stack There, as ${needed} is; expected a channel of this stack or of a third one: that stack ` +
          'would need this one for its topics, and this one that.',
      );
    }
  });
});

describe('in another partition than that of chats a channel is refused in one sentence:', () => {
  const slack = { workspaceId: 'T0123ABCD', channelId: 'C0123ABCD' };
  const china = { env: { ...ENV, region: 'cn-north-1' } };

  test.each<[path: string, make: (there: Stack, here: Stack) => Props]>([
    ['notify.slack', () => ({ notify: { slack } })],
    ['notify.warn.slack', () => ({ notify: { warn: { slack: { ...slack, existing: true } } } })],
    ['slackChannel', (_there, here) => ({ slackChannel: slackOf(here) })],
    ['teamsChannel', (_there, here) => ({ teamsChannel: teamsOf(here) })],
  ])('%s', (path, make) => {
    expect(inStacks(china, china, make)).toBe(
      `${path} is a chat channel; expected "email", "https" or a topic: Amazon Q Developer in chat applications is not ` +
        'in the partition aws-cn of cn-north-1.',
    );
  });

  test('mails are sent there', () => {
    expect(inStacks(china, china, () => ({ notify: { email: ['oncall@example.com'] } }))).toBe('accepted');
  });
});
