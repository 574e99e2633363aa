import type { MonitorPlan } from '../../lab/scenarios/scenario';
import { FULL_DETAIL, LARGE } from './battery-monitors';
import { type BatteryStory, EVERY_MINUTE, each, QUIET } from './battery-story';
import { paged } from './expectations';

/** The first step begins at 12:20, after the runs before it. */
const WINDOW = { at: '2026-11-22T12:25', minutes: 30 };
const WINDOW_END_RUN = 35;

const maintained = (servers?: (plan: MonitorPlan) => string[]): NonNullable<BatteryStory['deployment']> => ({
  run: 1,
  monitor: (plan) => ({
    servers: plan.servers,
    settings: {
      ...plan.settings,
      maintenance: [{ ...WINDOW, ...(servers && { servers: servers(plan) }) }],
    },
  }),
});

const lastServer = ({ servers }: MonitorPlan) => [servers.at(-1)!.name];

/** Windows in which nobody is told, and what is told at their end. */
export const MAINTENANCE_STORIES: readonly BatteryStory[] = [
  {
    id: 'B50',
    about: 'a server is down for 20 runs within its maintenance: nobody is told',
    monitors: FULL_DETAIL,
    schedules: EVERY_MINUTE,
    script: ({ all }) => ({
      steps: [{ runs: 8 }, { runs: 20, servers: each([all.at(-1)!], 'silent') }, QUIET],
      told: [],
    }),
    deployment: maintained(lastServer),
  },
  {
    id: 'B51',
    about: 'a server does not come back from its maintenance: a page after the window',
    monitors: FULL_DETAIL,
    schedules: EVERY_MINUTE,
    script: ({ all }) => ({
      steps: [{ runs: 8 }, { runs: 60, servers: each([all.at(-1)!], 'silent') }],
      told: [paged(`unusable ${all.at(-1)}`, WINDOW_END_RUN + 8, WINDOW_END_RUN)],
    }),
    deployment: maintained(lastServer),
  },
  {
    id: 'B52',
    about: 'another server dies during the maintenance of one: told as ever',
    monitors: ['four', 'ten', ...LARGE],
    schedules: EVERY_MINUTE,
    script: ({ all }) => ({
      steps: [{ runs: 8 }, { runs: 20, servers: each([all[0]!, all.at(-1)!], 'silent') }, QUIET],
      told: [paged(`unusable ${all[0]}`, 15, 9)],
    }),
    deployment: maintained(lastServer),
  },
  {
    id: 'B53',
    about: 'everything is down in a maintenance of everything: nobody is told',
    monitors: FULL_DETAIL,
    schedules: EVERY_MINUTE,
    script: () => ({
      steps: [{ runs: 8 }, { runs: 15, faults: ['ntp'] }, QUIET],
      told: [],
      // AWS leaves open whether an OK that fell into a window is sent at its end, though its ALARM was not.
      strayAllClears: 1,
    }),
    deployment: maintained(),
  },
];
