import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { CfnParameter } from 'aws-cdk-lib/aws-ssm';
import { NtpDriftMonitor } from '../../lib/ntp-drift-monitor';
import { CODE, newApp, onlyResource, SERVERS } from '../../testkit/stack/synthesise';

const ENV = { account: '111122223333', region: 'eu-west-1' };

// Synthesis prints its warnings.
beforeEach(() => jest.spyOn(console, 'error').mockImplementation());
afterEach(() => jest.restoreAllMocks());

/** What a stack elsewhere gets for a value of a monitor, and what that gives names for it. */
function used(read: (monitor: NtpDriftMonitor) => string, env: object, here: object = ENV) {
  const app = newApp();
  const home = new Stack(app, 'Home', { env: here });
  const monitor = new NtpDriftMonitor(home, 'Monitor', { monitorName: 'test', servers: SERVERS, code: CODE });
  const there = new Stack(app, 'There', { env });
  new CfnParameter(there, 'Used', { type: 'String', value: read(monitor) });
  // Names are made by what refers to them.
  const value = JSON.stringify(onlyResource(Template.fromStack(there), 'AWS::SSM::Parameter').Value);
  return { value, template: Template.fromStack(home) };
}

const NAMES = /"(FunctionName|TopicName|QueueName|RoleName|LogGroupName)":"home/g;

describe.each<[where: string, env: object]>([
  ['region', { ...ENV, region: 'us-east-1' }],
  ['account', { ...ENV, account: '444455556666' }],
])('in a stack of another %s', (_, env) => {
  test.each<[part: string, name: string, read: (monitor: NtpDriftMonitor) => string]>([
    ['the function', 'FunctionName', (monitor) => monitor.function.functionArn],
    ["the function's role", 'RoleName', (monitor) => monitor.function.role!.roleArn],
    ['the log', 'LogGroupName', (monitor) => monitor.function.logGroup.logGroupArn],
    ['a topic', 'TopicName', (monitor) => monitor.warnTopic.topicArn],
    ['a queue', 'QueueName', (monitor) => monitor.failures.queueArn],
  ])('%s can be used, and gets a name for it alone', (_part, name, read) => {
    const { value, template } = used(read, env);
    expect(value).toMatch(/[:/]home[a-z]+[0-9a-f]+"/);
    expect(JSON.stringify(template.toJSON()).match(NAMES)).toEqual([`"${name}":"home`]);
  });
});

test('what is used in stacks of the same place has no name of its own', () => {
  const { template } = used((monitor) => monitor.function.functionArn, ENV);
  expect(JSON.stringify(template.toJSON())).not.toMatch(NAMES);
});

test('without a region of the monitor, its function cannot be named elsewhere, which is said', () => {
  const read = (monitor: NtpDriftMonitor) => monitor.function.functionArn;
  expect(() => used(read, ENV, {})).toThrow(
    'Cannot generate a physical name for Home/Monitor/Function, because the region is un-resolved or missing.',
  );
});
