import fc from 'fast-check';
import { fromMs, isZero, msSince, type NtpTimestamp, toIso } from '../../../lambda/ntp/timestamp';

/** 2036-02-07T06:28:16Z: the seconds counter returns to zero (RFC 5905, figure 4). */
const ERA_1 = Date.UTC(2036, 1, 7, 6, 28, 16);
const NOW = Date.UTC(2026, 10, 22, 12);
const ERA_MS = 2 ** 32 * 1000;
const NANOSECOND_MS = 1e-6;
/** Half a unit of the fraction, in ms. */
const ROUNDING_MS = 1000 / 2 ** 33;

const uint32 = fc.integer({ min: 0, max: 2 ** 32 - 1 });
const timestamps: fc.Arbitrary<NtpTimestamp> = fc.record({ seconds: uint32, fraction: uint32 });
const epochs = fc.integer({ min: Date.UTC(1970, 0, 1), max: Date.UTC(2150, 0, 1) });
const within = (ms: number) => fc.double({ min: -ms, max: ms, noNaN: true });

describe('The rollover of 2036', () => {
  test.each([
    ['a second before it, seen from now', { seconds: 2 ** 32 - 1, fraction: 0 }, NOW, ERA_1 - 1000 - NOW],
    [
      'the first half second of era 1, seen from now',
      { seconds: 0, fraction: 2 ** 31 },
      NOW,
      ERA_1 + 500 - NOW,
    ],
    ['the last of era 0, seen from era 1', { seconds: 2 ** 32 - 1, fraction: 0 }, ERA_1 + 1000, -2000],
    ['the first of era 1, seen from era 0', { seconds: 0, fraction: 2 ** 31 }, ERA_1 - 1, 501],
    ['today, seen from 2090', fromMs(0, NOW), Date.UTC(2090, 0, 1), NOW - Date.UTC(2090, 0, 1)],
  ])('%s', (_name, timestamp, epochMs, expectedMs) => {
    expect(msSince(timestamp, epochMs)).toBe(expectedMs);
  });

  test.each([
    ['the instant itself is zero seconds', 0, { seconds: 0, fraction: 0 }],
    ['a millisecond before has all seconds set', -1, { seconds: 2 ** 32 - 1, fraction: 4290672329 }],
    ['a fraction that rounds up carries into the next era', -1e-8, { seconds: 0, fraction: 0 }],
  ])('written: %s', (_name, ms, expected) => {
    expect(fromMs(ms, ERA_1)).toEqual(expected);
  });

  test('offsets across it are plain differences', () => {
    const before = fromMs(-3, ERA_1);
    const after = fromMs(4, ERA_1);
    expect(msSince(after, ERA_1 - 60_000) - msSince(before, ERA_1 - 60_000)).toBeCloseTo(7, 6);
  });
});

describe('A timestamp', () => {
  test('comes back from any epoch as it was written, to half a unit of its fraction', () => {
    fc.assert(
      fc.property(within(10_000), epochs, (ms, epochMs) => {
        expect(Math.abs(msSince(fromMs(ms, epochMs), epochMs) - ms)).toBeLessThanOrEqual(ROUNDING_MS * 1.01);
      }),
    );
  });

  test('comes back to a microsecond when it is decades from the epoch', () => {
    fc.assert(
      fc.property(within(ERA_MS / 2 - 1000), epochs, (ms, epochMs) => {
        expect(Math.abs(msSince(fromMs(ms, epochMs), epochMs) - ms)).toBeLessThan(1e-3);
      }),
    );
  });

  test('is read as the nearest of its eras: never more than half an era away', () => {
    fc.assert(
      fc.property(timestamps, epochs, (timestamp, epochMs) => {
        expect(Math.abs(msSince(timestamp, epochMs))).toBeLessThanOrEqual(ERA_MS / 2 + 1000);
      }),
    );
  });

  test('means the same instant whatever epoch it is read against', () => {
    fc.assert(
      fc.property(within(1e6), fc.integer({ min: -100_000, max: 100_000 }), (ms, shift) => {
        const timestamp = fromMs(ms, NOW);
        expect(msSince(timestamp, NOW + shift) + shift).toBeCloseTo(msSince(timestamp, NOW), 6);
      }),
    );
  });

  test('resolves less than a nanosecond near the epoch, where a count since 1970 would not', () => {
    const [earlier, later] = [fromMs(1, NOW), fromMs(1 + NANOSECOND_MS, NOW)];
    const gained = msSince(later, NOW) - msSince(earlier, NOW);
    expect(Math.abs(gained - NANOSECOND_MS)).toBeLessThan(NANOSECOND_MS / 2);
    expect(NOW + 1 + NANOSECOND_MS).toBe(NOW + 1);
  });

  test('is built of two unsigned 32-bit numbers, whatever it is made from', () => {
    fc.assert(
      fc.property(within(ERA_MS), epochs, (ms, epochMs) => {
        const { seconds, fraction } = fromMs(ms, epochMs);
        expect(seconds >>> 0 === seconds && fraction >>> 0 === fraction).toBe(true);
      }),
    );
  });
});

describe('Text', () => {
  test.each([
    ['nanoseconds are kept', fromMs(1000 / 2 ** 9, NOW), NOW, '2026-11-22T12:00:00.001953125Z'],
    ['half a second', { seconds: 0, fraction: 2 ** 31 }, NOW, '2036-02-07T06:28:16.500000000Z'],
    [
      'the last unit of a second does not round up',
      { seconds: 0, fraction: 2 ** 32 - 1 },
      NOW,
      '2036-02-07T06:28:16.999999999Z',
    ],
    ['before the epoch', fromMs(-1500, NOW), NOW, '2026-11-22T11:59:58.500000000Z'],
    ['zero is no time', { seconds: 0, fraction: 0 }, NOW, null],
  ])('%s', (_name, timestamp, epochMs, expected) => {
    expect(toIso(timestamp, epochMs)).toBe(expected);
  });

  test('is a date for every timestamp but zero', () => {
    fc.assert(
      fc.property(timestamps, epochs, (timestamp, epochMs) => {
        fc.pre(!isZero(timestamp));
        expect(toIso(timestamp, epochMs)).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z$/);
      }),
    );
  });
});

test.each([
  [{ seconds: 0, fraction: 0 }, true],
  [{ seconds: 1, fraction: 0 }, false],
  [{ seconds: 0, fraction: 1 }, false],
])('only the timestamp without a single bit is zero: %j', (timestamp, expected) => {
  expect(isZero(timestamp)).toBe(expected);
});
