import { type Expected, type Scenario, scenario } from './scenario';
import type { State } from './scenario-state';

/** Long enough for everything to recover, and for what is held back to be let go. */
const WELL: State = { runs: 40 };

/** *lost runs* waits for 6 runs and 5 minutes after an outage: 11 runs at most. */
const afterOutage = (firstRun: number, lastRun: number): Expected => [
  'warn lost runs ALARM',
  firstRun + 6,
  lastRun + 12,
];

const ONE_FAILS: State[] = [{ runs: 1, function: 'throws' }, { runs: 12 }];

/** Twenty minutes without CloudWatch, whoever can't do without it. */
const withoutCloudWatch =
  (state: Omit<State, 'runs'>): Scenario['story'] =>
  (minutes) => {
    const runs = 20 / minutes;
    return {
      states: [{ runs, ...state }, WELL],
      told: [
        ['page not watching ALARM', 2, 3],
        ['page not watching OK', runs + 4, runs + 4],
        afterOutage(runs + 4, runs + 4),
      ],
    };
  };

/** What happens to the function and around it, and who is told of it. */
export const OF_OPERATION: readonly Scenario[] = [
  scenario(
    'throws',
    'the function throws: one page, and one warning to look after the queue when it is over',
    {
      states: [{ runs: 10, function: 'throws' }, WELL],
      told: [['page not watching ALARM', 2, 3], ['page not watching OK', 14, 14], afterOutage(14, 14)],
    },
  ),
  scenario('throttled', 'the function is throttled, and never runs', {
    states: [{ runs: 12, function: 'throttled' }, WELL],
    told: [['page not watching ALARM', 2, 9], ['page not watching OK', 13, 13], afterOutage(13, 13)],
  }),
  scenario('schedule-off', 'the schedule is disabled', {
    states: [{ runs: 12, schedule: 'off' }, WELL],
    told: [
      ['page not watching ALARM', 2, 9],
      ['page not watching OK', 13, 13],
    ],
  }),
  scenario('schedule-refused', 'the Scheduler may not invoke the function', {
    states: [{ runs: 12, schedule: 'refused' }, WELL],
    told: [
      ['page not watching ALARM', 2, 4],
      // Nothing dropped is no data, and CloudWatch looks for data some periods further back.
      ['page not watching OK', 13, 22],
      afterOutage(13, 22),
    ],
  }),
  scenario(
    'cloudwatch',
    'CloudWatch refuses data for 20 minutes',
    withoutCloudWatch({ cloudwatch: 'refuses' }),
  ),
  scenario(
    'network',
    "the function's network is gone for 20 minutes: one page, not one for each server",
    withoutCloudWatch({ network: 'gone', cloudwatch: 'unreachable' }),
  ),
  scenario('cloudwatch-down', 'CloudWatch is down for 20 runs, and AWS reports nothing either', {
    states: [{ runs: 20, cloudwatch: 'down' }, WELL],
    // Nothing says so but that there are no data.
    told: [['page not watching ALARM', 2, 9], ['page not watching OK', 21, 21], afterOutage(21, 21)],
  }),
  scenario('deployment-pause', 'a deployment pauses everything for 3 minutes: nobody is told', (minutes) => ({
    states: [{ runs: Math.ceil(3 / minutes), schedule: 'off' }, WELL],
    told: [],
  })),
  scenario('two-runs-fail', 'one run fails, and later another: nobody is told', {
    states: [...ONE_FAILS, ...ONE_FAILS, WELL],
    told: [],
  }),
  scenario('three-runs-fail', 'a run fails now and then: the third time is a warning', {
    states: [...ONE_FAILS, ...ONE_FAILS, ...ONE_FAILS, WELL],
    told: [afterOutage(27, 27)],
  }),
  scenario('purged', 'the queue is purged before anybody was told: nobody is told that it is over', {
    states: [{ runs: 10, function: 'throws' }, { runs: 2 }, { ...WELL, purge: true }],
    told: [
      ['page not watching ALARM', 2, 3],
      ['page not watching OK', 14, 14],
    ],
  }),
  scenario('two-causes', 'a server is wrong when the function begins to fail: neither seems to recover', {
    states: [
      { runs: 6, servers: { alfa: 80 } },
      { runs: 10, function: 'throws' },
      { runs: 6, servers: { alfa: 80 } },
    ],
    told: [
      ['page alfa outside ALARM', 3, 3],
      ['page not watching ALARM', 8, 9],
      ['page not watching OK', 20, 20],
    ],
  }),
];
