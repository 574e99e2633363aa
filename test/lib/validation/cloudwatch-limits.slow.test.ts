import { Duration } from 'aws-cdk-lib';
import {
  Alarm,
  CfnAlarm,
  type CreateAlarmOptions,
  GraphWidget,
  type IMetric,
  MathExpression,
  Metric,
  TextWidget,
} from 'aws-cdk-lib/aws-cloudwatch';
import { limitErrors } from '../../../lib/validation/cloudwatch-limits';
import { deploy, manyServers } from '../../../testkit/stack/synthesise';

const MINUTE = Duration.minutes(1);

function metric(name = 'Offset', namespace = 'NtpDrift', period = MINUTE): Metric {
  return new Metric({ namespace, metricName: name, period });
}

/** What is found wrong in a monitor that somebody has added an alarm to. */
function errorsWith(of: IMetric, options: Partial<CreateAlarmOptions> = {}, everyMinutes = 1): string[] {
  const { monitor } = deploy();
  new Alarm(monitor, 'Added', {
    alarmName: 'added',
    metric: of,
    threshold: 1,
    evaluationPeriods: 1,
    ...options,
  });
  return limitErrors(monitor, everyMinutes * 60);
}

function maths(metrics: number): MathExpression {
  const usingMetrics = Object.fromEntries(
    Array.from({ length: metrics }, (_, i) => [`m${i}`, metric(`M${i}`)]),
  );
  return new MathExpression({
    expression: Object.keys(usingMetrics).join('+'),
    usingMetrics,
    period: MINUTE,
  });
}

describe('An alarm is refused', () => {
  test.each<[why: string, of: IMetric, options: Partial<CreateAlarmOptions>, error: string]>([
    [
      'that looks back more than a day in periods below an hour',
      metric('Offset', 'NtpDrift', Duration.minutes(50)),
      { evaluationPeriods: 30 },
      '90000 seconds of period x evaluation periods; CloudWatch takes 86400 at most',
    ],
    [
      'that looks back more than a week',
      metric('Offset', 'NtpDrift', Duration.hours(5)),
      { evaluationPeriods: 34 },
      '612000 seconds of period x evaluation periods; CloudWatch takes 604800 at most',
    ],
    [
      'that wants more bad points than it looks at',
      metric(),
      { evaluationPeriods: 2, datapointsToAlarm: 3 },
      '3 data points to alarm, its evaluation periods; CloudWatch takes 2 at most',
    ],
    [
      'whose period is shorter than the time between two runs',
      metric('Offset', 'NtpDrift', Duration.seconds(30)),
      {},
      'a period of 30 s; at least the 60 s between two runs, or some periods have no data',
    ],
    ['whose threshold is no number', metric(), { threshold: Number.NaN }, 'a threshold of NaN; a number'],
    [
      'with too long a text',
      metric(),
      { alarmDescription: 'x'.repeat(1025) },
      '1025 characters of description; CloudWatch takes 1024 at most',
    ],
    [
      'whose query looks back too far',
      new MathExpression({ expression: 'SELECT MAX(x) FROM y', usingMetrics: {}, period: Duration.hours(1) }),
      { evaluationPeriods: 4 },
      '240 minutes of Metrics Insights; CloudWatch takes 180 at most',
    ],
  ])('%s', (_why, of, options, error) => {
    expect(errorsWith(of, options)).toEqual([`The alarm "added" has ${error}.`]);
  });

  test('on more than ten metrics, which the construct library refuses, too, where it is used', () => {
    const { monitor } = deploy();
    new CfnAlarm(monitor, 'Added', {
      alarmName: 'added',
      comparisonOperator: 'LessThanThreshold',
      evaluationPeriods: 1,
      metrics: Array.from({ length: 11 }, (_, i) => ({
        id: `m${i}`,
        metricStat: { metric: { namespace: 'NtpDrift', metricName: `M${i}` }, period: 60, stat: 'Sum' },
      })),
    });
    expect(limitErrors(monitor, 60)).toEqual([
      'The alarm "added" has 11 metrics in its maths; CloudWatch takes 10 at most.',
    ]);
  });

  test('not on ten metrics, nor for the period of a metric that has nothing to do with runs', () => {
    expect(errorsWith(maths(10))).toEqual([]);
    expect(errorsWith(metric('Errors', 'AWS/Lambda', Duration.seconds(10)))).toEqual([]);
  });

  test.each([
    ['that is counted ahead, which is there for every minute', 'RunsPublished', 5, 0],
    ['that would be, were runs not so far apart', 'RunsPublished', 60, 1],
    ['that a run publishes once', 'Truechimers', 5, 1],
  ])('on a minute of a metric %s', (_what, name, minutes, errors) => {
    const added = errorsWith(metric(name), {}, minutes).filter((error) => error.includes('"added"'));
    expect(added).toHaveLength(errors);
  });
});

describe('A dashboard is refused', () => {
  const graph = (metrics: number) =>
    new GraphWidget({ title: 'all', left: Array.from({ length: metrics }, (_, i) => metric(`M${i}`)) });

  test('with more than 500 widgets', () => {
    const { monitor } = deploy();
    monitor.dashboard!.addWidgets(...Array.from({ length: 501 }, () => new TextWidget({ markdown: 'x' })));
    expect(limitErrors(monitor, 60)).toEqual([
      expect.stringMatching(/^The dashboard has 5\d\d widgets; .* 500 at most/),
    ]);
  });

  test('with more than 500 metrics in a widget, or 2,500 in all', () => {
    const { monitor } = deploy();
    monitor.dashboard!.addWidgets(graph(501), ...Array.from({ length: 4 }, () => graph(500)));
    expect(limitErrors(monitor, 60)).toEqual([
      expect.stringMatching(/^The dashboard has 25\d\d metrics; CloudWatch takes 2500 at most/),
      'The dashboard has 501 metrics in "all"; CloudWatch takes 500 at most.',
    ]);
  });
});

test('synthesis says so, whatever is added after the monitor', () => {
  const { monitor } = deploy();
  new Alarm(monitor, 'Added', {
    alarmName: 'added',
    metric: metric(),
    threshold: Number.NaN,
    evaluationPeriods: 1,
  });
  expect(monitor.node.validate()).toEqual(['The alarm "added" has a threshold of NaN; a number.']);
});

test.each([
  ['three servers', {}],
  ['as many as a stack holds', { servers: manyServers(140), detail: 'full' as const }],
  ['a fleet', { detail: 'fleet' as const }],
])('nothing is found in a monitor of %s', (_what, props) => {
  expect(limitErrors(deploy(props).monitor, 60)).toEqual([]);
});
