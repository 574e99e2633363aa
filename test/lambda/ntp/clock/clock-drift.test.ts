import fc from 'fast-check';
import { type ClockDrift, drifted, measureDrift, movementMs } from '../../../../lambda/ntp/clock/clock-drift';
import type { Sample } from '../../../../lambda/ntp/sample';

/** One request of a run, in true time. */
interface Request {
  atMs: number;
  forthMs: number;
  backMs: number;
}

/** How fast the local clock is, and how far a server is ahead of true time, and gets ahead while it is watched. */
interface Clocks {
  localPpm: number;
  aheadMs?: number;
  gainPpm?: number;
  stepMs?: number;
  stepAtMs?: number;
}

const SPACING_MS = 2000;

/** What a local clock that runs at its own rate makes of an exchange; its readings are exact otherwise. */
function sampleOf({ atMs, forthMs, backMs }: Request, clocks: Clocks): Sample {
  const local = (trueMs: number) => trueMs * (1 + clocks.localPpm * 1e-6);
  const { aheadMs = 0, gainPpm = 0, stepMs = 0, stepAtMs = 0 } = clocks;
  const heardMs = atMs + forthMs;
  const server = heardMs + aheadMs + heardMs * gainPpm * 1e-6 + (heardMs >= stepAtMs ? stepMs : 0);
  const [sentMs, arrivedMs] = [local(atMs), local(heardMs + backMs)];
  return {
    offsetMs: server - (sentMs + arrivedMs) / 2,
    delayMs: arrivedMs - sentMs,
    precisionMs: 1e-6,
    receiveLatencyMs: 0,
    sentMs,
    arrivedMs,
  };
}

/** Four requests, as polite as ever; the n-th server's a little after the one before. */
function run(clocks: Clocks, pathMs = 0.1, server = 0): Sample[] {
  return [0, 1, 2, 3].map((i) =>
    sampleOf({ atMs: i * SPACING_MS + server * 0.1, forthMs: pathMs, backMs: pathMs }, clocks),
  );
}

const servers = (count: number, clocks: Clocks, pathMs?: number) =>
  Array.from({ length: count }, (_, i) => run(clocks, pathMs, i));
/** What true time gains on a clock of this rate in a second, ms. */
const gainOf = (localPpm: number) => (1 / (1 + localPpm * 1e-6) - 1) * 1000;
const holds = ({ lowMs, highMs }: ClockDrift, value: number) => lowMs <= value && value <= highMs;
const width = ({ lowMs, highMs }: ClockDrift) => highMs - lowMs;

