import fc from 'fast-check';
import { median, quantile, rotate, summariseErrors } from '../../bench/statistics';

const errors = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1 });

test.each([
  [[7], 0.95, 7],
  [[3, 1, 2], 0, 1],
  [[3, 1, 2], 0.5, 2],
  [[3, 1, 2], 1, 3],
  [[1, 2, 3, 4], 0.5, 2.5],
  [[10, 20, 30, 40, 50], 0.95, 48], // R: quantile(c(10, 20, 30, 40, 50), 0.95)
])('Of %j the %d-quantile is %d', (values, q, expected) => {
  expect(quantile(values, q)).toBeCloseTo(expected, 12);
});

test.each([
  [[], 0.5],
  [[1, Number.NaN], 0.5],
  [[1], 1.1],
  [[1], -0.1],
  [[1], Number.NaN],
])('Of %j there is no %d-quantile', (values, q) => {
  expect(() => quantile(values, q)).toThrow(RangeError);
});

test('Quantiles rise with q, lie within the values and leave them alone', () => {
  fc.assert(
    fc.property(errors, fc.double({ min: 0, max: 1, noNaN: true }), (values, q) => {
      const before = [...values];
      const value = quantile(values, q);
      expect(value).toBeGreaterThanOrEqual(Math.min(...values));
      expect(value).toBeLessThanOrEqual(quantile(values, 1));
      expect(values).toEqual(before);
    }),
  );
});

test('Errors on both sides cancel in the signed median only', () => {
  expect(summariseErrors([-3, -1, 1, 3])).toMatchObject({ n: 4, medianAbs: 2, signedMedian: 0, maxAbs: 3 });
});

test('Errors of the other sign are as large', () => {
  fc.assert(
    fc.property(errors, (values) => {
      const [one, other] = [summariseErrors(values), summariseErrors(values.map((value) => -value))];
      expect(other).toMatchObject({ p95Abs: one.p95Abs, p99Abs: one.p99Abs, maxAbs: one.maxAbs });
      expect(other.signedMedian).toBeCloseTo(-one.signedMedian, 6);
    }),
  );
});

test('The median is the middle', () => {
  expect(median([5, 1, 9])).toBe(5);
});

test.each([
  [['a', 'b', 'c'], 0, ['a', 'b', 'c']],
  [['a', 'b', 'c'], 1, ['b', 'c', 'a']],
  [['a', 'b', 'c'], 5, ['c', 'a', 'b']],
  [[], 3, []],
])('%j rotated by %d', (list, by, expected) => {
  expect(rotate(list, by)).toEqual(expected);
});
