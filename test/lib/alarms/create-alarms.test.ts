import { Template } from 'aws-cdk-lib/assertions';
import { fleetOf } from '../../../testkit/stack/fleet-configs';
import { alarmsByName, deploy, type Json, resources } from '../../../testkit/stack/synthesise';

const { template, monitor } = deploy();
const alarms = alarmsByName(template);

test('the template has an alarm for each of the policy', () => {
  expect(Object.keys(alarms)).toHaveLength(monitor.alarms.length);
  expect(alarms).toHaveProperty('test outside a');
  expect(alarms).toHaveProperty('test silent 1 min');
});

test('maths is on metrics of the monitor and the server, of one period', () => {
  expect(alarms['test outside a']).toMatchObject({
    ComparisonOperator: 'GreaterThanOrEqualToThreshold',
    Threshold: 4,
    TreatMissingData: 'ignore',
    Metrics: [
      {
        Expression: 'IF(bad + 0 * seen >= 4, FLOOR(bad + 0 * seen), IF(bad + 0 * seen <= 0, 0))',
        ReturnData: true,
      },
      { Id: 'bad', MetricStat: ofServer('RunsOutside', 'Sum'), ReturnData: false },
      { Id: 'seen', MetricStat: ofServer('Uncertainty', 'SampleCount'), ReturnData: false },
    ],
  });
});

test("services' metrics are those of this monitor", () => {
  expect(alarms['test failing']).toMatchObject({
    Namespace: 'AWS/Lambda',
    MetricName: 'Errors',
    Dimensions: [{ Name: 'FunctionName', Value: { Ref: expect.stringContaining('Function') } }],
  });
  expect(alarms['test not delivered'].Metrics).toContainEqual(
    expect.objectContaining({
      MetricStat: expect.objectContaining({
        Metric: {
          Namespace: 'AWS/Scheduler',
          MetricName: 'InvocationDroppedCount',
          Dimensions: [{ Name: 'ScheduleGroup', Value: 'test' }],
        },
      }),
    }),
  );
  for (const [id, queue] of [
    ['undelivered', 'Undelivered'],
    ['failed', 'Failures'],
  ] as const) {
    const { MetricStat } = alarms['test runs lost'].Metrics.find(({ Id }: Json) => Id === id);
    expect(MetricStat.Metric).toMatchObject({
      MetricName: 'ApproximateNumberOfMessagesVisible',
      Dimensions: [
        { Name: 'QueueName', Value: { 'Fn::GetAtt': [expect.stringContaining(queue), 'QueueName'] } },
      ],
    });
  }
});

test('an alarm that waits for its first data has a warm-up', () => {
  expect(alarms['test silent 1 min'].WarmUpConfiguration).toEqual({
    WarmUpPeriodDurationInMinutes: 14,
    OnlyStartEvaluatingAfterWarmUpPeriodEnds: false,
  });
  expect(alarms['test sparse 1 min'].WarmUpConfiguration.OnlyStartEvaluatingAfterWarmUpPeriodEnds).toBe(true);
  expect(alarms['test outside a']).not.toHaveProperty('WarmUpConfiguration');
});

test.each(Object.entries(alarms))(
  '%s tells a topic that nothing filters, and its end another',
  (name, alarm) => {
    const { severity, isEndTold } = monitor.alarmDefinitions.find(
      (each) => alarmNameOf(each.alarm) === name,
    )!.definition;
    expect(topicsOf(alarm.AlarmActions)).toEqual(
      severity === 'none'
        ? []
        : [severity === 'page' ? /^MonitorTopic[0-9A-F]{8}$/ : /^MonitorWarnTopic[0-9A-F]{8}$/].map(
            (pattern) => expect.stringMatching(pattern),
          ),
    );
    expect(topicsOf(alarm.OKActions)).toEqual(
      isEndTold
        ? [expect.stringMatching(severity === 'page' ? /^MonitorTopicEnds/ : /^MonitorWarnTopicEnds/)]
        : [],
    );
  },
);

test('a description says what is wrong, what to do, since when, and where to look', () => {
  const text = JSON.stringify(alarms['test outside a'].AlarmDescription);
  expect(text).toContain('a is proven to be more than 50 ms off reference time.');
  expect(text).toContain('It began about 4 minutes before this alarm, or earlier.');
  expect(text).toContain('#dashboards/dashboard/test-');
  const published = alarmsByName(deploy({ runbook: 'https://example.com/ntp' }).template);
  expect(JSON.stringify(published['test outside a'].AlarmDescription)).toContain(
    'Runbook: https://example.com/ntp#outside',
  );
});

test('no description is longer than CloudWatch takes, wherever the stack is deployed', () => {
  const fleet = alarmsByName(Template.fromStack(fleetOf(1000)));
  for (const { AlarmDescription } of [...Object.values(alarms), ...Object.values(fleet)]) {
    const parts: unknown[] = AlarmDescription['Fn::Join']?.[1] ?? [AlarmDescription];
    const length = parts.reduce<number>(
      (sum, part) => sum + (typeof part === 'string' ? part.length : 20),
      0,
    );
    expect(length).toBeLessThanOrEqual(1024);
  }
});

test('contributors stand in quotes, and take no action', () => {
  const alarm = alarmsByName(Template.fromStack(fleetOf(60, { name: "it's" })))["it's names outside"];
  expect(alarm.Metrics[0].Expression).toBe(
    String.raw`SELECT COUNT("Offset") FROM SCHEMA("NtpDrift", "Monitor", "Server") WHERE "Monitor" = 'it\'s' ` +
      'GROUP BY "Server" ORDER BY COUNT() DESC',
  );
  expect(alarm).not.toHaveProperty('AlarmActions');
});

test('there are no contributors where Metrics Insights, which sees three hours, would miss them', () => {
  const slow = alarmsByName(Template.fromStack(fleetOf(60, { schedule: 'rate(1 hour)' })));
  expect(Object.keys(slow).filter((name) => name.includes('names'))).toEqual([]);
});

test('no alarm is held back by another, which could hide something', () => {
  const composites: Json[] = Object.values(resources(template, 'AWS::CloudWatch::CompositeAlarm'));
  expect(composites.map(({ AlarmName }) => AlarmName)).toEqual(['test not watching']);
  expect(composites.filter(({ ActionsSuppressor }) => ActionsSuppressor)).toEqual([]);
});

function topicsOf(actions: Json[] = []): string[] {
  return actions.map(({ Ref }) => Ref);
}

function alarmNameOf({ node }: (typeof monitor)['alarms'][number]): string {
  return (node.defaultChild as Json).alarmName;
}

function ofServer(MetricName: string, Stat: string) {
  return {
    Metric: {
      Namespace: 'NtpDrift',
      MetricName,
      Dimensions: [
        { Name: 'Monitor', Value: 'test' },
        { Name: 'Server', Value: 'a' },
      ],
    },
    Stat,
    Period: 60,
  };
}
