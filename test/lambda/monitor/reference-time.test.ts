import { findReference, unknownReference } from '../../../lambda/monitor/reference-time';
import { PHI } from '../../../lambda/ntp/clock/local-clock';
import type { Measured } from '../../../lambda/ntp/measure';
import { NO_DRIFT, plan, server, silent, usable } from '../../../testkit/function/sample-readings';
import { exchange } from '../../../testkit/ntp/sample-builder';

/** A measurement of a server that is so far ahead, right to within `distanceMs`. */
function ahead(aheadMs: number, distanceMs = 5, sentMs = 1000): Measured {
  const best = exchange({ aheadMs, forthMs: 5, backMs: 5, sentMs });
  return usable(best, { rootDistanceMs: distanceMs, jitterMs: 0 });
}

const FOUR = plan(['a', 'b', 'c', 'd'].map((name) => server(name)));
const FIVE = ['a', 'b', 'c', 'd', 'e'].map((name) => server(name));
/** A clock that RFC 5905 trusts, and an instant at which all replies had arrived. */
const TOLERANCE = { drift: { lowMs: -PHI * 1000, highMs: PHI * 1000 }, instantMs: 1010 };
const find = (measured: Measured[], of = FOUR) =>
  findReference(of, measured, { comparison: TOLERANCE, clockBoundMs: 0 });

describe('Reference time is unknown', () => {
  test.each<[string, Measured[], string]>([
    [
      'when nobody answers',
      [silent(), silent(), silent(), silent()],
      'reference time needs 2 of 4 voting servers that agree, and 0 can vote',
    ],
    [
      'when a single voter answers',
      [silent(), ahead(0), silent(), silent()],
      'reference time needs 2 of 4 voting servers that agree, and 1 can vote',
    ],
    [
      'when no majority agrees: who says what',
      [ahead(0), ahead(100), ahead(-100), silent()],
      "no majority of the 3 usable voting servers agrees; against the function's clock: " +
        'a +0.000 +- 5.000 ms, b +100.000 +- 5.000 ms, c -100.000 +- 5.000 ms',
    ],
  ])('%s', (_name, measured, explanation) => {
    const { reading, time, votes } = find(measured);
    expect(time).toBeUndefined();
    expect([...votes]).toEqual([]);
    expect({ ...reading, explanation: reading.explanation!.replaceAll('-0.000', '+0.000') }).toEqual({
      source: 'consensus',
      known: false,
      clockOffsetMs: null,
      boundMs: null,
      truechimers: [],
      falsetickers: [],
      explanation,
      voters: 4,
    });
  });

  test('when the caller says so', () => {
    expect(unknownReference('clock', 'it moved').reading).toMatchObject({
      source: 'clock',
      explanation: 'it moved',
    });
  });
});

describe('Reference time by consensus', () => {
  test('names who was outvoted, and how far off each is', () => {
    const five = plan(['a', 'b', 'c', 'd', 'e'].map((name) => server(name)));
    const { reading, votes } = find([ahead(0), ahead(80), ahead(0), ahead(-3000), ahead(0)], five);
    expect(reading).toMatchObject({ known: true, truechimers: ['a', 'c', 'e'] });
    expect(reading.falsetickers).toEqual([
      { server: 'b', offsetMs: expect.closeTo(80, 6) },
      { server: 'd', offsetMs: expect.closeTo(-3000, 6) },
    ]);
    expect(Object.fromEntries(votes)).toEqual({
      a: 'truechimer',
      b: 'falseticker',
      c: 'truechimer',
      d: 'falseticker',
      e: 'truechimer',
    });
  });

  test('says how far the local clock is off: positive when the clock is behind', () => {
    const { reading, time } = find([ahead(20), ahead(20), ahead(20), ahead(20)]);
    expect(reading.clockOffsetMs).toBeCloseTo(20, 6);
    expect(time!.offsetMs).toBe(reading.clockOffsetMs);
  });

  test('knows that no better than the clock can be read', () => {
    const all = [ahead(0), ahead(0), ahead(0), ahead(0)];
    const { boundMs } = findReference(FOUR, all, { comparison: TOLERANCE, clockBoundMs: 0.2 }).reading;
    expect(boundMs).toBeCloseTo(find(all).reading.boundMs! + 0.2, 9);
  });

  test('hears neither servers that are judged only nor those that are unusable', () => {
    const servers = [server('a'), server('b'), server('c'), server('t', { role: 'target' }), server('u')];
    const unusable: Measured = { ...ahead(500), unusable: { reason: 'kiss', explanation: 'sent a kiss' } };
    const { reading } = find([ahead(0), ahead(0), ahead(0), ahead(500), unusable], plan(servers));
    expect(reading).toMatchObject({ truechimers: ['a', 'b', 'c'], falsetickers: [] });
  });

  test('is bounded by the farthest that a majority can place the truth', () => {
    const { reading } = find([ahead(0, 5), ahead(0, 5), ahead(0, 5), ahead(0, 5)]);
    expect(reading.boundMs).toBeCloseTo(5, 3);
  });

  test.each([
    ['is dropped while the others are steady', 0, 0],
    ['is kept while nobody is steadier than it is far', 10, 1],
  ])('is combined from survivors: a voter that is 4 ms off %s', (_name, jitterMs, expectedMs) => {
    const measured = [0, 0, 0, 4].map((aheadMs) => ({ ...ahead(aheadMs, 50), jitterMs }));
    expect(find(measured).time!.offsetMs).toBeCloseTo(expectedMs, 3);
  });

  test('is less sure of other instants: the local clock may drift meanwhile', () => {
    const { time, reading } = find([ahead(0), ahead(0), ahead(0), ahead(0)]);
    const atMs = 1010; // all replies arrived then
    expect(time!.boundsAtMs(atMs).highMs).toBeCloseTo(reading.boundMs!, 6);
    expect(time!.boundsAtMs(atMs + 60_000).highMs).toBeCloseTo(reading.boundMs! + 60_000 * PHI, 6);
    expect(time!.boundsAtMs(atMs - 60_000).highMs).toBeCloseTo(reading.boundMs! + 60_000 * PHI, 6);
  });

  test('grants that drift to the voters as well', () => {
    // Half a minute from the middle either way: 0.45 ms of drift let two statements 0.8 ms apart meet.
    const early = ahead(-0.4, 0, 0);
    const late = ahead(0.4, 0, 60_000);
    expect(find([early, late], plan([server('a'), server('b')])).reading.known).toBe(true);
    expect(find([early, ahead(0.4, 0, 0)], plan([server('a'), server('b')])).reading.known).toBe(false);
  });
});

