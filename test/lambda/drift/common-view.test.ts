import type { DriftHistory, DriftReading } from '../../../lambda/drift/drift-history';
import { driftOfAll } from '../../../lambda/drift/drift-of';
import { seededRandom } from '../../../testkit/seeded-random';
import { FIRST_RUN_MS } from './simulated-history';

const VOTER_TRIO = ['one', 'two', 'three'];

interface SimulatedRuns {
  /** Which voters make the reference of a minute. Default: all. */
  members?: (minute: number) => string[];
  /** ms by server and minute. */
  clockMs?: (server: string, minute: number) => number;
  /** Default: 3. */
  seed?: number;
}

/** Voters with constants of their own, and a target at +2 ppm; offsets are against the mean of the members. */
function historyOf(
  runs: number,
  { members = () => VOTER_TRIO, clockMs = () => 0, seed = 3 }: SimulatedRuns,
): DriftHistory {
  const random = seededRandom(seed);
  const constants: Record<string, number> = { one: 4, two: -3, three: 0, target: 1 };
  return Array.from({ length: runs }, (_, minute) => {
    const present = [...members(minute), 'target'];
    const shown = present.map((server) => {
      const [upMs, downMs] = [random(), random()];
      const ownMs = constants[server]! + clockMs(server, minute) + (server === 'target' ? 0.12 * minute : 0);
      return { server, delayMs: 2 + upMs + downMs, ms: ownMs + (upMs - downMs) / 2 };
    });
    const voting = shown.filter(({ server }) => server !== 'target');
    const meanMs = voting.reduce((sum, { ms }) => sum + ms / voting.length, 0);
    const readings: Record<string, DriftReading> = {};
    for (const { server, delayMs, ms } of shown) {
      readings[server] = { offsetMs: ms - meanMs, delayMs };
    }
    return { timeMs: FIRST_RUN_MS + minute * 60_000, readings };
  });
}

function ppmOf(history: DriftHistory, server = 'target'): number {
  const drift = driftOfAll(history, [{ server, limitMs: 1000 }], VOTER_TRIO)[0]!;
  return drift.known ? drift.ppm : Number.NaN;
}

test('what was read back of voters without a vote takes no part, as what is warm of them does not', () => {
  const drifting = (server: string, minute: number) =>
    server === 'one' || server === 'three' ? 0.12 * minute : 0;
  const history = historyOf(60, { clockMs: drifting }).map((run, minute) => {
    const readings = Object.fromEntries(
      Object.entries(run.readings).map(([server, each]) => {
        const offsetMs = each.offsetMs + 0.08 * minute; // against the one that is right
        const outvoted = server === 'one' || server === 'three' ? ({ outvoted: true } as const) : {};
        return [server, minute < 50 ? { ...each, offsetMs } : { ...each, offsetMs, ...outvoted }];
      }),
    );
    return minute < 50 ? { ...run, restored: true as const, readings } : { ...run, readings };
  });
  expect(ppmOf(history)).toBeCloseTo(2, 0);
  expect(ppmOf(history, 'two')).toBeCloseTo(0, 0);
});

describe('a change of the reference leaves the rate of a target alone', () => {
  test.each<[string, SimulatedRuns]>([
    ['nothing changes', {}],
    ['a voter is lost for good', { members: (minute) => (minute < 30 ? VOTER_TRIO : ['two', 'three']) }],
    ['a voter comes and goes', { members: (minute) => (minute % 7 < 3 ? VOTER_TRIO : ['one', 'three']) }],
    [
      'each voter is missing in turn',
      { members: (minute) => VOTER_TRIO.filter((_, i) => i !== (minute >> 3) % 3) },
    ],
    [
      'a voter is stepped by 30 ms',
      { clockMs: (server, minute) => (server === 'two' && minute > 30 ? 30 : 0) },
    ],
    ['a voter flaps', { clockMs: (server, minute) => (server === 'two' && (minute >> 2) % 2 === 0 ? 6 : 0) }],
    ['a voter drifts at 40 ppm', { clockMs: (server, minute) => (server === 'two' ? 2.4 * minute : 0) }],
  ])('%s', (_, options) => {
    expect(ppmOf(historyOf(60, options))).toBeCloseTo(2, 0);
    expect(Math.abs(ppmOf(historyOf(60, options)) - 2)).toBeLessThan(0.3);
  });
});

test('two voters agree on a target whatever a third one, which drifts, makes of the first look', () => {
  const off = Array.from({ length: 20 }, (_, seed) =>
    Math.abs(
      ppmOf(
        historyOf(60, {
          clockMs: (server, minute) => (server === 'two' ? 1.2 * minute : 0),
          seed: seed + 1,
        }),
      ) - 2,
    ),
  );
  expect(Math.max(...off)).toBeLessThan(0.3);
});

test('a voter that drifts is told, and the others are not told in its place', () => {
  const history = historyOf(60, { clockMs: (server, minute) => (server === 'two' ? 2.4 * minute : 0) });

  expect(ppmOf(history, 'two')).toBeCloseTo(40, 0);
  expect(Math.abs(ppmOf(history, 'one'))).toBeLessThan(0.5);
  expect(Math.abs(ppmOf(history, 'three'))).toBeLessThan(0.5);
});

test('a near voter that drifts does not outweigh a majority that is farther away', () => {
  const onWay: Record<string, number> = { one: 30, two: 0, three: 30, target: 0 };
  const history = historyOf(60, {
    clockMs: (server, minute) => (server === 'two' ? 2.4 * minute : 0),
  }).map((run, minute) => ({
    ...run,
    readings: Object.fromEntries(
      Object.entries(run.readings).map(([server, reading]) => {
        // Queues that differ from run to run, the same both ways.
        const queueMs = onWay[server]! * ((minute * 7) % 10);
        return [server, { ...reading, delayMs: reading.delayMs + queueMs }];
      }),
    ),
  }));

  expect(ppmOf(history, 'two')).toBeCloseTo(40, 0);
});

test('an outvoted reading takes no part in the common view', () => {
  const history = historyOf(60, {
    clockMs: (server, minute) => (server === 'two' && minute > 20 ? 500 : 0),
  }).map((run, minute) => ({
    ...run,
    readings:
      minute > 20
        ? { ...run.readings, two: { ...run.readings.two!, outvoted: true as const } }
        : run.readings,
  }));

  expect(Math.abs(ppmOf(history) - 2)).toBeLessThan(0.3);
});

test('without voters, offsets are taken as published', () => {
  const drift = driftOfAll(historyOf(60, {}), [{ server: 'target', limitMs: 1000 }], [])[0]!;

  expect(drift).toMatchObject({ known: true, ppm: expect.closeTo(2, 0) });
});
