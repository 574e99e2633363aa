import fc from 'fast-check';
import { distributions } from '../../../lambda/function/value-counts';

const milliseconds = fc.array(fc.double({ min: 0, max: 1e9, noNaN: true }), { maxLength: 2000 });

const total = (values: readonly number[]) =>
  distributions(values)
    .flatMap(({ Counts }) => Counts)
    .reduce((sum, count) => sum + count, 0);

test('without values there is nothing to send, for CloudWatch refuses empty lists', () => {
  expect(distributions([])).toEqual([]);
});

test('values that are the same to three digits are one value with a count', () => {
  expect(distributions([12.341, 0, 12.349, 0, 0, 5])).toEqual([{ Values: [0, 5, 12.3], Counts: [3, 1, 2] }]);
});

test.each([
  [150, [150]],
  [151, [150, 1]],
  [450, [150, 150, 150]],
])('%d different values make data of %j', (count, sizes) => {
  const values = Array.from({ length: count }, (_, i) => i + 100);
  expect(distributions(values).map(({ Values }) => Values.length)).toEqual(sizes);
});

test('whatever the values, none is lost and each is sent to within 0.5 %', () => {
  fc.assert(
    fc.property(milliseconds, (values) => {
      expect(total(values)).toBe(values.length);
      const sent = distributions(values).flatMap(({ Values, Counts }) =>
        Values.flatMap((value, i) => Array<number>(Counts[i]!).fill(value)),
      );
      for (const [i, value] of values.toSorted((a, b) => a - b).entries()) {
        expect(Math.abs(sent[i]! - value)).toBeLessThanOrEqual(0.00501 * value);
      }
    }),
  );
});

test('whatever the values, every datum is one that the service takes', () => {
  fc.assert(
    fc.property(milliseconds, (values) => {
      for (const { Values, Counts } of distributions(values)) {
        expect(Values).toHaveLength(Counts.length);
        expect(Values.length).toBeLessThanOrEqual(150);
        expect(new Set(Values).size).toBe(Values.length);
        expect(Counts.every((count) => count >= 1)).toBe(true);
      }
    }),
  );
});
