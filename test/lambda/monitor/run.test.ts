import type { NtpServer } from '../../../lab/ntp/ntp-server';
import type { ServerBehaviour } from '../../../lab/ntp/server-behaviour';
import type { RunPlan } from '../../../lambda/monitor/event';
import type { Reading } from '../../../lambda/monitor/reading';
import { type Dependencies, type RunOptions, run, systemDependencies } from '../../../lambda/monitor/run';
import { SYSTEM_TIME, type TimeSource } from '../../../lambda/ntp/clock/local-clock';
import { plan, server } from '../../../testkit/function/sample-readings';
import { closeAll, closedPort, LAB_ERROR_MS, startServer } from '../../../testkit/function/test-network';

const PACING = { samples: 3, spacingMs: 1 };

afterEach(closeAll);

/** A plan that asks these servers, named in their order. */
function planOf(
  servers: Record<string, { host: string; port: number }>,
  fields: Partial<RunPlan> = {},
): RunPlan {
  return plan(
    Object.entries(servers).map(([name, { host, port }]) => server(name, { host, port })),
    fields,
  );
}

async function startServers<Name extends string>(
  behaviours: Record<Name, ServerBehaviour>,
): Promise<Record<Name, NtpServer>> {
  const entries = Object.entries<ServerBehaviour>(behaviours).map(async ([name, behaviour]) => [
    name,
    await startServer(behaviour),
  ]);
  return Object.fromEntries(await Promise.all(entries));
}

function perform(of: RunPlan, dependencies: Partial<Dependencies> = {}, options: Partial<RunOptions> = {}) {
  return run(
    of,
    {
      ...systemDependencies(),
      resolve: (host) =>
        Promise.reject(Object.assign(new Error(`queryA ENOTFOUND ${host}`), { code: 'ENOTFOUND' })),
      ...dependencies,
    },
    {
      deadlineMs: performance.now() + 20_000,
      pacing: { polite: PACING, fast: PACING },
      replyTimeoutMs: 300,
      ...options,
    },
  );
}

/** A wall clock that is off by what the function says at the moment. */
function wallClockOff(byMs: () => number): TimeSource {
  return { ...SYSTEM_TIME, wallMs: () => Date.now() + byMs() };
}

function verdicts(readings: Reading[]): string[] {
  return readings.map(({ server, verdict, reason }) => [server, verdict, reason].filter(Boolean).join(' '));
}

function expectTruth(reading: Reading, aheadMs: number): void {
  const { offsetMs, uncertaintyMs } = reading;
  expect(Math.abs(offsetMs! - aheadMs)).toBeLessThanOrEqual(uncertaintyMs! + LAB_ERROR_MS);
}

describe('A clock that is stepped during the run', () => {
  test('makes every reading unusable, but for those that were unusable by themselves', async () => {
    const servers = await startServers({ a: {}, b: {}, c: {}, deaf: { unsynchronised: true } });
    let offMs = 0;
    servers.a.once('request', () => {
      offMs = 250;
    });
    const { reference, servers: readings } = await perform(planOf(servers), {
      time: wallClockOff(() => offMs),
    });
    expect(verdicts(readings)).toEqual([
      'a unusable clock-moved',
      'b unusable clock-moved',
      'c unusable clock-moved',
      'deaf unusable unsynchronised',
    ]);
    const explanation = expect.stringMatching(
      /^the function's wall clock was moved by (250.0|249.9)\d\d ms during the run; what it measured can't be trusted$/,
    );
    expect(readings[0]).toMatchObject({
      explanation,
      offsetMs: null,
      uncertaintyMs: null,
      clockOffsetMs: null,
    });
    expect(reference).toMatchObject({ known: false, clockOffsetMs: null, truechimers: [], explanation });
  });

  test('and never stands still has nothing to say either', async () => {
    const servers = await startServers({ a: {}, b: {}, c: {} });
    let offMs = 0;
    const runaway = wallClockOff(() => {
      offMs += 5;
      return offMs;
    });
    const { reference, servers: readings } = await perform(planOf(servers), { time: runaway });
    expect(new Set(readings.map((each) => each.reason))).toEqual(new Set(['clock-moved']));
    expect(reference.known).toBe(false);
  });
});

describe('Reference time is lost', () => {
  test('when two camps of voters disagree: every usable server is uncertain, and the reason says who', async () => {
    const servers = await startServers({
      a: {},
      b: {},
      c: { offsetMs: 900 },
      d: { offsetMs: 900 },
      e: { silent: true },
    });
    const { reference, servers: readings } = await perform(planOf(servers));
    expect(reference).toMatchObject({ known: false, truechimers: [] });
    expect(reference.explanation).toContain('no majority of the 4 usable voting servers agrees');
    expect(verdicts(readings)).toEqual([
      'a uncertain no-reference',
      'b uncertain no-reference',
      'c uncertain no-reference',
      'd uncertain no-reference',
      'e unusable timeout',
    ]);
    expect(readings[2]!.clockOffsetMs).toBeGreaterThan(800);
  });

  test('when what disagrees is a machine of two names: the reading says that it has one vote', async () => {
    const { shared, other } = await startServers({ shared: {}, other: { offsetMs: 900 } });
    const { reference, servers: readings } = await perform(planOf({ a: shared, b: shared, c: other }));
    expect(reference.known).toBe(false);
    expect(readings.map(({ sameAddressAs }) => sameAddressAs)).toEqual([undefined, 'a', undefined]);
  });

  test('when nobody answers: every server says why', async () => {
    const silent = await startServer({ silent: true });
    const closed = { host: '127.0.0.1', port: await closedPort() };
    const unknown = { host: 'missing.test', port: 123 };
    const { reference, servers: readings } = await perform(planOf({ silent, closed, unknown }));
    expect(verdicts(readings)).toEqual([
      'silent unusable timeout',
      'closed unusable port-closed',
      'unknown unusable name-not-found',
    ]);
    expect(reference.explanation).toBe(
      'reference time needs 2 of 3 voting servers that agree, and 0 can vote',
    );
  });
});

