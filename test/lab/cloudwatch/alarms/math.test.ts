import { compileExpression } from '../../../../lab/cloudwatch/alarms/math';
import type { Series } from '../../../../lab/cloudwatch/alarms/series';

const _ = undefined;

function evaluated(text: string, series: Record<string, Series>): Series {
  return compileExpression(text).evaluate((id) => series[id]!);
}

describe('what is not supported is an error that names it', () => {
  test.each([
    ['SUM([a, b])', 'SUM is not supported, only ABS, DIFF, FILL, FLOOR, IF are'],
    ['toString(a)', 'toString is not supported'],
    ['abs(a)', 'abs is not supported'],
    ['ANOMALY_DETECTION_BAND(a)', 'ANOMALY_DETECTION_BAND is not supported'],
    ['SELECT MAX(Usable) FROM NtpDrift', 'Metrics Insights queries are not supported'],
    ['ABS(1)', 'ABS is supported on a time series only'],
    ['ABS()', 'ABS is supported on a time series only'],
    ['ABS(a, b)', 'ABS has too many arguments'],
    ['ABS([a, b])', 'this is not metric maths (ArrayExpression)'],
    ['FILL(a)', 'FILL is supported with a number only'],
    ['FILL(a, LINEAR)', 'LINEAR is not supported'],
    ['FILL(a, b)', 'FILL is supported with a number only'],
    ['IF(1, a, b)', "IF's condition is supported on a time series only"],
    ['IF(a)', "IF's second argument is supported on a time series only"],
    ['IF(a, b, a, b)', 'IF has too many arguments'],
    ['a * REPEAT', 'REPEAT is not supported'],
    ['a AND b', 'this is not metric maths (Compound)'],
    ['a == b', "can't be read"],
    ['[a, b]', 'this is not metric maths (ArrayExpression)'],
    ['1 + 2', 'the result must be one time series, not a scalar'],
    ['a + 1 / 0', 'division of a number by zero'],
    ['"a" + 1', '"a" is not supported'],
    ['a.b', 'this is not metric maths (MemberExpression)'],
    ['a ? b : 1', 'this is not metric maths (ConditionalExpression)'],
    ['a b', 'this is not metric maths (Compound)'],
    ['', 'this is not metric maths (Compound)'],
    ['a ^ 2', "can't be read"],
    ['a % 2', "can't be read"],
    ['!a', "can't be read"],
    ['ABS(a', "can't be read"],
    ['a +', "can't be read"],
  ])('%s', (text, message) => {
    expect(() => compileExpression(text)).toThrow(message);
    expect(() => compileExpression(text)).toThrow(text);
  });
});

test('an expression knows what it refers to', () => {
  expect(compileExpression('ABS(offset) - uncertainty + offset').references).toEqual([
    'offset',
    'uncertainty',
  ]);
});

describe('arithmetic', () => {
  test.each([
    ['a + 2 * b', [21]],
    ['(a + 2) * b', [30]],
    ['a - b - 1', [-10]],
    ['-a * 2', [-2]],
    ['2 - -a', [3]],
    ['b / 4', [2.5]],
    ['a + b > 10', [1]],
    ['a + 1 * 2 <= b', [1]],
  ])('%s', (text, expected) => {
    expect(evaluated(text, { a: [1], b: [10] })).toEqual(expected);
  });

  test('where only one of two series has a point, the other counts as 0', () => {
    expect(evaluated('a - b', { a: [5, 5, _, _], b: [1, _, 1, _] })).toEqual([4, 5, -1, _]);
  });

  test('a number beside a gap fills nothing', () => {
    expect(evaluated('1 - a', { a: [5, _] })).toEqual([-4, _]);
  });

  test('what would divide by zero is dropped', () => {
    expect(evaluated('a / b', { a: [1, 1, 1], b: [2, 0, _] })).toEqual([0.5, _, _]);
  });
});

describe("AWS's examples of comparisons", () => {
  const metrics = { metric1: [30, 20, 0, 0], metric2: [20, _, 20, _] };
  test.each([
    ['(metric1 < metric2)', [0, 0, 1, 0]],
    ['(metric1 >= 30)', [1, 0, 0, 0]],
  ])('%s', (text, expected) => {
    expect(evaluated(text, metrics)).toEqual(expected);
  });
});

describe("AWS's examples of IF", () => {
  const metrics = { metric1: [1, 1, 0, 0, _], metric2: [30, _, 0, 0, 30], metric3: [0, 0, 20, _, 20] };
  test.each([
    ['IF(metric1, metric2, metric3)', [30, 0, 20, _, _]],
    ['IF(metric1, 5, metric3)', [5, 5, 20, _, _]],
    ['IF(metric1, metric2, 5)', [30, 0, 5, 5, _]],
    ['IF(metric1, metric2)', [30, 0, _, _, _]],
    ['IF(metric1 < 1, 10, 2)', [2, 2, 10, 10, _]],
  ])('%s', (text, expected) => {
    expect(evaluated(text, metrics)).toEqual(expected);
  });
});

describe('functions', () => {
  test.each<[string, Series, Series]>([
    ['ABS(a)', [-3, 0, 3, _], [3, 0, 3, _]],
    ['DIFF(a)', [1, 4, _, 2], [_, 3, _, -2]],
    ['FILL(a, 0)', [_, 1, _], [0, 1, 0]],
    ['FILL(a, -1)', [_, 0, _], [-1, 0, -1]],
    ['FLOOR(a)', [4.00001, -0.5, 0, _], [4, -1, 0, _]],
  ])('%s of %p', (text, a, expected) => {
    expect(evaluated(text, { a })).toEqual(expected);
  });
});
