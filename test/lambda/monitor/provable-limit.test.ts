import { judge } from '../../../lambda/monitor/judge';
import { provableLimit, provableLimitText } from '../../../lambda/monitor/provable-limit';

test.each([
  [
    { offsetMs: -3, uncertaintyMs: 45 },
    40,
    { limitMs: 48, pathMs: 40, referenceMs: 5, advice: 'nearer to it' },
  ],
  [
    { offsetMs: 1, uncertaintyMs: 20 },
    2,
    { limitMs: 21, pathMs: 2, referenceMs: 18, advice: 'let voters answer' },
  ],
  // A voter's own claim may be better than the path to it.
  [{ offsetMs: 0, uncertaintyMs: 1 }, 40, { limitMs: 1, pathMs: 1, referenceMs: 0, advice: 'nearer to it' }],
])('%j, of which the path leaves %d ms open, proves %j', (published, pathMs, expected) => {
  const provable = provableLimit(published, pathMs);
  expect(provable).toEqual({ ...expected, advice: expect.stringContaining(expected.advice) });
  expect(judge(published, provable.limitMs)).toBe('within');
  expect(judge(published, provable.limitMs * 0.999)).not.toBe('within');
});

test('A limit that can’t be proven is told with one that can', () => {
  expect(provableLimitText(50, { offsetMs: 1, uncertaintyMs: 95 }, 47)).toBe(
    'the limit of 50 ms lies inside 1.000 +- 95.000 ms: 47.000 ms are the path to it, 48.000 ms reference time. ' +
      'A limit of 96.000 ms could be proven from here; for less, let voters answer that are nearer to the function: ' +
      'a silent or distant one widens reference time',
  );
});
