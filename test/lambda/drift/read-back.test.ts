import fc from 'fast-check';
import { type DriftHistory, recordRun } from '../../../lambda/drift/drift-history';
import { gapOf, mergeReadBack, type PublishedSeries } from '../../../lambda/drift/read-back';
import { HOUR_MS, MINUTE_MS } from '../../../lambda/ntp/time-units';
import { driftHistoryOf, FIRST_RUN_MS, knownDrift } from './simulated-history';

/** What CloudWatch has of a history: minutes, offsets and delays. */
function publishedOf(history: DriftHistory): PublishedSeries[] {
  const runs = history.filter(({ readings }) => readings.target);
  const timestampsMs = runs.map(({ timeMs }) => Math.floor(timeMs / MINUTE_MS) * MINUTE_MS);
  return [
    {
      server: 'target',
      offset: { timestampsMs, values: runs.map(({ readings }) => readings.target!.offsetMs) },
      roundTripDelay: { timestampsMs, values: runs.map(({ readings }) => readings.target!.delayMs) },
    },
  ];
}

/** The same runs, so many ms after each minute. */
function shifted(history: DriftHistory, ms: (run: number) => number): DriftHistory {
  return history.map((run, i) => ({ ...run, timeMs: run.timeMs + ms(i) }));
}

describe('which gap is read back', () => {
  const at = (minute: number) => FIRST_RUN_MS + minute * MINUTE_MS;
  const warm = driftHistoryOf(10, () => 0);

  test.each([
    [
      'cold: six hours',
      [],
      { nowMs: at(0) + 12_345, everyMin: 1 },
      { fromMs: at(0) - 6 * HOUR_MS, toMs: at(0) },
    ],
    ['the next run on time: nothing', warm, { nowMs: at(10), everyMin: 1 }, undefined],
    ['one lost run: nothing', warm, { nowMs: at(11), everyMin: 1 }, undefined],
    ['two lost runs: those', warm, { nowMs: at(12), everyMin: 1 }, { fromMs: at(10), toMs: at(12) }],
    ['an hour elsewhere: the hour', warm, { nowMs: at(69), everyMin: 1 }, { fromMs: at(10), toMs: at(69) }],
    [
      'a day elsewhere: six hours',
      warm,
      { nowMs: at(1440), everyMin: 1 },
      { fromMs: at(1080), toMs: at(1440) },
    ],
    ['a run every 30 minutes, one lost: nothing', warm, { nowMs: at(9 + 60), everyMin: 30 }, undefined],
    [
      'cold, hourly: 24 runs',
      [],
      { nowMs: at(0), everyMin: 60 },
      { fromMs: at(0) - 24 * HOUR_MS, toMs: at(0) },
    ],
    [
      'cold, every 12 hours: seven days',
      [],
      { nowMs: at(0), everyMin: 720 },
      { fromMs: at(0) - 168 * HOUR_MS, toMs: at(0) },
    ],
  ])('%s', (_, history, { nowMs, everyMin }, gap) => {
    expect(gapOf(history, nowMs, everyMin * MINUTE_MS)).toEqual(gap);
  });

  test('what could not be read is asked for again, until own runs have taken its place', () => {
    const unreadFromMs = at(0) - 6 * HOUR_MS;
    const again = (nowMs: number) =>
      gapOf(
        driftHistoryOf(10, () => 0),
        nowMs,
        MINUTE_MS,
        unreadFromMs,
      );
    expect(again(at(10))).toEqual({ fromMs: at(10) - 6 * HOUR_MS, toMs: at(10) });
    const ownMs = at(6 * 60);
    expect(
      gapOf(
        driftHistoryOf(6 * 60, () => 0),
        ownMs,
        MINUTE_MS,
        unreadFromMs,
      ),
    ).toBeUndefined();
  });
});

