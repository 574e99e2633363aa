import fc from 'fast-check';
import { driftOfAll } from '../../../lambda/drift/drift-of';
import { driftHistoryOf, driftOfTarget, FIRST_RUN_MS, knownDrift } from './simulated-history';

/** ppm x minutes -> ms */
const MS = 0.06;

describe('what is not known', () => {
  test('nothing is stated of a server that was never read', () => {
    expect(driftOfTarget([])).toMatchObject({ known: false, reason: 'too-few-readings' });
  });

  test.each([
    [9, false],
    [10, true],
  ])('%i readings: known %p', (runs, known) => {
    expect(driftOfTarget(driftHistoryOf(runs, (minute) => 100 * MS * minute)).known).toBe(known);
  });

  test('an interval far wider than the rate says why nothing is stated', () => {
    const drift = driftOfTarget(driftHistoryOf(12, () => 0, { jitterMs: 40 }));

    expect(drift).toMatchObject({ known: false, reason: 'too-uncertain' });
    expect((drift as { explanation: string }).explanation).toMatch(
      /can't be told from 0: -?\d+\.\d+ \+- \d+\.\d+ ppm/,
    );
  });

  test('readings older than the window are none', () => {
    const old = driftHistoryOf(30, () => 0);
    const newest = { ...old[29]!, timeMs: FIRST_RUN_MS + 9 * 3_600_000 };
    const between = driftHistoryOf(400, () => 0).map((run) => ({
      ...run,
      timeMs: run.timeMs + 3_600_000,
      readings: {},
    }));

    expect(driftOfTarget([...old, ...between, newest])).toMatchObject({
      known: false,
      reason: 'too-few-readings',
    });
  });
});

