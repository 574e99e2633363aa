import { metricData } from '../../../lambda/function/metric-data';
import { EVERYTHING, type PublishScope } from '../../../lambda/monitor/shard';
import { ALWAYS_PUBLISHED, WITHOUT_REFERENCE } from '../../../testkit/function/always-published';
import { reading, result, UNUSABLE } from '../../../testkit/function/sample-readings';

/** Every datum as `Metric` or `Metric server`, with its value. */
function published(of: Parameters<typeof metricData>[0]): Record<string, number | undefined> {
  return Object.fromEntries(
    [...metricData(of)].map(({ MetricName, Dimensions, Value }) => [
      [MetricName, ...Dimensions.slice(1).map((each) => each.Value)].join(' '),
      Value,
    ]),
  );
}

describe('What exists when', () => {
  test('nothing answers: Usable 0 for every server, and no truechimers', () => {
    const unknown = { known: false, clockOffsetMs: null, boundMs: null, truechimers: [] };
    expect(published(result([reading('a', UNUSABLE), reading('b', UNUSABLE)], unknown))).toEqual({
      Truechimers: 0,
      ServersUnusable: 2,
      ...ALWAYS_PUBLISHED,
      ...WITHOUT_REFERENCE,
      'RunsUnusable a': 1,
      'RunsUnusable b': 1,
      'Usable a': 0,
      'Usable b': 0,
    });
  });

  test('reference time is lost: no offset, but what can be known without it', () => {
    const lost = { verdict: 'uncertain', offsetMs: null, uncertaintyMs: null } as const;
    const unknown = { known: false, clockOffsetMs: null, boundMs: null, truechimers: [] };
    expect(published(result([reading('a', lost), reading('b', UNUSABLE)], unknown))).toEqual({
      Truechimers: 0,
      ServersUnusable: 1,
      ...ALWAYS_PUBLISHED,
      ...WITHOUT_REFERENCE,
      'RunsUnusable b': 1,
      'RoundTripDelay a': 10,
      'Usable a': 1,
      'Usable b': 0,
    });
  });

  test('a server is usable and reference time known: all of them', () => {
    expect(published(result([reading('a')]))).toEqual({
      ClockOffset: 0.25,
      ...ALWAYS_PUBLISHED,
      Truechimers: 1,
      ServersUnusable: 0,
      'Offset a': 1.5,
      'Uncertainty a': 5,
      'RoundTripDelay a': 10,
      'Usable a': 1,
    });
  });

  test('an unusable server answered: its delay', () => {
    expect(published(result([reading('a', { ...UNUSABLE, delayMs: 7 })]))).toMatchObject({
      'RoundTripDelay a': 7,
      'Usable a': 0,
    });
  });

  test.each(['within', 'uncertain', 'outside'] as const)(
    'the verdict is %s: usable all the same',
    (verdict) => {
      expect(published(result([reading('a', { verdict })]))).toMatchObject({
        'Usable a': 1,
        'Offset a': 1.5,
      });
    },
  );

  test("the clock is the reference: it can't be off from itself", () => {
    const byClock = { source: 'clock' as const, clockOffsetMs: 0 };
    expect(published(result([reading('a')], byClock))).not.toHaveProperty('ClockOffset');
  });
});

test.each([0, -0.004, -250])('An offset of %d is published as it is', (offsetMs) => {
  expect(published(result([reading('a', { offsetMs })]))['Offset a']).toBe(offsetMs);
});

test.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])(
  'CloudWatch never sees a value of %d, and the rest of the run arrives',
  (value) => {
    const data = published(result([reading('a', { offsetMs: value }), reading('b')]));
    expect(data).not.toHaveProperty('Offset a');
    expect(data).toMatchObject({ 'Usable a': 1, 'Offset b': 1.5 });
  },
);

test.each([
  ['as good as right', '2026-11-22T12:00:00.000Z', 0.25],
  ['3 hours ahead', '2026-11-22T15:00:00.000Z', 3 * 3_600_000],
  ['1024 weeks behind: a GPS receiver in the wrong era', '2007-04-08T12:00:00.000Z', -1024 * 7 * 86_400_000],
  ['unknown', '2026-11-22T12:00:00.000Z', null],
])("A datum is stamped by the function's clock when the voters' time is %s", (_what, time, clockOffsetMs) => {
  const run = { ...result([reading('a')], { clockOffsetMs }), time };
  const stamps = [...metricData(run)].map(({ Timestamp }) => Timestamp.toISOString());
  expect(new Set(stamps)).toEqual(new Set(['2026-11-22T12:00:00.000Z']));
});

