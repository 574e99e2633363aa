import fc from 'fast-check';
import type { Server } from '../../../lambda/monitor/event';
import { judge } from '../../../lambda/monitor/judge';
import type { Reading } from '../../../lambda/monitor/reading';
import { type Reference, unknownReference } from '../../../lambda/monitor/reference-time';
import { toReading } from '../../../lambda/monitor/verdict';
import type { Measured } from '../../../lambda/ntp/measure';
import { referenceAt } from '../../../testkit/function/reference-at';
import { plan, server, silent, usable } from '../../../testkit/function/sample-readings';
import { exchange, PERFECT_CLOCK } from '../../../testkit/ntp/sample-builder';

const ms = (min: number, max: number) => fc.double({ min, max, noNaN: true });

/** A reading by a clock without any error. */
function readingOf(of: Server, measured: Measured, found: Reference): Reading {
  return toReading(of, measured, { plan: plan([of]), reference: found, clock: PERFECT_CLOCK });
}

describe('The verdict on an offset, an uncertainty and a limit (ms) is', () => {
  test.each([
    [80, 5, 50, 'outside'],
    [-80, 5, 50, 'outside'],
    [55.001, 5, 50, 'outside'],
    [-55.001, 5, 50, 'outside'],
    [51, 0, 50, 'outside'],
    [55, 5, 50, 'uncertain'],
    [-55, 5, 50, 'uncertain'],
    [50, 0.001, 50, 'uncertain'],
    [0, 50.001, 50, 'uncertain'],
    [1, 100, 50, 'uncertain'],
    [0, 50, 50, 'within'],
    [45, 5, 50, 'within'],
    [-45, 5, 50, 'within'],
    [50, 0, 50, 'within'],
    [-50, 0, 50, 'within'],
    [0, 0, 50, 'within'],
    [0, 0, 0, 'within'],
  ] as const)('%d +- %d against %d: %s', (offsetMs, uncertaintyMs, limitMs, verdict) => {
    expect(judge({ offsetMs, uncertaintyMs }, limitMs)).toBe(verdict);
  });

  test('never wrong about a true offset that the uncertainty holds', () => {
    fc.assert(
      fc.property(
        ms(-200, 200),
        ms(0, 100),
        ms(-1, 1),
        ms(0, 100),
        (offsetMs, uncertaintyMs, where, limitMs) => {
          const trueMs = Math.abs(offsetMs + where * uncertaintyMs);
          const verdict = judge({ offsetMs, uncertaintyMs }, limitMs);
          expect(verdict === 'within' && trueMs > limitMs + 1e-9).toBe(false);
          expect(verdict === 'outside' && trueMs < limitMs - 1e-9).toBe(false);
        },
      ),
    );
  });

  test('the same for a server that is ahead and one that is behind', () => {
    fc.assert(
      fc.property(ms(0, 200), ms(0, 100), ms(0, 100), (offsetMs, uncertaintyMs, limitMs) => {
        expect(judge({ offsetMs: -offsetMs, uncertaintyMs }, limitMs)).toBe(
          judge({ offsetMs, uncertaintyMs }, limitMs),
        );
      }),
    );
  });
});

describe('An unusable server', () => {
  test('has its reason and no number', () => {
    expect(readingOf(server('a'), silent(), referenceAt())).toEqual({
      server: 'a',
      host: 'a.test',
      port: 123,
      address: '192.0.2.1',
      verdict: 'unusable',
      reason: 'timeout',
      explanation: 'nobody there',
      offsetMs: null,
      uncertaintyMs: null,
      clockOffsetMs: null,
      delayMs: null,
      jitterMs: null,
      rootDistanceMs: null,
      limitMs: 50,
      vote: 'none',
      requests: 4,
      samples: 0,
      ignored: {},
      packet: null,
    });
  });

  const refused = { reason: 'unsynchronised', explanation: 'says so' } as const;
  const answeredWith = (lastReply = exchange({ forthMs: 5, backMs: 5 }), kiss?: string): Measured => {
    const measured = silent();
    const sampled = { ...measured.sampled, lastReply, ...(kiss !== undefined && { kiss }) };
    return { ...measured, sampled, unusable: refused };
  };
  const delayOf = (measured: Measured) => readingOf(server('a'), measured, referenceAt()).delayMs;

  test('that answered shows its packet and its delay', () => {
    const lastReply = exchange({ forthMs: 5, backMs: 5 }, { leap: 3, stratum: 0, refId: Buffer.alloc(4) });
    const reading = readingOf(server('a'), answeredWith(lastReply), referenceAt());
    expect(reading).toMatchObject({ verdict: 'unusable', packet: { leap: 3, stratum: 0, refId: '' } });
    expect(reading.delayMs).toBeCloseTo(10, 6);
  });

  test.each<[string, Measured]>([
    ['of a kiss, whose times may be our own', answeredWith(exchange(), 'RATE')],
    [
      'of a reply that came before it was asked for',
      answeredWith(exchange({ heldMs: 60_000, backMs: -60_000 })),
    ],
    [
      'of a reply with one time left out',
      answeredWith(exchange({}, { transmit: { seconds: 0, fraction: 0 } })),
    ],
    ['of a reply that left before the request came', answeredWith(exchange({ heldMs: -9, backMs: 10 }))],
  ])('has no delay out of the times %s', (_name, measured) => {
    expect(delayOf(measured)).toBeNull();
  });
});