describe('the rate', () => {
  test.each([
    ['at rest', 0],
    ['gaining', 7],
    ['losing', -7],
    ['gaining fast', 300],
  ])('of a clock %s', (_, ppm) => {
    const drift = knownDrift(driftHistoryOf(60, (minute) => 3 + ppm * MS * minute));

    expect(Math.abs(drift.ppm - ppm)).toBeLessThan(Math.min(drift.halfWidthPpm, 0.2));
    expect(drift.window).toBe('short');
    expect(drift.stretchMs).toBe(59 * 60_000);
  });

  test.each([1, 2, 5, 10, 15, 30, 60, 240])('is known from a run every %i minutes', (everyMin) => {
    const drift = knownDrift(driftHistoryOf(24, (minute) => 2 * MS * minute, { everyMin }));

    expect(drift.ppm).toBeCloseTo(2, 1);
  });

  test.each([
    ['a step', (minute: number) => 2 * MS * minute + (minute >= 25 ? 30 : 0)],
    ['two steps', (minute: number) => 2 * MS * minute + (minute >= 15 ? 30 : 0) - (minute >= 40 ? 12 : 0)],
    ['one wild reading', (minute: number) => 2 * MS * minute + (minute === 33 ? 80 : 0)],
  ])('is not bent by %s', (_, clockMs) => {
    expect(Math.abs(knownDrift(driftHistoryOf(60, clockMs)).ppm - 2)).toBeLessThan(0.1);
  });

  test('is not bent by a route that becomes 8 ms longer one way', () => {
    const history = driftHistoryOf(60, (minute) => 2 * MS * minute, {
      jitterMs: 4,
      alter: (reading, minute) =>
        minute < 30 ? reading : { ...reading, offsetMs: reading.offsetMs + 4, delayMs: reading.delayMs + 8 },
    });

    const drift = knownDrift(history);

    expect(Math.abs(drift.ppm - 2)).toBeLessThan(drift.halfWidthPpm);
    expect(Math.abs(drift.ppm - 2)).toBeLessThan(0.5);
  });

  test('is not bent by a change of address at equal delays', () => {
    const history = driftHistoryOf(60, (minute) => 2 * MS * minute, {
      alter: (reading, minute) =>
        minute < 30 ? reading : { ...reading, address: 'b', offsetMs: reading.offsetMs + 0.5 },
    });

    expect(Math.abs(knownDrift(history).ppm - 2)).toBeLessThan(0.1);
  });

  test('is no surer than its path: a way that slows down by 4 ms in the hour leaves 0 inside the interval', () => {
    const history = driftHistoryOf(60, () => 1, {
      alter: (reading, minute) => ({
        ...reading,
        offsetMs: reading.offsetMs + minute / 30,
        delayMs: reading.delayMs + minute / 15,
      }),
    });

    const drift = knownDrift(history);

    expect(drift.ppm).toBeCloseTo(1 / 1.8, 1);
    expect(Math.abs(drift.ppm)).toBeLessThan(drift.halfWidthPpm);
    expect(knownDrift(driftHistoryOf(60, (minute) => 1 + minute / 30)).halfWidthPpm).toBeLessThan(0.2);
  });

  test('is not bent by runs that follow each other at once and share what disturbed them', () => {
    const minutes = driftHistoryOf(60, (minute) => 20 * MS * minute);
    const newest = minutes.at(-1)!;
    const disturbed = [50, 120, 230, 310].map((afterMs) => ({
      timeMs: newest.timeMs + afterMs,
      readings: {
        target: { ...newest.readings.target!, offsetMs: newest.readings.target!.offsetMs + 0.2 },
      },
    }));

    const drift = knownDrift([...minutes, ...disturbed]);

    expect(Math.abs(drift.ppm - 20)).toBeLessThan(0.1);
    expect(drift.readings).toBe(60);
  });

  test('is the new one after a change of rate, and says since when', () => {
    const drift = knownDrift(driftHistoryOf(60, (minute) => 20 * MS * Math.max(0, minute - 30)));

    expect(drift.ppm).toBeCloseTo(20, 0);
    expect(Math.abs(drift.sinceMs - (FIRST_RUN_MS + 30 * 60_000))).toBeLessThanOrEqual(3 * 60_000);
  });

  test.each([0, 0.02, 0.1, 0.2, 0.5, 4])(
    'warns of no clock that ran away, was set back and is right again, with %d ms of jitter',
    (jitterMs) => {
      for (const [seed, begun] of [10, 20, 35, 60, 60, 60].entries()) {
        const end = begun + 24;
        const ranAway = (minute: number) => minute >= begun && minute < end;
        const history = driftHistoryOf(
          end + 60,
          (minute) => (ranAway(minute) ? 50 * MS * (minute - begun) : 0),
          { jitterMs, seed },
        );
        const met = Array.from({ length: 30 }, (_, i) => {
          const drift = driftOfTarget(history.slice(0, end + 1 + i));
          return drift.known && drift.timeLeft !== undefined;
        });
        // The alarm wants three of six.
        expect(met.map((_, i) => met.slice(i, i + 6).filter(Boolean).length).filter((n) => n >= 3)).toEqual(
          [],
        );
      }
    },
  );

  test('is not bent by lost runs', () => {
    const history = driftHistoryOf(60, (minute) => 5 * MS * minute, {
      alter: (reading, minute) => (minute % 3 === 0 || (minute > 20 && minute < 35) ? undefined : reading),
    });

    expect(Math.abs(knownDrift(history).ppm - 5)).toBeLessThan(0.1);
  });

  test('of hours is told more exactly than that of one', () => {
    const clockMs = (minute: number) => 0.4 * MS * minute;

    const hour = driftOfTarget(driftHistoryOf(60, clockMs, { jitterMs: 20 }));
    const hours = knownDrift(driftHistoryOf(360, clockMs, { jitterMs: 20 }));

    expect(hours.window).toBe('long');
    expect(hours.halfWidthPpm).toBeLessThan(0.3);
    expect(!hour.known || hour.halfWidthPpm > 2 * hours.halfWidthPpm).toBe(true);
    expect(Math.abs(hours.ppm - 0.4)).toBeLessThan(hours.halfWidthPpm);
  });

  test('mirrored readings have the mirrored rate', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1000 }),
        fc.double({ min: -50, max: 50, noNaN: true }),
        (seed, ppm) => {
          const history = driftHistoryOf(40, (minute) => ppm * MS * minute, { seed, jitterMs: 3 });
          const mirrored = history.map(({ timeMs, readings: { target } }) => ({
            timeMs,
            readings: { target: { ...target!, offsetMs: -target!.offsetMs } },
          }));
          const [one, other] = [driftOfTarget(history), driftOfTarget(mirrored)];
          expect(other.known).toBe(one.known);
          if (one.known && other.known) {
            expect(other.ppm).toBeCloseTo(-one.ppm, 6);
            expect(other.halfWidthPpm).toBeCloseTo(one.halfWidthPpm, 6);
          }
        },
      ),
      { numRuns: 20 },
    );
  });

  test('95 % intervals hold the truth in at least 90 % of hours with even noise', () => {
    let held = 0;
    for (let seed = 1; seed <= 100; seed += 1) {
      const drift = knownDrift(driftHistoryOf(60, (minute) => 9 * MS * minute, { seed, jitterMs: 5 }));
      held += Math.abs(drift.ppm - 9) <= drift.halfWidthPpm ? 1 : 0;
    }
    expect(held).toBeGreaterThanOrEqual(90);
  });

  test('whatever is read, the answer is a statement of finite numbers', () => {
    const value = fc.double({ min: -1e9, max: 1e9, noNaN: true });
    const reading = fc.record({
      offsetMs: fc.oneof(value, fc.constantFrom(0, 1, 5)),
      delayMs: fc.oneof(fc.double({ min: 0, max: 1e6, noNaN: true }), fc.constantFrom(0, 2)),
    });
    fc.assert(
      fc.property(fc.array(fc.option(reading), { maxLength: 80 }), (readings) => {
        const history = readings.map((each, i) => ({
          timeMs: FIRST_RUN_MS + i * 60_000,
          readings: each ? { target: each } : {},
        }));
        const drift = driftOfAll(history, [{ server: 'target', limitMs: 50 }], ['target'])[0]!;
        const numbers = JSON.stringify(drift, (_, each) =>
          Number.isFinite(each) || typeof each !== 'number' ? each : 'BAD',
        );
        expect(numbers).not.toContain('BAD');
      }),
      { numRuns: 100 },
    );
  });
});
