import { type App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { CfnMicrosoftTeamsChannelConfiguration, SlackChannelConfiguration } from 'aws-cdk-lib/aws-chatbot';
import { type ISecurityGroup, type IVpc, SecurityGroup, Vpc } from 'aws-cdk-lib/aws-ec2';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { type IKey, Key } from 'aws-cdk-lib/aws-kms';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Topic } from 'aws-cdk-lib/aws-sns';
import type { NtpDriftMonitorProps } from '../../../lib/ntp-drift-monitor-props';
import { deploy, newApp, onlyResource } from '../../../testkit/stack/synthesise';

const ENV = { account: '111122223333', region: 'eu-west-1' };
const FAR = { ...ENV, region: 'us-east-1' };
const FOREIGN = { ...ENV, account: '444455556666' };
const THEIRS = 'arn:aws:sns:eu-west-1:111122223333:oncall';

type Props = Partial<NtpDriftMonitorProps>;

// Synthesis prints its warnings.
beforeEach(() => jest.spyOn(console, 'error').mockImplementation());
afterEach(() => jest.restoreAllMocks());

/** What a monitor in ENV says to props of another stack; `accepted` where it synthesises. */
function refusalBeside(env: typeof ENV, make: (there: Stack, here: Stack) => Props): string {
  const app = newApp();
  const there = new Stack(app, 'There', { env });
  const here = new Stack(app, 'Here', { env: ENV });
  try {
    deploy(make(there, here), here);
    app.synth();
    return 'accepted';
  } catch (error) {
    return (error as Error).message;
  }
}

// The casts: aws-cdk-lib's classes do not satisfy its interfaces under exactOptionalPropertyTypes.
const vpcOf = (stack: Stack) => new Vpc(stack, 'Vpc', { maxAzs: 1 }) as IVpc;
const roleOf = (stack: Stack) =>
  new Role(stack, 'Role', {
    roleName: 'theirs',
    assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
  });
const keyOf = (stack: Stack) => new Key(stack, 'Key') as IKey;
const groupOf = (stack: Stack) =>
  SecurityGroup.fromSecurityGroupId(stack, 'Group', 'sg-0a1b2c3d') as ISecurityGroup;

describe('refused in one sentence is', () => {
  test.each<[what: string, env: typeof ENV, make: (there: Stack) => Props, problem: string]>([
    [
      'a VPC of another region',
      FAR,
      (there) => ({ vpc: vpcOf(there) }),
      'vpc is in the region us-east-1; expected one of the region of the monitor, eu-west-1.',
    ],
    [
      'a VPC of another account',
      FOREIGN,
      (there) => ({ vpc: vpcOf(there) }),
      'vpc is in the account 444455556666; expected one of the account of the monitor, 111122223333.',
    ],
    [
      'a log group of another region',
      FAR,
      (there) => ({ logGroup: new LogGroup(there, 'Log') }),
      'logGroup is in the region us-east-1; expected one of the region of the monitor, eu-west-1.',
    ],
    [
      'a log group of another account',
      FOREIGN,
      (there) => ({ logGroup: new LogGroup(there, 'Log') }),
      'logGroup is in the account 444455556666; expected one of the account of the monitor, 111122223333.',
    ],
    [
      'a log group whose ARN is of another region',
      ENV,
      (there) => ({
        logGroup: LogGroup.fromLogGroupArn(
          there,
          'Log',
          'arn:aws:logs:us-east-1:111122223333:log-group:theirs',
        ),
      }),
      'logGroup is in the region us-east-1; expected one of the region of the monitor, eu-west-1.',
    ],
    [
      'a role of another account',
      FOREIGN,
      (there) => ({ role: roleOf(there) }),
      'role is in the account 444455556666; expected one of the account of the monitor, 111122223333.',
    ],
    [
      'a role whose ARN is of another account',
      ENV,
      (there) => ({ role: Role.fromRoleArn(there, 'Role', 'arn:aws:iam::444455556666:role/theirs') }),
      'role is in the account 444455556666; expected one of the account of the monitor, 111122223333.',
    ],
  ])('%s', (_what, env, make, problem) => {
    expect(refusalBeside(env, make)).toBe(`NtpDriftMonitor Here/Monitor has a problem:\n  ${problem}`);
  });
});

test('a role of another region is used: roles are of an account', () => {
  expect(refusalBeside(FAR, (there) => ({ role: roleOf(there) }))).toBe('accepted');
});

test('a VPC and a log group of places that are known only at deployment are used', () => {
  const stack = new Stack(newApp(), 'Test');
  expect(() => deploy({ vpc: vpcOf(stack), logGroup: new LogGroup(stack, 'Log') }, stack)).not.toThrow();
});

