import { judge } from '../../../lambda/monitor/judge';
import { provableLimit, provableLimitText } from '../../../lambda/monitor/provable-limit';

test.each([
  [
    { offsetMs: -3, uncertaintyMs: 45 },
    { errorMs: 40, delayMs: 79 },
    { limitMs: 48, exchangeMs: 40, referenceMs: 5, advice: 'nearer to it' },
  ],
  [
    { offsetMs: 1, uncertaintyMs: 20 },
    { errorMs: 2, delayMs: 4 },
    { limitMs: 21, exchangeMs: 2, referenceMs: 18, advice: 'make reference time surer' },
  ],
  // A voter's own claim may be better than the path to it.
  [
    { offsetMs: 0, uncertaintyMs: 1 },
    { errorMs: 40, delayMs: 79 },
    { limitMs: 1, exchangeMs: 1, referenceMs: 0, advice: 'nearer to it' },
  ],
  // A clock that is read in steps of 15.6 ms, and a path of 1 ms.
  [
    { offsetMs: 0, uncertaintyMs: 17 },
    { errorMs: 16.1, delayMs: 1 },
    { limitMs: 17, exchangeMs: 16.1, referenceMs: 17 - 16.1, advice: 'read more finely' },
  ],
])('%j, of which the exchange leaves %j open, proves %j', (published, exchange, expected) => {
  const provable = provableLimit(published, exchange);
  expect(provable).toEqual({ ...expected, advice: expect.stringContaining(expected.advice) });
  expect(judge(published, provable.limitMs)).toBe('within');
  expect(judge(published, provable.limitMs * 0.999)).not.toBe('within');
});

test('A limit that can’t be proven is told with one that can', () => {
  expect(provableLimitText(50, { offsetMs: 1, uncertaintyMs: 95 }, { errorMs: 47, delayMs: 94 })).toBe(
    'the limit of 50 ms lies inside 1.000 +- 95.000 ms: 47.000 ms are the exchange with it, 48.000 ms reference time. ' +
      'A limit of 96.000 ms could be proven from here; for less, make reference time surer: by servers that all answer, ' +
      'are nearer to the function, and state a smaller distance',
  );
});
