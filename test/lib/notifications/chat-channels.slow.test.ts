import { CfnParameter, Lazy, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { CfnMicrosoftTeamsChannelConfiguration, SlackChannelConfiguration } from 'aws-cdk-lib/aws-chatbot';
import { NtpDriftMonitor } from '../../../lib/ntp-drift-monitor';
import type { NtpDriftMonitorProps } from '../../../lib/ntp-drift-monitor-props';
import { CODE, newApp, onlyResource, resources, SERVERS } from '../../../testkit/stack/synthesise';

const SLACK = { workspaceId: 'T0123ABCD', channelId: 'C0123ABCD' };
const TEAMS = {
  tenantId: '0a1b2c3d-0000-4000-8000-000000000001',
  teamId: '0a1b2c3d-0000-4000-8000-000000000002',
  channelId: '19%3ab6ef35dc342d56ba5654e6fc6d25a071%40thread.tacv2',
};
const ENV = { account: '111122223333', region: 'eu-west-1' };

// Synthesis prints its warnings.
beforeEach(() => jest.spyOn(console, 'error').mockImplementation());
afterEach(() => jest.restoreAllMocks());

function monitor(stack: Stack, monitorName: string, props: Partial<NtpDriftMonitorProps>): NtpDriftMonitor {
  return new NtpDriftMonitor(stack, monitorName, { monitorName, servers: SERVERS, code: CODE, ...props });
}

test.each([
  ['Slack', { slack: SLACK }],
  ['MicrosoftTeams', { teams: TEAMS }],
])('two monitors of a stack share the one configuration that %s allows', (kind, notify) => {
  const stack = new Stack(newApp(), 'Test');
  monitor(stack, 'one', { notify });
  const two = monitor(stack, 'two', { notify });
  const { SnsTopicArns } = onlyResource(
    Template.fromStack(stack),
    `AWS::Chatbot::${kind}ChannelConfiguration`,
  );
  expect(SnsTopicArns).toHaveLength(8); // pages, warnings, and the end of each, twice
  expect(two.node.validate()).toEqual([]);
});

test('a configuration that the stack has already is used', () => {
  const stack = new Stack(newApp(), 'Test');
  slackConfiguration(stack);
  monitor(stack, 'one', { notify: { slack: SLACK } });
  const { SnsTopicArns } = onlyResource(Template.fromStack(stack), 'AWS::Chatbot::SlackChannelConfiguration');
  expect(SnsTopicArns).toHaveLength(4);
});

test('a configuration of another stack can be given, and somebody is told', () => {
  const app = newApp();
  const chats = new Stack(app, 'Chats', { env: ENV });
  const stack = new Stack(app, 'Test', { env: ENV });
  monitor(stack, 'one', { slackChannel: slackConfiguration(chats) });
  const { SnsTopicArns } = onlyResource(Template.fromStack(chats), 'AWS::Chatbot::SlackChannelConfiguration');
  expect(SnsTopicArns).toHaveLength(4);
  Annotations.fromStack(stack).hasNoWarning('*', Match.stringLikeRegexp('nobody will hear'));
});

test('monitors of two regions can share a configuration that is given, also where "notify" has its channel', () => {
  const app = newApp();
  const chats = new Stack(app, 'Chats', { env: ENV });
  const slackChannel = slackConfiguration(chats);
  monitor(new Stack(app, 'Far', { env: { ...ENV, region: 'eu-north-1' } }), 'far', { slackChannel });
  monitor(chats, 'near', { slackChannel, notify: { slack: SLACK } });
  const { SnsTopicArns } = onlyResource(Template.fromStack(chats), 'AWS::Chatbot::SlackChannelConfiguration');
  expect(new Set(SnsTopicArns.map((arn: object) => JSON.stringify(arn)))).toHaveProperty('size', 8);
  expect(SnsTopicArns).toHaveLength(8);
  expect(JSON.stringify(SnsTopicArns)).toContain('arn:aws:sns:eu-north-1:111122223333:');
});

test("a channel's second configuration in an account is refused, whatever its region", () => {
  const app = newApp();
  const [one, two] = ['eu-west-1', 'eu-north-1'].map((region) =>
    monitor(new Stack(app, region, { env: { ...ENV, region } }), region, { notify: { slack: SLACK } }),
  );
  for (const [each, other] of [
    [one!, two!],
    [two!, one!],
  ] as const) {
    expect(each.node.validate()).toEqual([
      expect.stringContaining(`The channel C0123ABCD has a configuration already, ${other.monitorName}/`),
    ]);
  }
});

test('a channel that is configured outside of the app: none is made, and synthesis says what to add there', () => {
  const stack = new Stack(newApp(), 'Test');
  monitor(stack, 'one', { notify: { slack: { ...SLACK, existing: true } } });
  Template.fromStack(stack).resourceCountIs('AWS::Chatbot::SlackChannelConfiguration', 0);
  Annotations.fromStack(stack).hasWarning(
    '*',
    Match.stringLikeRegexp('C0123ABCD shows nothing before its configuration names the topics .*Topic'),
  );
});

describe('HTTPS endpoints alone are taken for pagers', () => {
  const https = ['https://events.pagerduty.com/integration/abc/enqueue'];
  const subscriptions = (notify: NtpDriftMonitorProps['notify']) => {
    const stack = new Stack(newApp(), 'Test');
    monitor(stack, 'one', { notify: notify! });
    const found = Template.fromStack(stack).findResources('AWS::SNS::Subscription');
    return { stack, topics: Object.values(found).map(({ Properties }) => Properties.TopicArn.Ref) };
  };

  test('pages go there and warnings do not, and synthesis says where those are', () => {
    const { stack, topics } = subscriptions({ https });
    expect(topics.some((id) => id.startsWith('oneTopic'))).toBe(true);
    expect(topics.filter((id) => id.startsWith('oneWarnTopic'))).toEqual([]);
    Annotations.fromStack(stack).hasWarning('*', Match.stringLikeRegexp('"notify.warn" sends them'));
    Annotations.fromStack(stack).hasNoWarning('*', Match.stringLikeRegexp('nobody will hear'));
  });

  test('with "warn", warnings go there too', () => {
    const { stack, topics } = subscriptions({ https, warn: { https } });
    expect(topics.filter((id) => id.startsWith('oneWarnTopic'))).not.toEqual([]);
    Annotations.fromStack(stack).hasNoWarning('*', Match.stringLikeRegexp('"notify.warn" sends them'));
  });

  test('beside mails, warnings go to both', () => {
    const { topics } = subscriptions({ https, email: ['oncall@example.com'] });
    expect(topics.filter((id) => id.startsWith('oneWarnTopic')).length).toBeGreaterThan(1);
  });
});

test('a Teams configuration whose topics are listed late gets the others, one that only the deployment knows is refused', () => {
  const stack = new Stack(newApp(), 'Test');
  const theirs: string[] = [];
  const late = teamsConfiguration(stack, 'Late', Lazy.list({ produce: () => theirs }));
  monitor(stack, 'one', { teamsChannel: late });
  theirs.push('arn:aws:sns:eu-west-1:111122223333:theirs');
  const { SnsTopicArns } = onlyResource(
    Template.fromStack(stack),
    'AWS::Chatbot::MicrosoftTeamsChannelConfiguration',
  );
  expect(SnsTopicArns).toHaveLength(5);

  const other = new Stack(newApp(), 'Other');
  const parameter = new CfnParameter(other, 'Topics', { type: 'CommaDelimitedList' });
  monitor(other, 'one', { teamsChannel: teamsConfiguration(other, 'Known late', parameter.valueAsList) });
  expect(() => Template.fromStack(other)).toThrow(
    'teamsChannel is with "snsTopicArns" that are known only at deployment; expected a list in code',
  );
});

describe('the topics that a channel shows have names, for which they are replaced,', () => {
  const here = { account: '111122223333', region: 'eu-west-1' };

  test.each([
    ['not in one region and account', here, false],
    ['in two regions', { ...here, region: 'us-east-1' }, true],
    ['in two accounts', { ...here, account: '444455556666' }, true],
  ])('%s', (_what, env, isNamed) => {
    const app = newApp();
    const stack = new Stack(app, 'Here', { env: here });
    monitor(stack, 'one', { slackChannel: slackConfiguration(new Stack(app, 'There', { env })) });
    const topics = Object.values(resources(Template.fromStack(stack), 'AWS::SNS::Topic'));
    expect(topics.map(({ TopicName }) => TopicName !== undefined)).toEqual(topics.map(() => isNamed));
  });
});

function teamsConfiguration(stack: Stack, id: string, snsTopicArns: string[]) {
  return new CfnMicrosoftTeamsChannelConfiguration(stack, id, {
    configurationName: 'theirs',
    teamsTenantId: TEAMS.tenantId,
    teamId: TEAMS.teamId,
    teamsChannelId: TEAMS.channelId,
    iamRoleArn: 'arn:aws:iam::111122223333:role/chat',
    snsTopicArns,
  });
}

function slackConfiguration(stack: Stack): SlackChannelConfiguration {
  return new SlackChannelConfiguration(stack, 'Theirs', {
    slackChannelConfigurationName: 'theirs',
    slackWorkspaceId: SLACK.workspaceId,
    slackChannelId: SLACK.channelId,
  });
}
