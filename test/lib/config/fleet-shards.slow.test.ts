import { Template } from 'aws-cdk-lib/assertions';
import { compileExpression } from '../../../lab/cloudwatch/alarms/math';
import { fleetOf } from '../../../testkit/stack/fleet-configs';
import { alarmsByName } from '../../../testkit/stack/synthesise';

describe('fleet incomplete', () => {
  const incomplete = (changes: Record<string, unknown>, size = 1500) =>
    alarmsByName(Template.fromStack(fleetOf(size, changes)))['test fleet incomplete'];

  test('is not there for a single schedule: whose loss is silence', () => {
    expect(incomplete({}, 60)).toBeUndefined();
  });

  test('compares the servers measured with those that the first shard names, run by run', () => {
    const alarm = incomplete({});
    expect(alarm).toMatchObject({ DatapointsToAlarm: 2, EvaluationPeriods: 2, TreatMissingData: 'ignore' });
    expect(alarm.Metrics).toEqual([
      expect.objectContaining({ Expression: 'measured / configured' }),
      expect.objectContaining({ MetricStat: expect.objectContaining({ Stat: 'Sum', Period: 300 }) }),
      expect.objectContaining({
        MetricStat: expect.objectContaining({ Stat: 'Sum', Period: 300 }),
      }),
    ]);
  });

  // 1,500 servers in 3 shards of 500, and how often each one ran within five minutes, the first one first.
  test.each([
    ['all shards run', [5, 5, 5], false],
    ['a run of one falls into the next period', [5, 5, 4], false],
    ['all pause for three of five runs', [2, 2, 2], false],
    ['one shard is lost', [5, 5, 0], true],
  ])('when %s', (_what, runs, breaches) => {
    const { Threshold, ComparisonOperator } = incomplete({});
    const servers = runs.reduce((sum, each) => sum + each * 500, 0);
    expect(ComparisonOperator).toBe('LessThanThreshold');
    expect(servers / (runs[0]! * 1500) < Threshold).toBe(breaches);
  });

  test.each(['rate(4 hours)', 'rate(1 day)'])('has periods of a day at most, with %s', (schedule) => {
    const { Metrics, EvaluationPeriods } = incomplete({ schedule });
    expect(Metrics[1].MetricStat.Period).toBeLessThanOrEqual(86_400);
    expect(EvaluationPeriods).toBe(2);
  });
});

describe('fleet unjudged', () => {
  const unjudged = (size: number, changes: Record<string, unknown> = {}) =>
    alarmsByName(Template.fromStack(fleetOf(size, changes)))['test fleet unjudged'];

  test('is on the shards that have lost reference time, unless the first has, too: reference lost tells that', () => {
    const alarm = unjudged(1500);
    expect(alarm).toMatchObject({
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      Threshold: 1,
      ...{ DatapointsToAlarm: 4, EvaluationPeriods: 12, TreatMissingData: 'ignore' },
      AlarmActions: [expect.anything()],
    });
    const metric = (MetricName: string, Stat: string) =>
      expect.objectContaining({
        MetricStat: { Metric: expect.objectContaining({ MetricName }), Period: 60, Stat },
      });
    expect(alarm.Metrics).toEqual([
      expect.objectContaining({ Expression: 'IF(truechimers > 0, lost)' }),
      metric('Truechimers', 'Maximum'),
      metric('ShardsWithoutReference', 'Sum'),
    ]);
  });

  test.each([
    ['a single schedule: of which reference lost tells', 60, {}],
    ['the clock as reference: which none can lose', 1500, { reference: 'clock' }],
  ])('is not there with %s', (_what, size, changes) => {
    expect(unjudged(size, changes)).toBeUndefined();
  });
});

describe('fleet unusable 10 percent', () => {
  const { Metrics } = alarmsByName(Template.fromStack(fleetOf(1500)))['test fleet unusable 10 percent'];
  const expression = compileExpression(Metrics[0].Expression);

  // A shard that loses its network has unusable servers and no reference time: one cause, one page.
  test.each<[string, Record<string, number>, number]>([
    ['every shard has reference time', { truechimers: 4, lost: 0, bad: 300 }, 300],
    ['a shard has lost it', { truechimers: 4, lost: 1, bad: 400 }, 0],
    ['two have', { truechimers: 4, lost: 2, bad: 800 }, 0],
    ['all have', { truechimers: 0, lost: 3, bad: 1500 }, 0],
  ])('%s', (_what, values, expected) => {
    expect(expression.evaluate((id) => [values[id]])).toEqual([expected]);
  });
});
