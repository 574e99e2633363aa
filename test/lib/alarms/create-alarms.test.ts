import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Duration } from 'aws-cdk-lib';
import { ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { NAMESPACE } from '../../../lambda/monitor/metric-entry';
import { METRICS } from '../../../lambda/monitor/metrics';
import { commonCauseThreshold, heartbeatPeriods } from '../../../lib/alarms/thresholds';
import { alarmsByName, deploy, type Json, resources, SERVERS } from '../../../testkit/stack/synthesise';

const { template, monitor } = deploy({ servers: [{ ...SERVERS[0]!, limitMs: 5 }, ...SERVERS.slice(1)] });
const alarms = alarmsByName(template);

const DIMENSIONS = [
  { Name: 'Monitor', Value: 'test' },
  { Name: 'Server', Value: 'a' },
];

test('every server and the monitor have their alarms, named so that they sort', () => {
  expect(Object.keys(alarms).sort()).toEqual([
    'test a outside',
    'test a unusable',
    'test b outside',
    'test b unusable',
    'test c outside',
    'test c unusable',
    'test failed runs',
    'test failing',
    'test lost runs',
    'test not delivered',
    'test not watching',
    'test reference lost',
    'test servers lost',
    'test silent',
    'test undelivered runs',
  ]);
  expect(monitor.alarms).toHaveLength(15);
});

describe('outside', () => {
  test('goes off when |offset| - uncertainty is above the limit, which is proof, whatever the sign', () => {
    expect(alarms['test a outside']).toMatchObject({
      ComparisonOperator: 'GreaterThanThreshold',
      Threshold: 5,
      Metrics: [
        { Expression: 'ABS(offset) - uncertainty', ReturnData: true },
        { Id: 'offset', MetricStat: metric(METRICS.offset.name), ReturnData: false },
        { Id: 'uncertainty', MetricStat: metric(METRICS.uncertainty.name), ReturnData: false },
      ],
    });
    expect(alarms['test b outside'].Threshold).toBe(50);
  });

  /** Whether the alarm's own expression breaches its own threshold. */
  test.each([
    { offset: 0, uncertainty: 1, breaches: false },
    { offset: 60, uncertainty: 1, breaches: true },
    { offset: -60, uncertainty: 1, breaches: true },
    { offset: 51, uncertainty: 1, breaches: false },
    { offset: 60, uncertainty: 20, breaches: false },
  ])(
    'offset $offset +- $uncertainty ms at a limit of 50 ms: $breaches',
    ({ offset, uncertainty, breaches }) => {
      const { Metrics, Threshold } = alarms['test b outside'];
      const expression = Metrics[0].Expression.replace('ABS', 'Math.abs');
      const value = new Function('offset', 'uncertainty', `return ${expression}`)(offset, uncertainty);
      expect(value > Threshold).toBe(breaches);
    },
  );

  test('a value missing keeps the state: it proves neither recovery nor failure', () => {
    expect(alarms['test a outside'].TreatMissingData).toBe('ignore');
  });
});

describe('unusable', () => {
  test('goes off when the server alone got no usable answer', () => {
    expect(alarms['test a unusable']).toMatchObject({
      Metrics: [
        { Expression: 'IF(usable >= 0 AND unusable < 2, usable)' },
        { MetricStat: { ...metric(METRICS.usable.name), Stat: 'Maximum' } },
        { MetricStat: { Metric: { MetricName: METRICS.serversUnusable.name }, Stat: 'Minimum' } },
      ],
      ComparisonOperator: 'LessThanThreshold',
      Threshold: 1,
      TreatMissingData: 'ignore',
    });
  });

  test('of the only server has nobody to yield to', () => {
    const { template: one } = deploy({ reference: 'clock', servers: SERVERS.slice(0, 1) });
    expect(alarmsByName(one)['test a unusable']).toMatchObject({
      MetricName: METRICS.usable.name,
      Dimensions: DIMENSIONS,
      Statistic: 'Maximum',
    });
    expect(alarmsByName(one)).not.toHaveProperty('test servers lost');
  });
});

describe('commonCauseThreshold: how many make one problem', () => {
  test.each([
    [3, 3, 2],
    [4, 4, 2],
    [8, 8, 2],
    [9, 9, 3],
    [13, 3, 2],
    [50, 50, 13],
    [150, 4, 3],
  ])('of %d servers, %d of them voters: %d', (servers, voters, expected) => {
    expect(commonCauseThreshold({ servers, voters, reference: 'consensus' })).toBe(expected);
  });

  test.each([
    [1, undefined],
    [2, 2],
    [12, 3],
  ])('of %d judged by the clock: %p', (servers, expected) => {
    expect(commonCauseThreshold({ servers, voters: servers, reference: 'clock' })).toBe(expected);
  });
});

test.each([
  [1, 4],
  [2, 3],
  [3, 2],
  [5, 2],
  [288, 2],
])('runs %d min apart are silence after %d: a pause of 3 min loses one fewer', (minutes, periods) => {
  expect(heartbeatPeriods(Duration.minutes(minutes))).toEqual({
    datapointsToAlarm: periods,
    evaluationPeriods: periods,
  });
});

test('reference lost goes off when no voters agree', () => {
  expect(alarms['test reference lost']).toMatchObject({
    MetricName: METRICS.truechimers.name,
    Dimensions: DIMENSIONS.slice(0, 1),
    ComparisonOperator: 'LessThanThreshold',
    Threshold: 1,
  });
});

test('a monitor that judges by its own clock has no reference to lose', () => {
  const { template: byClock } = deploy({ reference: 'clock', servers: SERVERS.slice(0, 1) });
  expect(alarmsByName(byClock)).not.toHaveProperty('test reference lost');
});

test('silent is the dead man: it goes off because a metric that every run publishes is missing', () => {
  expect(alarms['test silent']).toMatchObject({
    Namespace: NAMESPACE,
    MetricName: METRICS.truechimers.name,
    Dimensions: DIMENSIONS.slice(0, 1),
    Statistic: 'SampleCount',
    ComparisonOperator: 'LessThanThreshold',
    Threshold: 1,
    TreatMissingData: 'breaching',
  });
});

test('failing counts the errors of this function', () => {
  expect(alarms['test failing']).toMatchObject({
    Namespace: 'AWS/Lambda',
    MetricName: 'Errors',
    Dimensions: [{ Name: 'FunctionName', Value: { Ref: expect.stringContaining('Function') } }],
    Statistic: 'Sum',
  });
});

test("not delivered counts what EventBridge Scheduler dropped of this monitor's group", () => {
  expect(alarms['test not delivered']).toMatchObject({
    Namespace: 'AWS/Scheduler',
    MetricName: 'InvocationDroppedCount',
    Dimensions: [{ Name: 'ScheduleGroup', Value: 'test' }],
    TreatMissingData: 'notBreaching',
  });
});

test.each([
  ['test undelivered runs', 'Undelivered'],
  ['test failed runs', 'Failures'],
])('%s goes off at the third message in %s', (name, queue) => {
  expect(alarms[name]).toMatchObject({
    MetricName: 'ApproximateNumberOfMessagesVisible',
    Dimensions: [
      { Name: 'QueueName', Value: { 'Fn::GetAtt': [expect.stringContaining(queue), 'QueueName'] } },
    ],
    Statistic: 'Maximum',
    ComparisonOperator: 'GreaterThanOrEqualToThreshold',
    Threshold: 3,
  });
});

describe.each([
  ['rate(1 minute)', 60],
  ['rate(5 minutes)', 300],
  ['rate(4 hours)', 14_400],
  ['cron(0/7 * * * ? *)', 420],
])('with %s', (expression, gapSeconds) => {
  const { template: each } = deploy({ schedule: ScheduleExpression.expression(expression) });
  const scheduled = Object.fromEntries(
    Object.values(resources(each, 'AWS::CloudWatch::Alarm')).map((alarm) => [alarm.AlarmName, alarm]),
  );

  test.each(Object.keys(scheduled))('%s is evaluated as CloudWatch allows, and as runs come', (name) => {
    const alarm = scheduled[name];
    const period = periodOf(alarm);
    expect(period % 60).toBe(0);
    expect(alarm.DatapointsToAlarm ?? alarm.EvaluationPeriods).toBeLessThanOrEqual(alarm.EvaluationPeriods);
    expect(period * alarm.EvaluationPeriods).toBeLessThanOrEqual(86_400);
    expect(alarm.TreatMissingData).toBeDefined();
    if (!name.endsWith('runs')) {
      expect(period).toBe(gapSeconds);
    }
  });
});

test('one bad sample never pages, and a server proven wrong pages after three', () => {
  const patient = ['a outside', 'a unusable', 'servers lost', 'reference lost', 'failing', 'not delivered'];
  for (const name of patient) {
    expect(alarms[`test ${name}`]).toMatchObject({ DatapointsToAlarm: 3, EvaluationPeriods: 6 });
  }
});

/** What suppresses must notify itself, at once and as badly: else what it holds back could be hidden for ever. */
test('no alarm is suppressed by one that could be quiet itself, or that could hang', () => {
  const suppressed = Object.values(alarms).filter((alarm) => alarm.ActionsSuppressor);
  expect(suppressed.map((alarm) => alarm.AlarmName)).toEqual(['test lost runs']);
  for (const { ActionsSuppressor, ActionsSuppressorWaitPeriod } of suppressed) {
    const suppressor = resources(template, 'AWS::CloudWatch::CompositeAlarm')[
      ActionsSuppressor['Fn::GetAtt'][0]
    ];
    expect(suppressor.ActionsSuppressor).toBeUndefined();
    expect(tells(suppressor)).toBe('page');
    expect(ActionsSuppressorWaitPeriod).toBeGreaterThanOrEqual(5 * 60);
  }
});

const SEVERITIES: Record<string, string> = {
  'test lost runs': 'warn',
  ...Object.fromEntries(
    ['silent', 'failing', 'not delivered', 'failed runs', 'undelivered runs'].map((title) => [
      `test ${title}`,
      'nobody',
    ]),
  ),
};

describe.each(Object.entries(alarms))('%s', (name, alarm: Json) => {
  test('tells the topic of its severity of trouble and of its end, or nobody if another alarm does', () => {
    expect(tells(alarm)).toBe(SEVERITIES[name] ?? 'page');
    // Of an alarm that may have been held back, nobody must hear that it is over.
    expect(alarm.OKActions).toEqual(alarm.ActionsSuppressor ? undefined : alarm.AlarmActions);
    const told = Object.values(alarms).flatMap((each) => each.AlarmRule?.['Fn::Join'][1] ?? []);
    const [id] = Object.entries(template.toJSON().Resources).find(
      ([, { Properties }]: Json) => Properties.AlarmName === name,
    )!;
    const isPart = told.some((part: Json) => part['Fn::GetAtt']?.[0] === id);
    expect(isPart).toBe(tells(alarm) === 'nobody');
  });

  test('says in two lines what is wrong and what to do, and links to its section of the runbook', () => {
    const [, file, anchor] = /^.+\.\n.+ (docs\/runbook\.md)#([a-z-]+)$/.exec(alarm.AlarmDescription)!;
    const runbook = readFileSync(join(__dirname, '..', '..', '..', file!), 'utf8');
    const anchors = [...runbook.matchAll(/^## (.+)$/gm)].map((match) =>
      match[1]!.toLowerCase().replaceAll(' ', '-'),
    );
    expect(anchors).toContain(anchor);
    expect(alarm.AlarmDescription.length).toBeLessThanOrEqual(1024);
  });
});

test('the runbook can be elsewhere', () => {
  const elsewhere = alarmsByName(deploy({ runbook: 'https://example.com/ntp' }).template);
  expect(elsewhere['test silent'].AlarmDescription).toMatch(/ https:\/\/example\.com\/ntp#silent$/);
});

/** The severity of the topic that an alarm notifies. */
function tells(alarm: Json): string {
  const [topic, ...more] = alarm.AlarmActions ?? [];
  expect(more).toEqual([]);
  return topic === undefined ? 'nobody' : topic.Ref.includes('WarnTopic') ? 'warn' : 'page';
}

function metric(name: string) {
  return {
    Metric: { Namespace: NAMESPACE, MetricName: name, Dimensions: DIMENSIONS },
    Stat: 'Average',
    Period: 60,
  };
}

/** An alarm's period in seconds; that of its metrics, which must be one. */
function periodOf(alarm: Json): number {
  const metrics: Json[] = alarm.Metrics ?? [];
  const periods = metrics.flatMap(({ MetricStat }) => MetricStat?.Period ?? []);
  expect(new Set(periods).size).toBeLessThanOrEqual(1);
  return alarm.Period ?? periods[0];
}
