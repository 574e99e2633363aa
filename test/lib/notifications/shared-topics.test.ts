import { type App, CfnParameter, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import type { IAlarmAction } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { type CfnTopic, CfnTopicPolicy, Topic, TopicPolicy } from 'aws-cdk-lib/aws-sns';
import { NtpDriftMonitor } from '../../../lib/ntp-drift-monitor';
import type { NtpDriftMonitorProps } from '../../../lib/ntp-drift-monitor-props';
import { CODE, deploy, type Json, newApp, resources, SERVERS } from '../../../testkit/stack/synthesise';

const ENV = { account: '111122223333', region: 'eu-west-1' };
const THEIRS = 'arn:aws:sns:eu-west-1:111122223333:oncall';

type Props = Partial<NtpDriftMonitorProps>;

// Synthesis prints its warnings.
beforeEach(() => jest.spyOn(console, 'error').mockImplementation());
afterEach(() => jest.restoreAllMocks());

function monitorIn(stack: Stack, props: Props = {}, monitorName = 'test'): NtpDriftMonitor {
  return new NtpDriftMonitor(stack, 'Monitor', { monitorName, servers: SERVERS, code: CODE, ...props });
}

const publishing = () =>
  new PolicyStatement({
    actions: ['sns:Publish'],
    resources: ['*'],
    principals: [new ServicePrincipal('events.amazonaws.com')],
  });

describe('a policy of its own is refused by its path, because SNS keeps one', () => {
  test.each<[what: string, props: (topic: Topic) => Props, path: string]>([
    ['of the topic', (topic) => ({ topic }), 'topic'],
    ["of the warnings' topic", (warnTopic) => ({ warnTopic }), 'warnTopic'],
    ['of a topic of an action', (topic) => ({ pageActions: [new SnsAction(topic)] }), 'pageActions[0]'],
  ])('%s', (_what, props, path) => {
    const stack = new Stack(newApp(), 'Test');
    const topic = new Topic(stack, 'Ours');
    const monitor = monitorIn(stack, props(topic));
    new TopicPolicy(stack, 'Policy', { topics: [topic] });
    const error = `The topic of "${path}" has a policy of its own, Test/Policy/Resource, and SNS keeps one`;
    expect(monitor.node.validate()).toEqual([expect.stringContaining(error)]);
    expect(() => (stack.node.root as App).synth()).toThrow(error);
  });

  test('of a topic that it names by a reference', () => {
    const stack = new Stack(newApp(), 'Test');
    const topic = new Topic(stack, 'Ours');
    const monitor = monitorIn(stack, { topic });
    const { ref } = topic.node.defaultChild as CfnTopic;
    new CfnTopicPolicy(stack, 'Policy', { topics: [ref], policyDocument: { Statement: [] } });
    expect(monitor.node.validate()).toEqual([expect.stringContaining('a policy of its own, Test/Policy')]);
  });

  test('in another stack', () => {
    const app = newApp();
    const topic = new Topic(new Stack(app, 'Topics', { env: ENV }), 'Ours');
    const monitor = monitorIn(new Stack(app, 'Test', { env: ENV }), { topic });
    new TopicPolicy(new Stack(app, 'Policies', { env: ENV }), 'Policy', { topics: [topic] });
    expect(monitor.node.validate()).toEqual([expect.stringContaining('Policies/Policy/Resource')]);
  });
});

test('a topic whose statements are added to it is fine, and so are policies of other topics', () => {
  const stack = new Stack(newApp(), 'Test');
  const topic = new Topic(stack, 'Ours', { enforceSSL: true });
  topic.addToResourcePolicy(publishing());
  const monitor = monitorIn(stack, { topic });
  const others = new TopicPolicy(stack, 'Policy', { topics: [new Topic(stack, 'Other')] });
  others.document.addStatements(publishing());
  expect(monitor.node.validate()).toEqual([]);
  const services = Object.values(resources(Template.fromStack(stack), 'AWS::SNS::TopicPolicy')).flatMap(
    ({ PolicyDocument }) => PolicyDocument.Statement.map(({ Principal }: Json) => Principal.Service),
  );
  expect(services).toEqual(
    expect.arrayContaining(['events.amazonaws.com', 'cloudwatch.amazonaws.com', undefined]),
  );
});

test('an imported topic can have a policy of this app, to which nothing is added', () => {
  const stack = new Stack(newApp(), 'Test', { env: ENV });
  const topic = Topic.fromTopicArn(stack, 'Theirs', THEIRS);
  const monitor = monitorIn(stack, { topic });
  new TopicPolicy(stack, 'Policy', { topics: [topic] }).document.addStatements(publishing());
  expect(monitor.node.validate()).toEqual([]);
});

describe.each(['pageActions', 'warnActions'] as const)('a topic in %s', (path) => {
  const withAction = (stack: Stack, topic: Topic) =>
    deploy({ [path]: [new SnsAction(topic) as IAlarmAction] }, stack);

  test('lets CloudWatch publish, and its key lets CloudWatch encrypt', () => {
    const stack = new Stack(newApp(), 'Test');
    const topic = new Topic(stack, 'Ours', { masterKey: new Key(stack, 'Key') });
    const { template } = withAction(stack, topic);
    const [, policy] = Object.entries(resources(template, 'AWS::SNS::TopicPolicy')).find(([id]) =>
      id.startsWith('Ours'),
    )!;
    const [, key] = Object.entries(resources(template, 'AWS::KMS::Key')).find(([id]) =>
      id.startsWith('Key'),
    )!;
    const ofCloudWatch = expect.objectContaining({ Principal: { Service: 'cloudwatch.amazonaws.com' } });
    expect(policy.PolicyDocument.Statement).toEqual([ofCloudWatch]);
    expect(policy.PolicyDocument.Statement[0]).toMatchObject({ Action: 'sns:Publish', Effect: 'Allow' });
    expect(key.KeyPolicy.Statement).toContainEqual(ofCloudWatch);
  });

  test('of another region is refused', () => {
    const app = newApp();
    const far = new Stack(app, 'Far', { env: { ...ENV, region: 'us-east-1' } });
    const stack = new Stack(app, 'Test', { env: ENV });
    expect(() => withAction(stack, new Topic(far, 'Topic', { topicName: 'x' }))).toThrow(
      `${path}[0] is Far/Topic in us-east-1; expected a topic of the region of the alarms, eu-west-1`,
    );
  });

  test('that is imported is warned about with the statement to add', () => {
    const stack = new Stack(newApp(), 'Test', { env: ENV });
    const topic = Topic.fromTopicArn(stack, 'Theirs', THEIRS);
    deploy({ [path]: [new SnsAction(topic)] }, stack);
    const pattern = `topic of "${path}\\[0\\]" is not defined in this app.*"Resource":"${THEIRS}"`;
    Annotations.fromStack(stack).hasWarning('*', Match.stringLikeRegexp(pattern));
  });
});

describe('a topic of another stack, and an address that is known only at deployment', () => {
  const subscriptions = (stack: Stack) => resources(Template.fromStack(stack), 'AWS::SNS::Subscription');

  /** A monitor for each of the names, in a stack of its own. */
  function stacksWith(names: readonly string[], props: (stack: Stack, mail: string, topic: Topic) => Props) {
    const app = newApp();
    const theirs = new Stack(app, 'Theirs', { env: ENV });
    const topic = new Topic(theirs, 'Topic');
    const stacks = names.map((name) => new Stack(app, name, { env: ENV }));
    for (const stack of stacks) {
      const mail = new CfnParameter(stack, 'Mail').valueAsString;
      monitorIn(stack, props(stack, mail, topic), stack.stackName);
    }
    app.synth();
    return [theirs, ...stacks] as const;
  }

  test("are subscribed in the monitor's stack, and literal ones in the topic's", () => {
    const [theirs, stack] = stacksWith(['Test'], (_stack, mail, topic) => ({
      topic,
      notify: { email: [mail, 'oncall@example.com'], https: [`https://a.example/${mail}`] },
    }));
    expect(
      Object.values(subscriptions(stack!)).map(({ Protocol, Endpoint }) => [Protocol, Endpoint]),
    ).toEqual([
      ['email', { Ref: 'Mail' }],
      ['https', { 'Fn::Join': ['', ['https://a.example/', { Ref: 'Mail' }]] }],
    ]);
    expect(Object.values(subscriptions(theirs))).toMatchObject([{ Endpoint: 'oncall@example.com' }]);
  });

  test('are subscribed once for pages and warnings, without a warning of twins', () => {
    const [, stack] = stacksWith(['Test'], (_stack, mail, topic) => ({
      topic,
      warnTopic: topic,
      notify: { email: [mail], warn: { email: [mail] } },
    }));
    expect(Object.keys(subscriptions(stack!))).toHaveLength(1);
    Annotations.fromStack(stack!).hasNoWarning('*', Match.stringLikeRegexp('subscribed'));
  });

  test('are subscribed for each of two monitors whose parameters have one name', () => {
    const [, ...stacks] = stacksWith(['One', 'Two'], (_stack, mail, topic) => ({
      topic,
      notify: { email: [mail] },
    }));
    expect(stacks.map((stack) => Object.keys(subscriptions(stack)).length)).toEqual([1, 1]);
  });

  test('keep their subscription when the monitor gets more resources: its removal would end the new one', () => {
    const plain = stacksWith(['Test'], (_stack, mail, topic) => ({ topic, notify: { email: [mail] } }));
    const other = stacksWith(['Test'], (stack, mail, topic) => ({
      topic,
      notify: { email: [mail] },
      logGroup: new LogGroup(stack, 'Log'),
    }));
    expect(Object.keys(subscriptions(other[1]!))).toEqual(Object.keys(subscriptions(plain[1]!)));
  });
});

test('one address that is known only at deployment is subscribed once for pages and warnings on one topic', () => {
  const stack = new Stack(newApp(), 'Test');
  const topic = new Topic(stack, 'Ours');
  const mail = new CfnParameter(stack, 'Mail').valueAsString;
  const url = new CfnParameter(stack, 'Url').valueAsString;
  const channels = { email: [mail], https: [url] };
  const { template } = deploy({ topic, warnTopic: topic, notify: { ...channels, warn: channels } }, stack);
  const found = Object.values(resources(template, 'AWS::SNS::Subscription'));
  expect(found.map(({ Endpoint }) => Endpoint)).toEqual([{ Ref: 'Mail' }, { Ref: 'Url' }]);
});