describe('A usable server', () => {
  test('is judged against reference time, not against the local clock', () => {
    const best = exchange({ aheadMs: 80, forthMs: 5, backMs: 5 });
    const reading = readingOf(server('a'), usable(best), referenceAt(79, 2));
    expect(reading).toMatchObject({ verdict: 'within', requests: 4, samples: 3, limitMs: 50, jitterMs: 0.5 });
    expect(reading).not.toHaveProperty('reason');
    expect(reading.offsetMs).toBeCloseTo(1, 6);
    expect(reading.uncertaintyMs).toBeCloseTo(7, 6);
    expect(reading.clockOffsetMs).toBeCloseTo(80, 6);
  });

  test.each([
    ['within', 45, 'within'],
    ['outside', 60, 'outside'],
    ['outside when it is behind', -60, 'outside'],
    ['in time', 0, 'within'],
  ])('is %s', (_name, aheadMs, verdict) => {
    const best = exchange({ aheadMs, forthMs: 2, backMs: 2 });
    expect(readingOf(server('a'), usable(best), referenceAt()).verdict).toBe(verdict);
  });

  test('is uncertain when its limit lies inside the uncertainty, and says what to do', () => {
    const best = exchange({ aheadMs: 1, forthMs: 5, backMs: 5 });
    expect(readingOf(server('a', { limitMs: 2 }), usable(best), referenceAt(0, 1))).toMatchObject({
      verdict: 'uncertain',
      reason: 'limit-inside-uncertainty',
      explanation:
        'the limit of 2 ms lies inside 1.000 +- 6.000 ms: 5.000 ms are the exchange with it, 1.000 ms reference time. ' +
        'A limit of 7.000 ms could be proven from here; for less, measure from a region nearer to it',
    });
  });

  test('is uncertain when nobody knows the time, and says why', () => {
    const unknown = unknownReference('consensus', 'no majority');
    expect(readingOf(server('a'), usable(), unknown)).toMatchObject({
      verdict: 'uncertain',
      reason: 'no-reference',
      explanation: "it can't be judged: no majority",
      offsetMs: null,
      uncertaintyMs: null,
      vote: 'none',
    });
  });

  test('shows every field of its best packet, with T1 and T4 by the local clock', () => {
    const best = exchange(
      { sentMs: 1000, forthMs: 1, heldMs: 0.5, backMs: 1 },
      {
        stratum: 2,
        refId: Buffer.from([192, 0, 2, 9]),
        poll: 6,
        precision: -20,
        rootDelayMs: 8,
        rootDispersionMs: 4,
      },
    );
    expect(readingOf(server('a'), usable(best), referenceAt()).packet).toEqual({
      leap: 0,
      version: 4,
      mode: 4,
      stratum: 2,
      poll: 6,
      precision: -20,
      rootDelayMs: 8,
      rootDispersionMs: 4,
      refId: '192.0.2.9',
      referenceTime: '2026-11-22T11:59:59.500000000Z',
      originTime: '2026-11-22T12:00:01.000000000Z',
      receiveTime: expect.stringContaining('2026-11-22T12:00:01.00'),
      transmitTime: expect.stringContaining('2026-11-22T12:00:01.00'),
      destinationTime: expect.stringContaining('2026-11-22T12:00:01.002'),
    });
  });

  test.each([
    ['a', 'truechimer'],
    ['b', 'falseticker'],
    ['c', 'none'],
  ])('shows how it voted: %s, %s', (name, expected) => {
    const votes = new Map([
      ['a', 'truechimer'],
      ['b', 'falseticker'],
    ] as const);
    expect(readingOf(server(name), usable(), referenceAt(0, 0, votes)).vote).toBe(expected);
  });
});