describe('what was read back', () => {
  const history = shifted(
    driftHistoryOf(120, (minute) => 0.06 * 20 * minute),
    () => 17_000,
  );

  test('gives the rate that warm memory gives, without a seam, at 20 ppm', () => {
    const current = history.slice(100);

    const restored = mergeReadBack(current, publishedOf(history.slice(0, 100)));

    const [warm, cold] = [knownDrift(history, 5000), knownDrift(restored, 5000)];
    expect(Math.abs(cold.ppm - warm.ppm)).toBeLessThan(0.01);
    expect(Math.abs(cold.ppm - 20)).toBeLessThan(0.1);
  });

  test('starts that come some seconds late bend a fast drift by less than its interval', () => {
    const late = shifted(
      driftHistoryOf(120, (minute) => 0.06 * 20 * minute),
      (run) => 10_000 + 1000 * ((run * 7) % 5),
    );
    const exact = late.map((run, i) => ({
      ...run,
      readings: {
        target: {
          ...run.readings.target!,
          offsetMs: 0.02 * ((run.timeMs - FIRST_RUN_MS) / 1000) + 0.01 * (i % 3),
        },
      },
    }));

    const restored = mergeReadBack(exact.slice(119), publishedOf(exact.slice(0, 119)));

    const drift = knownDrift(restored, 5000);
    expect(Math.abs(drift.ppm - 20)).toBeLessThan(drift.halfWidthPpm);
  });

  test('never replaces a reading of this environment', () => {
    const published = publishedOf(history).map((each) => ({
      ...each,
      offset: { ...each.offset, values: each.offset.values.map(() => 999) },
    }));

    expect(mergeReadBack(history, published)).toEqual(history);
  });

  test('offsets without a delay, and values that are no numbers, are left out', () => {
    const stamps = [FIRST_RUN_MS, FIRST_RUN_MS + MINUTE_MS, FIRST_RUN_MS + 2 * MINUTE_MS];
    const merged = mergeReadBack(
      [],
      [
        {
          server: 'target',
          offset: { timestampsMs: stamps, values: [1, Number.NaN, 3] },
          roundTripDelay: { timestampsMs: stamps.slice(0, 2), values: [5, 5] },
        },
      ],
    );

    expect(merged).toEqual([
      { timeMs: FIRST_RUN_MS, restored: true, readings: { target: { offsetMs: 1, delayMs: 5 } } },
    ]);
  });

  test('merging twice, or in two parts in any order, is merging once', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 119 }), fc.integer({ min: 0, max: 119 }), (one, other) => {
        const [first, second] = [Math.min(one, other), Math.max(one, other)];
        const now = history.slice(second);
        const parts = [publishedOf(history.slice(0, first)), publishedOf(history.slice(first, second))];
        const whole = mergeReadBack(now, publishedOf(history.slice(0, second)));
        expect(mergeReadBack(mergeReadBack(now, parts[0]!), parts[1]!)).toEqual(whole);
        expect(mergeReadBack(mergeReadBack(now, parts[1]!), parts[0]!)).toEqual(whole);
        expect(mergeReadBack(whole, parts[1]!)).toEqual(whole);
      }),
      { numRuns: 10 },
    );
  });

  test('two environments that took turns by the hour agree', () => {
    const clockMs = (minute: number) => 0.06 * 3 * minute;
    const all = driftHistoryOf(180, clockMs, { jitterMs: 4 });
    const ofOne = [...all.slice(0, 60), ...all.slice(120)];
    const ofOther = [...all.slice(60, 120), ...all.slice(179)];

    const one = knownDrift(mergeReadBack(ofOne, publishedOf(all.slice(60, 120))));
    const other = knownDrift(
      mergeReadBack(ofOther, publishedOf([...all.slice(0, 60), ...all.slice(120, 179)])),
    );

    expect(one.ppm).toBeCloseTo(other.ppm, 6);
    expect(one.halfWidthPpm).toBeCloseTo(other.halfWidthPpm, 6);
  });
});

describe('the warm history', () => {
  const record = (runs: DriftHistory) =>
    runs.reduce((known, run) => recordRun(known, run), [] as DriftHistory);

  test('keeps six hours of a run a minute, and is plain data', () => {
    const kept = record(driftHistoryOf(400, () => 0));

    expect(kept).toHaveLength(361);
    expect(JSON.parse(JSON.stringify(kept))).toEqual(kept);
  });

  test('keeps 24 runs of a slow schedule, at most seven days old', () => {
    expect(record(driftHistoryOf(60, () => 0, { everyMin: 120 }))).toHaveLength(24);
    expect(record(driftHistoryOf(60, () => 0, { everyMin: 720 }))).toHaveLength(15);
  });

  test('is bounded, however many servers and runs there are', () => {
    const readings = Object.fromEntries(
      Array.from({ length: 2000 }, (_, i) => [`s${i}`, { offsetMs: 0, delayMs: 1 }]),
    );
    const runs = Array.from({ length: 60 }, (_, i) => ({ timeMs: FIRST_RUN_MS + i * MINUTE_MS, readings }));

    expect(record(runs)).toHaveLength(50);
    expect(record(driftHistoryOf(500, () => 0, { everyMin: 0.02 }))).toHaveLength(400);
  });

  test('puts a run that comes late in its place', () => {
    const runs = driftHistoryOf(5, () => 0);

    expect(record([runs[0]!, runs[2]!, runs[1]!, runs[4]!, runs[3]!])).toEqual(runs);
  });

  test('forgets what a clock far ahead has stamped, once it is set back', () => {
    const runs = driftHistoryOf(40, () => 0);
    const ahead = { ...runs[20]!, timeMs: runs[20]!.timeMs + 8 * 24 * 60 * MINUTE_MS };

    expect(record([...runs.slice(0, 20), ahead, ...runs.slice(21)])).toEqual(
      runs.slice(21), // what was before it, the far run has made too old
    );
  });

  test('leaves the given history as it is', () => {
    const before = Object.freeze(driftHistoryOf(400, () => 0));

    expect(recordRun(before, { timeMs: FIRST_RUN_MS + 400 * MINUTE_MS, readings: {} })).toHaveLength(361);
    expect(before).toHaveLength(400);
  });
});
