import { readAlarms } from '../../../../lab/cloudwatch/template/read-template';
import { SINGLE_ALARM } from '../../../../testkit/stack/single-alarm';

const { Namespace, MetricName, Dimensions, Statistic, Period, ...EVALUATION } = SINGLE_ALARM;
const METRIC = {
  Id: 'm1',
  ReturnData: false,
  MetricStat: { Metric: { Namespace, MetricName }, Stat: 'Average', Period },
};
const EXPRESSION = { Id: 'e1', Expression: 'ABS(m1)' };

function read(resources: Record<string, object>, rest: object = {}) {
  return readAlarms({ Resources: resources, ...rest });
}

function readOne(properties: object, rest: object = {}) {
  const [alarm] = read({ One: { Type: 'AWS::CloudWatch::Alarm', Properties: properties }, ...rest });
  return alarm;
}

const COMPOSITE = { AlarmName: 'all', AlarmRule: 'ALARM(one)' };

function readComposite(properties: object) {
  return read({
    One: { Type: 'AWS::CloudWatch::Alarm', Properties: SINGLE_ALARM },
    All: { Type: 'AWS::CloudWatch::CompositeAlarm', Properties: { ...COMPOSITE, ...properties } },
  });
}

describe('what is not supported, or not valid, is an error that names resource and property', () => {
  test.each<[string, object, string]>([
    [
      'a percentile',
      { Statistic: undefined, ExtendedStatistic: 'p99' },
      'ExtendedStatistic is not supported',
    ],
    [
      'an anomaly band',
      { ThresholdMetricId: 'band', Threshold: undefined },
      'ThresholdMetricId is not supported',
    ],
    [
      'its comparison',
      { ComparisonOperator: 'GreaterThanUpperThreshold' },
      'One: ComparisonOperator: Invalid option',
    ],
    [
      'wall clock windows',
      { EvaluationWindow: { WallClockWindow: {} } },
      'One: EvaluationWindow is not supported',
    ],
    ['PromQL', { EvaluationCriteria: {} }, 'One: EvaluationCriteria is not supported'],
    ['a trimmed mean', { Statistic: 'tm90' }, 'One: Statistic: Invalid option'],
    ['high resolution', { Period: 10 }, 'One: Period: Invalid number: must be a multiple of 60'],
    [
      'more than a day of minutes',
      { Period: 60, EvaluationPeriods: 1441 },
      'EvaluationPeriods: together they are more than a day',
    ],
    [
      'more than seven days of hours',
      { Period: 3600, EvaluationPeriods: 169 },
      'EvaluationPeriods: together they are more than a day, or seven days for periods of an hour and more',
    ],
    ['a name of 256 characters', { AlarmName: 'a'.repeat(256) }, 'One: AlarmName: 1 to 255 characters'],
    ['a name with a line break', { AlarmName: 'a\nb' }, 'One: AlarmName: 1 to 255 characters'],
    ['a long description', { AlarmDescription: 'a'.repeat(1025) }, 'One: AlarmDescription: '],
    ['six actions', { AlarmActions: Array(6).fill('arn') }, 'One: AlarmActions: '],
    ['M above N', { DatapointsToAlarm: 6 }, 'One: DatapointsToAlarm is more than EvaluationPeriods'],
    ['M of 0', { DatapointsToAlarm: 0 }, 'One: DatapointsToAlarm: '],
    ['an unknown treatment', { TreatMissingData: 'skip' }, 'One: TreatMissingData: Invalid option'],
    ['no threshold', { Threshold: undefined }, 'One: Threshold: '],
    [
      'a foreign value',
      { AlarmActions: [{ 'Fn::ImportValue': 'x' }] },
      "One: AlarmActions[0] can't be known",
    ],
    [
      'an unknown resource',
      { AlarmName: { Ref: 'Nothing' } },
      "One: AlarmName can't be known before deployment",
    ],
    [
      'an unknown attribute',
      { Threshold: { 'Fn::GetAtt': ['One', 'Size'] } },
      "One: Threshold can't be known",
    ],
  ])('%s', (_, properties, message) => {
    expect(() => readOne({ ...SINGLE_ALARM, ...properties })).toThrow(message);
  });

  test.each<[string, object[], string]>([
    [
      'a Metrics Insights query of another form',
      [{ Id: 'q', Expression: 'SELECT MAX(Usable) FROM NtpDrift', Period }],
      "One: the lab can't read the Metrics Insights query SELECT MAX(Usable) FROM NtpDrift",
    ],
    [
      'an unknown function',
      [METRIC, { ...EXPRESSION, Expression: 'SORT(m1)' }],
      'One: In the expression SORT(m1)',
    ],
    [
      'an unknown id',
      [METRIC, { ...EXPRESSION, Expression: 'm2' }],
      'One: Metrics: e1 refers to m2, which is not there',
    ],
    [
      'a circle',
      [METRIC, { ...EXPRESSION, Expression: 'e1 + m1' }],
      'One: Metrics: e1 -> e1 goes in a circle',
    ],
    ['nothing to watch', [METRIC], 'One: Metrics: 0 have ReturnData'],
    ['two things to watch', [{ ...METRIC, ReturnData: true }, EXPRESSION], 'One: Metrics: 2 have ReturnData'],
    ['two periods', [METRIC, { ...EXPRESSION, Period: 300 }], 'One: Metrics: their periods are 60, 300 s'],
    [
      'no period',
      [
        { Id: 'e1', Expression: 'FILL(e2, 1)' },
        { Id: 'e2', Expression: 'FILL(e1, 1)', ReturnData: false },
      ],
      'goes in a circle',
    ],
    ['an id twice', [METRIC, METRIC, EXPRESSION], 'One: Metrics: the id m1 is there twice'],
    [
      'other accounts',
      [{ ...METRIC, AccountId: '1' }, EXPRESSION],
      'One: Metrics[0].AccountId is not supported',
    ],
    [
      'a percentile',
      [{ ...METRIC, MetricStat: { ...METRIC.MetricStat, Stat: 'p99' } }, EXPRESSION],
      'One: Metrics[0].MetricStat.Stat: ',
    ],
    [
      'eleven metrics',
      [EXPRESSION, ...Array.from({ length: 11 }, (_, i) => ({ ...METRIC, Id: `m${i}` }))],
      'more than 10 metrics',
    ],
  ])('in metric maths: %s', (_, Metrics, message) => {
    expect(() => readOne({ ...EVALUATION, Metrics })).toThrow(message);
  });

  test.each<[string, object, string]>([
    [
      'a rule that names no alarm of the template',
      { AlarmRule: 'ALARM(two)' },
      'AlarmRule: all refers to two, which is not there',
    ],
    ['a rule that names itself', { AlarmRule: 'ALARM(all)' }, 'AlarmRule: all -> all goes in a circle'],
    [
      'a rule that can not be read',
      { AlarmRule: 'ALARM one' },
      "All: The alarm rule ALARM one can't be read",
    ],
    [
      'an unknown suppressor',
      { ActionsSuppressor: 'two', ActionsSuppressorWaitPeriod: 1, ActionsSuppressorExtensionPeriod: 1 },
      'All: ActionsSuppressor: the template has no alarm two',
    ],
    [
      'a suppressor without its periods',
      { ActionsSuppressor: 'one' },
      'All: ActionsSuppressor needs ActionsSuppressorWaitPeriod',
    ],
    ['a name that is taken', { AlarmName: 'one' }, 'All: AlarmName: One has the same, one'],
    ['a property of later days', { Later: 1 }, 'All: Later is not supported'],
  ])('%s', (_, properties, message) => {
    expect(() => readComposite(properties)).toThrow(message);
  });

  test('other resources that change what alarms do', () => {
    expect(() => read({ Log: { Type: 'AWS::CloudWatch::LogAlarm' } })).toThrow(
      'Log: AWS::CloudWatch::LogAlarm is not supported',
    );
    const conditional = { Type: 'AWS::CloudWatch::Alarm', Properties: SINGLE_ALARM, Condition: 'Sometimes' };
    expect(() => read({ One: conditional })).toThrow('One: Condition is not supported');
  });
});

