import { CfnResource, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { newApp } from '../../../testkit/stack/synthesise';

// Synthesis prints its findings.
beforeEach(() => jest.spyOn(console, 'error').mockImplementation());
afterEach(() => jest.restoreAllMocks());

const ALARM = {
  AlarmName: 'a',
  Namespace: 'NtpDrift',
  MetricName: 'Usable',
  Dimensions: [],
  Statistic: 'Minimum',
  Period: 60,
  EvaluationPeriods: 1,
  Threshold: 1,
  ComparisonOperator: 'LessThanThreshold',
  TreatMissingData: 'ignore',
};

/** Synthesises resources of a type, as every test does. */
function synthesised(type: string, ...resources: object[]): Template {
  const stack = new Stack(newApp(), 'Test');
  resources.forEach((properties, i) => {
    new CfnResource(stack, `Resource${i}`, { type, properties: properties as Record<string, unknown> });
  });
  return Template.fromStack(stack);
}

const insights = (Expression: string) => {
  const { Namespace: _n, MetricName: _m, Dimensions: _d, Statistic: _s, Period, ...rest } = ALARM;
  const TreatMissingData = 'notBreaching';
  return { ...rest, TreatMissingData, Metrics: [{ Id: 'q', Expression, Period, ReturnData: true }] };
};

test('what can be deployed is synthesised', () => {
  synthesised('AWS::CloudWatch::Alarm', ALARM, { ...ALARM, AlarmName: 'b' });
  synthesised(
    'AWS::CloudWatch::Alarm',
    insights(
      `SELECT COUNT("Offset") FROM SCHEMA("NtpDrift", "Monitor", "Server") WHERE "Monitor" = 'test' GROUP BY "Server" ORDER BY COUNT() DESC`,
    ),
  );
});

test.each<[why: string, type: string, resources: object[], message: RegExp]>([
  [
    'a reserved word without quotes',
    'AWS::CloudWatch::Alarm',
    [
      insights(
        `SELECT COUNT(Offset) FROM SCHEMA("NtpDrift", "Monitor", "Server") WHERE "Monitor" = 'test' GROUP BY "Server" ORDER BY COUNT() DESC`,
      ),
    ],
    /reserved/i,
  ],
  [
    'a name of 256 characters',
    'AWS::CloudWatch::Alarm',
    [{ ...ALARM, AlarmName: 'n'.repeat(256) }],
    /AlarmName is longer than 255/,
  ],
  [
    'a description of 1,025',
    'AWS::CloudWatch::Alarm',
    [{ ...ALARM, AlarmDescription: 'd'.repeat(1025) }],
    /AlarmDescription is longer than 1024/,
  ],
  ['two alarms of one name', 'AWS::CloudWatch::Alarm', [ALARM, ALARM], /AlarmName/],
  [
    'two dashboards of one name',
    'AWS::CloudWatch::Dashboard',
    [1, 2].map(() => ({ DashboardName: 'd', DashboardBody: '{"widgets":[]}' })),
    /DashboardName is that of another/,
  ],
  [
    'a dashboard of 501 widgets',
    'AWS::CloudWatch::Dashboard',
    [{ DashboardBody: JSON.stringify({ widgets: Array(501).fill({}) }) }],
    /501 widgets/,
  ],
  ['a property that is not known', 'AWS::CloudWatch::Alarm', [{ ...ALARM, Treshold: 1 }], /Treshold/],
  [
    'M of N with M above N',
    'AWS::CloudWatch::Alarm',
    [{ ...ALARM, DatapointsToAlarm: 2 }],
    /DatapointsToAlarm/,
  ],
  [
    'a mute of an alarm that is not there',
    'AWS::CloudWatch::AlarmMuteRule',
    [
      {
        Rule: { Schedule: { Expression: 'cron(0 2 * * *)', Duration: 'PT1H' } },
        MuteTargets: { AlarmNames: ['x'] },
      },
    ],
    /no alarm x/,
  ],
  [
    "a mute rule's steps",
    'AWS::CloudWatch::AlarmMuteRule',
    [{ Rule: { Schedule: { Expression: 'cron(*/20 * * * *)', Duration: 'PT1H' } } }],
    /Expression/,
  ],
  [
    'an input of more than 256 KB',
    'AWS::Scheduler::Schedule',
    [{ Name: 's', Target: { Input: 'x'.repeat(262_145) } }],
    /bytes of Input/,
  ],
])('%s is refused', (_why, type, resources, message) => {
  expect(() => synthesised(type, ...resources)).toThrow(message);
});
