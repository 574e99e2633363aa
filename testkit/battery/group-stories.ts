import { FULL_DETAIL, LARGE, WITH_TARGETS } from './battery-monitors';
import {
  type BatteryStory,
  EVERY_MINUTE,
  EVERY_SCHEDULE,
  each,
  everyRun,
  MINUTES_OF_A_NIGHT,
  QUIET,
} from './battery-story';
import { paged, warned } from './expectations';

/** A group is dead all night, and a further server is silent in so many per cent of its runs at random. */
const besideAGroup = (percent: number, pages: number): BatteryStory => ({
  id: `B148 ${percent} %`,
  about: `a group is dead for 8 h, and a further server silent in ${percent} % of its runs at random`,
  monitors: ['ten'],
  schedules: EVERY_MINUTE,
  script: ({ targets }) => ({
    steps: everyRun(MINUTES_OF_A_NIGHT, percent, (_, random) =>
      each(targets.slice(0, random() < percent / 100 ? 5 : 4), 'silent'),
    ),
    told: [paged('servers lost', 6)],
    atMost: { page: 1 + pages },
  }),
  isSlow: true,
});

/** A site goes in the middle of a run, or over a window's: the first of it make a group, and the others follow. */
const bitByBit = (
  what: 'silent' | 80,
  runs: number,
  schedules: BatteryStory['schedules'] = EVERY_SCHEDULE,
): BatteryStory => ({
  id: `B186 ${what} ${runs}`,
  about: `four targets are ${what === 80 ? `${what} ms ahead` : what}, and all others ${runs} run(s) later: one page`,
  monitors: WITH_TARGETS,
  schedules,
  script: ({ targets }) => ({
    steps: [
      { runs, servers: each(targets.slice(0, 4), what) },
      { runs: 20, servers: each(targets, what) },
      QUIET,
    ],
    told: [paged(`servers ${what === 80 ? 'outside' : 'lost'}`, 6)],
    atMost: { page: 1, warn: 2 },
  }),
});

