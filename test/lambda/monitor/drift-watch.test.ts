import { DriftWatch } from '../../../lambda/monitor/drift-watch';
import type { RunPlan } from '../../../lambda/monitor/event';
import type { Reading, RunResult } from '../../../lambda/monitor/reading';
import { MINUTE_MS } from '../../../lambda/ntp/time-units';
import { plan, reading, result, server, UNUSABLE } from '../../../testkit/function/sample-readings';
import {
  afterRuns,
  FIRST_MS,
  packetAt,
  VOTERS,
  WATCHED_TARGET,
  watchedRuns,
} from '../../../testkit/function/watched-runs';

describe('A server that gains 20 ppm', () => {
  test('has an unknown drift in the first runs, with the reason', () => {
    expect(afterRuns(5, 20).drift).toMatchObject({
      known: false,
      reason: 'too-few-readings',
      explanation: expect.stringContaining('5 in all'),
    });
  });

  test('has its rate after half an hour, with the interval, the proven band, and since when', () => {
    const { drift } = afterRuns(30, 20);
    if (!drift?.known) {
      throw new Error('it is not known');
    }
    expect(Math.abs(drift.ppm - 20)).toBeLessThanOrEqual(drift.halfWidthPpm);
    expect(drift.halfWidthPpm).toBeLessThan(0.5);
    expect(drift.band).toMatchObject({ lowPpm: expect.any(Number), highPpm: expect.any(Number) });
    expect(drift.since).toMatch(/^2026-11-25T12:/);
  });

  test('has hours to its limit from where the rule is met', () => {
    const { drift } = afterRuns(30, 20, 10);
    expect(drift).toMatchObject({
      timeLeft: { hoursToLimit: expect.any(Number), rangeHours: { least: expect.any(Number) } },
    });
  });

  test('is remarked with its rate, since when, and the time that is left', () => {
    expect(afterRuns(30, 20, 10).remarks).toEqual([
      {
        id: 'drifting',
        severity: 'info',
        text: expect.stringMatching(
          /^it gains (19\.9|20\.[01]) \+- 0\.\d ppm since 2026-11-25T12:\d\dZ, and reaches its limit in 0\.\d+ to 0\.\d+ h: check its upstream$/,
        ),
      },
    ]);
  });

  test('has none while it comes nearer', () => {
    expect(afterRuns(30, -20, 40).drift).not.toHaveProperty('timeLeft');
  });
});

test('A server that gains 20 ppm and is set back every 10 minutes is remarked as corrected, and nobody has to look', () => {
  const runs = watchedRuns();
  const last = Array.from({ length: 60 }, () =>
    runs.next((minute) => [runs.reading('d', 1.2 * (minute % 10), { vote: 'none' })]),
  ).at(-1)!;

  expect(last.servers.at(-1)!.remarks).toEqual([
    {
      id: 'corrected',
      severity: 'info',
      text: expect.stringMatching(
        /^it gains (19\.\d|20\.\d) \+- \d\.\d ppm and is corrected every 10 minutes, by -1[12]\.\d+ ms: its clock is stepped/,
      ),
    },
  ]);
});

test('A server without an offset in this run has no drift, and its past is kept', () => {
  const runs = watchedRuns();
  for (let run = 0; run < 20; run += 1) {
    runs.next((minute) => [runs.reading('d', minute)]);
  }
  expect(runs.next(() => [reading('d', UNUSABLE)]).servers.at(-1)).not.toHaveProperty('drift');
  expect(runs.next((minute) => [runs.reading('d', minute)]).servers.at(-1)!.drift?.known).toBe(true);
});

describe('Early signs', () => {
  const frozen = (_: number, timeMs: number) => [
    reading('d', {
      packet: packetAt(timeMs, { referenceTime: new Date(FIRST_MS - 2 * 60 * MINUTE_MS).toISOString() }),
    }),
  ];

  test('become remarks of the reading, with the severity that the one list gives them', () => {
    const runs = watchedRuns();
    expect(runs.next(frozen).servers.at(-1)!.remarks).toBeUndefined();
    expect(runs.next(frozen).servers.at(-1)!.remarks).toEqual([
      {
        id: 'holdover',
        severity: 'warn',
        text: expect.stringMatching(/^it has not heard its upstream for 2/),
      },
    ]);
  });

  test('are by the thresholds that the server has of its own', () => {
    const runs = watchedRuns([...VOTERS, { ...WATCHED_TARGET, maxReferenceAgeMs: 9 * 60 * MINUTE_MS }]);
    runs.next(frozen);
    expect(runs.next(frozen).servers.at(-1)!.remarks).toBeUndefined();
  });

  test('are not told twice where the run has remarked the same', () => {
    const remarks: Reading['remarks'] = [
      { id: 'free-running', severity: 'warn', text: 'it follows no source' },
    ];
    const runs = watchedRuns();
    const run = runs.next((_, timeMs) => [reading('d', { packet: packetAt(timeMs), remarks })]);
    expect(run.servers.at(-1)!.remarks).toEqual(remarks);
  });
});

