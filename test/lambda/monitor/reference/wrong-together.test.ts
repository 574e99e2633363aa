import { clockTimeMs, type RunResult } from '../../../../lambda/monitor/reading';
import { NOON_MS, type SimulatedServer, Simulation } from '../../../../testkit/ntp/simulated-network';

/** Whole runs against servers that once bent reference time, or hid what was wrong. Paths and clocks in ms. */
async function runOf(
  servers: Record<string, SimulatedServer>,
  options: Parameters<Simulation['run']>[0] = {},
) {
  return new Simulation(servers).run(options);
}

function verdicts({ servers }: RunResult): Record<string, string> {
  return Object.fromEntries(servers.map(({ server, verdict }) => [server, verdict]));
}

const NEAR = { forthMs: 0.5, backMs: 0.5 };
describe('Judged against one server of one’s own', () => {
  const reference = { server: 'own' };
  const own = { ...NEAR, rootDispersionMs: 2 };

  test('the others are as far off as they are from it, and only it has a vote', async () => {
    const result = await runOf({ own, a: { ...NEAR, aheadMs: 80 }, b: NEAR }, { reference });
    expect(verdicts(result)).toEqual({ own: 'within', a: 'outside', b: 'within' });
    expect(result.reference).toMatchObject({ source: 'server', known: true, truechimers: ['own'] });
    expect(result.servers.map(({ vote }) => vote)).toEqual(['truechimer', 'none', 'none']);
    expect(result.servers[0]!.uncertaintyMs).toBeCloseTo(2, 1);
    expect(result.servers[1]!.uncertaintyMs).toBeCloseTo(3, 1);
  });

  test('nothing is known while it is silent', async () => {
    const result = await runOf({ own: { down: true }, a: NEAR, b: NEAR }, { reference });
    expect(result.reference).toMatchObject({
      source: 'server',
      known: false,
      truechimers: [],
      explanation: 'own, which is the reference, is unusable (network)',
    });
    expect(verdicts(result)).toMatchObject({ a: 'uncertain', b: 'uncertain' });
  });
});

describe('Voters that are wrong together', () => {
  const WEEKS_MS = -1024 * 7 * 86_400_000;
  const back = { ...NEAR, aheadMs: WEEKS_MS };
  const captured = { a: back, b: back, c: back, right: { ...NEAR, role: 'target' as const } };
  const cloudWatch = { name: 'CloudWatch', clockOffsetMs: 300, boundMs: 1500 };

  test('are never called right', async () => {
    const result = await runOf(captured);
    expect(new Set(Object.values(verdicts(result)))).toEqual(new Set(['uncertain']));
    expect(new Set(result.servers.map(({ reason }) => reason))).toEqual(new Set(['clocks-disagree']));
    expect(result.reference.clocksDisagree).toEqual({
      sidesWith: 'nobody',
      explanation:
        'reference time is 619315200 s behind the local clock: one of the two is wrong; compare both with a clock ' +
        'that you trust',
    });
  });

  test('prove nobody wrong while a witness sides with the clock', async () => {
    const result = await runOf(captured, { witness: cloudWatch });
    expect(verdicts(result)).toMatchObject({ a: 'uncertain', right: 'uncertain' });
    expect(result.reference.clocksDisagree).toMatchObject({ sidesWith: 'clock' });
  });

  test('a server is proven wrong while a witness sides with reference time', async () => {
    const witness = { ...cloudWatch, clockOffsetMs: WEEKS_MS + 300 };
    const result = await runOf(captured, { witness });
    expect(verdicts(result)).toMatchObject({ a: 'uncertain', right: 'outside' });
    expect(result.reference.clocksDisagree).toMatchObject({ sidesWith: 'reference' });
  });

  test.each([
    ['nobody knows who is wrong', undefined, 0],
    ['a witness sides with the clock', cloudWatch, 0],
    ['a witness sides with reference time', { ...cloudWatch, clockOffsetMs: WEEKS_MS + 300 }, WEEKS_MS],
  ])('while %s, the run and its metrics have a time that can be found', async (_, witness, aheadMs) => {
    const result = await runOf(captured, witness && { witness });
    expect(Date.parse(result.time) - NOON_MS - aheadMs).toBeCloseTo(0, -1);
    expect(clockTimeMs(result) - NOON_MS).toBeCloseTo(0, -1);
  });

  test('publish what agrees with that: neither within nor outside the limit', async () => {
    const { servers } = await runOf(captured);
    for (const { offsetMs, uncertaintyMs, limitMs } of servers) {
      expect(Math.abs(offsetMs!) + uncertaintyMs!).toBeGreaterThan(limitMs);
      expect(Math.abs(offsetMs!) - uncertaintyMs!).toBeLessThanOrEqual(limitMs);
    }
  });

  test('a minute of difference is still the clock’s own affair', async () => {
    const early = { ...NEAR, aheadMs: -59_000 };
    expect(verdicts(await runOf({ a: early, b: early, c: early }))).toEqual({
      a: 'within',
      b: 'within',
      c: 'within',
    });
  });
});
