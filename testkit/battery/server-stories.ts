import { FULL_DETAIL, LARGE, SMALL, WITH_TARGETS } from './battery-monitors';
import {
  type BatteryStory,
  EVERY_MINUTE,
  EVERY_SCHEDULE,
  each,
  everyRun,
  MINUTES_OF_A_NIGHT,
  noise,
  QUIET,
} from './battery-story';
import { paged, warned } from './expectations';

const HOUR = 60;

/** A server that is silent in so many per cent of its runs, for 8 hours. */
const lossy = (percent: number, pages: number, isTold = false): BatteryStory => ({
  id: `A6 ${percent} %`,
  about: `a server is silent in ${percent} % of its runs at random, 8 h`,
  monitors: ['four'],
  schedules: EVERY_MINUTE,
  script: ({ all }) => ({
    steps: everyRun(
      MINUTES_OF_A_NIGHT,
      percent,
      (_, random): Record<string, 'silent'> => (random() < percent / 100 ? { [all[0]!]: 'silent' } : {}),
    ),
    told: isTold ? [paged(`unusable ${all[0]}`, HOUR)] : [],
    atMost: { page: pages, warn: 2 },
  }),
  isSlow: true,
});

/** Trouble of every length about that of the windows, which may look back at it once more. */
const SPELLS = [6, 8, 11, 13, 20].flatMap((runs): BatteryStory[] => [
  {
    id: `B18 ${runs}`,
    about: `a server dies for ${runs} runs: one page`,
    monitors: ['four'],
    schedules: EVERY_SCHEDULE,
    script: ({ all }) => ({
      steps: [{ runs, servers: each([all[0]!], 'silent') }, QUIET],
      told: [paged(`unusable ${all[0]}`, 7)],
    }),
  },
  {
    id: `B19 ${runs}`,
    about: `a server is 80 ms ahead for ${runs} runs: one page`,
    monitors: ['four'],
    schedules: EVERY_SCHEDULE,
    script: ({ all }) => ({
      steps: [{ runs, servers: { [all[0]!]: 80 } }, QUIET],
      told: [paged(`outside ${all[0]}`, 7)],
      atMost: { warn: 1 },
    }),
  },
]);

