import {
  type Expected,
  FOUR,
  type MonitorPlan,
  namedServers,
  type Scenario,
  scenario,
  silentServers,
  WELL,
} from './scenario';

const FIVE: MonitorPlan = { servers: namedServers(5) };
const FLEET_PLAN: MonitorPlan = { servers: namedServers(8), settings: { detail: 'fleet' } };

/** For eight runs, then all is well again. */
const pageForEight = (title: string): Expected[] => [
  [`page ${title} ALARM`, 3, 3],
  [`page ${title} OK`, 12, 12],
];

/** Other monitors, and changes of them while they watch. */
export const OF_CONFIGURATIONS: readonly Scenario[] = [
  scenario(
    'removed',
    'a server is removed while it is in alarm: nothing is told, and nothing hangs',
    {
      steps: [{ runs: 6, servers: silentServers('echo') }, WELL],
      notifications: [['page echo unusable ALARM', 3, 3]],
    },
    { monitor: FIVE, deployment: { run: 7, monitor: FOUR } },
  ),
  scenario(
    'added',
    'a server is added: its alarms tell that they work, and nothing else does',
    {
      steps: [{ runs: 4 }, WELL],
      notifications: [
        ['page echo outside OK', 5, 6],
        ['page echo unusable OK', 5, 6],
      ],
    },
    { deployment: { run: 5, monitor: FIVE } },
  ),
  scenario(
    'wrong-among-lost',
    'a server is wrong while others are lost: proof is never held back',
    {
      steps: [{ runs: 8, servers: { ...silentServers('alfa', 'bravo'), golf: 80 } }, WELL],
      notifications: [...pageForEight('servers lost'), ...pageForEight('golf outside')],
    },
    { monitor: { servers: namedServers(7) } },
  ),
  scenario(
    'two-of-three',
    'two of three voters fail: reference time is lost, and that is told',
    {
      steps: [{ runs: 8, servers: silentServers('bravo', 'charlie') }, WELL],
      notifications: pageForEight('reference lost'),
    },
    { monitor: { servers: namedServers(3) } },
  ),
  scenario(
    'voters',
    'all voters fail, and the many servers that they judge do not: reference time is lost',
    {
      steps: [{ runs: 8, servers: silentServers('alfa', 'bravo', 'charlie') }, WELL],
      notifications: pageForEight('reference lost'),
    },
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
    { steps: [{ runs: 8, faults: ['ntp'] }, WELL], notifications: pageForEight('servers lost') },
    { monitor: { servers: namedServers(6), settings: { reference: 'clock' } } },
  ),
  scenario(
    'single-no-ntp',
    'a single server judged by the clock is told of by name',
    { steps: [{ runs: 8, faults: ['ntp'] }, WELL], notifications: pageForEight('alfa unusable') },
    { monitor: { servers: namedServers(1), settings: { reference: 'clock' } } },
  ),
  scenario(
    'fleet-no-ntp',
    'a fleet without its network is one page',
    { steps: [{ runs: 8, faults: ['ntp'] }, WELL], notifications: pageForEight('reference lost') },
    { monitor: FLEET_PLAN },
  ),
  scenario(
    'fleet',
    'several servers of a fleet are wrong at once: one page',
    {
      steps: [{ runs: 8, servers: { foxtrot: 80, golf: 90, hotel: -80 } }, WELL],
      notifications: pageForEight('fleet outside'),
    },
    { monitor: FLEET_PLAN },
  ),
  scenario(
    'fleet-unusable',
    'several servers of a fleet fall silent at once: one page',
    {
      steps: [{ runs: 8, servers: silentServers('golf', 'hotel') }, WELL],
      notifications: pageForEight('fleet unusable'),
    },
    { monitor: FLEET_PLAN },
  ),
];
