import type { DriftHistory } from '../../lambda/drift/drift-history';
import { type Random, seededRandom } from '../../testkit/seeded-random';
import { type SimulatedClock, simulateRun } from './clock-simulation';
import { ESTIMATORS } from './estimators/all-estimators';
import { telegraph } from './healthy-clocks';
import { DRIFT_PATHS, type NetworkPath, USUAL_STATE } from './network-path';

/** How well one estimator did in one situation on one path. */
export interface EstimatorCell {
  path: string;
  kind: string;
  estimator: string;
  /** Root mean square of the errors, ppm. */
  rmsPpm: number;
  /** Share of stated intervals that hold the truth. */
  coverage: number;
  /** Median half width of the stated interval, ppm. */
  halfWidthPpm: number;
  /** Share of histories that it states a rate for. */
  stated: number;
}

const RUNS = 60;
const HALF_S = 1800;
const TARGET = 'target';
const VOTER_NAMES = ['voter 0', 'voter 1', 'voter 2'];

interface Situation {
  /** The rate at the end, ppm. */
  truthPpm: number;
  clockMs: (timeS: number) => number;
  target?: Partial<SimulatedClock>;
  voters?: (random: Random) => Partial<SimulatedClock>[];
}

const STEADY = { truthPpm: 2, clockMs: (timeS: number) => 0.002 * timeS };

/** What happens within the hour. */
const SITUATIONS: Record<string, Situation> = {
  'constant 2 ppm': STEADY,
  '0 -> 5 ppm at half time': { truthPpm: 5, clockMs: (timeS) => 0.005 * Math.max(0, timeS - HALF_S) },
  'step of 30 ms': { truthPpm: 0, clockMs: (timeS) => (timeS < HALF_S ? 0 : 30) },
  'route +8 ms one way': {
    ...{ truthPpm: 0, clockMs: () => 0 },
    target: { path: (timeS) => ({ ...USUAL_STATE, upMs: timeS < HALF_S ? 0 : 8 }) },
  },
  'route +2 ms one way': {
    ...{ truthPpm: 0, clockMs: () => 0 },
    target: { path: (timeS) => ({ ...USUAL_STATE, upMs: timeS < HALF_S ? 0 : 2 }) },
  },
  'one way slower by 4 ms over the hour': {
    ...{ truthPpm: 0, clockMs: () => 0 },
    target: { path: (timeS) => ({ ...USUAL_STATE, upMs: (4 * timeS) / (2 * HALF_S) }) },
  },
  'members 3 ms apart come and go': {
    ...STEADY,
    voters: (random) =>
      [3, -3, 0].map((biasMs) => {
        const state = telegraph(random, 600, () => random());
        return { clockMs: () => biasMs, statedMs: 4, answers: (timeS: number) => state(timeS) < 0.75 };
      }),
  },
  'one voter flaps by 3 ms': {
    ...STEADY,
    voters: (random) => {
      const state = telegraph(random, 300, () => (random() < 0.5 ? 0 : 3));
      return [{ clockMs: state, statedMs: 4 }, { statedMs: 4 }, { statedMs: 4 }];
    },
  },
  'all voters jump by up to 3 ms': {
    ...STEADY,
    voters: (random) =>
      VOTER_NAMES.map(() => ({ clockMs: telegraph(random, 1200, () => 6 * random() - 3), statedMs: 4 })),
  },
  'one voter drifts at 10 ppm': {
    ...STEADY,
    voters: () => [{ clockMs: (timeS) => 0.01 * timeS, statedMs: 50 }, { statedMs: 50 }, { statedMs: 50 }],
  },
};

/** Every estimator in every situation on every path. */
export function estimatorTable(histories: number, say: (words: string) => void): EstimatorCell[] {
  return Object.values(DRIFT_PATHS).flatMap((path) =>
    Object.entries(SITUATIONS).flatMap(([kind, situation]) => {
      say(`${path.name}, ${kind}`);
      return cells(kind, situation, { path, histories });
    }),
  );
}

function cells(
  kind: string,
  situation: Situation,
  { path, histories }: { path: NetworkPath; histories: number },
): EstimatorCell[] {
  const tallies = Object.keys(ESTIMATORS).map((estimator) => ({
    ...{ estimator, squares: 0, held: 0 },
    widths: [] as number[],
  }));
  for (let seed = 1; seed <= histories; seed += 1) {
    const history = simulateHour(situation, path, seededRandom(40_000 + seed));
    for (const tally of tallies) {
      const estimate = ESTIMATORS[tally.estimator]!(history, TARGET, VOTER_NAMES);
      if (estimate) {
        const error = estimate.ppm - situation.truthPpm;
        tally.squares += error ** 2;
        tally.held += Math.abs(error) <= estimate.halfWidthPpm ? 1 : 0;
        tally.widths.push(estimate.halfWidthPpm);
      }
    }
  }
  return tallies.map(({ estimator, squares, held, widths }) => ({
    ...{ path: path.name, kind, estimator },
    rmsPpm: Math.sqrt(squares / widths.length),
    coverage: held / widths.length,
    halfWidthPpm: widths.sort((a, b) => a - b)[widths.length >> 1] ?? 0,
    stated: widths.length / histories,
  }));
}

function simulateHour(situation: Situation, path: NetworkPath, random: Random): DriftHistory {
  const voters = (situation.voters?.(random) ?? VOTER_NAMES.map(() => ({}))).map((voter, i) => ({
    ...{ name: VOTER_NAMES[i]!, votes: true, clockMs: () => 0 },
    ...voter,
  }));
  const target = { name: TARGET, votes: false, clockMs: situation.clockMs, ...situation.target };
  const simulation = { servers: [...voters, target], path, random };
  return Array.from({ length: RUNS }, (_, run) => simulateRun(simulation, run * 60));
}
