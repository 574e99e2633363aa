import { FLEET_MONITORS, FULL_DETAIL, LARGE, SMALL, WITH_TARGETS } from './battery-monitors';
import {
  type BatteryStory,
  EVERY_MINUTE,
  EVERY_SCHEDULE,
  each,
  QUIET,
  targetsOnlyWarn,
} from './battery-story';
import { paged, warned } from './expectations';

/** The first datum comes in this run after the deployment. */
const births = [0, 1, 2, 3].map(
  (run): BatteryStory => ({
    id: `A1 at ${run}`,
    about: `first deployment, first run after ${run} periods: nobody is told`,
    monitors: [...FULL_DETAIL, ...FLEET_MONITORS],
    // The first run of a rate comes after one period at the latest.
    schedules: run < 2 ? EVERY_SCHEDULE : EVERY_MINUTE,
    script: () => ({
      isNew: true,
      steps: [...(run === 0 ? [] : [{ runs: run, faults: ['schedule-off' as const] }]), QUIET],
      told: [],
    }),
  }),
);

/** So many targets more. */
const growth = (count: number): NonNullable<BatteryStory['deployment']> => ({
  run: 6,
  monitor: ({ servers, settings }) => ({
    servers: [
      ...servers,
      ...Array.from({ length: count }, (_, i) => ({ name: `new-${i}`, role: 'target' as const })),
    ],
    ...(settings && { settings }),
  }),
});

/** Birth, change and death of alarms. */
export const BIRTH_STORIES: readonly BatteryStory[] = [
  ...births,
  {
    id: 'A1 never',
    about: 'first deployment, and the schedule never fires: a page within 20 minutes',
    monitors: [...FULL_DETAIL, ...FLEET_MONITORS],
    schedules: EVERY_SCHEDULE,
    script: ({ minutes }) => ({
      isNew: true,
      steps: [{ runs: 40, faults: ['schedule-off'] }],
      told: [paged('not watching', minutes === 1 ? 18 : 16)],
    }),
  },
  {
    id: 'B1',
    about: 'a server is dead when it is first deployed: told, though its alarm never was OK',
    monitors: FULL_DETAIL,
    schedules: EVERY_SCHEDULE,
    script: ({ all }) => ({
      isNew: true,
      steps: [{ runs: 40, servers: each([all.at(-1)!], 'silent') }],
      told: [paged(`unusable ${all.at(-1)}`, 18)],
    }),
  },
  {
    id: 'B2',
    about: 'the function fails from its first run on: told within 20 minutes',
    monitors: FULL_DETAIL,
    schedules: EVERY_MINUTE,
    script: () => ({
      isNew: true,
      steps: [{ runs: 30, faults: ['throws'] }],
      told: [paged('not watching', 18)],
      atMost: { warn: 1 },
    }),
  },
  {
    id: 'A8',
    about: 'a fleet of 1,000 grows to 1,490 by a deployment: nobody is told',
    monitors: ['fleet1000'],
    schedules: EVERY_MINUTE,
    script: () => ({ steps: [{ runs: 5 }, QUIET], told: [] }),
    deployment: growth(490),
  },
  {
    id: 'B3',
    about: 'ten servers are added: nobody is told',
    monitors: [...SMALL, 'fifty'],
    schedules: EVERY_SCHEDULE,
    script: () => ({ steps: [{ runs: 5 }, QUIET], told: [] }),
    deployment: growth(10),
  },
  {
    id: 'B4',
    about: 'a healthy server is removed: nobody is told',
    monitors: ['four', 'ten', ...LARGE],
    schedules: EVERY_MINUTE,
    script: () => ({ steps: [{ runs: 5 }, QUIET], told: [] }),
    deployment: {
      run: 6,
      monitor: ({ servers, settings }) => ({
        servers: servers.slice(0, -1),
        ...(settings && { settings }),
      }),
    },
  },
  {
    id: 'B4 on',
    about: 'a server is removed while its alarm is on: nothing more is told, not even its end',
    monitors: ['four', 'ten'],
    schedules: EVERY_MINUTE,
    script: ({ all }) => ({
      steps: [{ runs: 12, servers: each([all.at(-1)!], 'silent') }, QUIET],
      told: [paged(`unusable ${all.at(-1)}`, 6)],
    }),
    deployment: {
      run: 11,
      monitor: ({ servers, settings }) => ({
        servers: servers.slice(0, -1),
        ...(settings && { settings }),
      }),
    },
  },
  {
    id: 'B5',
    about: 'the limit is doubled while all is well: nobody is told',
    monitors: FULL_DETAIL,
    schedules: EVERY_MINUTE,
    script: () => ({ steps: [{ runs: 5 }, QUIET], told: [] }),
    deployment: {
      run: 6,
      monitor: ({ servers, settings }) => ({ servers, settings: { ...settings, limitMs: 100 } }),
    },
  },
  {
    id: 'B6',
    about: 'a server that is only to warn dies: a warning, and no page',
    monitors: WITH_TARGETS,
    schedules: EVERY_MINUTE,
    script: ({ targets }) => ({
      steps: [{ runs: 2 }, { runs: 40, servers: each([targets[0]!], 'silent') }, QUIET],
      told: [warned(`unusable ${targets[0]}`, 40)],
    }),
    deployment: { run: 1, monitor: targetsOnlyWarn },
  },
  {
    id: 'B7',
    about: 'a deployment pauses the schedule for three minutes: nobody is told',
    monitors: [...FULL_DETAIL, ...FLEET_MONITORS],
    schedules: EVERY_MINUTE,
    script: () => ({ steps: [{ runs: 3, faults: ['schedule-off'] }, QUIET], told: [] }),
  },
];
