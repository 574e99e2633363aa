import { Pace } from '../../lab/run-timer';

const NEVER = new AbortController().signal;
const A_DAY = 86_400_000;

test('The first run starts at once', async () => {
  await new Pace(A_DAY).next(NEVER);
});

test('Who waits is told of a faster pace', async () => {
  const pace = new Pace(A_DAY);
  await pace.next(NEVER);
  const next = pace.next(NEVER);
  pace.change({ everyMs: 1 });
  await next;
});

test('Nothing starts while it is paused, and goes on afterwards', async () => {
  const pace = new Pace(1);
  pace.change({ paused: true });
  let started = false;
  const next = pace.next(NEVER).then(() => {
    started = true;
  });
  await new Promise(setImmediate);
  expect(started).toBe(false);
  pace.change({ paused: false });
  await next;
});

test.each([true, false])('A wait can be called off, paused: %s', async (paused) => {
  const pace = new Pace(A_DAY);
  await pace.next(NEVER);
  pace.change({ paused });
  const controller = new AbortController();
  const next = pace.next(controller.signal);
  controller.abort();
  await next;
});

test('A period lasts as long as the pace, or as its run took, or for ever while paused', () => {
  const pace = new Pace(1000);
  const told: number[] = [];
  pace.on('changed', () => told.push(pace.lastingMs));
  pace.took(400);
  pace.took(4000);
  pace.change({ everyMs: 5000 });
  pace.change({ paused: true });
  expect(told).toEqual([1000, 4000, 5000, Number.POSITIVE_INFINITY]);
});
