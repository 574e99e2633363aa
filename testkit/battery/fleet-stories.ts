import { FLEET_MONITORS, ONE_SHARD } from './battery-monitors';
import { type BatteryStory, EVERY_MINUTE, each, everyRun, noise, QUIET } from './battery-story';
import { type Expectations, paged, warned } from './expectations';

/** So many of the fleet in one trouble: told, and told how many. */
const part = (id: string, share: number, condition: 'silent' | number, step: string): BatteryStory => ({
  id,
  about: `${share * 100} % of a fleet ${condition === 'silent' ? 'fall silent' : 'are 80 ms ahead'}: told, at most 3 pages`,
  monitors: FLEET_MONITORS,
  schedules: EVERY_MINUTE,
  script: ({ targets }) => ({
    steps: [
      { runs: 20, servers: each(targets.slice(0, Math.ceil(targets.length * share)), condition) },
      QUIET,
    ],
    told: [paged(condition === 'silent' ? 'unusable' : 'outside', 7), paged(step, 7)],
    atMost: { page: 3, warn: 2 },
  }),
});

/** How often a server of a fleet of one shard is wrong, a run each time. */
const nowAndThen = (
  id: string,
  everyRuns: number,
  expected: Expectations & { about: string },
): BatteryStory => ({
  id,
  about: `one of a fleet of one shard is 80 ms ahead in one run of ${everyRuns}: ${expected.about}`,
  monitors: ONE_SHARD,
  schedules: EVERY_MINUTE,
  script: ({ targets }) => ({
    steps: everyRun(60, 8, (run) => (run % everyRuns === 0 ? { [targets[0]!]: 80 } : {})),
    ...expected,
  }),
});

/** Fleets, whose servers have no alarms of their own. */
export const FLEET_STORIES: readonly BatteryStory[] = [
  {
    id: 'B142',
    about: 'one of a fleet of one shard dies, then a second: both are told',
    monitors: ONE_SHARD,
    schedules: EVERY_MINUTE,
    script: ({ targets }) => ({
      steps: [
        { runs: 20 },
        { runs: 25, servers: each([targets[0]!], 'silent') },
        { runs: 25, servers: each(targets.slice(0, 2), 'silent') },
      ],
      told: [paged('fleet unusable', 26, 21), paged('more lost', 51, 46)],
      atMost: { page: 2 },
    }),
  },
  nowAndThen('B143', 6, { about: 'a warning', told: [warned('now', 16)] }),
  nowAndThen('B144', 35, { about: 'nobody is told', told: [] }),
  {
    id: 'A9',
    about: 'one server of a fleet is silent for 20 runs, then 300 more: told within 5 minutes',
    monitors: FLEET_MONITORS,
    schedules: EVERY_MINUTE,
    script: ({ targets }) => ({
      steps: [
        { runs: 20, servers: each(targets.slice(0, 1), 'silent') },
        { runs: 20, servers: each(targets.slice(0, 301), 'silent') },
        QUIET,
      ],
      told: [paged('unusable', 7), paged('unusable', 27, 21)],
      atMost: { page: 4 },
    }),
  },
  {
    id: 'B40',
    about: 'one server of a fleet is 80 ms ahead: one page',
    monitors: FLEET_MONITORS,
    schedules: EVERY_MINUTE,
    script: ({ targets }) => ({
      steps: [{ runs: 20, servers: each([targets[0]!], 80) }, QUIET],
      told: [paged('outside', 7)],
    }),
  },
  part('B41', 0.02, 'silent', 'fleet unusable 1 percent'),
  part('B42', 0.2, 'silent', 'fleet unusable 10 percent'),
  part('B43', 0.02, 80, 'fleet outside 1 percent'),
  part('B44', 0.2, 80, 'fleet outside 10 percent'),
  {
    id: 'B48',
    about:
      'three of a fleet of two shards are 80 ms ahead, and three others silent: both are told, and that they are more',
    monitors: ['fleet1000'],
    schedules: EVERY_MINUTE,
    script: ({ targets }) => ({
      steps: [
        { runs: 20, servers: { ...each(targets.slice(0, 3), 80), ...each(targets.slice(3, 6), 'silent') } },
        QUIET,
      ],
      told: [
        ...[paged('fleet outside', 7), paged('more of the fleet outside', 7)],
        ...[paged('fleet unusable', 7), paged('more of the fleet unusable', 7)],
      ],
    }),
  },
  {
    id: 'B45',
    about: 'a fleet loses its network: one page',
    monitors: FLEET_MONITORS,
    schedules: EVERY_MINUTE,
    script: () => ({
      steps: [{ runs: 15, faults: ['ntp'] }, QUIET],
      told: [paged('reference lost', 7)],
    }),
  },
  {
    id: 'B46',
    about: 'one server of 1,000 is silent in each run, another each time: one page at most',
    monitors: FLEET_MONITORS,
    schedules: EVERY_MINUTE,
    script: ({ targets }) => ({
      steps: everyRun(60, 5, (run) => each([targets[run]!], 'silent')),
      told: [],
      atMost: { page: 1 },
    }),
  },
  {
    id: 'B47',
    about: 'a healthy fleet with noise for an hour: nobody is told',
    monitors: FLEET_MONITORS,
    schedules: EVERY_MINUTE,
    script: ({ all }) => ({
      steps: everyRun(60, 6, (_, random) => Object.fromEntries(all.map((name) => [name, 2 * noise(random)]))),
      told: [],
    }),
  },
];
