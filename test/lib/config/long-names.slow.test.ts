import { Template } from 'aws-cdk-lib/assertions';
import { resources, SERVERS, stackOf } from '../../../testkit/stack/synthesise';

/** What monitor.json accepts must not end in an exception of the CDK. */
const TOPIC = 'arn:aws:sns:eu-west-1:111122223333:oncall';
const CHATS = {
  slack: { workspaceId: 'T0123ABCD', channelId: 'C0123ABCD' },
  teams: {
    tenantId: '0a1b2c3d-0000-4000-8000-000000000001',
    teamId: '0a1b2c3d-0000-4000-8000-000000000002',
    channelId: '19%3ab6ef35dc342d56ba5654e6fc6d25a071%40thread.tacv2',
  },
};

// Synthesis prints its warnings.
beforeEach(() => jest.spyOn(console, 'error').mockImplementation());
afterEach(() => jest.restoreAllMocks());

describe.each([72, 73, 199])('A monitor with a name of %d characters can be deployed', (length) => {
  test.each<[what: string, changes: Record<string, unknown>]>([
    ['with topics of its own', { notify: { email: ['oncall@example.com'] } }],
    ['with existing topics', { notify: { topicArn: TOPIC } }],
    ['with chats', { notify: { ...CHATS, warn: { email: ['morning@example.com'] } } }],
    ['as a fleet', { detail: 'fleet' }],
  ])('%s', (_what, changes) => {
    const name = 'n'.repeat(length);
    const servers = SERVERS.map(({ host }, i) => ({ host, name: 'abc'[i] }));
    // Whatever is too long is refused at synthesis (`refusals` in testkit/stack/deployable.ts).
    expect(() => Template.fromStack(stackOf({ name, servers, ...changes }))).not.toThrow();
  });
});

test('a shortened display name keeps what tells two topics apart', () => {
  const template = Template.fromStack(stackOf({ name: 'n'.repeat(150) }));
  const names = Object.values(resources(template, 'AWS::SNS::Topic')).map(({ DisplayName }) => DisplayName);
  expect(names).toEqual([
    `NTP drift monitor ${'n'.repeat(79)}...`,
    `NTP drift monitor ${'n'.repeat(68)}..., all clear`,
    `NTP drift monitor ${'n'.repeat(69)}..., warnings`,
    `NTP drift monitor ${'n'.repeat(58)}..., warnings, all clear`,
  ]);
});