describe('A fleet', () => {
  const runs = (ppm: number, startMs: number) => {
    const fleet = watchedRuns([...VOTERS, WATCHED_TARGET], { detail: 'fleet' as 'full', shard: 1 });
    let last: RunResult | undefined;
    for (let run = 0; run < 15; run += 1) {
      last = fleet.next((minute) => [fleet.reading('d', startMs + ppm * minute * 0.06)]);
    }
    return last!.servers;
  };

  test('has the drift of servers beyond a tenth of their limit', () => {
    const servers = runs(20, 6);
    expect(servers.at(-1)!.drift?.known).toBe(true);
    expect(servers[0]).not.toHaveProperty('drift');
  });

  test('asks for nobody else', () => {
    expect(runs(0, 4).every((each) => each.drift === undefined)).toBe(true);
  });
});

describe('What is missing here', () => {
  const schedule = (fields: Partial<RunPlan> = {}, detail: 'full' | 'fleet' = 'full') => ({
    plan: plan([...VOTERS, WATCHED_TARGET], { history: true, ...fields }),
    scope: { detail, shard: 1 },
  });

  test('is six hours at first, and nothing in the next run', () => {
    const watch = new DriftWatch();
    const gap = watch.gapOf(schedule(), FIRST_MS)!;
    expect(gap.toMs - gap.fromMs).toBe(6 * 60 * MINUTE_MS);
    watch.observe(schedule(), { ...result([]), time: new Date(FIRST_MS).toISOString() });
    expect(watch.gapOf(schedule(), FIRST_MS + MINUTE_MS)).toBeUndefined();
    expect(watch.gapOf(schedule(), FIRST_MS + 5 * MINUTE_MS)).toBeDefined();
  });

  test('reaches back for 24 runs of a slow schedule', () => {
    const gap = new DriftWatch().gapOf(schedule({ intervalMs: 60 * MINUTE_MS }), FIRST_MS)!;
    expect(gap.toMs - gap.fromMs).toBe(24 * 60 * MINUTE_MS);
  });

  test.each([
    ['"history": false', schedule({ history: false })],
    ['a fleet', schedule({}, 'fleet')],
  ])('is not asked for with %s', (_, of) => {
    expect(new DriftWatch().gapOf(of, FIRST_MS)).toBeUndefined();
  });

  test('makes a drift known in the first run, once it is restored', () => {
    const watch = new DriftWatch();
    const minutes = Array.from({ length: 60 }, (_, i) => FIRST_MS - 20_000 - (60 - i) * MINUTE_MS);
    const series = (ppm: number) => ({
      timestampsMs: minutes,
      values: minutes.map((ms) => (ppm * (ms - FIRST_MS)) / 1e6),
    });
    const roundTripDelay = { timestampsMs: minutes, values: minutes.map(() => 2) };
    watch.restore(
      schedule(),
      [...VOTERS, WATCHED_TARGET].map(({ name }) => ({
        server: name,
        offset: series(name === 'd' ? 20 : 0),
        roundTripDelay,
      })),
    );
    const run = {
      ...result(['a', 'b', 'c', 'd'].map((name) => reading(name, { offsetMs: 0, delayMs: 2 }))),
      time: new Date(FIRST_MS).toISOString(),
    };
    const { drift } = watch.observe(schedule(), run).servers.at(-1)!;
    expect(drift).toMatchObject({ known: true, ppm: expect.closeTo(20, 0) });
  });
});

test('Schedules and shards have memories of their own; the least recently used go first', () => {
  const watch = new DriftWatch();
  const schedule = (monitor: string, shard: number, servers = 800) => ({
    plan: plan(
      Array.from({ length: servers }, (_, i) => server(`s${i}`, { role: 'target' })),
      { monitor, history: true },
    ),
    scope: { detail: 'full' as const, shard },
  });
  const observe = (...of: Parameters<typeof schedule>) =>
    watch.observe(schedule(...of), { ...result([]), time: new Date(FIRST_MS).toISOString() });
  const isKnown = (...of: Parameters<typeof schedule>) =>
    watch.gapOf(schedule(...of), FIRST_MS) === undefined;
  observe('m', 1, 400);
  observe('m', 2, 400);
  expect([isKnown('m', 1), isKnown('m', 2), isKnown('n', 1)]).toEqual([true, true, false]);
  observe('n', 1, 800);
  expect([isKnown('m', 1), isKnown('m', 2), isKnown('n', 1)]).toEqual([false, true, true]);
});

test('A server may have the name of what every object has', () => {
  const names = ['constructor', 'toString', '__proto__', 'hasOwnProperty'];
  const watch = new DriftWatch();
  const scheduled = {
    plan: plan(
      names.map((name) => server(name)),
      { history: true },
    ),
    scope: { detail: 'full' as const, shard: 1 },
  };
  for (let run = 0; run < 12; run += 1) {
    const time = new Date(FIRST_MS + run * MINUTE_MS).toISOString();
    const { servers } = watch.observe(scheduled, { ...result(names.map((name) => reading(name))), time });
    expect(servers.map(({ server: name }) => name)).toEqual(names);
  }
});
