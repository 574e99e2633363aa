import type { EnvironmentFaultId } from '../../lab/faults/environment-faults';
import type { ScenarioStep } from '../../lab/scenarios/scenario-step';
import { seededRandom } from '../seeded-random';
import { FLEET_MONITORS, FULL_DETAIL, LARGE, WITH_TARGETS } from './battery-monitors';
import {
  type BatteryStory,
  EVERY_MINUTE,
  EVERY_SCHEDULE,
  each,
  MINUTES_OF_A_NIGHT,
  targetsOnlyWarn,
} from './battery-story';
import { paged, warned } from './expectations';

const LONG_QUIET = { runs: 60 };

/** A night. */
function lostAtRandom(fault: EnvironmentFaultId, percent: number): ScenarioStep[] {
  const random = seededRandom(percent);
  return Array.from({ length: MINUTES_OF_A_NIGHT }, () => ({
    runs: 1,
    faults: random() < percent / 100 ? [fault] : [],
  }));
}

/** Runs that are lost at random all night, so many per cent of them: as with servers, few pages. */
const losing = (id: string, fault: EnvironmentFaultId, percent: number, pages: number): BatteryStory => ({
  id: `${id} ${percent} %`,
  about: `${percent} % of the runs are lost at random for 8 h (${fault}): at most ${pages} pages`,
  monitors: ['four'],
  schedules: EVERY_MINUTE,
  script: () => ({
    steps: lostAtRandom(fault, percent),
    told: [],
    atMost: { page: pages, warn: 2 },
  }),
  isSlow: true,
});

/** What makes the runs of an outage wait in a queue, each in its own way. */
const LOSING: readonly EnvironmentFaultId[] = ['throws', 'throttled', 'schedule-refused', 'network'];

/** One run is lost, and the next ones are not. */
const oneLost = (fault: EnvironmentFaultId, others: number) => [
  { runs: 1, faults: [fault] },
  { runs: others },
];

/** What is told of runs that wait in a queue: a warning, and never while a page says more. */
const LOST_RUNS_STORIES: readonly BatteryStory[] = [
  ...LOSING.map(
    (fault): BatteryStory => ({
      id: `B170 ${fault}`,
      about: `20 runs are lost in a row (${fault}): one page, and one reminder a window after it`,
      monitors: ['four'],
      schedules: [1, 5],
      script: ({ minutes }) => ({
        steps: [{ runs: 20, faults: [fault] }, LONG_QUIET],
        told: [paged('not watching', 10), warned('lost runs', 20 + (minutes === 1 ? 20 : 14), 32)],
      }),
    }),
  ),
  ...[4, 6, 9].map(
    (runs): BatteryStory => ({
      id: `B171 ${runs}`,
      about: `two single runs were lost before, and now ${runs} in a row: a page, and then a reminder`,
      monitors: ['four'],
      schedules: EVERY_MINUTE,
      script: () => ({
        steps: [...oneLost('throws', 20), ...oneLost('throws', 20), { runs, faults: ['throws'] }, LONG_QUIET],
        told: [paged('not watching', 42 + 8, 42 + 4), warned('lost runs', 42 + runs + 20, 42 + 14)],
      }),
    }),
  ),
  {
    id: 'B172',
    about: 'one run an hour is lost: a warning after the third',
    monitors: ['four'],
    schedules: EVERY_MINUTE,
    script: () => ({
      steps: Array.from({ length: 5 }, () => oneLost('throttled', 59)).flat(),
      told: [warned('lost runs', 121 + 18, 121)],
    }),
  },
  {
    id: 'B173',
    about: 'every third run is throttled for 2 h: too few for a page, and a warning',
    monitors: ['four'],
    schedules: [1, 5],
    script: ({ minutes }) => ({
      steps: Array.from({ length: 120 / minutes }, () => oneLost('throttled', 2)).flat(),
      told: [warned('lost runs', 30)],
    }),
  },
  {
    id: 'B174',
    about: 'the queues are purged after the warning, and three more runs are lost: a second one',
    monitors: ['four'],
    schedules: EVERY_MINUTE,
    script: () => ({
      steps: [
        ...[1, 2, 3].flatMap(() => oneLost('schedule-refused', 12)),
        { runs: 20 },
        { runs: 20, actions: ['purge-queues'] },
        ...[1, 2, 3].flatMap(() => oneLost('schedule-refused', 12)),
        { runs: 20 },
      ],
      told: [warned('lost runs', 27 + 19, 27), warned('lost runs', 106 + 19, 106)],
    }),
  },
  {
    id: 'B175',
    about: '5 % of the runs are lost at random for 8 h: a warning, and no page',
    monitors: ['four'],
    schedules: EVERY_MINUTE,
    script: () => ({ steps: lostAtRandom('throws', 5), told: [warned('lost runs', 120)] }),
    isSlow: true,
  },
  {
    id: 'B176',
    about: 'six hourly runs are lost in a row: a page, and a reminder after it',
    monitors: ['four'],
    schedules: [60],
    script: () => ({
      steps: [{ runs: 6, faults: ['throws'] }, { runs: 20 }],
      told: [paged('not watching', 3), warned('lost runs', 6 + 8, 6 + 6)],
    }),
  },
  {
    id: 'B177',
    about: 'every third hourly run is throttled: a warning, and no page',
    monitors: ['four'],
    schedules: [60],
    script: () => ({
      steps: Array.from({ length: 10 }, () => oneLost('throttled', 2)).flat(),
      told: [warned('lost runs', 7 + 14, 7)],
    }),
  },
];

