import type { SimulatedAlarm } from '../../lab/cloudwatch/alarms/simulated-alarm';
import { FOUR } from '../../lab/scenarios/scenario';
import type { ScenarioStep } from '../../lab/scenarios/scenario-step';
import { MONITORS } from '../../testkit/battery/battery-monitors';
import { each, storyContext } from '../../testkit/battery/battery-story';
import { deployed } from '../../testkit/scenarios/deployed';
import { receivedIn } from '../../testkit/scenarios/expectation';
import { ONE_EVALUATION, type SimulationPlan } from '../../testkit/scenarios/simulation-plan';

/**
 * What makes the scenarios mean something: with a part of the design taken away, they come out differently.
 */
const MONITOR = deployed(FOUR, 1);

/** The monitor with some alarms changed. */
function changed(title: RegExp, change: (alarm: SimulatedAlarm) => object, monitor = MONITOR) {
  const alarms = monitor.alarms.map((alarm) =>
    title.test(alarm.name) ? ({ ...alarm, ...change(alarm) } as SimulatedAlarm) : alarm,
  );
  expect(alarms).not.toEqual(monitor.alarms);
  return { ...monitor, alarms };
}

/** Who is paged or warned, in one of the ways in which CloudWatch may evaluate. */
function alarmsReceived(
  monitor: typeof MONITOR,
  steps: ScenarioStep[],
  evaluations: SimulationPlan['evaluations'] = ONE_EVALUATION,
): string[] {
  return receivedIn({ monitor, steps, evaluations })[0]!
    .map(({ message }) => message)
    .filter((message) => message.endsWith('ALARM'));
}

const PAGE = MONITOR.alarms.find(({ name }) => name === 'test not watching')!.actions;
const NO_NTP: ScenarioStep[] = [{ runs: 10, faults: ['ntp'] }, { runs: 10 }];
const THROWS: ScenarioStep[] = [{ runs: 10, faults: ['throws'] }, { runs: 40 }];

/** An alarm on the sum of bad runs, whatever a run counts. */
const ON_ANY_BAD_RUN = { watched: 'bad', threshold: 0.00001, comparison: 'GreaterThanOrEqualToThreshold' };

test('servers whose bad runs in a group count as their own make a storm when the network is gone', () => {
  const storm = alarmsReceived(
    changed(/ unusable /, () => ON_ANY_BAD_RUN),
    NO_NTP,
  );
  expect(storm).toHaveLength(5);
  expect(alarmsReceived(MONITOR, NO_NTP)).toHaveLength(1);
});

test('growth that no mark tells to be of an older period is told twice', () => {
  const ten = deployed(MONITORS.ten, 1);
  const { targets } = storyContext(MONITORS.ten, 1);
  const steps: ScenarioStep[] = [3, 5].map((dead) => ({
    runs: 20,
    servers: each(targets.slice(0, dead), 'silent'),
  }));
  const unmarked = changed(/ more servers lost$/, withoutMark, ten);
  const once = ['page servers lost ALARM', 'page more servers lost ALARM'];
  const lookingBack = [{ phaseMs: 0, extraPeriods: 2 }];
  expect(alarmsReceived(ten, steps, lookingBack)).toEqual(once);
  expect(alarmsReceived(unmarked, steps, lookingBack)).toEqual([...once, once[1]]);
});

/** Marks are below 0, and nothing else is. */
function withoutMark(alarm: SimulatedAlarm): object {
  const queries = alarm.kind === 'metric' ? alarm.queries : new Map();
  return { queries: new Map([...queries, ['mark', { ...queries.get('mark'), statistic: 'Maximum' }]]) };
}

test('the parts of an outage, if they notified themselves, would page once each', () => {
  const parts = changed(/ (silent|failing)( |$)/, () => ({ actions: PAGE }));
  expect(alarmsReceived(parts, THROWS).filter((message) => message.startsWith('page'))).toHaveLength(3);
});

/** When *runs lost* warns, minutes since the first step. */
function lostRunsMinute(monitor: typeof MONITOR, steps: ScenarioStep[]): number {
  const [received] = receivedIn({ monitor, steps, evaluations: ONE_EVALUATION });
  return received!.find(({ message }) => message === 'warn runs lost ALARM')!.minute;
}

test('lost runs that looked at the queue alone would warn in the middle of an outage', () => {
  const steps: ScenarioStep[] = [{ runs: 30, faults: ['throws'] }, { runs: 40 }];
  const careless = changed(/ runs lost$/, () => ({ watched: 'failed' }));
  expect(lostRunsMinute(careless, steps)).toBeLessThan(20);
  expect(lostRunsMinute(MONITOR, steps)).toBeGreaterThan(40);
});

test('lost runs at its first point would warn before the page, where two runs were lost before', () => {
  const single: ScenarioStep[] = [{ runs: 1, faults: ['throws'] }, { runs: 14 }];
  const steps = [...single, ...single, ...THROWS];
  const hasty = changed(/ runs lost$/, () => ({ datapointsToAlarm: 1 }));
  const pageMinute = receivedIn({ monitor: MONITOR, steps, evaluations: ONE_EVALUATION })[0]![0]!.minute;
  expect(lostRunsMinute(hasty, steps)).toBeLessThan(pageMinute);
  expect(lostRunsMinute(MONITOR, steps)).toBeGreaterThan(pageMinute + 10);
});

test('an alarm at the first bad run pages for a single sample', () => {
  const flap: ScenarioStep[] = [{ runs: 1, servers: { alfa: 500 } }, { runs: 14 }];
  const hasty = changed(/ outside alfa$/, () => ON_ANY_BAD_RUN);
  expect(alarmsReceived(hasty, flap)).toEqual(['page outside alfa ALARM']);
  expect(alarmsReceived(MONITOR, flap)).toEqual([]);
});

test('without a dead zone, a server that is silent now and then pages again and again', () => {
  const steps: ScenarioStep[] = Array.from({ length: 6 }, (): ScenarioStep[] => [
    { runs: 4, servers: { alfa: 'silent' } },
    { runs: 10 },
  ]).flat();
  const hasty = changed(/ unusable alfa$/, () => ({ watched: 'bad', missingData: 'notBreaching' }));
  expect(alarmsReceived(hasty, steps).length).toBeGreaterThan(3);
  expect(alarmsReceived(MONITOR, steps)).toHaveLength(1);
});

test('two periods of silence are as long as a deployment', () => {
  const pause: ScenarioStep[] = [{ runs: 3, faults: ['schedule-off'] }, { runs: 10 }];
  const hasty = changed(/ silent /, () => ({ evaluationPeriods: 2, datapointsToAlarm: 2 }));
  expect(alarmsReceived(hasty, pause)).toEqual(['page not watching ALARM']);
  expect(alarmsReceived(MONITOR, pause)).toEqual([]);
});
