import fc from 'fast-check';
import type { MetricStat } from '../../../../lab/cloudwatch/alarms/datapoints';
import { type MetricDatum, MetricStore } from '../../../../lab/cloudwatch/alarms/datapoints';
import { STATISTIC_FUNCTIONS } from '../../../../lab/cloudwatch/alarms/statistic-functions';
import { MINUTE_MS } from '../../../../lambda/ntp/time-units';

const NOON = Date.UTC(2026, 10, 22, 12);

function datum(minute: number, value: number, fields: Partial<MetricDatum> = {}): MetricDatum {
  return {
    namespace: 'NtpDrift',
    metricName: 'Offset',
    dimensions: { Monitor: 'lab', Server: 'a' },
    unit: 'Milliseconds',
    timeMs: NOON + minute * MINUTE_MS,
    values: [{ value, count: 1 }],
    ...fields,
  };
}

function query(fields: Partial<MetricStat> = {}): MetricStat {
  const { namespace, metricName, dimensions } = datum(0, 0);
  return {
    kind: 'stat',
    namespace,
    metricName,
    dimensions,
    statistic: 'Average',
    unit: undefined,
    ...fields,
  };
}

function stored(...data: MetricDatum[]): MetricStore {
  const store = new MetricStore();
  for (const each of data) {
    store.add(each);
  }
  return store;
}

/** The points of the given number of minutes after noon. */
function minutes(store: MetricStore, count: number, fields: Partial<MetricStat> = {}) {
  return store.series(query(fields), { periodMs: MINUTE_MS, endMs: NOON + count * MINUTE_MS, count });
}

describe('failures first', () => {
  test('data in two units are an error where the alarm has no Unit', () => {
    const store = stored(datum(0, 1), datum(1, 2, { unit: 'Seconds' }));
    expect(() => minutes(store, 2)).toThrow('NtpDrift Offset has data in Milliseconds and Seconds');
    expect(minutes(store, 1)).toEqual([1]);
  });

  test('what was never measured is missing, and no zero', () => {
    expect(minutes(stored(), 2)).toEqual([undefined, undefined]);
    expect(minutes(stored(), 1, { statistic: 'SampleCount' })).toEqual([undefined]);
    expect(minutes(stored(), 1, { statistic: 'Sum', unit: 'Count' })).toEqual([undefined]);
  });

  test.each<[string, Partial<MetricStat>]>([
    ['fewer', { dimensions: { Monitor: 'lab' } }],
    ['more', { dimensions: { Monitor: 'lab', Server: 'a', Region: 'x' } }],
    ['other', { dimensions: { Monitor: 'lab', Server: 'b' } }],
    ['no', { dimensions: {} }],
  ])('%s dimensions are another metric', (_, fields) => {
    expect(minutes(stored(datum(0, 1)), 1, fields)).toEqual([undefined]);
  });

  test('so are another name and another namespace', () => {
    expect(minutes(stored(datum(0, 1)), 1, { metricName: 'Usable' })).toEqual([undefined]);
    expect(minutes(stored(datum(0, 1)), 1, { namespace: 'Other' })).toEqual([undefined]);
  });

  test('a Unit sees data of that unit only', () => {
    const store = stored(datum(0, 1), datum(0, 2, { unit: 'Seconds' }));
    expect(minutes(store, 1, { unit: 'Seconds' })).toEqual([2]);
    expect(minutes(store, 1, { unit: 'Count' })).toEqual([undefined]);
  });
});

test('the order of dimensions is no difference', () => {
  expect(minutes(stored(datum(0, 1)), 1, { dimensions: { Server: 'a', Monitor: 'lab' } })).toEqual([1]);
});

test.each([
  ['Average', 2.75],
  ['Sum', 11],
  ['Minimum', -4],
  ['Maximum', 9],
  ['SampleCount', 4],
] as const)('%s weighs values by their counts', (statistic, expected) => {
  const values = [
    { value: -4, count: 1 },
    { value: 3, count: 2 },
    { value: 9, count: 1 },
  ];
  expect(minutes(stored(datum(0, 0, { values })), 1, { statistic })).toEqual([expected]);
});

test('a period has what was measured in it, up to but not at its end', () => {
  const store = stored(datum(0, 1), datum(0.999, 3), datum(1, 10), datum(3, 7));
  expect(minutes(store, 4)).toEqual([2, 10, undefined, 7]);
});

test('longer periods slide by the minute: they end where the evaluation looks from', () => {
  const store = stored(...[0, 1, 2, 3, 4, 5, 6].map((minute) => datum(minute, minute)));
  const at = (endMinute: number) =>
    store.series(query({ statistic: 'Maximum' }), {
      periodMs: 3 * MINUTE_MS,
      endMs: NOON + endMinute * MINUTE_MS,
      count: 2,
    });
  expect(at(6)).toEqual([2, 5]);
  expect(at(7)).toEqual([3, 6]);
});

test('whatever the order of arrival, and however values are grouped, the points are the same', () => {
  const measured = fc.array(
    fc.record({ minute: fc.integer({ min: 0, max: 4 }), value: fc.integer({ min: -9, max: 9 }) }),
  );
  const shuffled = measured.chain((data) =>
    fc.tuple(fc.constant(data), fc.shuffledSubarray(data, { minLength: data.length })),
  );
  fc.assert(
    fc.property(
      shuffled,
      fc.constantFrom(...(Object.keys(STATISTIC_FUNCTIONS) as MetricStat['statistic'][])),
      ([data, other], statistic) => {
        const one = stored(...data.map(({ minute, value }) => datum(minute, value)));
        const grouped = stored(
          ...[0, 1, 2, 3, 4].map((minute) =>
            datum(minute, 0, {
              values: other
                .filter((each) => each.minute === minute)
                .map(({ value }) => ({ value, count: 1 })),
            }),
          ),
        );
        expect(minutes(grouped, 5, { statistic })).toEqual(minutes(one, 5, { statistic }));
      },
    ),
  );
});

test('data that come after somebody has asked count as if they had been there before', () => {
  const arrivals = fc.array(fc.tuple(fc.integer({ min: 0, max: 400 }), fc.integer({ min: -9, max: 9 })), {
    minLength: 1,
  });
  const range = {
    statistic: fc.constantFrom('Sum', 'Maximum', 'SampleCount', 'p50' as const),
    perPeriod: fc.constantFrom(1, 5, 60, 150),
    end: fc.integer({ min: 0, max: 400 }),
  };
  fc.assert(
    fc.property(arrivals, fc.record(range), (all, { statistic, perPeriod, end }) => {
      const ask = (store: MetricStore) =>
        store.series(query({ statistic }), {
          periodMs: perPeriod * MINUTE_MS,
          endMs: NOON + end * MINUTE_MS,
          count: 3,
        });
      const asked = new MetricStore();
      for (const [minute, value] of all) {
        asked.add(datum(minute, value));
        ask(asked);
      }
      expect(ask(asked)).toEqual(ask(stored(...all.map(([minute, value]) => datum(minute, value)))));
    }),
  );
});
