import type { ScenarioStep } from '../../lab/scenarios/scenario-step';
import type { Deployed } from '../scenarios/deployed';
import { seededRandom } from '../seeded-random';
import { HEALTHY_LOSS, noise, RUNS_OF_A_DAY, type StoryContext } from './battery-story';
import { deliveriesIn } from './deliveries';

/** Something that somebody must be woken for, in runs. */
interface Incident {
  from: number;
  to: number;
  servers: NonNullable<ScenarioStep['servers']>;
  /** How many runs later each of the servers goes, and returns. */
  lateRuns: ReadonlyMap<string, number>;
}

export interface CourseTally {
  incidents: number;
  /** Of all incidents. */
  pages: number;
  /** Of the incident with the most. */
  mostPages: number;
  /** Incidents without a page. */
  missed: number;
  /** Pages while nothing was wrong. */
  unfounded: number;
}

/** Room for an incident and its end: longer than any window. */
const SLOT_RUNS = 4 * 60;
const NOISE_MS = 1.5;
/** After its end an incident may still be told of. */
const AFTERMATH_RUNS = 30;

/**
 * A day at a run a minute: noise and single losses everywhere, and an incident in each slot of four hours.
 * @param apartRuns servers that go together do so up to so many runs one after another
 */
function randomCourse(
  { voters, targets, all }: StoryContext,
  seed: number,
  apartRuns: number,
): { steps: ScenarioStep[]; incidents: Incident[] } {
  const random = seededRandom(seed);
  const pick = (names: readonly string[]) => names[Math.floor(random() * names.length)]!;
  const kinds: (() => Incident['servers'])[] = [
    () => ({ [pick(all)]: 'silent' }),
    () => ({ [pick(all)]: 'unsynchronised' }),
    () => ({ [pick(targets)]: (random() < 0.5 ? -1 : 1) * (70 + 200 * random()) }),
    () => Object.fromEntries(targets.map((name) => [name, 'silent' as const])),
    () => Object.fromEntries(targets.map((name) => [name, 90])),
    () => Object.fromEntries(voters.map((name) => [name, 'silent' as const])),
  ];
  const incidents = Array.from({ length: RUNS_OF_A_DAY / SLOT_RUNS }, (_, slot): Incident => {
    const from = slot * SLOT_RUNS + Math.floor(random() * 60);
    const to = from + 20 + Math.floor(random() * 100);
    const servers = kinds[Math.floor(random() * kinds.length)]!();
    let late = 0;
    const lateRuns = new Map(
      Object.keys(servers).map((name, i) => {
        late += i > 0 && apartRuns > 0 ? Math.floor(random() * (apartRuns + 1)) : 0;
        return [name, late];
      }),
    );
    return { from, to: to + late, servers, lateRuns };
  });
  const steps = Array.from({ length: RUNS_OF_A_DAY }, (_, run): ScenarioStep => {
    const healthy = Object.fromEntries(
      all.map((name) => [name, random() < HEALTHY_LOSS ? ('silent' as const) : NOISE_MS * noise(random)]),
    );
    const current = incidents.find(({ from, to }) => run >= from && run < to);
    return { runs: 1, servers: { ...healthy, ...(current && badIn(run, current)) } };
  });
  return { steps, incidents };
}

function badIn(run: number, { from, to, servers, lateRuns }: Incident): Incident['servers'] {
  const lastLate = Math.max(...lateRuns.values());
  const isBad = ([name]: [string, unknown]) => {
    const late = lateRuns.get(name)!;
    return run >= from + late && run < to - lastLate + late;
  };
  return Object.fromEntries(Object.entries(servers).filter(isBad));
}

/** How a monitor tells of a random day: the worst of all ways in which CloudWatch may evaluate. */
export function playCourse(
  monitor: Deployed,
  context: StoryContext,
  seed: number,
  apartRuns = 0,
): CourseTally {
  const { steps, incidents } = randomCourse(context, seed, apartRuns);
  // Pages are counted, and drift only warns.
  const plan = { monitor, steps, begin: 'history', ignoresDrift: true } as const;
  const tallies = deliveriesIn(plan).map((received): CourseTally => {
    const pages = received.filter(({ state, severity }) => state === 'ALARM' && severity === 'page');
    const pagesOf = ({ from, to }: Incident) =>
      pages.filter(({ minute }) => minute >= from && minute <= to + AFTERMATH_RUNS).length;
    const counts = incidents.map(pagesOf);
    const told = counts.reduce((sum, count) => sum + count, 0);
    return {
      incidents: incidents.length,
      pages: told,
      mostPages: Math.max(...counts),
      missed: counts.filter((count) => count === 0).length,
      unfounded: pages.length - told,
    };
  });
  return {
    incidents: incidents.length,
    pages: Math.max(...tallies.map(({ pages }) => pages)),
    mostPages: Math.max(...tallies.map(({ mostPages }) => mostPages)),
    missed: Math.max(...tallies.map(({ missed }) => missed)),
    unfounded: Math.max(...tallies.map(({ unfounded }) => unfounded)),
  };
}
