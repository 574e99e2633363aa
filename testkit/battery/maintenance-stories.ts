import type { MonitorPlan } from '../../lab/scenarios/scenario';
import { FULL_DETAIL, LARGE } from './battery-monitors';
import { type BatteryStory, EVERY_MINUTE, each, QUIET, type StoryContext } from './battery-story';
import { paged } from './expectations';

/** The first step begins at 12:20, after the runs before it. */
const WINDOW = { at: '2026-11-22T12:25', minutes: 30 };
const WINDOW_END_RUN = 35;

/** @param servers all but when given. @param settings further ones */
const maintained = (
  servers?: (plan: MonitorPlan) => string[],
  settings: Record<string, unknown> = {},
): NonNullable<BatteryStory['deployment']> => ({
  run: 1,
  monitor: (plan) => ({
    servers: plan.servers,
    settings: {
      ...plan.settings,
      ...settings,
      maintenance: [{ ...WINDOW, ...(servers && { servers: servers(plan) }) }],
    },
  }),
});

const lastServer = ({ servers }: MonitorPlan) => [servers.at(-1)!.name];
const firstServer = ({ servers }: MonitorPlan) => [servers[0]!.name];
const lastThree = ({ servers }: MonitorPlan) => servers.slice(-3).map(({ name }) => name);

/** From before the window until long after it. */
const OVER_WINDOW_RUNS = 70;

/** Trouble of several servers that begins before their window and outlasts it. */
const outlasting = (
  id: string,
  condition: 'silent' | number,
  servers?: (plan: MonitorPlan) => string[],
): BatteryStory => ({
  id,
  about: `three are ${condition === 'silent' ? 'dead' : `${condition} ms ahead`} before, in and after a maintenance of ${servers ? 'them' : 'everything'}: one page`,
  monitors: ['ten'],
  schedules: EVERY_MINUTE,
  script: ({ all }) => ({
    steps: [{ runs: OVER_WINDOW_RUNS, servers: each(all.slice(-3), condition) }, QUIET],
    told: [paged(condition === 'silent' ? 'servers lost' : 'servers outside', 8)],
  }),
  deployment: maintained(servers),
});

/** What would be warned of, of servers in their window alone. */
const unwarned = (
  { id, about }: Pick<BatteryStory, 'id' | 'about'>,
  trouble: (context: StoryContext) => ReturnType<typeof each>,
  servers: (plan: MonitorPlan) => string[],
): BatteryStory => ({
  id,
  about: `${about} in maintenance: nobody is told`,
  monitors: ['ten'],
  schedules: EVERY_MINUTE,
  script: (context) => ({ steps: [{ runs: 8 }, { runs: 22, servers: trouble(context) }, QUIET], told: [] }),
  deployment: maintained(servers),
});

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
  outlasting('B95', 'silent'),
  outlasting('B96', 'silent', lastThree),
  outlasting('B97', 80),
  outlasting('B98', 80, lastThree),
  {
    id: 'B99',
    about: 'one of a fleet is dead before, in and after its maintenance: one page',
    monitors: ['ten', 'fleet1000'],
    schedules: EVERY_MINUTE,
    script: ({ all }) => ({
      steps: [{ runs: OVER_WINDOW_RUNS, servers: each([all.at(-1)!], 'silent') }, QUIET],
      told: [paged('fleet unusable', 8)],
    }),
    deployment: maintained(lastServer, { detail: 'fleet' }),
  },
  unwarned({ id: 'B100', about: 'a voter is outvoted' }, ({ all }) => ({ [all[0]!]: 25 }), firstServer),
  unwarned({ id: 'B101', about: 'three are uncertain' }, ({ all }) => each(all.slice(-3), 49), lastThree),
  unwarned(
    { id: 'B102', about: 'a server serves its own clock' },
    ({ all }) => each([all.at(-1)!], 'orphan'),
    lastServer,
  ),
];
