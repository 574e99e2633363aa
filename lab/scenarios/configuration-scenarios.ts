import {
  FOUR,
  type MonitorPlan,
  namedServers,
  pageFor,
  type Scenario,
  scenario,
  silentServers,
  WELL,
} from './scenario';
import type { ScenarioStep } from './scenario-step';

const FIVE: MonitorPlan = { servers: namedServers(5) };
const FLEET_PLAN: MonitorPlan = { servers: namedServers(8), settings: { detail: 'fleet' } };

/** A trouble of eight runs, and a page for each of the titles. */
const forEight =
  (step: Omit<ScenarioStep, 'runs'>, ...titles: string[]): Scenario['script'] =>
  (minutes) => ({
    steps: [{ runs: 8, ...step }, WELL],
    notifications: titles.flatMap((title) => pageFor(title, 8, minutes)),
  });

/** Other monitors, and changes of them while they watch. */
export const OF_CONFIGURATIONS: readonly Scenario[] = [
  scenario(
    'removed',
    'a server is removed while it is in alarm: nothing is told, and nothing hangs',
    {
      steps: [{ runs: 6, servers: silentServers('echo') }, WELL],
      notifications: [['page unusable echo ALARM', 3, 5]],
    },
    { monitor: FIVE, deployment: { run: 7, monitor: FOUR } },
  ),
  scenario(
    'added',
    'a server is added: nobody is told',
    { steps: [{ runs: 4 }, WELL], notifications: [] },
    { deployment: { run: 5, monitor: FIVE } },
  ),
  scenario(
    'wrong-among-lost',
    'a server is wrong while others are lost: proof is never held back',
    forEight({ servers: { ...silentServers('alfa', 'bravo'), golf: 80 } }, 'servers lost', 'outside golf'),
    { monitor: { servers: namedServers(7) } },
  ),
  scenario(
    'two-of-three',
    'two of three voters fail: reference time is lost, and that is told',
    forEight({ servers: silentServers('bravo', 'charlie') }, 'reference lost'),
    { monitor: { servers: namedServers(3) } },
  ),
  scenario(
    'voters',
    'all voters fail, and the many servers that they judge do not: reference time is lost',
    forEight({ servers: silentServers('alfa', 'bravo', 'charlie') }, 'reference lost'),
    {
      monitor: {
        servers: [
          ...namedServers(3),
          ...namedServers(10, 3).map((server) => ({ ...server, role: 'target' as const })),
        ],
      },
    },
  ),
  scenario(
    'clock-no-ntp',
    'servers judged by the clock that lose the network are one page',
    forEight({ faults: ['ntp'] }, 'servers lost'),
    { monitor: { servers: namedServers(6), settings: { reference: 'clock' } } },
  ),
  scenario(
    'single-no-ntp',
    'a single server judged by the clock is told of by name',
    forEight({ faults: ['ntp'] }, 'unusable alfa'),
    { monitor: { servers: namedServers(1), settings: { reference: 'clock' } } },
  ),
  scenario(
    'fleet-no-ntp',
    'a fleet without its network is one page',
    forEight({ faults: ['ntp'] }, 'reference lost'),
    { monitor: FLEET_PLAN },
  ),
  scenario(
    'fleet',
    'several servers of a fleet are wrong at once: one page',
    forEight({ servers: { foxtrot: 80, golf: 90, hotel: -80 } }, 'fleet outside'),
    { monitor: FLEET_PLAN },
  ),
  scenario(
    'fleet-unusable',
    'several servers of a fleet fall silent at once: one page',
    forEight({ servers: silentServers('golf', 'hotel') }, 'fleet unusable'),
    { monitor: FLEET_PLAN },
  ),
];
