import {
  bestAt,
  commonInstant,
  nearestInstantMs,
  offsetAt,
} from '../../../../lambda/ntp/clock/common-instant';
import { exchange } from '../../../../testkit/ntp/sample-builder';

const at = (sentMs: number, pathMs = 1) => exchange({ sentMs, forthMs: pathMs, backMs: pathMs });
const STILL = { lowMs: 0, highMs: 0 };
/** Not measured well: 2,000 ppm either way. */
const UNSURE = { lowMs: -2, highMs: 2 };

describe('The best sample for an instant', () => {
  const [early, late] = [at(0, 5), at(6000, 1)];

  test.each([
    ['without drift is the one with the lowest delay', STILL, 0, late],
    ['is the nearest, if the clock may have drifted by more than it loses in delay', UNSURE, 0, early],
    ['is the one with the lowest delay where that is the nearest', UNSURE, 6000, late],
    ['against the local clock alone is the one with the lowest delay', UNSURE, undefined, late],
  ])('%s', (_name, drift, atMs, expected) => {
    expect(bestAt([early, late], drift, atMs)).toBe(expected);
  });

  test('is none among impossible ones', () => {
    expect(bestAt([exchange({ forthMs: 1, backMs: -3 })], UNSURE, 0)).toBeUndefined();
  });
});

describe('The instant for a comparison', () => {
  test.each([
    [
      'is where the voters saw best',
      [
        [at(0, 5), at(2000, 1)],
        [at(0, 5), at(2000, 1)],
      ],
      [],
      2000,
    ],
    ['is where the others saw, too', [[at(0, 1), at(2000, 1)]], [[at(10, 1)]], 0],
    ['does not exist without voters', [], [[at(0)]], undefined],
    ['does not exist without samples', [[]], [], undefined],
  ])('%s', (_name, voters, others, expected) => {
    expect(commonInstant(voters, others, UNSURE)).toBe(expected);
  });

  test('is found for a fleet by looking at some of it', () => {
    let looks = 0;
    const watched = (sentMs: number) => ({
      ...at(sentMs),
      get delayMs() {
        looks += 1;
        return 2;
      },
    });
    const fleet = Array.from({ length: 10_000 }, (_, i) => [watched(i / 10), watched(2000 + i / 10)]);
    commonInstant(fleet.slice(0, 4), fleet, UNSURE);
    expect(looks).toBeLessThan(20_000);
  });
});

test('An exchange is at every instant from its request to its reply', () => {
  const sample = at(1000, 5);
  expect([990, 1003, 1020].map((atMs) => nearestInstantMs(sample, atMs))).toEqual([1000, 1003, 1010]);
});

test('An offset is less sure the longer ago it was measured', () => {
  const sample = at(1000, 5);
  const [during, after] = [1005, 2010].map((atMs) => offsetAt(sample, UNSURE, atMs));
  expect(during!.highMs - during!.lowMs).toBeCloseTo(10, 0);
  expect(after!.highMs - after!.lowMs).toBeCloseTo(during!.highMs - during!.lowMs + 2 * 2, 6);
});
