import type { MonitorPlan } from '../../lab/scenarios/scenario';
import { type BatteryStory, EVERY_MINUTE, each, QUIET } from './battery-story';
import { paged, warned } from './expectations';

/** The first step begins at 12:20, after the runs before it: the first pause after 40 runs. */
const OFFICE_HOURS = 'cron(* 12,15-23 * * ? *)';
const PAUSE = { runs: 120, faults: ['schedule-off' as const] };
const RUNS_BEFORE_PAUSE = 40;
const MORNING_RUN = RUNS_BEFORE_PAUSE + PAUSE.runs;
/** The mute ends two runs and 10 minutes after the first run. */
const MUTE_END_RUN = MORNING_RUN + 12;

const inOfficeHours: NonNullable<BatteryStory['deployment']> = {
  run: 1,
  monitor: ({ servers, settings }: MonitorPlan) => ({
    servers,
    settings: { ...settings, schedule: OFFICE_HOURS },
  }),
};

/** Runs an hour apart can't be counted ahead of time: alarms look at each by itself. */
const HOURLY = [60] as const;

/** One is silent, others with it for so many runs, then it alone again. */
const joinedForATime = (one: string, all: readonly string[], runs: number) => [
  { runs: 8, servers: each([one], 'silent') },
  { runs, servers: each(all, 'silent') },
  { runs: 10, servers: each([one], 'silent') },
  QUIET,
];

/** The first step begins at 8:00 on the day after, when 20 runs were before it: the window is run 5 to 14. */
const inHourlyMaintenance: NonNullable<BatteryStory['deployment']> = {
  run: 1,
  monitor: ({ servers, settings }: MonitorPlan) => ({
    servers,
    settings: {
      ...settings,
      maintenance: [{ at: '2026-11-23T12:00', minutes: 10 * 60, servers: [servers.at(-1)!.name] }],
    },
  }),
};

/** A server that is dead for long, while something else explains it for a time. */
const HOURLY_STORIES: readonly BatteryStory[] = [
  {
    id: 'B103',
    about: 'a server is dead, four more for a time, then it alone again: a page each',
    monitors: ['ten'],
    schedules: HOURLY,
    script: ({ targets }) => ({
      steps: joinedForATime(targets[0]!, targets.slice(0, 5), 12),
      told: [paged(`unusable ${targets[0]}`, 3), paged('servers lost', 11, 9)],
    }),
  },
  {
    id: 'B104',
    about: 'a voter is dead, then reference time is lost for a time, then it alone again: a page each',
    monitors: ['ten'],
    schedules: HOURLY,
    script: ({ voters }) => ({
      steps: joinedForATime(voters[0]!, voters, 10),
      told: [paged(`unusable ${voters[0]}`, 3), paged('reference lost', 11, 9)],
    }),
  },
  {
    id: 'B105',
    about: 'a server is dead before, in and after its maintenance: one page',
    monitors: ['ten'],
    schedules: HOURLY,
    script: ({ all }) => ({
      steps: [{ runs: 22, servers: each([all.at(-1)!], 'silent') }, QUIET],
      told: [paged(`unusable ${all.at(-1)}`, 3)],
    }),
    deployment: inHourlyMaintenance,
  },
];

/** Runs of a daily attestation. */
const DAILY = [24 * 60] as const;

