import {
  type Expected,
  FOUR,
  type MonitorPlan,
  type Scenario,
  scenario,
  servers,
  silent,
  WELL,
} from './scenario';

const FIVE: MonitorPlan = { servers: servers(5) };
const FLEET: MonitorPlan = { servers: servers(8), settings: { detail: 'fleet' } };

/** For eight runs, then all is well again. */
const page = (title: string): Expected[] => [
  [`page ${title} ALARM`, 3, 3],
  [`page ${title} OK`, 12, 12],
];

/** Other monitors, and changes of them while they watch. */
export const OF_CONFIGURATIONS: readonly Scenario[] = [
  scenario(
    'removed',
    'a server is removed while it is in alarm: nothing is told, and nothing hangs',
    {
      steps: [{ runs: 6, servers: silent('echo') }, WELL],
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
      steps: [{ runs: 8, servers: { ...silent('alfa', 'bravo'), golf: 80 } }, WELL],
      notifications: [...page('servers lost'), ...page('golf outside')],
    },
    { monitor: { servers: servers(7) } },
  ),
  scenario(
    'two-of-three',
    'two of three voters fail: reference time is lost, and that is told',
    {
      steps: [{ runs: 8, servers: silent('bravo', 'charlie') }, WELL],
      notifications: page('reference lost'),
    },
    { monitor: { servers: servers(3) } },
  ),
  scenario(
    'voters',
    'all voters fail, and the many servers that they judge do not: reference time is lost',
    {
      steps: [{ runs: 8, servers: silent('alfa', 'bravo', 'charlie') }, WELL],
      notifications: page('reference lost'),
    },
    {
      monitor: {
        servers: [...servers(3), ...servers(10, 3).map((server) => ({ ...server, role: 'target' as const }))],
      },
    },
  ),
  scenario(
    'clock-no-ntp',
    'servers judged by the clock that lose the network are one page',
    { steps: [{ runs: 8, faults: ['ntp'] }, WELL], notifications: page('servers lost') },
    { monitor: { servers: servers(6), settings: { reference: 'clock' } } },
  ),
  scenario(
    'single-no-ntp',
    'a single server judged by the clock is told of by name',
    { steps: [{ runs: 8, faults: ['ntp'] }, WELL], notifications: page('alfa unusable') },
    { monitor: { servers: servers(1), settings: { reference: 'clock' } } },
  ),
  scenario(
    'fleet-no-ntp',
    'a fleet without its network is one page',
    { steps: [{ runs: 8, faults: ['ntp'] }, WELL], notifications: page('reference lost') },
    { monitor: FLEET },
  ),
  scenario(
    'fleet',
    'several servers of a fleet are wrong at once: one page',
    {
      steps: [{ runs: 8, servers: { foxtrot: 80, golf: 90, hotel: -80 } }, WELL],
      notifications: page('fleet outside'),
    },
    { monitor: FLEET },
  ),
  scenario(
    'fleet-unusable',
    'several servers of a fleet fall silent at once: one page',
    { steps: [{ runs: 8, servers: silent('golf', 'hotel') }, WELL], notifications: page('fleet unusable') },
    { monitor: FLEET },
  ),
];