function slackOf(stack: Stack): SlackChannelConfiguration {
  return new SlackChannelConfiguration(stack, 'Slack', {
    slackChannelConfigurationName: 'x',
    slackWorkspaceId: 'T0123ABCD',
    slackChannelId: 'C0123ABCD',
  });
}

function teamsOf(stack: Stack): CfnMicrosoftTeamsChannelConfiguration {
  return new CfnMicrosoftTeamsChannelConfiguration(stack, 'Teams', {
    configurationName: 'x',
    teamsTenantId: 'x',
    teamId: 'y',
    teamsChannelId: 'z',
    iamRoleArn: 'arn:aws:iam::111122223333:role/x',
  });
}

describe('a chat channel of a stack that the monitor needs', () => {
  test.each<[what: string, make: (there: Stack, here: Stack) => Props, path: string, needed: string]>([
    [
      'Slack beside a key',
      (there) => ({ slackChannel: slackOf(there), encryptionKey: keyOf(there) }),
      'slackChannel',
      'encryptionKey',
    ],
    [
      'Slack beside a VPC',
      (there) => ({ slackChannel: slackOf(there), vpc: vpcOf(there) }),
      'slackChannel',
      'vpc',
    ],
    [
      'Teams beside a log group',
      (there) => ({ teamsChannel: teamsOf(there), logGroup: new LogGroup(there, 'Log') }),
      'teamsChannel',
      'logGroup',
    ],
    [
      'Slack beside a role',
      (there) => ({ slackChannel: slackOf(there), role: roleOf(there) }),
      'slackChannel',
      'role',
    ],
    [
      "Slack beside the pages' topic, where warnings have the monitor's own",
      (there) => ({
        slackChannel: slackOf(there),
        topic: new Topic(there, 'Topic'),
        notify: { warn: { email: ['day@example.com'] } },
      }),
      'slackChannel',
      'topic',
    ],
    [
      "Slack beside a log group, where a topic of the monitor's stack is given",
      (there, here) => ({
        slackChannel: slackOf(there),
        logGroup: new LogGroup(there, 'Log'),
        topic: new Topic(here, 'Topic'),
      }),
      'slackChannel',
      'logGroup',
    ],
  ])('is refused in one sentence: %s', (_what, make, path, needed) => {
    expect(refusalBeside(ENV, make)).toBe(
      `NtpDriftMonitor Here/Monitor has a problem:\n  ${path} is in the stack There, as ${needed} is; expected a ` +
        'channel of this stack or of a third one: that stack would need this one for its topics, and this one that.',
    );
  });

  test.each<[what: string, make: (there: Stack, here: Stack) => Props]>([
    ['needs nothing of it', (there) => ({ slackChannel: slackOf(there) })],
    [
      'names only what was imported there',
      (there) => ({ slackChannel: slackOf(there), vpc: vpcOf(new Stack(appOf(there), 'Net', { env: ENV })) }),
    ],
    [
      'imports a security group there',
      (there, here) => ({ slackChannel: slackOf(there), vpc: vpcOf(here), securityGroups: [groupOf(there)] }),
    ],
    [
      'has no topic of its own, but one of that stack',
      (there) => ({
        slackChannel: slackOf(there),
        topic: new Topic(there, 'Topic'),
        logGroup: new LogGroup(there, 'Log'),
      }),
    ],
    [
      'has no topic of its own, but two of that stack',
      (there) => ({
        slackChannel: slackOf(there),
        topic: new Topic(there, 'Topic'),
        warnTopic: new Topic(there, 'WarnTopic'),
        notify: { warn: { email: ['day@example.com'] } },
        logGroup: new LogGroup(there, 'Log'),
      }),
    ],
    [
      'names a topic by its ARN',
      (there) => ({
        slackChannel: slackOf(there),
        notify: { topicArn: THEIRS },
        logGroup: new LogGroup(there, 'Log'),
      }),
    ],
  ])('is used where the monitor %s', (_what, make) => {
    expect(refusalBeside(ENV, make)).toBe('accepted');
  });
});

test('a chat channel of the own stack is used beside all else that is there', () => {
  const stack = new Stack(newApp(), 'Test', { env: ENV });
  deploy({ slackChannel: slackOf(stack), logGroup: new LogGroup(stack, 'Log'), vpc: vpcOf(stack) }, stack);
  const { SnsTopicArns } = onlyResource(Template.fromStack(stack), 'AWS::Chatbot::SlackChannelConfiguration');
  expect(SnsTopicArns).toHaveLength(4);
});

function appOf(stack: Stack): App {
  return stack.node.root as App;
}
