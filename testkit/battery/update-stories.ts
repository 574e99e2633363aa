import type { MonitorPlan } from '../../lab/scenarios/scenario';
import { FLEET_MONITORS, SMALL } from './battery-monitors';
import { type BatteryStory, EVERY_MINUTE, each, QUIET, type StoryContext } from './battery-story';
import { paged } from './expectations';

type HealthyChange = Pick<BatteryStory, 'id' | 'about' | 'monitors'> & {
  monitor: (plan: MonitorPlan) => MonitorPlan;
};

const withSettings =
  (changes: Record<string, unknown>) =>
  ({ servers, settings }: MonitorPlan): MonitorPlan => ({ servers, settings: { ...settings, ...changes } });

/** Changes of a healthy monitor's configuration. */
const CHANGES: readonly HealthyChange[] = [
  {
    id: 'B80',
    about: 'a server is given another name',
    monitors: SMALL,
    monitor: ({ servers, settings }) => ({
      servers: servers.map((server, i) => (i === 0 ? { ...server, name: 'renamed' } : server)),
      ...(settings && { settings }),
    }),
  },
  { id: 'B81', about: 'the monitor is renamed', monitors: SMALL, monitor: withSettings({ name: 'other' }) },
  {
    id: 'B82',
    about: 'single servers become a fleet',
    monitors: SMALL,
    monitor: withSettings({ detail: 'fleet' }),
  },
  {
    id: 'B83',
    about: 'warnings are left out',
    monitors: SMALL,
    monitor: withSettings({ alarms: 'essential' }),
  },
  {
    id: 'B84',
    about: 'a fleet gets a third shard',
    monitors: FLEET_MONITORS.slice(0, 1),
    monitor: ({ servers, settings }) => ({
      servers: [
        ...servers,
        ...Array.from({ length: 700 }, (_, i) => ({ name: `new-${i}`, role: 'target' as const })),
      ],
      ...(settings && { settings }),
    }),
  },
  {
    id: 'B85',
    about: 'a fleet loses a shard',
    monitors: FLEET_MONITORS.slice(0, 1),
    monitor: ({ servers, settings }) => ({ servers: servers.slice(0, 600), ...(settings && { settings }) }),
  },
];

/** What each kind of change to a healthy monitor tells anybody: nothing. */
const OF_HEALTHY_MONITORS: readonly BatteryStory[] = CHANGES.map(({ id, about, monitors, monitor }) => ({
  id,
  about: `${about}: nobody is told`,
  monitors,
  schedules: EVERY_MINUTE,
  script: () => ({ steps: [{ runs: 5 }, QUIET], told: [] }),
  deployment: { run: 6, monitor },
}));

/** Minutes between runs before and after a change. */
const OTHER_SCHEDULES = [
  [1, 5],
  [1, 20],
  [1, 60],
  [5, 20],
  [20, 60],
  [20, 1],
  [5, 1],
  [60, 1],
] as const;

/** Twice the longest window of an alarm that looks at each run by itself: where points are missing CloudWatch looks farther. */
const RUNS_LOOKED_BACK = 12;

/** Each is one page. */
const TROUBLES_THAT_LAST = [
  {
    id: 'B108',
    what: 'a server is dead',
    monitors: SMALL,
    page: (all) => `unusable ${all.at(-1)}`,
    servers: (all) => each([all.at(-1)!], 'silent'),
  },
  {
    id: 'B165',
    what: 'a server is outside',
    monitors: ['four'],
    page: (all) => `outside ${all.at(-1)}`,
    servers: (all) => each([all.at(-1)!], 80),
  },
  {
    id: 'B166',
    what: 'all are silent',
    monitors: ['four'],
    page: () => 'reference lost',
    servers: (all) => each(all, 'silent'),
  },
] as const satisfies readonly {
  id: string;
  what: string;
  monitors: BatteryStory['monitors'];
  page: (all: readonly string[]) => string;
  servers: (all: readonly string[]) => unknown;
}[];

/** Another schedule while the last window before it has a bad run: what was counted ahead counts as one run, still. */
const OF_SCHEDULES: readonly BatteryStory[] = OTHER_SCHEDULES.flatMap(([before, after]) => {
  const common = {
    monitors: SMALL,
    schedules: [before],
    deployment: { run: 6, monitor: (plan: MonitorPlan) => plan, minutes: after },
  };
  const then = { runs: Math.ceil((12 * after) / before) + QUIET.runs };
  // Where alarms look at each run by itself they look so far back, to when all was well.
  const history = Math.ceil((RUNS_LOOKED_BACK * after) / before);
  return [
    {
      ...common,
      id: `B106 ${before}-${after}`,
      about: `a run every ${after} minutes after a single reply was lost: nobody is told`,
      script: ({ all }) => ({
        steps: [{ runs: 4 }, { runs: 1, servers: each([all.at(-1)!], 'silent') }, then],
        told: [],
      }),
    },
    {
      ...common,
      id: `B107 ${before}-${after}`,
      about: `a run every ${after} minutes after one without any reply: nobody is told`,
      script: ({ all }) => ({
        steps: [{ runs: 4 }, { runs: 1, servers: each(all, 'silent') }, then],
        told: [],
      }),
    },
    ...TROUBLES_THAT_LAST.map(({ id, what, monitors, page, servers }) => ({
      ...common,
      monitors,
      id: `${id} ${before}-${after}`,
      about: `a run every ${after} minutes while ${what}: it was told, and is not told again`,
      deployment: { ...common.deployment, run: history + 16 },
      script: ({ all }: StoryContext) => ({
        steps: [{ runs: history }, { runs: 15 + then.runs, servers: servers(all) }],
        told: [paged(page(all), history + 6, history + 1)],
      }),
    })),
  ];
});

const RUNS_BEFORE_GROWTH = 20;

export const UPDATE_STORIES: readonly BatteryStory[] = [
  ...OF_HEALTHY_MONITORS,
  ...OF_SCHEDULES,
  {
    id: 'B164',
    about:
      'a run every 5 minutes after one each minute, and a server goes outside a second time: a page each, one warning at most',
    monitors: SMALL,
    schedules: EVERY_MINUTE,
    script: ({ all }) => {
      const outside = each([all.at(-1)!], 80);
      return {
        steps: [{ runs: 85, servers: outside }, { runs: 70 }, { runs: 70, servers: outside }],
        told: [paged(`outside ${all.at(-1)}`, 6), paged(`outside ${all.at(-1)}`, 171, 156)],
        atMost: { warn: 1 },
      };
    },
    deployment: { run: 16, monitor: (plan) => plan, minutes: 5 },
  },
  {
    id: 'B86',
    about: 'three are dead when a 13th server makes "several" four: the three are told by name, once',
    monitors: ['ten'],
    schedules: EVERY_MINUTE,
    script: ({ targets }) => {
      const dead = targets.slice(0, 3);
      return {
        steps: [
          { runs: RUNS_BEFORE_GROWTH, servers: each(dead, 'silent') },
          { runs: 40, servers: each(dead, 'silent') },
        ],
        told: [
          paged('servers lost', 8),
          ...dead.map((name) => paged(`unusable ${name}`, RUNS_BEFORE_GROWTH + 8, RUNS_BEFORE_GROWTH)),
        ],
      };
    },
    deployment: {
      run: RUNS_BEFORE_GROWTH + 1,
      monitor: ({ servers, settings }) => ({
        servers: [
          ...servers,
          ...['new-1', 'new-2', 'new-3'].map((name) => ({ name, role: 'target' as const })),
        ],
        ...(settings && { settings }),
      }),
    },
  },
];
