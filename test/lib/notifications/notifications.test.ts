import { Stack } from 'aws-cdk-lib';
import { Annotations, Match, type Template } from 'aws-cdk-lib/assertions';
import { Topic } from 'aws-cdk-lib/aws-sns';
import {
  alarmsByName,
  deploy,
  type Json,
  monitorJson,
  newApp,
  refusal,
  resources,
  SERVERS,
} from '../../../testkit/stack/synthesise';

const SLACK = { workspaceId: 'T0123ABCD', channelId: 'C0123ABCD' };
const TEAMS = {
  tenantId: '0a1b2c3d-0000-4000-8000-000000000001',
  teamId: '0a1b2c3d-0000-4000-8000-000000000002',
  channelId: '19%3ab6ef35dc342d56ba5654e6fc6d25a071%40thread.tacv2',
};
const PAGERDUTY = 'https://events.pagerduty.com/integration/abc/enqueue';
const THEIRS = 'arn:aws:sns:eu-west-1:111122223333:oncall';

/**
 * Every channel, and how to find in a template who is subscribed to a topic by it. None needs the topic's key:
 * SNS decrypts before it delivers, and the chat service is delivered to as an HTTPS endpoint is. A channel that
 * did, such as an encrypted queue, would have to be granted it.
 */
const CHANNELS: [string, object, (template: Template) => Json[]][] = [
  ['e-mail', { email: ['oncall@example.com'] }, subscribers('email', 'oncall@example.com')],
  [
    'an HTTPS endpoint',
    { https: [PAGERDUTY], warn: { https: [PAGERDUTY] } },
    subscribers('https', PAGERDUTY),
  ],
  [
    'Slack',
    { slack: SLACK },
    (template) =>
      Object.values(resources(template, 'AWS::Chatbot::SlackChannelConfiguration'))
        .filter(({ SlackWorkspaceId }) => SlackWorkspaceId === SLACK.workspaceId)
        .flatMap(({ SnsTopicArns }) => SnsTopicArns),
  ],
  [
    'Teams',
    { teams: TEAMS },
    (template) =>
      Object.values(resources(template, 'AWS::Chatbot::MicrosoftTeamsChannelConfiguration'))
        .filter(({ TeamsChannelId }) => TeamsChannelId === TEAMS.channelId)
        .flatMap(({ SnsTopicArns }) => SnsTopicArns),
  ],
];

function subscribers(protocol: string, endpoint: string) {
  return (template: Template) =>
    Object.values(resources(template, 'AWS::SNS::Subscription'))
      .filter(({ Protocol, Endpoint }) => Protocol === protocol && Endpoint === endpoint)
      .map(({ TopicArn }) => TopicArn);
}

// Synthesis prints its warnings.
beforeEach(() => jest.spyOn(console, 'error').mockImplementation());
afterEach(() => jest.restoreAllMocks());

/**
 * The way of a notification, as AWS walks it: alarm, topic, key, subscriber. Either of the two grants missing,
 * alarms go off and nobody hears; nothing else would show it before the first incident.
 */
