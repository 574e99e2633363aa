import { type WatchedRun, watch } from '../../../cli/watch/watch';
import { UNWATCHED, watched } from '../../../cli/watch/watched-server';
import { picturedRun } from '../../../testkit/function/pictured-run';
import { reading } from '../../../testkit/function/sample-readings';

const run = (offsetMs: number) => ({ ...picturedRun([]), servers: [reading('a', { offsetMs })] });

test('a lost reading counts and moves no figure', () => {
  const lost = reading('a', { verdict: 'unusable', offsetMs: null });
  const seen = [reading('a', { offsetMs: 2 }), lost, reading('a', { offsetMs: -4 })].reduce(
    watched,
    UNWATCHED,
  );
  expect(seen).toEqual({
    runs: 3,
    lost: 1,
    leastMs: -4,
    meanMs: -1,
    greatestMs: 2,
    history: ['within', 'unusable', 'within'],
  });
});

test('a watch ends after its runs and keeps every server', async () => {
  const offsets = [1, 3];
  const seen: WatchedRun[] = [];
  const signal = new AbortController().signal;
  for await (const each of watch(async () => run(offsets.shift()!), { everyMs: 1, runs: 2, signal })) {
    seen.push(each);
  }
  expect(seen.map(({ number }) => number)).toEqual([1, 2]);
  expect(seen[1]!.servers.get('a')).toMatchObject({ runs: 2, leastMs: 1, meanMs: 2, greatestMs: 3 });
});

test('an interrupted watch ends without waiting for its next run', async () => {
  const interrupt = new AbortController();
  const numbers: number[] = [];
  for await (const { number } of watch(async () => run(1), {
    everyMs: 3_600_000,
    signal: interrupt.signal,
  })) {
    numbers.push(number);
    interrupt.abort();
  }
  expect(numbers).toEqual([1]);
});
