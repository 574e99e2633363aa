import { roundTo10Percent, timeLeft } from '../../../lambda/drift/time-left';
import type { WindowRate } from '../../../lambda/drift/window-rate';
import { driftHistoryOf, driftOfTarget, knownDrift } from './simulated-history';

/** 10 +- 1 ppm for an hour, at +14 ms: 36 ms and 1 h to the limit of 50. */
const RATE: WindowRate = {
  ppm: 10,
  halfWidthPpm: 1,
  readings: 60,
  sinceKs: -3.6,
  baselineKs: 3.6,
  levelMs: 14,
  corrections: [],
  hasSettled: true,
};

describe('the rule for the warning', () => {
  test.each<[string, Partial<WindowRate>, number | undefined]>([
    ['an hour at 10 +- 1 ppm, an hour to go', {}, 36 / 8.7 / 3.6],
    ['the same, losing', { ppm: -10, levelMs: -14 }, 36 / 8.7 / 3.6],
    ['losing, from ahead: it comes nearer to the right time', { ppm: -10, levelMs: 14 }, undefined],
    ['set back a moment ago', { hasSettled: false }, undefined],
    ['outside already', { levelMs: 51 }, undefined],
    ['outside on the other side', { levelMs: -51 }, undefined],
    ['an interval that nearly holds 0', { halfWidthPpm: 7.7 }, undefined],
    ['less than ten minutes', { baselineKs: 0.59 }, undefined],
    ['less than ten minutes, soon to go', { sinceKs: -0.59, baselineKs: 0.59, levelMs: 38 }, undefined],
    ['ten minutes, half an hour to go', { baselineKs: 0.6, levelMs: 38 }, 12 / 8.7 / 3.6],
    [
      'ten minutes with a few good readings, as good as seven, a quarter of an hour to go',
      { sinceKs: -0.6, baselineKs: 0.42, levelMs: 42 },
      8 / 8.7 / 3.6,
    ],
    ['ten minutes, an hour to go: not believed for so long', { baselineKs: 0.6 }, undefined],
    [
      'six hours at 0.4 ppm, a day and more to go',
      { ppm: 0.4, halfWidthPpm: 0.01, baselineKs: 21.6 },
      undefined,
    ],
    ['six hours at 0.7 ppm, 14 to go', { ppm: 0.7, halfWidthPpm: 0.01, baselineKs: 21.6 }, 36 / 0.687 / 3.6],
  ])('%s', (_, change, hours) => {
    const left = timeLeft({ ...RATE, ...change }, 50, 'short');

    expect(left?.hoursToLimit).toEqual(hours === undefined ? undefined : expect.closeTo(hours, 9));
  });

  test('a stretch of the long window is believed for longer', () => {
    const rate = { ...RATE, baselineKs: 1.5 };

    expect(timeLeft(rate, 50, 'short')).toBeUndefined();
    expect(timeLeft(rate, 50, 'long')).toBeDefined();
  });

  test('states a range that holds both ends of the interval', () => {
    expect(timeLeft(RATE, 50, 'short')?.rangeHours).toEqual({ least: 0.9, most: 1.2 });
  });

  test('states no range while the rate is known to a third only', () => {
    const left = timeLeft({ ...RATE, halfWidthPpm: 3.4, baselineKs: 7.2 }, 50, 'short');

    expect(left).toBeDefined();
    expect(left).not.toHaveProperty('rangeHours');
  });

  test.each([
    [1.04, 1, 1.1],
    [1.96, 1.9, 2],
    [2.5, 2.4, 2.6],
    [7.3, 7, 7.5],
    [0.0123, 0.012, 0.013],
    [96, 95, 100],
  ])('%f is between %f and %f, to 10 %%', (value, least, most) => {
    expect(roundTo10Percent(value, Math.floor)).toBe(least);
    expect(roundTo10Percent(value, Math.ceil)).toBe(most);
  });
});

describe('of a server that is read', () => {
  test('a drift of 20 ppm is told within half of its way, with the truth in the range', () => {
    const clockMs = (minute: number) => 1.2 * Math.max(0, minute - 60);

    const { timeLeft: left } = knownDrift(driftHistoryOf(81, clockMs));

    const trueHours = (50 - clockMs(80)) / 1.2 / 60;
    expect(left!.rangeHours!.least).toBeLessThanOrEqual(trueHours);
    expect(left!.rangeHours!.most).toBeGreaterThanOrEqual(trueHours);
  });

  test('one that comes back to the right time is not drifting', () => {
    expect(knownDrift(driftHistoryOf(60, (minute) => -45 + 0.6 * minute))).not.toHaveProperty('timeLeft');
  });

  test.each([
    [3, 60],
    [10, 60],
    [20, 90],
    [15, 360],
    [60, 360],
  ])('one that gains 20 ppm and is set back every %i minutes says so after %i', (everyMin, runs) => {
    const drift = knownDrift(
      driftHistoryOf(runs, (minute) => 1.2 * (minute % everyMin)),
      100,
    );

    expect(Math.abs(drift.corrected!.everyMs / 60_000 - everyMin)).toBeLessThan(2);
    expect(drift.corrected!.stepMs).toBeCloseTo(-1.2 * everyMin, 0);
    expect(drift).not.toHaveProperty('timeLeft');
  });

  test('one that was set back once still has its time left', () => {
    const drift = knownDrift(driftHistoryOf(60, (minute) => 1.2 * minute - (minute >= 20 ? 30 : 0)));

    expect(drift).not.toHaveProperty('corrected');
    expect(drift).toHaveProperty('timeLeft');
  });

  test('one that was set back and is right since has none, however long noise hides that', () => {
    const clockMs = (minute: number) => (minute < 60 || minute >= 100 ? 0 : 1.002 * (minute - 60));
    const met = Array.from({ length: 10 }, (_, seed) => {
      const history = driftHistoryOf(120, clockMs, { jitterMs: 10, seed });
      return Array.from({ length: 14 }, (_, i) => driftOfTarget(history.slice(0, 106 + i))).filter(
        (each) => each.known && each.timeLeft,
      ).length;
    });

    // The alarm wants three of six.
    expect(met.filter((n) => n >= 3).length).toBeLessThanOrEqual(1);
  });

  test('steps that take back far more than the drift are no corrections of it', () => {
    const drift = knownDrift(driftHistoryOf(90, (minute) => (Math.floor(minute / 8) % 2) * 6));

    expect(drift).not.toHaveProperty('corrected');
  });

  test('ten hours of a right server behind much jitter never meet the rule', () => {
    const history = driftHistoryOf(600, () => 0.8, { jitterMs: 40 });
    for (let end = 10; end <= 600; end += 5) {
      expect(driftOfTarget(history.slice(Math.max(0, end - 361), end))).not.toHaveProperty('timeLeft');
    }
  });
});
