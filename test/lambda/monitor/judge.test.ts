import fc from 'fast-check';
import { judge, publish, unproven } from '../../../lambda/monitor/judge';
import type { Interval } from '../../../lambda/ntp/correctness-interval';

const ms = (min: number, max: number) => fc.double({ min, max, noNaN: true });
const intervals = fc
  .tuple(ms(-200, 200), ms(0, 200))
  .map(([lowMs, wide]): Interval => ({ lowMs, highMs: lowMs + wide }));

describe('An interval is published as an offset with its uncertainty:', () => {
  test.each<[string, number, Interval, number, { offsetMs: number; uncertaintyMs: number }]>([
    [
      'the estimate, and the farther end',
      1,
      { lowMs: -4, highMs: 10 },
      50,
      { offsetMs: 1, uncertaintyMs: 9 },
    ],
    [
      'an estimate that is disproved is moved',
      20,
      { lowMs: -4, highMs: 10 },
      50,
      { offsetMs: 10, uncertaintyMs: 14 },
    ],
    [
      'by the least that keeps a proof of within',
      -30,
      { lowMs: -40, highMs: 45 },
      50,
      { offsetMs: -2.5, uncertaintyMs: 47.5 },
    ],
    [
      'the same for one that is ahead',
      30,
      { lowMs: -45, highMs: 40 },
      50,
      { offsetMs: 2.5, uncertaintyMs: 47.5 },
    ],
    [
      'by the least that keeps a proof of outside',
      55,
      { lowMs: 51, highMs: 70 },
      50,
      { offsetMs: 60.001, uncertaintyMs: 10 },
    ],
    [
      'the same for one that is behind',
      -55,
      { lowMs: -70, highMs: -51 },
      50,
      { offsetMs: -60.001, uncertaintyMs: 10 },
    ],
    [
      'not at all where nothing is proven',
      -30,
      { lowMs: -60, highMs: 45 },
      50,
      { offsetMs: -30, uncertaintyMs: 75 },
    ],
    ['a point', 7, { lowMs: 7, highMs: 7 }, 50, { offsetMs: 7, uncertaintyMs: 0 }],
  ])('%s', (_name, estimateMs, proven, limitMs, expected) => {
    const { offsetMs, uncertaintyMs } = publish(estimateMs, proven, limitMs);
    expect(offsetMs).toBeCloseTo(expected.offsetMs, 2);
    expect(uncertaintyMs).toBeCloseTo(expected.uncertaintyMs, 2);
  });

  test('it covers all of what is proven, and proves as much of the limit', () => {
    fc.assert(
      fc.property(ms(-300, 300), intervals, ms(0.001, 200), (estimateMs, proven, limitMs) => {
        const published = publish(estimateMs, proven, limitMs);
        expect(published.offsetMs - published.uncertaintyMs).toBeLessThanOrEqual(proven.lowMs + 1e-9);
        expect(published.offsetMs + published.uncertaintyMs).toBeGreaterThanOrEqual(proven.highMs - 1e-9);
        const isWithin = Math.max(-proven.lowMs, proven.highMs) < limitMs - 1e-9;
        const isOutside = Math.max(proven.lowMs, -proven.highMs) > limitMs + 1e-9;
        const verdict = judge(published, limitMs);
        expect([verdict === 'within' || !isWithin, verdict === 'outside' || !isOutside]).toEqual([
          true,
          true,
        ]);
        const isOpen = Math.max(-proven.lowMs, proven.highMs) > limitMs + 1e-9 && !isOutside;
        expect(
          verdict === 'uncertain' || !isOpen || Math.max(proven.lowMs, -proven.highMs) > limitMs - 1e-9,
        ).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  test('an estimate that proves the same is left as it is', () => {
    fc.assert(
      fc.property(ms(0, 1), ms(-200, 200), ms(0, 50), ms(0.1, 200), (share, lowMs, wide, limitMs) => {
        const proven = { lowMs, highMs: lowMs + wide };
        const estimateMs = lowMs + share * wide;
        const plain = {
          offsetMs: estimateMs,
          uncertaintyMs: Math.max(estimateMs - lowMs, proven.highMs - estimateMs),
        };
        const middle = { offsetMs: lowMs + wide / 2, uncertaintyMs: wide / 2 };
        fc.pre(judge(plain, limitMs) === judge(middle, limitMs));
        expect(publish(estimateMs, proven, limitMs).offsetMs).toBeCloseTo(estimateMs, 9);
      }),
    );
  });
});

test.each([
  ['within', { offsetMs: 1, uncertaintyMs: 1 }, 50],
  ['within a limit that is larger than what it is widened by', { offsetMs: 1, uncertaintyMs: 1 }, 300_000],
  ['outside', { offsetMs: 1000, uncertaintyMs: 1 }, 50],
  ['outside by more than it is widened by', { offsetMs: -1e9, uncertaintyMs: 1 }, 50],
  ['all but outside', { offsetMs: 50, uncertaintyMs: 0 }, 50],
])('What was %s proves nothing once it is widened', (_name, published, limitMs) => {
  const wide = unproven(published, 90_000, limitMs);
  expect(wide.offsetMs).toBe(published.offsetMs);
  expect(wide.uncertaintyMs).toBeGreaterThanOrEqual(90_000);
  expect(judge(wide, limitMs)).toBe('uncertain');
});
