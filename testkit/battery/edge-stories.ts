import { commonCauseThreshold } from '../../lambda/monitor/common-cause';
import { WITH_TARGETS } from './battery-monitors';
import { type BatteryStory, EVERY_MINUTE, each, everyRun, QUIET } from './battery-story';
import { paged } from './expectations';

/** Of the targets as many as make a group, and so many more. */
function fewOf(all: readonly string[], targets: readonly string[], more = 0): readonly string[] {
  return targets.slice(0, commonCauseThreshold(all.length) + more);
}

/** With the two minutes that services may be late, no later than a single server. */
const FIRST_PAGE_RUN = 4;

/** Runs after the first until the group is complete. */
const DELAYS = [1, 2, 3, 4] as const;

/** Exactly as many as make a group, of which the last is late, or comes and goes: the first page is as soon as ever. */
const atTheEdge = (condition: 'silent' | number): BatteryStory[] => {
  const what = condition === 'silent' ? 'dead' : `${condition} ms ahead`;
  const common = { monitors: WITH_TARGETS, schedules: EVERY_MINUTE };
  const suffix = condition === 'silent' ? '' : ' wrong';
  const atMost = { page: 6, warn: 1 };
  return [
    ...DELAYS.map(
      (delay): BatteryStory => ({
        ...common,
        id: `B145 ${delay}${suffix}`,
        about: `one is ${what}, ${delay} runs later as many as make a group: a page within 5 minutes`,
        script: ({ all, targets }) => ({
          steps: [
            { runs: delay, servers: each([targets[0]!], condition) },
            { runs: 30, servers: each(fewOf(all, targets), condition) },
            QUIET,
          ],
          told: [paged('', FIRST_PAGE_RUN), paged('servers', 12)],
          atMost: { page: 2, warn: 1 },
        }),
      }),
    ),
    ...[0, 2].map(
      (more): BatteryStory => ({
        ...common,
        id: `B146 ${more}${suffix}`,
        about: `as many as make a group and ${more} more become ${what}, one each run: a page within 5 minutes, no batch`,
        // Those that were alone in two runs, and the group.
        script: ({ all, targets }) => {
          const site = fewOf(all, targets, more);
          return {
            steps: [
              ...site.map((_, i) => ({ runs: 1, servers: each(site.slice(0, i + 1), condition) })),
              { runs: 30, servers: each(site, condition) },
              QUIET,
            ],
            told: [paged('', FIRST_PAGE_RUN), paged('servers', 12)],
            atMost: { page: fewOf(all, targets).length - 1, warn: 1 },
          };
        },
      }),
    ),
    ...[0, 1].map(
      (odd): BatteryStory => ({
        ...common,
        id: `B147 ${odd}${suffix}`,
        about: `the last of a group is ${what} in every other run only: a page a run later at most`,
        script: ({ all, targets }) => {
          const few = fewOf(all, targets);
          return {
            steps: [
              ...everyRun(40, 1, (run) => each(run % 2 === odd ? few : few.slice(1), condition)),
              QUIET,
            ],
            told: [paged('', FIRST_PAGE_RUN + 1)],
            atMost,
          };
        },
      }),
    ),
    {
      ...common,
      id: `B150${suffix}`,
      about: `one of a group isn't ${what} for a run, and in the next one a further target is, too: told`,
      script: ({ all, targets }) => {
        const few = fewOf(all, targets);
        return {
          steps: [
            { runs: 20, servers: each(few, condition) },
            { runs: 1, servers: each(few.slice(1), condition) },
            { runs: 20, servers: each(fewOf(all, targets, 1), condition) },
            QUIET,
          ],
          told: [paged('servers', 6), paged('more servers', 27, 22)],
          atMost: { page: 2, warn: 1 },
        };
      },
    },
  ];
};

/** Many die at once, of whom some had bad runs of their own just before: one cause, one page. */
const lossySite = (seed: number): BatteryStory => ({
  id: `B149 ${seed}`,
  about: 'a site whose servers are silent in 2 % of their runs dies: one page',
  monitors: ['fifty'],
  schedules: EVERY_MINUTE,
  script: ({ targets }) => ({
    steps: [
      ...everyRun(60, seed, (_, random) =>
        each(
          targets.filter(() => random() < 0.02),
          'silent',
        ),
      ),
      { runs: 30, servers: each(targets, 'silent') },
      QUIET,
    ],
    told: [paged('servers lost', 60 + FIRST_PAGE_RUN, 60 + FIRST_PAGE_RUN)],
  }),
  isSlow: true,
});

export const EDGE_STORIES: readonly BatteryStory[] = [
  ...atTheEdge('silent'),
  ...atTheEdge(80),
  lossySite(3),
  lossySite(4),
];