/** Several servers at once, for one cause. */
export const GROUP_STORIES: readonly BatteryStory[] = [
  {
    id: 'A2',
    about: 'two targets are dead for an hour, then 20 more: the 20 are told within 5 minutes',
    monitors: LARGE,
    schedules: EVERY_MINUTE,
    script: ({ targets }) => ({
      steps: [
        { runs: 60, servers: each(targets.slice(0, 2), 'silent') },
        { runs: 30, servers: each(targets.slice(0, 22), 'silent') },
        QUIET,
      ],
      told: [paged(`unusable ${targets[0]}`, 6), paged(`unusable ${targets[1]}`, 6), paged('lost', 66, 61)],
      atMost: { page: 4 },
    }),
  },
  {
    id: 'A3',
    about: 'every target steps by 80 ms for ten runs: at most 3 pages',
    monitors: WITH_TARGETS,
    schedules: EVERY_SCHEDULE,
    script: ({ targets }) => ({
      steps: [{ runs: 10, servers: each(targets, 80) }, QUIET],
      told: [paged('outside', 6)],
      atMost: { page: 3, warn: 2 },
    }),
  },
  {
    id: 'A4 ahead',
    about: 'every server is 80 ms ahead: a warning that names the clocks within 8 minutes',
    monitors: FULL_DETAIL,
    schedules: EVERY_MINUTE,
    script: ({ all }) => ({
      steps: [{ runs: 30, servers: each(all, 80) }, QUIET],
      told: [warned('clocks', 8)],
    }),
  },
  {
    id: 'A4 clock',
    about: "the function's clock is 3 minutes slow: a warning that names the clocks within 8 minutes",
    monitors: FULL_DETAIL,
    schedules: EVERY_MINUTE,
    script: ({ all }) => ({
      steps: [{ runs: 30, servers: each(all, 180_000) }, QUIET],
      told: [warned('clocks', 8)],
      atMost: { warn: 2 },
    }),
  },
  {
    id: 'B20',
    about: 'no server answers for 20 runs: one page',
    monitors: FULL_DETAIL,
    schedules: EVERY_SCHEDULE,
    script: () => ({
      steps: [{ runs: 20, faults: ['ntp'] }, QUIET],
      told: [paged('lost', 6)],
    }),
  },
  {
    id: 'B21',
    about: 'half of the targets fall silent together, and come back one after another: at most 3 pages',
    monitors: WITH_TARGETS,
    schedules: EVERY_MINUTE,
    script: ({ targets }) => {
      const site = targets.slice(0, 20);
      return {
        steps: [
          { runs: 20, servers: each(site, 'silent') },
          ...site.map((_, i) => ({ runs: 3, servers: each(site.slice(i + 1), 'silent') })),
          QUIET,
        ],
        told: [paged('lost', 6)],
        atMost: { page: 4 },
      };
    },
  },
  {
    id: 'B22',
    about: 'a server is wrong while a site is lost: proof is never held back',
    monitors: WITH_TARGETS,
    schedules: EVERY_MINUTE,
    script: ({ targets }) => ({
      steps: [
        { runs: 20, servers: { ...each(targets.slice(0, 10), 'silent'), [targets.at(-1)!]: 80 } },
        QUIET,
      ],
      told: [paged('lost', 6), paged(`outside ${targets.at(-1)}`, 6)],
    }),
  },
  {
    id: 'B23',
    about: 'two of four voters step together: reference time is lost, and that is told once',
    monitors: ['four', 'ten', 'many'],
    schedules: EVERY_SCHEDULE,
    script: ({ voters }) => ({
      steps: [{ runs: 20, servers: each(voters.slice(0, 2), 80) }, QUIET],
      told: [paged('reference lost', 6)],
      atMost: { warn: 2 },
    }),
  },
  {
    id: 'B24',
    about: 'all voters fall silent, the targets do not: reference time is lost, and that is told once',
    monitors: WITH_TARGETS,
    schedules: EVERY_MINUTE,
    script: ({ voters }) => ({
      steps: [{ runs: 20, servers: each(voters, 'silent') }, QUIET],
      told: [paged('reference lost', 6)],
    }),
  },
  {
    id: 'B26',
    about: 'reference time is lost, and long after four targets fall silent: told',
    monitors: WITH_TARGETS,
    schedules: [1, 5],
    script: ({ voters, targets }) => ({
      steps: [
        { runs: 30, servers: each(voters, 'silent') },
        { runs: 20, servers: each([...voters, ...targets.slice(0, 4)], 'silent') },
        QUIET,
      ],
      told: [paged('reference lost', 6), paged('more lost', 36, 31)],
      atMost: { page: 2 },
    }),
  },
  {
    id: 'B27',
    about: 'reference time is lost because voters disagree, and long after a site falls silent: told',
    monitors: ['ten', 'many'],
    schedules: EVERY_MINUTE,
    script: ({ voters, targets }) => ({
      steps: [
        { runs: 30, servers: each(voters.slice(0, 2), 80) },
        { runs: 20, servers: { ...each(voters.slice(0, 2), 80), ...each(targets.slice(0, 5), 'silent') } },
        QUIET,
      ],
      told: [paged('reference lost', 6), paged('more lost', 36, 31)],
      atMost: { page: 2, warn: 2 },
    }),
  },
  {
    id: 'B25',
    about: 'targets die one after another, five minutes apart: each is told, singly or as more',
    monitors: LARGE,
    schedules: EVERY_MINUTE,
    script: ({ targets }) => ({
      steps: [
        ...Array.from({ length: 6 }, (_, i) => ({
          runs: 5,
          servers: each(targets.slice(0, i + 1), 'silent'),
        })),
        { runs: 20, servers: each(targets.slice(0, 6), 'silent') },
        QUIET,
      ],
      told: [
        ...targets.slice(0, 3).map((name, i) => paged(`unusable ${name}`, 6 + 5 * i, 1 + 5 * i)),
        paged('servers lost', 21, 16),
        paged('more lost', 26, 21),
        paged('more lost', 36, 26),
      ],
      atMost: { page: 6 },
    }),
  },
  {
    id: 'B28',
    about: 'three targets are 80 ms ahead, and later two more: the two are told',
    monitors: ['ten'],
    schedules: [1, 5],
    script: ({ targets }) => ({
      steps: [
        { runs: 20, servers: each(targets.slice(0, 3), 80) },
        { runs: 20, servers: each(targets.slice(0, 5), 80) },
        QUIET,
      ],
      told: [paged('servers outside', 6), paged('more servers outside', 26, 21)],
      atMost: { page: 2 },
    }),
  },
  {
    id: 'B29',
    about: 'three targets are as far off as their limit: one warning',
    monitors: ['ten'],
    schedules: EVERY_MINUTE,
    script: ({ targets }) => ({
      steps: [{ runs: 20, servers: each(targets.slice(0, 3), 50) }, QUIET],
      told: [warned('servers uncertain', 12)],
    }),
  },
  besideAGroup(10, 0),
  besideAGroup(30, 3),
  bitByBit('silent', 1),
  bitByBit('silent', 3, EVERY_MINUTE),
  bitByBit(80, 1),
];
