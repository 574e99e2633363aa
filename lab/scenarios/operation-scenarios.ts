import { type Expected, type Scenario, scenario } from './scenario';
import type { ScenarioStep } from './scenario-step';

/** Long enough for everything to recover, and for what is held back to be let go. */
const RECOVERY: ScenarioStep = { runs: 40 };

/** *runs lost* waits until most of a window has been published, and then for a window and two runs. */
const afterOutage = (firstRun: number, lastRun: number): Expected => [
  'warn runs lost ALARM',
  firstRun + 8,
  lastRun + 18,
];

/** One outage: a page, and its end when enough runs have published again. */
const outage = (firstRun: number, lastRun: number): Expected[] => [
  ['page not watching ALARM', 2, 9],
  ['page not watching OK', firstRun, lastRun],
];

const ONE_FAILS: ScenarioStep[] = [{ runs: 1, faults: ['throws'] }, { runs: 12 }];

/** Twenty minutes without CloudWatch. */
const withoutCloudWatch =
  (step: Omit<ScenarioStep, 'runs'>): Scenario['script'] =>
  (minutes) => {
    const runs = 20 / minutes;
    return {
      steps: [{ runs, ...step }, RECOVERY],
      notifications: [...outage(runs + 4, runs + 12), afterOutage(runs + 4, runs + 12)],
    };
  };

/** What happens to the function and around it, and who is told of it. */
export const OF_OPERATION: readonly Scenario[] = [
  scenario(
    'throws',
    'the function throws: one page, and one warning to look after the queue when it is over',
    {
      steps: [{ runs: 10, faults: ['throws'] }, RECOVERY],
      notifications: [...outage(16, 20), afterOutage(16, 20)],
    },
  ),
  scenario('throttled', 'the function is throttled, and never runs', {
    steps: [{ runs: 12, faults: ['throttled'] }, RECOVERY],
    notifications: [...outage(15, 21), afterOutage(15, 21)],
  }),
  scenario('schedule-off', 'the schedule is disabled', {
    steps: [{ runs: 12, faults: ['schedule-off'] }, RECOVERY],
    notifications: outage(15, 21),
  }),
  scenario('schedule-refused', 'the Scheduler may not invoke the function', {
    steps: [{ runs: 12, faults: ['schedule-refused'] }, RECOVERY],
    // Nothing dropped is no data, and CloudWatch looks for data some periods further back.
    notifications: [...outage(15, 26), afterOutage(15, 26)],
  }),
  scenario(
    'cloudwatch',
    'CloudWatch refuses data for 20 minutes',
    withoutCloudWatch({ faults: ['cloudwatch'] }),
  ),
  scenario(
    'network',
    "the function's network is gone for 20 minutes: one page, not one for each server",
    withoutCloudWatch({ faults: ['network'] }),
  ),
  scenario('cloudwatch-down', 'CloudWatch is down for 20 runs, and AWS reports nothing either', {
    steps: [{ runs: 20, faults: ['cloudwatch-down'] }, RECOVERY],
    // Nothing says so but that there are no data.
    notifications: [...outage(21, 29), afterOutage(21, 29)],
  }),
  scenario('deployment-pause', 'a deployment pauses everything for 3 minutes: nobody is told', (minutes) => ({
    steps: [{ runs: Math.ceil(3 / minutes), faults: ['schedule-off'] }, RECOVERY],
    notifications: [],
  })),
  scenario('two-runs-fail', 'one run fails, and later another: nobody is told', {
    steps: [...ONE_FAILS, ...ONE_FAILS, RECOVERY],
    notifications: [],
  }),
  scenario('three-runs-fail', 'a run fails now and then: the third time is a warning', {
    steps: [...ONE_FAILS, ...ONE_FAILS, ...ONE_FAILS, RECOVERY],
    notifications: [afterOutage(27, 28)],
  }),
  scenario('purged', 'the queue is purged before anybody was told: nobody is told that it is over', {
    steps: [{ runs: 10, faults: ['throws'] }, { runs: 2 }, { ...RECOVERY, actions: ['purge-queues'] }],
    notifications: outage(16, 20),
  }),
  scenario('purged-later', 'the queues are purged because of the warning: its end is told', {
    steps: [
      ...ONE_FAILS,
      ...ONE_FAILS,
      ...ONE_FAILS,
      { runs: 12 },
      { ...RECOVERY, actions: ['purge-queues'] },
    ],
    notifications: [afterOutage(27, 28), ['warn runs lost OK', 52, 58]],
  }),
  scenario('two-causes', 'a server is wrong when the function begins to fail: neither seems to recover', {
    steps: [
      { runs: 6, servers: { alfa: 80 } },
      { runs: 10, faults: ['throws'] },
      { runs: 11, servers: { alfa: 80 } },
    ],
    notifications: [
      ['page outside alfa ALARM', 3, 5],
      ['page not watching ALARM', 8, 12],
      ['page not watching OK', 22, 26],
    ],
  }),
];
