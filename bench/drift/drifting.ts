import type { DriftHistory } from '../../lambda/drift/drift-history';
import { recordRun } from '../../lambda/drift/drift-history';
import { driftOfAll } from '../../lambda/drift/drift-of';
import { seededRandom } from '../../testkit/seeded-random';
import { quantile } from '../statistics';
import { type SimulatedClock, simulateRun } from './clock-simulation';
import { BENCH_LIMIT_MS } from './healthy';
import { DRIFT_PATHS, type NetworkPath } from './network-path';

/** When servers that begin to drift were warned of, and how right the time left was. */
export interface DriftingCell {
  path: string;
  ppm: number;
  servers: number;
  warned: number;
  /** Share of the way to the limit that was gone at the warning: median and the worst. */
  gone: { median: number; worst: number };
  /** |stated / true - 1| of the middle of the range, over all runs that state one: median. */
  timeLeftError: number | null;
  /** Share of stated ranges that hold the truth. */
  inRange: number | null;
  ranges: number;
}

const RATES_PPM = [0.7, 2, 7, 20];
const QUIET_S = 2 * 3600;
/** The alarm's count. */
const DRIFTING_WARN = { hits: 3, of: 6 };
/** Slow drifts take a day: evaluations of the first part, which can't meet the rule, are left out. */
const FIRST_SHARE = 0.2;
/** And they need no evaluation every minute to be timed to a percent. */
const MAX_EVALUATIONS = 150;

export function driftingCells(servers: number, say: (words: string) => void): DriftingCell[] {
  return Object.values(DRIFT_PATHS).flatMap((path) =>
    RATES_PPM.map((ppm) => {
      say(`${path.name}, ${ppm} ppm`);
      return driftingCell(
        ppm,
        path,
        Array.from({ length: servers }, (_, i) => driftOnce(ppm, path, 70_000 + i)),
      );
    }),
  );
}

interface DriftCourse {
  /** Share of the way gone at the warning; 1: never warned. */
  gone: number;
  estimates: { trueHours: number; least: number; most: number }[];
}

function driftOnce(ppm: number, path: NetworkPath, seed: number): DriftCourse {
  const random = seededRandom(seed);
  const endS = QUIET_S + (BENCH_LIMIT_MS / ppm) * 1000;
  const voters = [0, 1, 2].map(
    (i): SimulatedClock => ({ name: `voter ${i}`, votes: true, clockMs: () => 0 }),
  );
  const target: SimulatedClock = {
    ...{ name: 'target', votes: false },
    clockMs: (timeS) => (Math.max(0, timeS - QUIET_S) * ppm) / 1000,
  };
  const names = voters.map(({ name }) => name);
  const every = Math.max(1, Math.floor(((1 - FIRST_SHARE) * (endS - QUIET_S)) / 60 / MAX_EVALUATIONS));
  const course: DriftCourse = { gone: 1, estimates: [] };
  let history: DriftHistory = [];
  let recent: boolean[] = [];
  for (let run = 0; run * 60 < endS; run += 1) {
    const timeS = run * 60;
    history = recordRun(history, simulateRun({ servers: [...voters, target], path, random }, timeS));
    const gone = (timeS - QUIET_S) / (endS - QUIET_S);
    if (gone < FIRST_SHARE || run % every !== 0) {
      continue;
    }
    const drift = driftOfAll(history, [{ server: 'target', limitMs: BENCH_LIMIT_MS }], names)[0]!;
    const timeLeft = drift.known ? drift.timeLeft : undefined;
    recent = [...recent, timeLeft !== undefined].slice(-DRIFTING_WARN.of);
    if (course.gone === 1 && recent.filter(Boolean).length >= DRIFTING_WARN.hits) {
      course.gone = gone;
    }
    if (timeLeft?.rangeHours) {
      course.estimates.push({ trueHours: (endS - timeS) / 3600, ...timeLeft.rangeHours });
    }
  }
  return course;
}

function driftingCell(ppm: number, path: NetworkPath, courses: readonly DriftCourse[]): DriftingCell {
  const estimates = courses.flatMap((course) => course.estimates);
  const held = estimates.filter(({ trueHours, least, most }) => trueHours >= least && trueHours <= most);
  const errors = estimates.map(({ trueHours, least, most }) => Math.abs((least + most) / 2 / trueHours - 1));
  const gone = courses.map((course) => course.gone);
  return {
    ...{ path: path.name, ppm, servers: courses.length },
    warned: gone.filter((share) => share < 1).length,
    gone: { median: quantile(gone, 0.5), worst: quantile(gone, 1) },
    timeLeftError: errors.length > 0 ? quantile(errors, 0.5) : null,
    inRange: errors.length > 0 ? held.length / errors.length : null,
    ranges: errors.length,
  };
}
