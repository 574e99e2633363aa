import { RunTimer } from '../../lab/run-timer';

const NEVER = new AbortController().signal;
const A_DAY = 86_400_000;

test('The first run starts at once', async () => {
  await new RunTimer(A_DAY).next(NEVER);
});

test('A shorter interval takes effect at once', async () => {
  const timer = new RunTimer(A_DAY);
  await timer.next(NEVER);
  const next = timer.next(NEVER);
  timer.change({ everyMs: 1 });
  await next;
});

test('Nothing starts while it is paused, and goes on afterwards', async () => {
  const timer = new RunTimer(1);
  timer.change({ paused: true });
  let started = false;
  const next = timer.next(NEVER).then(() => {
    started = true;
  });
  await new Promise(setImmediate);
  expect(started).toBe(false);
  timer.change({ paused: false });
  await next;
});

test.each([true, false])('A wait can be aborted, paused: %s', async (paused) => {
  const timer = new RunTimer(A_DAY);
  await timer.next(NEVER);
  timer.change({ paused });
  const controller = new AbortController();
  const next = timer.next(controller.signal);
  controller.abort();
  await next;
});

test('A period lasts as long as the interval, or as its run took, or for ever while paused', () => {
  const timer = new RunTimer(1000);
  const periods: number[] = [];
  timer.on('changed', () => periods.push(timer.actualPeriodMs));
  timer.took(400);
  timer.took(4000);
  timer.change({ everyMs: 5000 });
  timer.change({ paused: true });
  expect(periods).toEqual([1000, 4000, 5000, Number.POSITIVE_INFINITY]);
});