test('A datum has its dimensions, its unit and the time of the run', () => {
  const data = [...metricData(result([reading('a')]))];
  const Timestamp = new Date('2026-11-22T12:00:00.000Z');
  const Monitor = { Name: 'Monitor', Value: 'm' };
  expect(data[0]).toEqual({
    MetricName: 'ClockOffset',
    Dimensions: [Monitor],
    Timestamp,
    Unit: 'Milliseconds',
    Value: 0.25,
  });
  expect(data.find((each) => each.MetricName === 'Offset')).toEqual({
    MetricName: 'Offset',
    Dimensions: [Monitor, { Name: 'Server', Value: 'a' }],
    Timestamp,
    Unit: 'Milliseconds',
    Value: 1.5,
  });
  expect(Object.fromEntries(data.map(({ MetricName, Unit }) => [MetricName, Unit]))).toEqual({
    ClockOffset: 'Milliseconds',
    ...Object.fromEntries(Object.keys(ALWAYS_PUBLISHED).map((name) => [name, 'Count'])),
    Truechimers: 'Count',
    ServersUnusable: 'Count',
    Offset: 'Milliseconds',
    Uncertainty: 'Milliseconds',
    RoundTripDelay: 'Milliseconds',
    Usable: 'None',
  });
});

describe('What is counted', () => {
  const scope = { ...EVERYTHING, badRuns: { runs: 12, everyMinutes: 5 }, commonCause: 2 };
  const timesOf = (
    name: string,
    dimensions: number,
    run: Parameters<typeof result>[0] | ReturnType<typeof result>,
    changes: Partial<PublishScope> = {},
  ) =>
    [...metricData(Array.isArray(run) ? result(run) : run, { ...scope, ...changes })]
      .filter(({ MetricName, Dimensions }) => MetricName === name && Dimensions.length === dimensions)
      .map(({ Timestamp, Value }) => [Timestamp.toISOString().slice(11, 16), Value] as const);

  test('is published once a minute, from a period before the run to the last run of the window', () => {
    const times = timesOf('RunsUnusable', 2, [reading('a', UNUSABLE), reading('b')]);
    expect(times).toHaveLength(60);
    expect([times[0], times[1], times[59]]).toEqual([
      ['11:56', 1],
      ['11:57', 1],
      ['12:55', 1],
    ]);
  });

  test('of proofs, for a shorter window', () => {
    expect(timesOf('RunsOutside', 2, [reading('a', { verdict: 'outside' }), reading('b')])).toHaveLength(45);
  });

  test('is a single run in a period of any length that has it, whenever that ends', () => {
    const minutes = timesOf('RunsUnusable', 2, [reading('a', UNUSABLE), reading('b')]).map(
      ([time]) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3)) - 720,
    );
    for (const length of [1, 5, 20]) {
      const sums = Array.from(
        { length: 60 },
        (_, end) => minutes.filter((minute) => minute <= end && minute > end - length).length / length,
      );
      expect(Math.max(...sums)).toBe(1);
    }
  });

  test("weighs next to nothing for servers that are many: it is the monitor's then", () => {
    const many = [...'abcd'].map((name) => reading(name, UNUSABLE));
    expect(new Set(timesOf('RunsUnusable', 2, many).map(([, value]) => value))).toEqual(new Set([0.00001]));
    expect(timesOf('RunsUnusable', 1, many)[0]).toEqual(['11:56', 1]);
  });

  test.each([
    { runs: 12, everyMinutes: 1, at: ['11:54'] },
    { runs: 12, everyMinutes: 5, at: ['11:32'] },
    { runs: 8, everyMinutes: 5, at: ['11:40'] },
    { runs: 6, everyMinutes: 15, at: ['11:22'] },
    { runs: 1, everyMinutes: 1, at: [] },
    { runs: 12, everyMinutes: 1, sharded: true, at: [] },
    { runs: 12, everyMinutes: 1, commonCause: 3, at: [] },
  ])('marks what lies before a group: %j', ({ at, runs, everyMinutes, ...changes }) => {
    const servers = [reading('a', UNUSABLE), reading('b', UNUSABLE)];
    const times = timesOf('RunsUnusable', 1, servers, { badRuns: { runs, everyMinutes }, ...changes });
    expect(times.filter(([, value]) => value! < 0)).toEqual(at.map((time) => [time, -1e-9]));
  });

  test('marks it while reference time is lost, too, when such runs are not counted', () => {
    const lost = result([reading('a', UNUSABLE), reading('b', UNUSABLE)], { known: false });
    expect(timesOf('RunsUnusable', 1, lost)).toEqual([['11:32', -1e-9]]);
  });

  test('counts in two runs for servers that are few, and weighs next to nothing then', () => {
    const minutes = timesOf('RunsUnusable', 2, [
      reading('a', UNUSABLE),
      reading('b', UNUSABLE),
      reading('c'),
    ]);
    const ofA = minutes.slice(0, 60);
    expect(ofA.filter(([, value]) => value === 1.00001)).toEqual(
      ofA.slice(0, 2 * 5).map(([time]) => [time, 1.00001]),
    );
    expect(ofA.slice(2 * 5).map(([, value]) => value)).toEqual(Array(50).fill(0.00001));
  });

  test('is not published while all is well', () => {
    expect(timesOf('RunsUnusable', 2, [reading('a')])).toEqual([]);
  });
});

test('What only warnings look at is not published with the essential alarms', () => {
  const names = (alarms: 'all' | 'essential') =>
    [...metricData(result([reading('a')]), { ...EVERYTHING, alarms })].map(({ MetricName }) => MetricName);
  const left = names('all').filter((name) => !names('essential').includes(name));
  expect(left).toEqual(expect.arrayContaining(['ServersRemarked', 'Outvoted']));
});
