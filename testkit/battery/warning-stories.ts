import {
  type BatteryStory,
  EVERY_MINUTE,
  EVERY_SCHEDULE,
  each,
  everyRun,
  MINUTES_OF_A_NIGHT,
  QUIET,
  type StoryContext,
} from './battery-story';
import { paged, warned } from './expectations';

/** A trouble that one warning of the monitor tells of, and nothing else. */
interface WarnedTrouble {
  words: string;
  about: string;
  servers: (context: StoryContext) => ReturnType<typeof each>;
}

const OUTVOTED: WarnedTrouble = {
  words: 'outvoted',
  about: 'a voter is outvoted',
  servers: ({ voters }) => each([voters[0]!], 25),
};
const REMARKED: WarnedTrouble = {
  words: 'remarks',
  about: 'a server serves its own clock',
  servers: ({ targets }) => each([targets[0]!], 'orphan'),
};
const UNCERTAIN: WarnedTrouble = {
  words: 'servers uncertain',
  about: 'three servers are uncertain',
  servers: ({ targets }) => each(targets.slice(0, 3), 49),
};
const WARNED_TROUBLES = [OUTVOTED, REMARKED, UNCERTAIN];

/** At random. Told 1.0 to 2.3 times on average, whatever the trouble (docs/decisions/0013-one-page-per-cause.md). */
const inSomeRuns = ({ words, about, servers }: WarnedTrouble, percent: number): BatteryStory => ({
  id: `B180 ${words} ${percent} %`,
  about: `${about} in ${percent} % of the runs at random, 8 h: at most 3 warnings`,
  monitors: ['ten'],
  schedules: EVERY_MINUTE,
  script: (context) => ({
    steps: everyRun(MINUTES_OF_A_NIGHT, percent, (_, random) =>
      random() < percent / 100 ? servers(context) : {},
    ),
    told: [warned(words, MINUTES_OF_A_NIGHT)],
    atMost: { warn: 3 },
  }),
  isSlow: true,
});

/** What nobody measures has neither ended nor begun again. */
const whileNothingRuns = ({ words, about, servers }: WarnedTrouble): BatteryStory => ({
  id: `B181 ${words}`,
  about: `${about} before, while and after nothing runs: told once, and that nothing runs`,
  monitors: ['ten'],
  schedules: EVERY_SCHEDULE,
  script: (context) => ({
    steps: [
      { runs: 20, servers: servers(context) },
      { runs: 20, servers: servers(context), faults: ['schedule-off'] },
      { runs: 20, servers: servers(context) },
      QUIET,
    ],
    told: [warned(words, 12), paged('not watching', 30, 21)],
  }),
});

const whileReferenceIsLost = ({ words, about, servers }: WarnedTrouble): BatteryStory => ({
  id: `B182 ${words}`,
  about: `${about} before, while and after reference time is lost: each is told once`,
  monitors: ['ten'],
  schedules: EVERY_SCHEDULE,
  script: (context) => ({
    steps: [
      { runs: 20, servers: servers(context) },
      { runs: 20, servers: { ...servers(context), ...each(context.voters, 'silent') } },
      { runs: 20, servers: servers(context) },
      QUIET,
    ],
    told: [warned(words, 12), paged('reference lost', 28, 21)],
  }),
});

/** Each shard counts its own servers; voters are the first one's. */
const ofAFleet = (id: string, { words, about, servers }: WarnedTrouble): BatteryStory => ({
  id,
  about: `${about} in a fleet: one warning after ten runs`,
  monitors: ['fleet500', 'fleet1000'],
  schedules: EVERY_MINUTE,
  script: (context) => ({
    steps: [{ runs: 16, servers: servers(context) }, QUIET],
    told: [warned(words, 12, 10)],
  }),
});

/** Warnings of the monitor, which are counted as pages are. */
export const WARNING_STORIES: readonly BatteryStory[] = [
  ...WARNED_TROUBLES.flatMap((trouble) => [
    ...[60, 70, 85].map((percent) => inSomeRuns(trouble, percent)),
    whileNothingRuns(trouble),
    whileReferenceIsLost(trouble),
  ]),
  ofAFleet('B183', OUTVOTED),
  ofAFleet('B184', REMARKED),
  ofAFleet('B185', {
    words: 'remarks',
    about: 'a voter serves its own clock',
    servers: ({ voters }) => each([voters[0]!], 'orphan'),
  }),
];
