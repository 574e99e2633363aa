import { Fn, Stack } from 'aws-cdk-lib';
import { OpsItemSeverity, SsmAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { type IVpc, SecurityGroup, Vpc } from 'aws-cdk-lib/aws-ec2';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { NtpDriftMonitor } from '../../../lib/ntp-drift-monitor';
import type { NtpDriftMonitorProps } from '../../../lib/ntp-drift-monitor-props';
import { CODE, newApp, SERVERS } from '../../../testkit/stack/synthesise';

const ARN = 'arn:aws:sns:eu-west-1:111122223333:oncall';

/** What a monitor says to props of plain JavaScript; `accepted` where it takes them. */
function refusalOf(make: (stack: Stack) => unknown): string {
  const stack = new Stack(newApp(), 'Test');
  try {
    new NtpDriftMonitor(stack, 'Monitor', make(stack) as NtpDriftMonitorProps);
    return 'accepted';
  } catch (error) {
    return (error as Error).message;
  }
}

const withOthers = (props: object) => ({ monitorName: 'test', servers: SERVERS, code: CODE, ...props });
const vpcOf = (stack: Stack) => new Vpc(stack, 'Vpc', { maxAzs: 1 }) as IVpc;

test.each<[problem: string, make: (stack: Stack) => object]>([
  ['schedule is "rate(5 minutes)"; expected a ScheduleExpression; ', () => ({ schedule: 'rate(5 minutes)' })],
  ['timeout is 30; expected a Duration, such as ', () => ({ timeout: 30 })],
  [`topic is "${ARN}"; expected a Topic; Topic.fromTopicArn() makes one`, () => ({ topic: ARN })],
  [`warnTopic is "${ARN}"; expected a Topic; `, () => ({ warnTopic: ARN })],
  ['encryptionKey is "alias/x"; expected a Key; ', () => ({ encryptionKey: 'alias/x' })],
  ['topic is known only at deployment; expected a Topic; ', () => ({ topic: Fn.importValue('Topic') })],
  ['role is "theirs"; expected a Role; ', () => ({ role: 'theirs' })],
  ['logGroup is "/theirs"; expected a LogGroup; ', () => ({ logGroup: '/theirs' })],
  ['code is "./dist"; expected a Code; ', () => ({ code: './dist' })],
  ['vpc is "vpc-1"; expected a Vpc; ', () => ({ vpc: 'vpc-1' })],
  ['slackChannel is "C0123ABCD"; expected the construct of a channel', () => ({ slackChannel: 'C0123ABCD' })],
  [
    'vpcSubnets is a list of 1; expected a selection, such as { subnets: [...] }',
    (stack) => {
      const vpc = vpcOf(stack);
      return { vpc, vpcSubnets: vpc.privateSubnets };
    },
  ],
  [
    'securityGroups is Test/Group; expected a list.',
    (stack) => {
      const vpc = vpcOf(stack);
      return { vpc, securityGroups: new SecurityGroup(stack, 'Group', { vpc }) };
    },
  ],
  [
    'securityGroups[0] is "sg-1"; expected a SecurityGroup; ',
    (stack) => ({ vpc: vpcOf(stack), securityGroups: ['sg-1'] }),
  ],
  [
    'pageActions is another object; expected a list.',
    () => ({ pageActions: new SsmAction(OpsItemSeverity.HIGH) }),
  ],
  [
    'warnActions[0] is Test/Topic; expected an alarm action, such as new SnsAction(topic).',
    (stack) => ({ warnActions: [new Topic(stack, 'Topic')] }),
  ],
])('a prop of another kind, in plain JavaScript, is refused in one sentence: %s', (problem, make) => {
  const message = refusalOf((stack) => withOthers(make(stack)));
  expect(message).toContain(`NtpDriftMonitor Test/Monitor has a problem:\n  ${problem}`);
  expect(message.split('\n')).toHaveLength(2);
});

test.each([
  ['missing', undefined],
  ['null', null],
])('props that are %s are refused in one sentence', (found, props) => {
  expect(refusalOf(() => props)).toBe(
    `NtpDriftMonitor Test/Monitor has a problem:\n  props is ${found}; expected an object with "monitorName" and "servers".`,
  );
});

test('null says nothing where undefined says nothing', () => {
  const nothing = { schedule: null, timeout: null, topic: null, vpc: null, securityGroups: null, role: null };
  expect(refusalOf(() => withOthers(nothing))).toBe('accepted');
});
