import fc from 'fast-check';
import { AlarmSimulation } from '../../../../lab/cloudwatch/alarms/simulation';
import { MINUTE_MS } from '../../../../lambda/ntp/time-units';
import {
  alarm,
  changes,
  data,
  definitions,
  NOON,
  playAlarms,
  sent,
} from '../../../../testkit/alarms/alarm-builder';

describe('nothing is sent', () => {
  test('without a change of state', () => {
    expect(playAlarms({ alarms: definitions(alarm('a')), data: data('a', Array(15).fill(0)) })).toEqual({
      transitions: [],
      notifications: [],
    });
  });

  test.each([
    ['with actions disabled', { ActionsEnabled: false }],
    ['where the new state has no actions', { AlarmActions: [], OKActions: [] }],
  ])('%s', (_, properties) => {
    const events = playAlarms({
      alarms: definitions(alarm('a', properties)),
      data: data('a', [0, 2, 2, 0, 0]),
    });
    expect(changes(events)).toEqual(['2 a ALARM', '4 a OK', '8 a INSUFFICIENT_DATA']);
    expect(sent(events)).toEqual([]);
  });
});

test('an error says which alarm it is about', () => {
  const mixed = [...data('a', [0]), ...data('a', [0]).map((each) => ({ ...each, unit: 'Count' }))];
  expect(() => playAlarms({ alarms: definitions(alarm('a')), data: mixed })).toThrow(
    'Alarm a: N a has data in None and Count',
  );
  expect(() => new AlarmSimulation([]).state('a')).toThrow('There is no alarm a.');
});

test('a change of state is sent once, to the actions of the new state, with what a reader needs', () => {
  const alarms = definitions(alarm('a', { AlarmDescription: 'Look at it.', AlarmActions: ['x', 'y'] }));
  const events = playAlarms({ alarms, data: data('a', [0, 2, 2, 2, 0, 0]) }, 6);
  expect(events.notifications).toEqual([
    {
      timeMs: NOON + 2 * MINUTE_MS,
      sentMs: NOON + 2 * MINUTE_MS,
      alarm: 'a',
      from: 'OK',
      to: 'ALARM',
      reason:
        'Threshold Crossed: 1 out of the last 1 datapoints [2.0 (22/11/26 12:01:00)] was greater than the ' +
        'threshold (1.0) (minimum 1 datapoint for OK -> ALARM transition).',
      description: 'Look at it.',
      actions: ['x', 'y'],
    },
    expect.objectContaining({ from: 'ALARM', to: 'OK', sentMs: NOON + 5 * MINUTE_MS, actions: ['ok'] }),
  ]);
});

test('a new alarm begins without data, and says so when it has some', () => {
  const { notifications } = playAlarms(
    {
      alarms: definitions(alarm('a')),
      data: data('a', [undefined, 0]),
      initialState: 'INSUFFICIENT_DATA',
    },
    2,
  );
  expect(notifications).toMatchObject([{ from: 'INSUFFICIENT_DATA', to: 'OK' }]);
});