/** Single servers in trouble. */
export const SERVER_STORIES: readonly BatteryStory[] = [
  {
    id: 'B10',
    about: 'a server dies for an hour and comes back: one page by name',
    monitors: FULL_DETAIL,
    schedules: EVERY_SCHEDULE,
    script: ({ all }) => ({
      steps: [{ runs: 60, servers: each([all.at(-1)!], 'silent') }, QUIET],
      told: [paged(`unusable ${all.at(-1)}`, 6)],
    }),
  },
  {
    id: 'B11',
    about: 'a server steps by 80 ms for an hour: one page by name within 5 runs',
    monitors: ['four', 'ten', ...LARGE],
    schedules: EVERY_SCHEDULE,
    script: ({ all }) => ({
      steps: [{ runs: 60, servers: each([all.at(-1)!], 80) }, QUIET],
      told: [paged(`outside ${all.at(-1)}`, 6)],
      atMost: { warn: 1 },
    }),
  },
  {
    id: 'B12',
    about: 'a server dies, and an hour later another: a page each',
    monitors: ['four', 'ten', ...LARGE],
    schedules: EVERY_MINUTE,
    script: ({ all }) => ({
      steps: [
        { runs: 20, servers: each([all[0]!], 'silent') },
        { runs: 40 },
        { runs: 20, servers: each([all[1]!], 'silent') },
        QUIET,
      ],
      told: [paged(`unusable ${all[0]}`, 6), paged(`unusable ${all[1]}`, 66, 61)],
    }),
  },
  {
    id: 'B13',
    about: 'a server steps by 500 ms in three single runs, hours apart: nobody is woken',
    monitors: SMALL,
    schedules: EVERY_SCHEDULE,
    script: ({ all }) => ({
      steps: [1, 2, 3].flatMap(() => [{ runs: 1, servers: { [all[0]!]: 500 } }, { runs: 59 }]),
      told: [],
      atMost: { warn: 1 },
    }),
  },
  {
    id: 'B14',
    about: 'a server falls silent in single runs, six minutes apart: nobody is woken',
    monitors: FULL_DETAIL,
    schedules: EVERY_MINUTE,
    script: ({ all }) => ({
      steps: Array.from({ length: 20 }, () => [
        { runs: 1, servers: each([all[0]!], 'silent') },
        { runs: 5 },
      ]).flat(),
      told: [],
    }),
  },
  ...SPELLS,
  lossy(1, 1),
  lossy(5, 2),
  lossy(10, 4),
  lossy(30, 6, true),
  lossy(50, 6, true),
  {
    id: 'A6 hover',
    about: 'a server hovers at the limit, 60 ms ahead with 1 ms of noise over 10 ms of path, 8 h',
    monitors: ['four'],
    schedules: EVERY_MINUTE,
    script: ({ all }) => ({
      steps: everyRun(MINUTES_OF_A_NIGHT, 7, (_, random) => ({ [all[0]!]: 60 + noise(random) })),
      told: [],
      atMost: { page: 6, warn: 4 },
    }),
    isSlow: true,
  },
  {
    id: 'B163',
    about: "the function's clock hovers at 50 ms off, with 1 ms of noise, 8 h: at most 2 warnings",
    monitors: ['four'],
    schedules: EVERY_MINUTE,
    script: ({ all }) => ({
      steps: everyRun(MINUTES_OF_A_NIGHT, 4, (_, random) => each(all, 50 + noise(random))),
      told: [warned('clocks', HOUR)],
      atMost: { warn: 2 },
    }),
    isSlow: true,
  },
  {
    id: 'A5 near',
    about: 'a server is 49 ms ahead for hours: one warning within an hour',
    monitors: FULL_DETAIL,
    schedules: EVERY_MINUTE,
    script: ({ all }) => ({
      steps: [{ runs: 3 * HOUR, servers: { [all[0]!]: 49 } }],
      told: [warned('uncertain', HOUR)],
      atMost: { warn: 2 },
    }),
  },
  {
    id: 'A5 path',
    about: 'a server is 80 ms ahead over 200 ms of path: one warning within an hour',
    monitors: WITH_TARGETS,
    schedules: EVERY_MINUTE,
    script: ({ targets }) => ({
      steps: [{ runs: 3 * HOUR, servers: { [targets[0]!]: { offsetMs: 175, lateMs: 190 } } }],
      told: [warned('uncertain', HOUR)],
      atMost: { warn: 2 },
    }),
  },
  {
    id: 'A5 thirds',
    about: 'a server is 80 ms ahead in every third run: one warning within an hour',
    monitors: FULL_DETAIL,
    schedules: EVERY_MINUTE,
    script: ({ all }) => ({
      steps: Array.from({ length: 60 }, () => [{ runs: 1, servers: { [all[0]!]: 80 } }, { runs: 2 }]).flat(),
      told: [warned('outside', HOUR)],
      atMost: { warn: 2 },
    }),
  },
  {
    id: 'B15',
    about: 'a server drifts by 2 ms an hour towards the limit: a warning hours before a page',
    monitors: ['four'],
    schedules: EVERY_MINUTE,
    script: ({ all }) => ({
      steps: everyRun(6 * HOUR, 3, (run) => ({ [all[0]!]: 36 + (run * 2) / HOUR })),
      told: [warned('', 6 * HOUR)],
      atMost: { warn: 2 },
    }),
    isSlow: true,
  },
  {
    id: 'B16',
    about: 'a server is 25 ms ahead, outvoted and not wrong: a warning, and no page',
    monitors: ['four', 'ten', ...LARGE],
    schedules: EVERY_SCHEDULE,
    script: ({ voters }) => ({
      steps: [{ runs: 40, servers: { [voters[0]!]: 25 } }, QUIET],
      told: [warned('outvoted', 15)],
    }),
  },
  {
    id: 'B17',
    about: 'noise of 5 ms on every server for 6 hours: nobody is told',
    monitors: ['four', 'ten'],
    schedules: EVERY_MINUTE,
    script: ({ all }) => ({
      steps: everyRun(6 * HOUR, 11, (_, random) =>
        Object.fromEntries(all.map((name) => [name, 2 * noise(random)])),
      ),
      told: [],
    }),
    isSlow: true,
  },
];