describe.each(CHANNELS)('by %s', (_name, notify, subscribedTo) => {
  const { template } = deploy({ notify });
  const telling = Object.entries(alarmsByName(template)).filter(([, { AlarmActions }]) => AlarmActions);

  test('there is something to tell', () => {
    expect(telling.length).toBeGreaterThan(5);
  });

  describe.each(telling)('from %s', (_alarm, alarm: Json) => {
    const topicId = alarm.AlarmActions[0].Ref;
    const topic = resources(template, 'AWS::SNS::Topic')[topicId];
    const policy = Object.values(resources(template, 'AWS::SNS::TopicPolicy')).find(({ Topics }) =>
      Topics.some(({ Ref }: Json) => Ref === topicId),
    );
    const key = resources(template, 'AWS::KMS::Key')[topic.KmsMasterKeyId['Fn::GetAtt'][0]];

    test('CloudWatch can publish to the topic, for alarms of this account', () => {
      const { Action, Resource, Condition } = statementFor(policy.PolicyDocument);
      expect(Action).toBe('sns:Publish');
      expect(Resource).toEqual({ Ref: topicId });
      expect(Condition.StringEquals).toEqual({ 'aws:SourceAccount': { Ref: 'AWS::AccountId' } });
      const arn = Condition.ArnLike['aws:SourceArn']['Fn::Join'][1]
        .map((part: Json) => part.Ref ?? part)
        .join('');
      expect(arn).toBe('arn:AWS::Partition:cloudwatch:AWS::Region:AWS::AccountId:alarm:*');
    });

    test('the topic takes TLS only', () => {
      expect(policy.PolicyDocument.Statement).toContainEqual(
        expect.objectContaining({
          Effect: 'Deny',
          Action: 'sns:Publish',
          Condition: { Bool: { 'aws:SecureTransport': 'false' } },
        }),
      );
    });

    test("CloudWatch can use the topic's key, a customer key that is rotated", () => {
      const { Action, Resource, Condition } = statementFor(key.KeyPolicy);
      expect(Action).toEqual(['kms:Decrypt', 'kms:GenerateDataKey*']);
      expect(Resource).toBe('*');
      expect(Condition).toEqual({ StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } });
      expect(key.EnableKeyRotation).toBe(true);
    });

    test('somebody is subscribed to the topic', () => {
      expect(subscribedTo(template)).toContainEqual({ Ref: topicId });
    });
  });

  test('warnings elsewhere leave pages where they are', () => {
    const { template: split } = deploy({ notify: { ...notify, warn: { email: ['morning@example.com'] } } });
    const topics = (name: string) => {
      const { AlarmActions, OKActions } = alarmsByName(split)[name];
      return [AlarmActions[0], OKActions[0]];
    };
    expect(subscribedTo(split)).toEqual(topics('test not watching'));
    expect(subscribers('email', 'morning@example.com')(split)).toEqual(topics('test remarks'));
  });
});

test('one key encrypts both topics, and one chat configuration shows both', () => {
  const { template } = deploy({ notify: { slack: SLACK, teams: TEAMS } });
  template.resourceCountIs('AWS::SNS::Topic', 4);
  template.resourceCountIs('AWS::KMS::Key', 1);
  template.resourceCountIs('AWS::Chatbot::SlackChannelConfiguration', 1);
  template.resourceCountIs('AWS::Chatbot::MicrosoftTeamsChannelConfiguration', 1);
});

test('from a chat, nobody can do anything but look', () => {
  const { template } = deploy({ notify: { slack: SLACK, teams: TEAMS } });
  for (const type of ['Slack', 'MicrosoftTeams']) {
    const [chat] = Object.values(resources(template, `AWS::Chatbot::${type}ChannelConfiguration`));
    expect(JSON.stringify(chat.GuardrailPolicies)).toContain(':iam::aws:policy/CloudWatchReadOnlyAccess');
  }
});

