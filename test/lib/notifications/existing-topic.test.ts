import { App, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { Alias, type IKey, Key } from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { NtpDriftMonitor } from '../../../lib/ntp-drift-monitor';
import type { NtpDriftMonitorProps } from '../../../lib/ntp-drift-monitor-props';
import { CODE, deploy, type Json, newApp, resources, SERVERS } from '../../../testkit/stack/synthesise';

const THEIRS = 'arn:aws:sns:eu-west-1:111122223333:oncall';
const KEY = 'arn:aws:kms:eu-west-1:111122223333:key/0a1b2c3d-0000-4000-8000-000000000001';
const QUIET = { notify: {} };

// Synthesis prints its warnings.
beforeEach(() => jest.spyOn(console, 'error').mockImplementation());
afterEach(() => jest.restoreAllMocks());

function newStack(region?: string, app = newApp()): Stack {
  return new Stack(app, `Stack${region ?? ''}`, region ? { env: { account: '111122223333', region } } : {});
}

function statementsOfCloudWatch(template: Template, type: string, policy: string): Json[] {
  return Object.values(resources(template, type))
    .flatMap((each: Json) => each[policy].Statement)
    .filter(({ Principal }: Json) => Principal?.Service === 'cloudwatch.amazonaws.com');
}

const publish = (template: Template) =>
  statementsOfCloudWatch(template, 'AWS::SNS::TopicPolicy', 'PolicyDocument');
const encrypt = (template: Template) => statementsOfCloudWatch(template, 'AWS::KMS::Key', 'KeyPolicy');

function warnings(stack: Stack): string[] {
  return Annotations.fromStack(stack)
    .findWarning('*', Match.stringLikeRegexp('cannot be seen at synthesis'))
    .map(({ entry }) => String(entry.data));
}

test.each([
  ['refuses what has no TLS', () => ({ enforceSSL: true })],
  ['is encrypted', (stack: Stack) => ({ masterKey: new Key(stack, 'Key') })],
  ['is encrypted by an alias', (stack: Stack) => ({ masterKey: new Key(stack, 'Key').addAlias('alias/x') })],
])('a topic of this app that %s lets CloudWatch publish, and so does its key', (_what, props) => {
  const stack = newStack();
  const topic = new Topic(stack, 'Ours', props(stack));
  const { template } = deploy({ topic, ...QUIET }, stack);
  expect(publish(template)).toHaveLength(1);
  expect(publish(template)[0]).toMatchObject({ Effect: 'Allow', Action: 'sns:Publish' });
  expect(encrypt(template)).toHaveLength(topic.masterKey ? 1 : 0);
  expect(warnings(stack)).toEqual([]);
});

test('a topic of another stack of this app gets the statement there', () => {
  const app = newApp();
  const theirs = newStack('eu-west-1', app);
  const topic = new Topic(theirs, 'Shared', { enforceSSL: true });
  deploy({ topic, ...QUIET }, new Stack(app, 'Monitors', { env: theirs }));
  expect(publish(Template.fromStack(theirs))).toHaveLength(1);
});

test('a topic that several monitors share has one statement', () => {
  const stack = newStack();
  const topic = new Topic(stack, 'Ours', { enforceSSL: true });
  beside(stack, { topic, ...QUIET });
  const { template } = deploy({ topic, ...QUIET }, stack);
  expect(publish(template)).toHaveLength(1);
});

test('an imported topic is warned about with the statement to add', () => {
  const stack = newStack('eu-west-1');
  deploy({ topic: Topic.fromTopicArn(stack, 'Theirs', THEIRS), ...QUIET }, stack);
  const [warning, ...others] = warnings(stack);
  expect(others).toEqual([]);
  expect(warning).toContain('"Action":"sns:Publish"');
  expect(warning).toContain(`"Resource":"${THEIRS}"`);
  expect(warning).toContain('arn:aws:cloudwatch:eu-west-1:111122223333:alarm:*');
  expect(warning).not.toContain('Token[');
});

test('words stand for the place in that statement where only deployment knows it', () => {
  const stack = newStack();
  deploy({ topic: Topic.fromTopicArn(stack, 'Theirs', THEIRS), ...QUIET }, stack);
  expect(warnings(stack)[0]).toContain('arn:aws:cloudwatch:REGION:ACCOUNT:alarm:*');
});

test('a topic of this app under an imported key is warned about with the statement of the key', () => {
  const stack = newStack();
  const topic = new Topic(stack, 'Ours', { masterKey: Key.fromKeyArn(stack, 'Theirs', KEY) });
  const { template } = deploy({ topic, ...QUIET }, stack);
  expect(publish(template)).toHaveLength(1);
  expect(warnings(stack)).toEqual([expect.stringContaining('kms:GenerateDataKey*')]);
});

describe('refused is a topic', () => {
  test.each<[what: string, topicOf: (stack: Stack) => Topic, message: string]>([
    [
      'of another region',
      (stack) => new Topic(newStack('eu-north-1', App.of(stack) as App), 'Far'),
      'topic is Stackeu-north-1/Far in eu-north-1; expected a topic of the region of the alarms, eu-west-1',
    ],
    ['that is FIFO', (stack) => new Topic(stack, 'Fifo', { fifo: true }), 'expected a standard topic'],
    [
      "under AWS's own key",
      (stack) => new Topic(stack, 'T', { masterKey: Alias.fromAliasName(stack, 'A', 'alias/aws/sns') }),
      'topic is encrypted with alias/aws/sns; expected a customer key',
    ],
  ])('%s', (_what, topicOf, message) => {
    const stack = newStack('eu-west-1');
    expect(() => deploy({ topic: topicOf(stack), ...QUIET }, stack)).toThrow(message);
  });
});

test('one key can encrypt the topics of many monitors', () => {
  const stack = newStack();
  const encryptionKey = new Key(stack, 'Shared');
  beside(stack, { encryptionKey });
  const { template } = deploy({ encryptionKey }, stack);
  template.resourceCountIs('AWS::KMS::Key', 1);
  expect(encrypt(template)).toHaveLength(1);
});

test.each<[what: string, keyOf: (stack: Stack) => IKey]>([
  ['of this app', (stack) => new Key(newStack('eu-north-1', App.of(stack) as App), 'Far')],
  ['imported', (stack) => Key.fromKeyArn(stack, 'Far', KEY.replace('eu-west-1', 'eu-north-1'))],
])('a key of another region, %s, is refused: SNS takes none', (_what, keyOf) => {
  const stack = newStack('eu-west-1');
  expect(() => deploy({ encryptionKey: keyOf(stack) }, stack)).toThrow(
    'encryptionKey is a key in eu-north-1; expected a key of the region of the alarms, eu-west-1',
  );
});

describe('one topic for all has everybody who is to be told', () => {
  const addresses = (template: Template) =>
    Object.values(resources(template, 'AWS::SNS::Subscription')).map(({ Endpoint }) => Endpoint);

  test('of pages and of warnings', () => {
    const stack = newStack();
    const topic = new Topic(stack, 'Ours');
    const notify = {
      email: ['night@example.com'],
      warn: { email: ['day@example.com', 'night@example.com'] },
    };
    const { template } = deploy({ topic, warnTopic: topic, notify }, stack);
    expect(addresses(template).sort()).toEqual(['day@example.com', 'night@example.com']);
  });

  test('of several monitors, once', () => {
    const stack = newStack();
    const topic = new Topic(stack, 'Ours');
    const notify = { email: ['night@example.com'], https: ['https://a.example/b/c'] };
    beside(stack, { topic, notify });
    const { template } = deploy({ topic, notify }, stack);
    expect(addresses(template).sort()).toEqual(['https://a.example/b/c', 'night@example.com']);
  });
});

/** Another monitor in the stack. */
function beside(stack: Stack, props: Partial<NtpDriftMonitorProps>): void {
  new NtpDriftMonitor(stack, 'Other', { monitorName: 'other', servers: SERVERS, code: CODE, ...props });
}