describe('The drift of the local clock', () => {
  const paths = fc.record({
    forthMs: fc.double({ min: 0, max: 100, noNaN: true }),
    backMs: fc.double({ min: 0, max: 100, noNaN: true }),
  });
  const honest = fc.record({
    paths: fc.array(paths, { minLength: 3, maxLength: 4 }),
    aheadMs: fc.double({ min: -50, max: 50, noNaN: true }),
    gainPpm: fc.double({ min: -15, max: 15, noNaN: true }),
  });
  const lie = fc.array(fc.double({ min: -1000, max: 1000, noNaN: true }), { minLength: 4, maxLength: 4 });

  test('is bounded, however the paths share the delay, by a majority of honest servers', () => {
    fc.assert(
      fc.property(
        fc.array(honest, { minLength: 3, maxLength: 6 }),
        fc.array(lie, { maxLength: 5 }),
        fc.double({ min: -80_000, max: 80_000, noNaN: true }),
        (all, lies, localPpm) => {
          const told = all.map((each) =>
            each.paths.map((path, i) => sampleOf({ atMs: i * SPACING_MS, ...path }, { localPpm, ...each })),
          );
          const liars = lies
            .slice(0, all.length - 1)
            .map((offsets) => run({ localPpm }).map((sample, i) => ({ ...sample, offsetMs: offsets[i]! })));
          const drift = measureDrift([...told, ...liars], told.length + liars.length);
          expect(holds(drift, gainOf(localPpm))).toBe(true);
        },
      ),
      { numRuns: 500 },
    );
  });

  test.each([30, 100, 2000, 50_000, -100])('of %d ppm is found on a near path to 50 ppm', (localPpm) => {
    const drift = measureDrift(servers(4, { localPpm }), 4);
    expect(holds(drift, gainOf(localPpm))).toBe(true);
    expect(width(drift)).toBeLessThan(0.11);
  });

  test.each([50_000, -50_000])('of %d ppm is found behind 10 ms of path, too', (localPpm) => {
    const drift = measureDrift(servers(3, { localPpm }, 10), 3);
    expect(holds(drift, gainOf(localPpm))).toBe(true);
    expect(width(drift)).toBeLessThan(8);
  });

  test('that changes within the run lies between what it was before and after', () => {
    const slewed = (server: number) => [
      ...run({ localPpm: 0 }, 0.1, server).slice(0, 2),
      ...run({ localPpm: 0 }, 0.1, server)
        .slice(2)
        .map((sample) => ({ ...sample, offsetMs: sample.offsetMs - 0.5 * (sample.arrivedMs - 2000) * 1e-3 })),
    ];
    const drift = measureDrift([slewed(0), slewed(1), slewed(2)], 3);
    expect([holds(drift, 0), holds(drift, -0.5)]).toEqual([true, true]);
  });

  test.each<[string, Sample[][], number]>([
    ['nobody answered', [], 3],
    ['two servers are all there is', servers(2, { localPpm: 500 }), 2],
    [
      'all were asked back to back',
      servers(4, { localPpm: 500 }).map((samples) =>
        samples.slice(0, 2).map((each, i) => ({ ...each, sentMs: i, arrivedMs: i + 0.2 })),
      ),
      4,
    ],
    ['no more answered than may lie', servers(3, { localPpm: 500 }), 7],
    ['each answered once', servers(4, { localPpm: 500 }).map((samples) => samples.slice(0, 1)), 4],
  ])('is assumed, not measured, when %s', (_name, told, configured) => {
    expect(measureDrift(told, configured)).toEqual({ lowMs: -2, highMs: 2 });
  });
});

test('The drift of the local clock may be any where every server says something else', () => {
  const told = [0, 5000, 9000].map((gainPpm) => run({ localPpm: 0, gainPpm }));
  expect(measureDrift(told, 3)).toEqual({ lowMs: -100, highMs: 100 });
});

test('What lay in an interval drifts, both ways', () => {
  const drift = { lowMs: -1, highMs: 2 };
  expect(drifted({ lowMs: 10, highMs: 20 }, drift, 3000)).toEqual({ lowMs: 7, highMs: 26 });
  expect(drifted({ lowMs: 10, highMs: 20 }, drift, -3000)).toEqual({ lowMs: 4, highMs: 23 });
});

describe('A server', () => {
  const AS_GOOD_AS_NONE = { lowMs: -0.05, highMs: 0.05 };

  test.each<[string, Clocks, number]>([
    ['is stepped forward', { localPpm: 0, stepMs: 200, stepAtMs: 3000 }, 200],
    ['is stepped back', { localPpm: 0, stepMs: -1, stepAtMs: 5000 }, -1],
    ['is slewed', { localPpm: 0, gainPpm: 500 }, 3],
  ])('that %s within the run moved', (_name, clocks, expectedMs) => {
    expect(movementMs(run(clocks), AS_GOOD_AS_NONE)).toBeCloseTo(expectedMs, 1);
  });

  test.each<[string, Sample[], ClockDrift]>([
    ['stood still', run({ localPpm: 0, aheadMs: 80 }), AS_GOOD_AS_NONE],
    ['was asked once', run({ localPpm: 0 }).slice(0, 1), AS_GOOD_AS_NONE],
    ['gave no sample', [], AS_GOOD_AS_NONE],
    ['drifts as any crystal may', run({ localPpm: 0, gainPpm: 15 }), AS_GOOD_AS_NONE],
    [
      'moved by less than its path lets see',
      run({ localPpm: 0, stepMs: 5, stepAtMs: 3000 }, 10),
      AS_GOOD_AS_NONE,
    ],
    ['moved because the local clock did', run({ localPpm: 50_000 }), { lowMs: -48, highMs: -47 }],
  ])('that %s did not move', (_name, samples, drift) => {
    expect(movementMs(samples, drift)).toBe(0);
  });
});
