import fc from 'fast-check';
import {
  around,
  hullOfAgreement,
  type Interval,
  intersection,
  maxAgreeing,
  meets,
  widened,
} from '../../../lambda/ntp/correctness-interval';

/** Ends on whole numbers, so that they often touch. */
const intervals = fc.array(
  fc
    .tuple(fc.integer({ min: -6, max: 6 }), fc.integer({ min: 0, max: 5 }))
    .map(([lowMs, wide]): Interval => ({ lowMs, highMs: lowMs + wide })),
  { maxLength: 9 },
);

const holding = (all: readonly Interval[], point: number) =>
  all.filter(({ lowMs, highMs }) => lowMs <= point && point <= highMs).length;

/** Whatever is held by so many is held at one of the ends, too. */
const endsHeldBy = (all: readonly Interval[], agreeing: number) =>
  all.flatMap(({ lowMs, highMs }) => [lowMs, highMs]).filter((point) => holding(all, point) >= agreeing);

test('An interval is made of its middle, and widened at both ends', () => {
  expect(around(10, 3)).toEqual({ lowMs: 7, highMs: 13 });
  expect(widened({ lowMs: 7, highMs: 13 }, 2)).toEqual({ lowMs: 5, highMs: 15 });
});

test.each<[string, Interval, Interval, Interval | undefined]>([
  ['that overlap', { lowMs: 0, highMs: 4 }, { lowMs: 3, highMs: 9 }, { lowMs: 3, highMs: 4 }],
  ['of which one holds the other', { lowMs: 0, highMs: 9 }, { lowMs: 3, highMs: 4 }, { lowMs: 3, highMs: 4 }],
  ['that touch', { lowMs: 0, highMs: 3 }, { lowMs: 3, highMs: 9 }, { lowMs: 3, highMs: 3 }],
  ['that are apart', { lowMs: 0, highMs: 2 }, { lowMs: 3, highMs: 9 }, undefined],
])('Two intervals %s, in either order', (_name, a, b, expected) => {
  expect([intersection(a, b), intersection(b, a)]).toEqual([expected, expected]);
  expect([meets(a, b), meets(b, a)]).toEqual([expected !== undefined, expected !== undefined]);
});

test('How many agree at the most is what counting at every end finds', () => {
  fc.assert(
    fc.property(intervals, (all) => {
      const counted = all.flatMap(({ lowMs, highMs }) => [holding(all, lowMs), holding(all, highMs)]);
      expect(maxAgreeing(all)).toBe(Math.max(0, ...counted));
    }),
  );
});

test('The hull of agreement reaches from the first to the last point that so many hold', () => {
  fc.assert(
    fc.property(intervals, fc.integer({ min: 1, max: 9 }), (all, agreeing) => {
      const held = endsHeldBy(all, agreeing);
      const hull = hullOfAgreement(all, agreeing);
      expect(hull).toEqual(
        held.length === 0
          ? undefined
          : { lowMs: Math.min(...held) + 0, highMs: expect.closeTo(Math.max(...held), 9) },
      );
    }),
  );
});
