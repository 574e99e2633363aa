import fc from 'fast-check';
import type { RunResult } from '../../../lambda/monitor/reading';
import { type SimulatedServer, Simulation } from '../../../testkit/ntp/simulated-network';

/** What a run over a simulated network says of reference time, in one line. */
async function outcome(servers: Record<string, SimulatedServer>): Promise<string> {
  return describeReference(await new Simulation(servers).run());
}

function describeReference({ reference }: RunResult): string {
  const { known, truechimers, falsetickers, explanation } = reference;
  const liars = falsetickers.map(
    ({ server, offsetMs }) => `${server} by ${offsetMs! < 0 ? '' : '+'}${offsetMs!.toFixed(1)} ms`,
  );
  return known
    ? `${truechimers.join(' ')} agree; off: ${liars.join(', ') || 'nobody'}`
    : `unknown: ${explanation}`;
}

const NEAR = { forthMs: 1, backMs: 1 };
const FAR = { forthMs: 40, backMs: 40 };
/** All of the delay lies one way: an error of 20 ms, of which the delay gives no sign. */
const LOPSIDED = { forthMs: 41, backMs: 1 };
const LOPSIDED_BACK = { forthMs: 1, backMs: 41 };
const DOWN = { down: true };

function named(servers: readonly SimulatedServer[]): Record<string, SimulatedServer> {
  return Object.fromEntries(servers.map((each, i) => [`server-${i}`, each]));
}

describe('Reference time is found', () => {
  test.each<[string, Record<string, SimulatedServer>, string]>([
    ['by all who are right', { a: NEAR, b: NEAR, c: NEAR, d: NEAR }, 'a b c d agree; off: nobody'],
    [
      'however far apart the paths make right clocks look',
      { a: NEAR, b: LOPSIDED, c: LOPSIDED_BACK, d: FAR },
      'a b c d agree; off: nobody',
    ],
    [
      'against one of four, who is named, and by how much it is off',
      { a: NEAR, b: NEAR, c: { ...NEAR, aheadMs: -700 }, d: NEAR },
      'a b d agree; off: c by -700.0 ms',
    ],
    [
      'against two of five who agree with each other',
      { a: NEAR, b: { ...NEAR, aheadMs: 80 }, c: NEAR, d: { ...NEAR, aheadMs: 80 }, e: NEAR },
      'a c e agree; off: b by +80.0 ms, d by +80.0 ms',
    ],
    [
      'against two of five who disagree with each other too',
      { a: NEAR, b: { ...NEAR, aheadMs: 80 }, c: NEAR, d: { ...NEAR, aheadMs: -80 }, e: NEAR },
      'a c e agree; off: b by +80.0 ms, d by -80.0 ms',
    ],
    [
      'against a liar that claims to be perfect',
      { a: FAR, b: FAR, c: FAR, d: { ...NEAR, forthMs: 0, backMs: 0, aheadMs: 45 } },
      'a b c agree; off: d by +45.0 ms',
    ],
    [
      'with the liar among the agreeing, where its lie is within what the others allow: no proof, no name',
      { a: FAR, b: FAR, c: FAR, d: { ...NEAR, aheadMs: 35 } },
      'a b c d agree; off: nobody',
    ],
    [
      'with a voter among the agreeing that admits to be as far off as it is',
      { a: NEAR, b: NEAR, c: NEAR, d: { ...NEAR, aheadMs: 200, rootDispersionMs: 210 } },
      'a b c d agree; off: nobody',
    ],
    ['by two when the others are down', { a: NEAR, b: DOWN, c: NEAR, d: DOWN }, 'a c agree; off: nobody'],
    [
      'without voters whose own distance is beyond all bounds',
      { a: NEAR, b: NEAR, c: { ...NEAR, aheadMs: 500, rootDelayMs: 2100 }, d: NEAR },
      'a b d agree; off: nobody',
    ],
    [
      'without asking those that are judged only',
      { a: NEAR, b: NEAR, c: { aheadMs: 90, role: 'target' }, d: { aheadMs: 90, role: 'target' } },
      'a b agree; off: nobody',
    ],
  ])('%s', async (_name, servers, expected) => {
    expect(await outcome(servers)).toBe(expected);
  });
});