describe('A machine that several names lead to has one vote', () => {
  const SHARED = { ip: '192.0.2.9', family: 4, port: 123 } as const;
  const OTHER_PORT = { ...SHARED, port: 1123 };
  const at = (address: Measured['address'], measured: Measured): Measured => ({ ...measured, address });

  test('so that two names of a liar do not outvote the servers that are right', () => {
    const liar = at(SHARED, ahead(3000));
    const { reading, votes, sharedVotes } = find([liar, liar, liar, ahead(0), ahead(0)], plan(FIVE));
    expect(reading).toMatchObject({ known: true, truechimers: ['d', 'e'], falsetickers: [{ server: 'a' }] });
    expect(Object.fromEntries(votes)).toEqual({ a: 'falseticker', d: 'truechimer', e: 'truechimer' });
    const shared = { voice: 'a', sameAddress: true };
    expect(Object.fromEntries(sharedVotes!)).toEqual({ b: shared, c: shared });
  });

  test('so that it is no consensus with itself', () => {
    const { reading } = find([at(SHARED, ahead(0)), at(SHARED, ahead(0)), silent(), silent()]);
    expect(reading).toMatchObject({ known: false, truechimers: [] });
    expect(reading.explanation).toBe(
      'reference time needs 2 of 4 voting servers that agree, and 1 can vote; b shares the vote of a',
    );
  });

  test('which is the first usable one’s', () => {
    const { votes } = find([at(SHARED, silent()), at(SHARED, ahead(0)), at(SHARED, ahead(0)), ahead(0)]);
    expect([...votes.keys()]).toEqual(['b', 'd']);
  });

  test('though its clock was set while it was asked, and each name’s best sample is from another side of that', () => {
    const [before, after] = [7, 8].map((fraction) =>
      exchange({}, { stratum: 2, refId: Buffer.from([192, 0, 2, 8]), reference: { seconds: 1, fraction } }),
    );
    const sampled = { requests: 2, samples: [before!, after!], cutShort: false };
    const { reading } = find([usable(before, { sampled }), usable(after, { sampled }), ahead(0), ahead(0)]);
    expect(reading.kin).toEqual([['a', 'b']]);
  });

  test('but another port is another server', () => {
    const { reading } = find([at(SHARED, ahead(0)), at(OTHER_PORT, ahead(0)), silent(), silent()]);
    expect(reading.truechimers).toEqual(['a', 'b']);
  });
});

test("Reference time by the function's own clock is that clock, as well as it can be read", () => {
  const byClock = plan([server('a')], { reference: 'clock' });
  const { reading, time } = findReference(byClock, [ahead(80)], {
    comparison: NO_DRIFT,
    clockBoundMs: 0.001,
  });
  expect(reading).toEqual({
    source: 'clock',
    known: true,
    clockOffsetMs: 0,
    boundMs: 0.001,
    truechimers: [],
    falsetickers: [],
  });
  expect([time!.offsetMs, time!.boundsAtMs(1e9).highMs]).toEqual([0, 0.001]);
});