/** Schedules that pause, and one that runs once a day. */
export const SCHEDULE_STORIES: readonly BatteryStory[] = [
  {
    id: 'B65',
    about: 'office hours end and begin again: nobody is told',
    monitors: ['four'],
    schedules: EVERY_MINUTE,
    script: () => ({
      steps: [{ runs: RUNS_BEFORE_PAUSE }, PAUSE, { runs: 60 }],
      told: [],
      // What is muted is told at the mute's end where the state is the same: here, that watching goes on.
      strayAllClears: 1,
    }),
    deployment: inOfficeHours,
  },
  {
    id: 'B66',
    about: 'a server goes wrong in the last runs before a pause: told before it',
    monitors: ['four'],
    schedules: EVERY_MINUTE,
    script: ({ all }) => ({
      steps: [
        { runs: RUNS_BEFORE_PAUSE - 4 },
        { runs: 4, servers: each([all.at(-1)!], { offsetMs: 80 }) },
        PAUSE,
        { runs: 60, servers: each([all.at(-1)!], { offsetMs: 80 }) },
      ],
      told: [paged(`outside ${all.at(-1)}`, RUNS_BEFORE_PAUSE + 2)],
      strayAllClears: 1,
    }),
    deployment: inOfficeHours,
  },
  {
    id: 'B67',
    about: 'nothing runs after a pause: a page when the mute ends',
    monitors: ['four'],
    schedules: EVERY_MINUTE,
    script: () => ({
      steps: [{ runs: RUNS_BEFORE_PAUSE }, PAUSE, { runs: 60, faults: ['schedule-off'] }],
      told: [paged('not watching', MUTE_END_RUN + 3, MUTE_END_RUN - 2)],
    }),
    deployment: inOfficeHours,
  },
  {
    id: 'B68',
    about: 'nothing runs within office hours: a page as ever',
    monitors: ['four'],
    schedules: EVERY_MINUTE,
    script: () => ({
      steps: [{ runs: 3 }, { runs: 20, faults: ['schedule-off'] }, { runs: 17 }, PAUSE, { runs: 30 }],
      told: [paged('not watching', 15)],
      strayAllClears: 1,
    }),
    deployment: inOfficeHours,
  },
  {
    id: 'B178',
    about: 'a run is lost now and then, over a pause: a warning after it, when enough runs have followed',
    monitors: ['four'],
    schedules: EVERY_MINUTE,
    script: () => ({
      steps: [
        { runs: 20 },
        { runs: 1, faults: ['throws'] },
        { runs: 12 },
        { runs: 2, faults: ['throws'] },
        { runs: 5 },
        PAUSE,
        { runs: 60 },
      ],
      told: [warned('runs lost', MORNING_RUN + 20, RUNS_BEFORE_PAUSE)],
      strayAllClears: 1,
    }),
    deployment: inOfficeHours,
  },
  {
    id: 'B179',
    about: 'the function fails for 20 minutes of office hours: a page, and a reminder after it',
    monitors: ['four'],
    schedules: EVERY_MINUTE,
    script: () => ({
      steps: [
        { runs: RUNS_BEFORE_PAUSE },
        PAUSE,
        { runs: 30 },
        { runs: 20, faults: ['throws'] },
        { runs: 60 },
      ],
      told: [
        paged('not watching', MORNING_RUN + 30 + 10, MORNING_RUN + 30),
        warned('runs lost', MORNING_RUN + 50 + 20, MORNING_RUN + 50 + 12),
      ],
      strayAllClears: 1,
    }),
    deployment: inOfficeHours,
  },
  ...HOURLY_STORIES,
  {
    id: 'B90',
    about: 'a daily attestation finds a wrong server: told on the second day, and when it is over',
    monitors: ['four', 'ten'],
    schedules: DAILY,
    script: ({ all }) => ({
      steps: [{ runs: 3 }, { runs: 4, servers: each([all.at(-1)!], { offsetMs: 80 }) }, { runs: 7 }],
      told: [paged(`outside ${all.at(-1)}`, 3 + 2, 3 + 1)],
    }),
    isSlow: true,
  },
  {
    id: 'B91',
    about: 'a daily attestation gets no answer of a server: told on the second day',
    monitors: ['four', 'ten'],
    schedules: DAILY,
    script: ({ all }) => ({
      steps: [{ runs: 3 }, { runs: 4, servers: each([all.at(-1)!], 'silent') }, { runs: 7 }],
      told: [paged(`unusable ${all.at(-1)}`, 3 + 2, 3 + 1)],
    }),
    isSlow: true,
  },
  {
    id: 'B92',
    about: 'a daily attestation stops: told within two days',
    monitors: ['four'],
    schedules: DAILY,
    script: () => ({
      steps: [{ runs: 3 }, { runs: 4, faults: ['schedule-off'] }, { runs: 7 }],
      told: [paged('not watching', 3 + 3, 3 + 1)],
    }),
    isSlow: true,
  },
  {
    id: 'B93',
    about: 'a daily attestation is deployed, and all is well for three weeks: nobody is told',
    monitors: ['four', 'ten'],
    schedules: DAILY,
    script: () => ({ steps: [{ runs: 21 }], told: [], isNew: true }),
    isSlow: true,
  },
];