describe('time', () => {
  test('data that come late are seen late, and by the periods that they belong to', () => {
    const alarms = definitions(alarm('a', { EvaluationPeriods: 3, DatapointsToAlarm: 2 }));
    const late = [...data('a', [0, 0]), ...data('a', [0, 0, 2, 2], 2.5).slice(2)];
    const prompt = data('a', Array(9).fill(0)).slice(6);
    expect(changes(playAlarms({ alarms, data: [...prompt, ...late] }, 9))).toEqual(['6 a ALARM', '8 a OK']);
  });

  test('an evaluation sees the data of the last full minute, and what has arrived by then', () => {
    const alarms = definitions(alarm('a'));
    const seen = (phaseMs: number) => {
      const startMs = NOON + 2.5 * MINUTE_MS;
      const { transitions } = playAlarms({ alarms, startMs, phaseMs, data: data('a', [0, 0, 2], 1) }, 5);
      return transitions.map(({ timeMs, to }) => `${timeMs - NOON} ms ${to}`);
    };
    expect(seen(0)).toEqual(['240000 ms ALARM']);
    expect(seen(1_000)).toEqual(['181000 ms ALARM']);
  });

  test('an alarm of a longer period is evaluated every minute too', () => {
    const alarms = definitions(alarm('a', { Period: 300, TreatMissingData: 'notBreaching' }));
    const events = playAlarms({ alarms, data: data('a', [0, 0, 2, ...Array(12).fill(0)]) });
    expect(changes(events)).toEqual(['3 a ALARM', '8 a OK']);
  });

  test('the range of the evaluation is a setting', () => {
    const alarms = definitions(alarm('a', { TreatMissingData: 'breaching' }));
    const alarming = (extraPeriods: number) =>
      changes(playAlarms({ alarms, extraPeriods, data: data('a', [0, 0, 0]) }));
    expect(alarming(2)).toEqual(['6 a ALARM']);
    expect(alarming(4)).toEqual(['8 a ALARM']);
  });
});

test('metric maths, one expression upon another', () => {
  const stat = (Id: string) => ({
    Id,
    ReturnData: false,
    MetricStat: { Metric: { Namespace: 'N', MetricName: Id }, Stat: 'Average', Period: 60 },
  });
  const { Namespace: _, MetricName: __, Statistic: ___, Period: ____, ...rest } = alarm('far').Properties;
  const Metrics = [
    { Id: 'distance', Expression: 'ABS(difference)' },
    { Id: 'difference', Expression: 'a - b', ReturnData: false },
    stat('a'),
    stat('b'),
  ];
  const alarms = definitions({ Type: 'AWS::CloudWatch::Alarm', Properties: { ...rest, Metrics } });
  const events = playAlarms({ alarms, data: [...data('a', [1, 1, 1, 1]), ...data('b', [0, 3, 2, -1])] }, 4);
  expect(changes(events)).toEqual(['2 far ALARM', '3 far OK', '4 far ALARM']);
});

test('a deployment keeps the states of alarms that stay, starts new ones, and ends the rest', () => {
  const keep = { TreatMissingData: 'ignore', InsufficientDataActions: ['none'] };
  const all = ['a', 'b', 'c'].flatMap((name) => data(name, [0, 2]));
  const events = playAlarms({
    alarms: definitions(alarm('a', keep), alarm('b', keep)),
    deployments: [{ atMs: NOON + 3 * MINUTE_MS, alarms: definitions(alarm('a', keep), alarm('c', keep)) }],
    data: [...all, ...data('b', [0, 2, 2, 2, 0, 0])],
  });
  expect(sent(events)).toEqual(['2 a ALARM -> alarm', '2 b ALARM -> alarm', '3 c ALARM -> alarm']);
});

test('the order in which data arrive within a minute makes no difference', () => {
  const alarms = definitions(
    alarm('a', { EvaluationPeriods: 3, DatapointsToAlarm: 2, Statistic: 'Sum' }),
    alarm('b'),
  );
  const measured = [
    ...data('a', [0, 1, 2, 0, 2, 2]),
    ...data('a', [1, 1, 0, 0, 0, 0]),
    ...data('b', [0, 2, 2, 0]),
  ];
  const together = measured.map((each) => ({
    ...each,
    arrivalMs: Math.ceil(each.arrivalMs / MINUTE_MS) * MINUTE_MS,
  }));
  const expected = playAlarms({ alarms, data: together });
  expect(expected.notifications.length).toBeGreaterThan(0);
  fc.assert(
    fc.property(fc.shuffledSubarray(together, { minLength: together.length }), (shuffled) => {
      expect(playAlarms({ alarms, data: shuffled })).toEqual(expected);
    }),
    { numRuns: 30 },
  );
});
