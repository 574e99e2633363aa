import { alarm, changes, data, definitions, playAlarms } from '../../../../testkit/alarms/alarm-builder';

/** A new alarm that treats silence as breaching, as a dead man's switch does. */
const heartbeat = (WarmUpConfiguration?: object) =>
  definitions(alarm('a', { EvaluationPeriods: 3, TreatMissingData: 'breaching', WarmUpConfiguration }));
const fromBirth = { initialState: 'INSUFFICIENT_DATA' } as const;
/** The first datum comes in minute 3. */
const LATE_START = data('a', [undefined, undefined, undefined, 0, 0, 0, 0, 0, 0, 0, 0, 0]);

test('without a warm-up, the first evaluation comes before the first datum and raises a false ALARM', () => {
  expect(changes(playAlarms({ alarms: heartbeat(), data: LATE_START, ...fromBirth }))[0]).toBe('1 a ALARM');
});

test('a warm-up ends as soon as data fill the window', () => {
  const alarms = heartbeat({ WarmUpPeriodDurationInMinutes: 10 });
  expect(changes(playAlarms({ alarms, data: LATE_START, ...fromBirth }))).toEqual(['6 a OK']);
});

test('a warm-up to its end lasts as long as it says, whatever the data', () => {
  const alarms = heartbeat({
    WarmUpPeriodDurationInMinutes: 10,
    OnlyStartEvaluatingAfterWarmUpPeriodEnds: true,
  });
  expect(changes(playAlarms({ alarms, data: LATE_START, ...fromBirth }))).toEqual(['11 a OK']);
});

test('data that never come are noticed when the warm-up ends', () => {
  const alarms = heartbeat({ WarmUpPeriodDurationInMinutes: 10 });
  expect(changes(playAlarms({ alarms, data: [], ...fromBirth }))).toEqual(['11 a ALARM']);
});

test('a warm-up that has ended does not begin again with a deployment', () => {
  const alarms = heartbeat({ WarmUpPeriodDurationInMinutes: 4 });
  const deployments = [{ atMs: Date.UTC(2026, 10, 22, 12, 8), alarms }];
  const values = [0, 0, 0, 0, 0, 0];
  expect(changes(playAlarms({ alarms, deployments, data: data('a', values), ...fromBirth }))).toEqual([
    '3 a OK',
    expect.stringMatching(/^(9|10|11) a ALARM$/),
  ]);
});

test.each([
  [{ WarmUpPeriodDurationInMinutes: 0 }, 'WarmUpPeriodDurationInMinutes'],
  [{ WarmUpPeriodDurationInMinutes: 2881 }, 'WarmUpPeriodDurationInMinutes'],
  [{}, 'WarmUpPeriodDurationInMinutes'],
  [{ WarmUpPeriodDurationInMinutes: 5, Later: 1 }, 'WarmUpConfiguration.Later is not supported'],
])('%j is refused', (configuration, message) => {
  expect(() => heartbeat(configuration)).toThrow(message);
});