describe('A run', () => {
  test('finds the truth about every server, and leaves out none', async () => {
    const servers = await startServers({
      a: {},
      b: {},
      c: {},
      ahead: { offsetMs: 80 },
      behind: { offsetMs: -370 },
      kissing: { kiss: 'RATE' },
      deaf: { unsynchronised: true },
    });
    const { reference, servers: readings } = await perform(planOf(servers));
    expect(verdicts(readings)).toEqual([
      'a within',
      'b within',
      'c within',
      'ahead outside',
      'behind outside',
      'kissing unusable kiss',
      'deaf unusable unsynchronised',
    ]);
    for (const [i, aheadMs] of [0, 0, 0, 80, -370].entries()) {
      expectTruth(readings[i]!, aheadMs);
    }
    expect(reference).toMatchObject({ known: true, truechimers: ['a', 'b', 'c'] });
    expect(reference.falsetickers.map((each) => each.server)).toEqual(['ahead', 'behind']);
    expect(readings.map((each) => each.vote)).toEqual([
      ...['truechimer', 'truechimer', 'truechimer'],
      ...['falseticker', 'falseticker', 'none', 'none'],
    ]);
  });

  test('shows the kiss that ended the asking, be the server usable or not', async () => {
    const servers = await startServers({ a: {}, b: {}, c: {}, tired: {}, closed: { kiss: 'DENY' } });
    servers.tired.once('request', () => servers.tired.change({ kiss: 'RATE' }));
    const { servers: readings } = await perform(planOf(servers));
    expect(verdicts(readings.slice(3))).toEqual(['tired within', 'closed unusable kiss']);
    expect(readings.map(({ kiss }) => kiss)).toEqual([undefined, undefined, undefined, 'RATE', 'DENY']);
  });

  test('counts a server once that several names lead to, and judges each of them', async () => {
    const { liar, c, d } = await startServers({ liar: { offsetMs: 3000 }, c: {}, d: {} });
    const { reference, servers: readings } = await perform(planOf({ a: liar, b: liar, c, d }));
    expect(reference.truechimers).toEqual(['c', 'd']);
    expect(verdicts(readings)).toEqual(['a outside', 'b outside', 'c within', 'd within']);
    expect(readings.map(({ vote, sameAddressAs }) => [vote, sameAddressAs])).toEqual([
      ['falseticker', undefined],
      ['none', 'a'],
      ['truechimer', undefined],
      ['truechimer', undefined],
    ]);
  });

  test.each([
    ['ahead', 2000],
    ['behind', -2000],
  ])("does not take its own clock's error for the servers': its clock is 2 s %s", async (_name, offMs) => {
    const servers = await startServers({ a: {}, b: {}, c: {}, d: { offsetMs: 80 } });
    const result = await perform(planOf(servers), { time: wallClockOff(() => offMs) });
    expect(verdicts(result.servers)).toEqual(['a within', 'b within', 'c within', 'd outside']);
    expectTruth(result.servers[3]!, 80);
    const error = Math.abs(result.reference.clockOffsetMs! + offMs);
    expect(error).toBeLessThanOrEqual(result.reference.boundMs! + LAB_ERROR_MS);
    expect(result.servers[0]!.clockOffsetMs! + offMs).toBeCloseTo(0, -2);
    // The time of the run is the servers', not its own.
    expect(Math.abs(new Date(result.time).getTime() - Date.now())).toBeLessThan(1900);
  });

  test('judges against its own clock when told to', async () => {
    const servers = await startServers({ a: { offsetMs: 80 }, b: {} });
    const { reference, servers: readings } = await perform(planOf(servers, { reference: 'clock' }));
    expect(verdicts(readings)).toEqual(['a outside', 'b within']);
    expect(reference).toMatchObject({ source: 'clock', known: true, clockOffsetMs: 0, truechimers: [] });
    expectTruth(readings[0]!, 80);
  });

  test.each([
    ['the last minute before the rollover of 2036', -60_000],
    ['right on it', -1],
    ['the first minute after it', 60_000],
  ])('works in %s', async (_name, fromRolloverMs) => {
    const toThenMs = Date.UTC(2036, 1, 7, 6, 28, 16) + fromRolloverMs - Date.now();
    const behaviour = { offsetMs: toThenMs };
    const servers = await startServers({
      a: behaviour,
      b: behaviour,
      c: { offsetMs: toThenMs + 80 },
      d: behaviour,
    });
    const { servers: readings } = await perform(planOf(servers), { time: wallClockOff(() => toThenMs) });
    expect(verdicts(readings)).toEqual(['a within', 'b within', 'c outside', 'd within']);
    expectTruth(readings[2]!, 80);
    expect(readings[0]!.packet!.transmitTime).toMatch(/^2036-02-07T06:2/);
  });
});
