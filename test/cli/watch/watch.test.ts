import { type WatchedRun, watch } from '../../../cli/watch/watch';
import { watchText } from '../../../cli/watch/watch-text';
import { UNWATCHED, watched } from '../../../cli/watch/watched-server';
import { NtpServer } from '../../../lab/ntp/ntp-server';
import { summarise } from '../../../lambda/monitor/reading';
import { picturedRun } from '../../../testkit/function/pictured-run';
import { plan, reading, server } from '../../../testkit/function/sample-readings';
import { ntpDrift } from '../../../testkit/ntp-drift-process';

const PLAN = plan([server('a')], { reference: 'clock' });
const run = (offsetMs: number) => ({ ...picturedRun([]), servers: [reading('a', { offsetMs })] });

test('a lost reading counts and moves no figure', () => {
  const lost = reading('a', { verdict: 'unusable', offsetMs: null, clockOffsetMs: null });
  const seen = [reading('a', { offsetMs: 2 }), lost, reading('a', { offsetMs: -4 })].reduce(
    watched,
    UNWATCHED,
  );
  expect(seen).toMatchObject({
    runs: 3,
    lost: 1,
    leastMs: -4,
    meanMs: -1,
    greatestMs: 2,
    history: ['within', 'unusable', 'within'],
  });
});

test('a server that answers is not lost while reference time is: its figures are against the clock, and begin anew after', () => {
  const unjudged = (clockOffsetMs: number) =>
    reading('a', { verdict: 'uncertain', offsetMs: null, uncertaintyMs: null, clockOffsetMs });
  const without = [reading('a', { offsetMs: 2 }), unjudged(80), unjudged(84)].reduce(watched, UNWATCHED);
  expect(without).toMatchObject({ runs: 3, lost: 0, leastMs: 80, meanMs: 82, greatestMs: 84, byClock: true });
  const again = watched(without, reading('a', { offsetMs: 3 }));
  expect(again).toMatchObject({ leastMs: 3, meanMs: 3, greatestMs: 3, byClock: false });
});

test('a watch knows drift once it has seen enough', async () => {
  let minute = -1;
  const drifting = async () => {
    minute += 1;
    const time = new Date(Date.UTC(2026, 10, 26, 0, minute)).toISOString();
    return { ...run(0.12 * minute), time }; // 2 ppm
  };
  let last: WatchedRun | undefined;
  for await (const each of watch(PLAN, drifting, {
    everyMs: 0,
    runs: 30,
    signal: new AbortController().signal,
  })) {
    last = each;
  }
  const { drift } = last!.servers.get('a')!;
  expect(drift).toMatchObject({ known: true, ppm: expect.closeTo(2, 1) });
  expect(
    watchText(summarise(last!.result), { colour: false, width: 100 }, { ...last!, title: 'Run' }),
  ).toMatch(/\+2\.0\d ± \d/);
});

test('a watch ends after its runs and keeps every server', async () => {
  const offsets = [1, 3];
  const seen: WatchedRun[] = [];
  const signal = new AbortController().signal;
  for await (const each of watch(PLAN, async () => run(offsets.shift()!), { everyMs: 1, runs: 2, signal })) {
    seen.push(each);
  }
  expect(seen.map(({ number }) => number)).toEqual([1, 2]);
  expect(seen[1]!.servers.get('a')).toMatchObject({ runs: 2, leastMs: 1, meanMs: 2, greatestMs: 3 });
});

test('an interrupted watch ends without waiting for its next run', async () => {
  const interrupt = new AbortController();
  const numbers: number[] = [];
  for await (const { number } of watch(PLAN, async () => run(1), {
    everyMs: 3_600_000,
    signal: interrupt.signal,
  })) {
    numbers.push(number);
    interrupt.abort();
  }
  expect(numbers).toEqual([1]);
});

test.each(['RATE', 'DENY'])(
  'a server that sent %s is not asked again in the runs that follow',
  async (kiss) => {
    const refusing = await NtpServer.start({ behaviour: { kiss } });
    const { printed } = await ntpDrift(
      ...['watch', `${refusing.host}:${refusing.port}`, '--fast', '--runs', '3', '--every', '0.01', '--csv'],
    );
    await refusing.close();
    expect(printed.match(/kiss/g)).toHaveLength(3);
    expect(refusing.requests).toBe(1);
  },
);
