import { goodRunsToEnd, proofWindowOf, warnWindowOf } from '../../lib/config/run-window';
import { type Expected, FOUR, type MonitorPlan, type Scenario, scenario, WELL } from './scenario';
import type { ScenarioStep } from './scenario-step';

/** Four voters, and a server that they judge. */
const WITH_TARGET: Partial<Scenario> = {
  monitor: { servers: [...FOUR.servers, { name: 'echo', role: 'target' }] } satisfies MonitorPlan,
};

const SIGN_RUNS = 16;

/** A warning that is on from so many runs with a remark on, and off after enough without. */
function remarksFor(minutes: number, firstRun: number, lastRun: number): Expected[] {
  const window = warnWindowOf(minutes);
  const [on, off] = [firstRun - 1 + window.bad, lastRun + goodRunsToEnd(window)];
  return [
    ['warn remarks ALARM', on, on],
    ['warn remarks OK', off, off],
  ];
}

/** An early sign for some runs: one warning, and no page. */
const sign =
  (servers: NonNullable<ScenarioStep['servers']>, { first = 1, after = 0 } = {}): Scenario['script'] =>
  (minutes) => ({
    steps: [{ runs: SIGN_RUNS, servers }, WELL],
    notifications: remarksFor(minutes, first, SIGN_RUNS + after),
  });

/** Nobody is told. */
const quiet = (...steps: ScenarioStep[]): ReturnType<Scenario['script']> => ({ steps, notifications: [] });

const leapOf = (...names: string[]) => Object.fromEntries(names.map((name) => [name, 'leap' as const]));

/** What goes wrong before time does. Nobody is woken. */
export const OF_DRIFT: readonly Scenario[] = [
  scenario(
    'creep',
    'a server creeps past the limit, 3 ms a run: proof comes an uncertainty later',
    (minutes) => {
      const { bad, runs } = proofWindowOf(minutes);
      return {
        steps: [...Array.from({ length: 25 }, (_, i) => ({ runs: 1, servers: { alfa: i * 3 } })), WELL],
        notifications: [
          // The majority refutes it before anything is proven.
          ['warn outvoted ALARM', 9, 18],
          ['warn outvoted OK', 19, 31],
          // Nobody knows that it will be right again.
          ['warn drifting alfa ALARM', 9, 15],
          ['warn drifting alfa OK', 18, 24],
          // Beyond 50 ms after 51 in run 18, if the way takes no time, or 60 in run 21, if it takes 10 ms.
          ['page outside alfa ALARM', 17 + bad, 21 + bad],
          ['page outside alfa OK', 25 + runs, 25 + runs],
        ],
      };
    },
  ),
  scenario(
    'slow-drift',
    'a server runs away by 1.2 ms a run, and is set right before it is wrong: told while there is time',
    (minutes) => ({
      steps: [{ runs: 34, servers: { echo: { driftPpm: 20 / minutes } } }, WELL],
      notifications: [
        ['warn drifting echo ALARM', 11, 24],
        ['warn drifting echo OK', 35, 44],
        // By its own word it is right to 0.1 ms, which is refuted sooner the nearer it is.
        ['warn remarks ALARM', 10, 26],
        ['warn remarks OK', 35, 48],
      ],
    }),
    WITH_TARGET,
  ),
  scenario(
    'holdover',
    'a server has lost its upstream and says nothing of it: its reference timestamp stands still',
    sign({ echo: 'holdover' }),
    WITH_TARGET,
  ),
  scenario(
    'follow-holdover',
    'a server follows one that has lost its upstream: it is wrong by more than it claims, and by less than its limit',
    sign({ echo: 'follow-holdover' }, { first: 3, after: 3 }),
    WITH_TARGET,
  ),
  scenario('orphan', 'a voter has lost its upstream and goes on by its own clock', sign({ bravo: 'orphan' })),
  scenario(
    'route',
    "a voter's route becomes 8 ms longer one way: that is no drift",
    quiet({ runs: 25, servers: { bravo: 'route' } }, WELL),
  ),
  scenario(
    'leap',
    'every server announces a leap second: that is news, and no trouble',
    quiet({ runs: SIGN_RUNS, servers: leapOf('alfa', 'bravo', 'charlie', 'delta') }, WELL),
  ),
  scenario(
    'leap-minority',
    'a single server announces a leap second: it would be a second off tomorrow',
    sign(leapOf('bravo'), { first: 3 }),
  ),
];
