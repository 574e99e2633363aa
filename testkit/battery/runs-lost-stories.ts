import type { EnvironmentFaultId } from '../../lab/faults/environment-faults';
import type { ScenarioStep } from '../../lab/scenarios/scenario-step';
import { seededRandom } from '../seeded-random';
import { type BatteryStory, EVERY_MINUTE, LONG_QUIET, MINUTES_OF_A_NIGHT } from './battery-story';
import { paged, warned } from './expectations';

/** A night in which so many per cent of the runs are lost. */
export function lostAtRandom(fault: EnvironmentFaultId, percent: number): ScenarioStep[] {
  const random = seededRandom(percent);
  return Array.from({ length: MINUTES_OF_A_NIGHT }, () => ({
    runs: 1,
    faults: random() < percent / 100 ? [fault] : [],
  }));
}

/** What makes the runs of an outage wait in a queue, each in its own way. */
const LOSING: readonly EnvironmentFaultId[] = ['throws', 'throttled', 'schedule-refused', 'network'];

/** One run is lost, and the next ones are not. */
const oneLost = (fault: EnvironmentFaultId, others: number) => [
  { runs: 1, faults: [fault] },
  { runs: others },
];

/** What is told of runs that wait in a queue: a warning, and never while a page says more. */
export const RUNS_LOST_STORIES: readonly BatteryStory[] = [
  ...LOSING.map(
    (fault): BatteryStory => ({
      id: `B170 ${fault}`,
      about: `20 runs are lost in a row (${fault}): one page, and one reminder a window after it`,
      monitors: ['four'],
      schedules: [1, 5],
      script: ({ minutes }) => ({
        steps: [{ runs: 20, faults: [fault] }, LONG_QUIET],
        told: [paged('not watching', 10), warned('runs lost', 20 + (minutes === 1 ? 20 : 14), 32)],
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
        told: [paged('not watching', 42 + 8, 42 + 4), warned('runs lost', 42 + runs + 20, 42 + 14)],
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
      told: [warned('runs lost', 121 + 18, 121)],
    }),
  },
  {
    id: 'B173',
    about: 'every third run is throttled for 2 h: too few for a page, and a warning',
    monitors: ['four'],
    schedules: [1, 5],
    script: ({ minutes }) => ({
      steps: Array.from({ length: 120 / minutes }, () => oneLost('throttled', 2)).flat(),
      told: [warned('runs lost', 30)],
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
      told: [warned('runs lost', 27 + 19, 27), warned('runs lost', 106 + 19, 106)],
    }),
  },
  {
    id: 'B175',
    about: '5 % of the runs are lost at random for 8 h: a warning, and no page',
    monitors: ['four'],
    schedules: EVERY_MINUTE,
    script: () => ({ steps: lostAtRandom('throws', 5), told: [warned('runs lost', 120)] }),
    isSlow: true,
  },
  {
    id: 'B176',
    about: 'six hourly runs are lost in a row: a page, and a reminder after it',
    monitors: ['four'],
    schedules: [60],
    script: () => ({
      steps: [{ runs: 6, faults: ['throws'] }, { runs: 20 }],
      told: [paged('not watching', 3), warned('runs lost', 6 + 8, 6 + 6)],
    }),
  },
  {
    id: 'B177',
    about: 'every third hourly run is throttled: a warning, and no page',
    monitors: ['four'],
    schedules: [60],
    script: () => ({
      steps: Array.from({ length: 10 }, () => oneLost('throttled', 2)).flat(),
      told: [warned('runs lost', 7 + 14, 7)],
    }),
  },
];