/** The function and what is around it. */
export const OPERATION_STORIES: readonly BatteryStory[] = [
  {
    id: 'A7',
    about: 'four of five runs are throttled, one server is 80 ms ahead, 2 h: a page within 20 minutes',
    monitors: ['four', 'ten', ...LARGE],
    schedules: EVERY_MINUTE,
    script: ({ all }) => ({
      steps: Array.from({ length: 24 }, () => [
        { runs: 4, faults: ['throttled' as const], servers: { [all[0]!]: 80 } },
        { runs: 1, servers: { [all[0]!]: 80 } },
      ]).flat(),
      told: [paged('', 20)],
      atMost: { page: 3, warn: 2 },
    }),
  },
  {
    id: 'B30',
    about: 'the function fails in every other run for 2 h: one page',
    monitors: FULL_DETAIL,
    schedules: EVERY_MINUTE,
    script: () => ({
      steps: [
        ...Array.from({ length: 60 }, () => [{ runs: 1, faults: ['throws' as const] }, { runs: 1 }]).flat(),
        LONG_QUIET,
      ],
      told: [paged('not watching', 15)],
      atMost: { warn: 1 },
    }),
  },
  {
    id: 'B31',
    about: 'the schedule is disabled: one page',
    monitors: [...FULL_DETAIL, ...FLEET_MONITORS],
    schedules: EVERY_SCHEDULE,
    script: () => ({
      steps: [{ runs: 30, faults: ['schedule-off'] }, LONG_QUIET],
      told: [paged('not watching', 10)],
    }),
  },
  {
    id: 'B32',
    about: "the function's network is gone for 20 runs: one page",
    monitors: [...FULL_DETAIL, ...FLEET_MONITORS],
    schedules: EVERY_SCHEDULE,
    script: () => ({
      steps: [{ runs: 20, faults: ['network'] }, LONG_QUIET],
      told: [paged('not watching', 10)],
      atMost: { warn: 1 },
    }),
  },
  {
    id: 'B32 warn',
    about: 'no server answers, and the targets are only to warn: one page, and no warning of each',
    monitors: WITH_TARGETS,
    schedules: EVERY_MINUTE,
    script: ({ targets }) => ({
      // One of them stays silent, which is its own trouble.
      steps: [
        { runs: 20, faults: ['ntp'] },
        { runs: 20, servers: each([targets[0]!], 'silent') },
        LONG_QUIET,
      ],
      told: [paged('reference lost', 6), warned(`unusable ${targets[0]}`, 26, 21)],
    }),
    deployment: { run: 1, monitor: targetsOnlyWarn },
  },
  {
    id: 'B33',
    about: 'CloudWatch is down for 20 runs: one page',
    monitors: FULL_DETAIL,
    schedules: EVERY_MINUTE,
    script: () => ({
      steps: [{ runs: 20, faults: ['cloudwatch-down'] }, LONG_QUIET],
      told: [paged('not watching', 10)],
      atMost: { warn: 1 },
    }),
  },
  {
    id: 'B34',
    about: 'a server is dead when the function begins to fail, and still after: no false all-clear',
    monitors: ['four', 'ten', ...LARGE],
    schedules: EVERY_MINUTE,
    script: ({ all }) => {
      const servers = each([all.at(-1)!], 'silent');
      return {
        steps: [
          { runs: 10, servers },
          { runs: 15, servers, faults: ['throws'] },
          { runs: 10, servers },
          LONG_QUIET,
        ],
        told: [paged(`unusable ${all.at(-1)}`, 6), paged('not watching', 20, 11)],
        atMost: { warn: 1 },
      };
    },
  },
  {
    id: 'B35',
    about: 'the function gets a new environment every ten runs: nobody is told',
    monitors: FULL_DETAIL,
    schedules: EVERY_MINUTE,
    script: () => ({
      steps: Array.from({ length: 6 }, () => ({ runs: 10, actions: ['renew-function' as const] })),
      told: [],
    }),
  },
  ...LOST_RUNS_STORIES,
  losing('B160', 'throws', 20, 7),
  losing('B160', 'throws', 30, 9),
  losing('B161', 'schedule-refused', 20, 6),
  losing('B161', 'schedule-refused', 30, 9),
];
