import type { EnvironmentFaultId } from '../../lab/faults/environment-faults';
import { FLEET_MONITORS, FULL_DETAIL, LARGE, WITH_TARGETS } from './battery-monitors';
import {
  type BatteryStory,
  EVERY_MINUTE,
  EVERY_SCHEDULE,
  each,
  LONG_QUIET,
  targetsOnlyWarn,
} from './battery-story';
import { paged, warned } from './expectations';
import { lostAtRandom } from './runs-lost-stories';

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
  losing('B160', 'throws', 20, 7),
  losing('B160', 'throws', 30, 9),
  losing('B161', 'schedule-refused', 20, 6),
  losing('B161', 'schedule-refused', 30, 9),
];