describe('Reference time has to stay unknown', () => {
  const nobodyAgrees = (count: number, statements: string) =>
    `unknown: no majority of the ${count} usable voting servers agrees; against the function's clock: ${statements}`;
  const tooFew = (count: number, of: number) =>
    `unknown: reference time needs 2 of ${of} voting servers that agree, and ${count} can vote`;

  test.each<[string, Record<string, SimulatedServer>, string]>([
    [
      'when the majority lies, each its own way: two that are right are no majority of five',
      {
        a: NEAR,
        b: NEAR,
        c: { ...NEAR, aheadMs: 100 },
        d: { ...NEAR, aheadMs: -100 },
        e: { ...NEAR, aheadMs: 250 },
      },
      nobodyAgrees(
        5,
        'a +0.000 +- 1.000 ms, b +0.000 +- 1.000 ms, c +100.000 +- 1.000 ms, d -100.000 +- 1.000 ms, ' +
          'e +250.000 +- 1.000 ms',
      ),
    ],
    [
      'when two camps are of equal size',
      { a: NEAR, b: NEAR, c: { ...NEAR, aheadMs: 50 }, d: { ...NEAR, aheadMs: 50 } },
      nobodyAgrees(
        4,
        'a +0.000 +- 1.000 ms, b +0.000 +- 1.000 ms, c +50.000 +- 1.000 ms, d +50.000 +- 1.000 ms',
      ),
    ],
    [
      'when all bounds are disjoint',
      { a: NEAR, b: { ...NEAR, aheadMs: 5 }, c: { ...NEAR, aheadMs: -5 } },
      nobodyAgrees(3, 'a +0.000 +- 1.000 ms, b +5.000 +- 1.000 ms, c -5.000 +- 1.000 ms'),
    ],
    [
      'when of three one is down and one lies',
      { a: NEAR, b: DOWN, c: { ...NEAR, aheadMs: 80 } },
      nobodyAgrees(2, 'a +0.000 +- 1.000 ms, c +80.000 +- 1.000 ms'),
    ],
    ['when one survives', { a: NEAR, b: DOWN, c: DOWN, d: DOWN }, tooFew(1, 4)],
    ['when nobody does', { a: DOWN, b: DOWN, c: DOWN }, tooFew(0, 3)],
  ])('%s', async (_name, servers, expected) => {
    const { reference, servers: readings } = await new Simulation(servers).run();
    // What the local clock may drift during an exchange is of no interest here.
    const rounded = describeReference({ reference } as RunResult).replaceAll(/1\.0\d\d ms/g, '1.000 ms');
    expect(rounded.replaceAll('-0.000', '+0.000')).toBe(expected);
    expect(reference).toMatchObject({
      clockOffsetMs: null,
      boundMs: null,
      truechimers: [],
      falsetickers: [],
    });
    for (const { verdict, reason } of readings) {
      expect(['uncertain no-reference', 'unusable network']).toContain(`${verdict} ${reason}`);
    }
  });
});

describe('A majority that lies in the same way', () => {
  const captured = {
    a: NEAR,
    b: { ...NEAR, aheadMs: 80 },
    c: { ...NEAR, aheadMs: 80 },
    d: { ...NEAR, aheadMs: 80 },
    target: { role: 'target' as const },
  };

  test('wins, and whoever is right is said to be off', async () => {
    expect(await outcome(captured)).toBe('b c d agree; off: a by -80.0 ms');
  });

  test('has its way with every verdict; the offset of the own clock is what gives it away', async () => {
    const { servers, reference } = await new Simulation(captured).run();
    expect(servers.map(({ server, verdict }) => `${server} ${verdict}`)).toEqual([
      'a outside',
      'b within',
      'c within',
      'd within',
      'target outside',
    ]);
    expect(reference.clockOffsetMs).toBeCloseTo(80, 3);
  });
});

describe('Over any network, with a clock of its own that is as bad as clocks are,', () => {
  /** Nanoseconds: timestamps are rounded to a quarter of one, and sums of doubles to less. */
  const ROUNDING_MS = 2e-6;
  const ms = (min: number, max: number) => fc.double({ min, max, noNaN: true });
  const path = { forthMs: ms(0, 100), backMs: ms(0, 100) };
  const honest = fc
    .record({ ...path, aheadMs: ms(-5, 5), slackMs: ms(0.02, 5) })
    .map(({ slackMs, ...each }) => ({ ...each, rootDispersionMs: Math.abs(each.aheadMs) + slackMs }));
  const liar = fc.record({ ...path, aheadMs: ms(-200, 200), rootDispersionMs: ms(0, 200) });
  const target = fc.record({ ...path, aheadMs: ms(-1000, 1000) });
  const machine = fc.record({ aheadMs: ms(-500, 500), driftPpm: ms(-14.9, 14.9), gapMs: ms(0, 2000) });

  test.each([
    ['one liar of four', 1, 3],
    ['two liars of five', 2, 3],
  ])('%s can put the truth outside neither any reading nor reference time', async (_name, liars, rest) => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(liar, { minLength: liars, maxLength: liars }),
        fc.array(honest, { minLength: rest, maxLength: rest }),
        target,
        machine,
        async (lying, telling, judged, on) => {
          const servers: SimulatedServer[] = [...lying, ...telling, { ...judged, role: 'target' }];
          const { servers: readings } = await new Simulation(named(servers), on).run();
          for (const [i, { offsetMs, uncertaintyMs }] of readings.entries()) {
            const error = Math.abs(offsetMs! - servers[i]!.aheadMs!);
            expect(error).toBeLessThanOrEqual(uncertaintyMs! + ROUNDING_MS);
          }
        },
      ),
      { numRuns: 25 },
    );
  });
});