test('seven days of hours are as many as AWS takes', () => {
  expect(readOne({ ...SINGLE_ALARM, Period: 3600, EvaluationPeriods: 168 })).toMatchObject({
    evaluationPeriods: 168,
  });
});

test('a single-metric alarm, with the defaults of what it leaves out', () => {
  expect(readOne({ ...SINGLE_ALARM, Tags: [{ Key: 'a', Value: { Ref: 'Anything' } }] })).toEqual({
    kind: 'metric',
    id: 'One',
    name: 'one',
    description: '',
    actionsEnabled: true,
    actions: { ALARM: [], OK: [], INSUFFICIENT_DATA: [] },
    queries: new Map([
      [
        'metric',
        {
          kind: 'stat',
          namespace: 'NtpDrift',
          metricName: 'Usable',
          dimensions: { Monitor: 'lab', Server: 'a' },
          statistic: 'Maximum',
          unit: undefined,
        },
      ],
    ]),
    watched: 'metric',
    periodMs: 60_000,
    threshold: 1,
    comparison: 'LessThanThreshold',
    datapointsToAlarm: 3,
    evaluationPeriods: 5,
    missingData: 'missing',
    warmUp: undefined,
  });
  expect(readOne({ ...SINGLE_ALARM, DatapointsToAlarm: undefined })).toMatchObject({ datapointsToAlarm: 5 });
  expect(readOne({ ...SINGLE_ALARM, AlarmName: undefined })).toMatchObject({ name: 'One' });
});