describe('an existing topic', () => {
  const stack = () => new Stack(newApp(), 'Test');

  test.each([
    ['by its ARN', () => deploy({ notify: { topicArn: THEIRS } }, stack())],
    [
      'as a prop',
      () => {
        const scope = stack();
        return deploy({ topic: Topic.fromTopicArn(scope, 'Theirs', THEIRS), notify: {} }, scope);
      },
    ],
  ])(
    '%s takes the place of both topics and the key, and synthesis says that it is not checked',
    (_, make) => {
      const { template, stack: scope } = make();
      template.resourceCountIs('AWS::SNS::Topic', 0);
      template.resourceCountIs('AWS::KMS::Key', 0);
      for (const name of ['test not watching', 'test runs lost']) {
        expect(alarmsByName(template)[name]).toMatchObject({ AlarmActions: [THEIRS] });
      }
      Annotations.fromStack(scope).hasWarning('*', Match.stringLikeRegexp('cannot be seen at synthesis'));
    },
  );

  test('of this app can be seen, and no warning is needed', () => {
    const scope = stack();
    deploy(
      { topic: new Topic(scope, 'Ours'), notify: {}, servers: [...SERVERS, { host: 'd.example' }] },
      scope,
    );
    Annotations.fromStack(scope).hasNoWarning('*', Match.anyValue());
  });

  test('is subscribed to once, though pages and warnings go there', () => {
    const { template } = deploy({ notify: { topicArn: THEIRS, email: ['oncall@example.com'] } });
    expect(subscribers('email', 'oncall@example.com')(template)).toEqual([THEIRS]);
  });

  test('of another region is refused, where the region is known', () => {
    const scope = new Stack(newApp(), 'Test', { env: { region: 'us-east-1' } });
    expect(() => deploy({ notify: { topicArn: THEIRS } }, scope)).toThrow(
      `notify.topicArn is "${THEIRS}"; expected a topic of the region of the alarms, us-east-1`,
    );
  });

  test('for warnings of another region is refused by its own path', () => {
    const scope = new Stack(newApp(), 'Test', { env: { region: 'us-east-1' } });
    const ours = 'arn:aws:sns:us-east-1:111122223333:oncall';
    expect(() => deploy({ notify: { topicArn: ours, warn: { topicArn: THEIRS } } }, scope)).toThrow(
      `notify.warn.topicArn is "${THEIRS}"; expected a topic of the region of the alarms, us-east-1`,
    );
  });

  test('for warnings leaves pages to a topic of the stack', () => {
    const { template } = deploy({ notify: { email: ['a@example.com'], warn: { topicArn: THEIRS } } });
    template.resourceCountIs('AWS::SNS::Topic', 2);
    expect(alarmsByName(template)['test runs lost'].AlarmActions).toEqual([THEIRS]);
    expect(alarmsByName(template)['test not watching'].AlarmActions[0]).toHaveProperty('Ref');
  });
});

describe('refused', () => {
  test.each([
    [{ email: ['nobody'] }, 'notify.email[0] is "nobody"; expected an e-mail address'],
    [{ email: ['a@b.de', 'a@b.de'] }, 'expected each entry once'],
    [{ https: ['http://example.com'] }, 'expected a URL that begins with https://'],
    [{ https: 'https://example.com' }, 'expected a list of https:// URLs'],
    [{ slack: { workspaceId: 'T0123ABCD', channelId: '#ops' } }, 'notify.slack.channelId is "#ops"'],
    [{ slack: { workspaceId: 'T0123ABCD' } }, 'notify.slack.channelId is missing'],
    [{ teams: { ...TEAMS, tenantId: 'us' } }, 'notify.teams.tenantId is "us"; expected a UUID'],
    [{ teams: { ...TEAMS, channelId: '19:x@thread.tacv2' } }, 'with its %3a and %40'],
    [
      { https: [`${PAGERDUTY}/a/b`, `${PAGERDUTY}/a--b`] },
      'expected URLs that differ in more than "/" and "--"',
    ],
    [
      { slack: SLACK, warn: { slack: { ...SLACK, workspaceId: 'T9999ABCD' } } },
      'notify.warn.slack.workspaceId is "T9999ABCD"; expected the one of notify.slack, because it is the same channel',
    ],
    [
      { teams: TEAMS, warn: { teams: { ...TEAMS, teamId: TEAMS.tenantId } } },
      'expected the tenantId and teamId of notify.teams, because it is the same channel',
    ],
    [{ topicArn: 'oncall' }, 'expected the ARN of a standard SNS topic'],
    [{ topicArn: `${THEIRS}.fifo` }, 'expected the ARN of a standard SNS topic'],
    [{ warn: { warn: {} } }, 'notify.warn.warn is not a known key'],
    [{ sms: [] }, 'notify.sms is not a known key; expected one of the keys email, https, slack, teams'],
  ])('%j', (notify, message) => {
    expect(refusal(monitorJson({ notify }))).toContain(message);
  });
});

/** The statement of a policy that lets CloudWatch in. */
function statementFor(document: Json): Json {
  return document.Statement.find(
    ({ Effect, Principal }: Json) => Effect === 'Allow' && Principal.Service === 'cloudwatch.amazonaws.com',
  );
}
