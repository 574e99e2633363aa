import { App, Stack } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { alarmsByName, deploy, type Json, resources, SERVERS } from './support';

const { template } = deploy();

/**
 * The way of a notification, as AWS walks it. Either of the two grants missing, alarms go off and nobody
 * hears; nothing else would show it before the first incident.
 */
describe.each(Object.entries(alarmsByName(template)))('from %s', (_name, alarm: Json) => {
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

  test("CloudWatch can use the topic's key, a customer key that is rotated", () => {
    const { Action, Resource, Condition } = statementFor(key.KeyPolicy);
    expect(Action).toEqual(['kms:Decrypt', 'kms:GenerateDataKey*']);
    expect(Resource).toBe('*');
    expect(Condition).toEqual({ StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } });
    expect(key.EnableKeyRotation).toBe(true);
  });

  test('a person is subscribed to the topic', () => {
    const [subscription] = Object.values(resources(template, 'AWS::SNS::Subscription'));
    expect(subscription).toMatchObject({ TopicArn: { Ref: topicId }, Protocol: 'email' });
  });
});

test('the topic takes TLS only', () => {
  template.hasResourceProperties('AWS::SNS::TopicPolicy', {
    PolicyDocument: {
      Statement: Match.arrayWith([
        Match.objectLike({
          Effect: 'Deny',
          Action: 'sns:Publish',
          Condition: { Bool: { 'aws:SecureTransport': 'false' } },
        }),
      ]),
    },
  });
});

test('a topic of the user takes the place of the topic and its key', () => {
  const stack = new Stack(new App(), 'Test');
  const topic = Topic.fromTopicArn(stack, 'Theirs', 'arn:aws:sns:eu-west-1:111122223333:oncall');
  const { template: theirs } = deploy({ topic, notifyEmails: [] }, stack);
  theirs.resourceCountIs('AWS::SNS::Topic', 0);
  theirs.resourceCountIs('AWS::KMS::Key', 0);
  expect(alarmsByName(theirs)['test silent']).toMatchObject({
    AlarmActions: ['arn:aws:sns:eu-west-1:111122223333:oncall'],
    OKActions: ['arn:aws:sns:eu-west-1:111122223333:oncall'],
  });
  Annotations.fromStack(stack).hasNoWarning('*', Match.anyValue());
});

test('addresses are subscribed to a topic of the user as well', () => {
  const stack = new Stack(new App(), 'Test');
  const topic = Topic.fromTopicArn(stack, 'Theirs', 'arn:aws:sns:eu-west-1:111122223333:oncall');
  deploy({ topic }, stack).template.hasResourceProperties('AWS::SNS::Subscription', {
    TopicArn: 'arn:aws:sns:eu-west-1:111122223333:oncall',
    Endpoint: 'oncall@example.com',
  });
});

describe('synthesis warns', () => {
  beforeEach(() => jest.spyOn(console, 'error').mockImplementation());
  afterEach(() => jest.restoreAllMocks());

  test('when nobody is notified', () => {
    const { stack } = deploy({ notifyEmails: [] });
    Annotations.fromStack(stack).hasWarning(
      '/Test/Monitor',
      Match.stringLikeRegexp('Alarms will go off and nobody will hear'),
    );
  });

  test.each(['pool.ntp.org', '0.europe.pool.ntp.org', 'POOL.NTP.ORG.'])('of the NTP Pool: %s', (host) => {
    const { stack } = deploy({ servers: [...SERVERS, { host }] });
    Annotations.fromStack(stack).hasWarning('/Test/Monitor', Match.stringLikeRegexp('vendor zone'));
  });

  test('of nothing else', () => {
    const { stack } = deploy({ servers: [...SERVERS, { host: 'carpool.ntp.org' }] });
    Annotations.fromStack(stack).hasNoWarning('*', Match.anyValue());
  });
});

/** The statement of a policy that lets CloudWatch in. */
function statementFor(document: Json): Json {
  return document.Statement.find(
    ({ Effect, Principal }: Json) => Effect === 'Allow' && Principal.Service === 'cloudwatch.amazonaws.com',
  );
}
