import fc from 'fast-check';
import { errorBoundMs, precisionMs, toSample } from '../../../lambda/ntp/sample';
import { NO_DRIFT } from '../../../testkit/function/sample-readings';
import { exchange, PERFECT_CLOCK, reply } from '../../../testkit/ntp/sample-builder';

/** A timestamp's fraction resolves 0.23 nanoseconds. */
const RESOLUTION_MS = 1e-6;
const ms = (min: number, max: number) => fc.double({ min, max, noNaN: true });

test.each([
  ['a symmetric path: the offset is exact', { aheadMs: 80, forthMs: 5, backMs: 5 }, 80, 10],
  ['a server behind has a negative offset', { aheadMs: -80, forthMs: 5, backMs: 5 }, -80, 10],
  ['a server in time', { aheadMs: 0, forthMs: 5, backMs: 5 }, 0, 10],
  ['all the delay on the way there: half of it is error', { aheadMs: 0, forthMs: 10, backMs: 0 }, 5, 10],
  ['all the delay on the way back', { aheadMs: 0, forthMs: 0, backMs: 10 }, -5, 10],
  ["the server's own time does not count", { aheadMs: 1, forthMs: 5, heldMs: 700, backMs: 5 }, 1, 10],
])('%s', (_name, told, offsetMs, delayMs) => {
  const sample = exchange(told);
  expect(sample.offsetMs).toBeCloseTo(offsetMs, 6);
  expect(sample.delayMs).toBeCloseTo(delayMs, 6);
});

test('The truth is never farther from the offset than half the delay', () => {
  const told = fc.record({
    aheadMs: ms(-1e9, 1e9),
    forthMs: ms(0, 1000),
    heldMs: ms(0, 1000),
    backMs: ms(0, 1000),
  });
  fc.assert(
    fc.property(told, (told) => {
      const { offsetMs, delayMs } = exchange(told);
      expect(Math.abs(offsetMs - told.aheadMs)).toBeLessThanOrEqual(delayMs / 2 + RESOLUTION_MS);
    }),
  );
});

test('The offset makes up for a late T4; the delay, which bounds the error, does not', () => {
  const sample = toSample(reply(), { t1: -5, t4: 8, receiveLatencyMs: 3 }, PERFECT_CLOCK);
  expect(sample.offsetMs).toBeCloseTo(0, 6);
  expect(sample.delayMs).toBeCloseTo(13, 6);
});

describe.each([
  ['all of the way there', 10, 0],
  ['all of the way back', 0, 10],
  ['no way at all', 0, 0],
])('With %s, a lateness of T4 that is estimated', (_name, forthMs, backMs) => {
  const lateMs = 0.02;

  test.each([0, 1, 2, 4])('at %d times what it was is within the bound', (times) => {
    const sample = toSample(
      reply(),
      { t1: -forthMs, t4: backMs + lateMs, receiveLatencyMs: times * lateMs },
      PERFECT_CLOCK,
    );
    expect(Math.abs(sample.offsetMs)).toBeLessThanOrEqual(errorBoundMs(sample, NO_DRIFT.drift));
  });
});

test.each([
  [0, 1000],
  [-10, 0.976_562_5],
  [-20, 0.000_953_674_316_406_25],
  [1, 2000],
])('A precision of %d is a clock in steps of %d ms', (precision, expected) => {
  expect(precisionMs(reply({ precision }))).toBe(expected);
});
