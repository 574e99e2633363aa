import { MAX_WARM_UP_MINUTES } from '../config/aws-quotas';
import type { RunWindow } from '../config/run-window';
import type { AlarmDefinition } from './alarm-definition';
import { mOfN, perMinute } from './bad-runs';
import type { PolicySubject } from './policy-subject';

/** A deployment or a failover may pause everything this long, and nobody is paged. */
const PAUSE_MINUTES = 3;

/** What a new stack may take from its alarms to its first datum, beside a run. */
const START_MINUTES = 10;

/** From such periods on, data that come some minutes late leave the last point empty now and then, and never two. */
const SLOW_MINUTES = 60;

/** Why *silent*, *sparse*, *failing* and *not delivered* tell nobody. */
const PART = { severity: 'none', isEndTold: false } as const;

/**
 * Every alarm on whether servers are being watched at all. The single ones see parts of one outage at different
 * times; the combined ones tell of it, once.
 */
export function operationAlarms(subject: PolicySubject): AlarmDefinition[] {
  const parts = [
    silentFunction(subject),
    ...(hasSparse(subject) ? [sparse(subject)] : []),
    failing(subject),
    notDelivered(subject),
  ];
  return [
    {
      title: 'not watching',
      kind: 'composite',
      problem: 'The servers are not being watched, or in too few runs to judge them.',
      advice:
        'Open the first of the alarms "not delivered", "failing", "silent" and "sparse" that is on: it says where to look.',
      why: 'They see one outage at different times, so they are one page.',
      severity: 'page',
      isEndTold: true,
      anyOf: parts.map(({ title }) => title),
      toldAfterMinutes: Math.min(...parts.map(({ toldAfterMinutes }) => toldAfterMinutes)),
    },
    ...parts,
  ];
}

/**
 * One period more than a pause can empty. CloudWatch's evaluation lags by some periods of its own (it fills gaps only
 * when real points run out), but nothing documents how many, so that alone can't be what keeps a pause from paging.
 */
export function silentPeriods(gapMinutes: number): number {
  return Math.ceil(PAUSE_MINUTES / gapMinutes) + 1;
}

/** A changed value doesn't restart a warm-up that has ended, so that another schedule has alarms of another name. */
function forSchedule(gapMinutes: number) {
  return { nameEnd: `${gapMinutes} min` };
}

function silentFunction({ gapMinutes, schedule: { pauses } }: PolicySubject): AlarmDefinition {
  const periods = silentPeriods(gapMinutes);
  const isSlow = gapMinutes >= SLOW_MINUTES;
  const longestPause = Math.max(0, ...pauses.map(({ minutes }) => minutes));
  return {
    title: 'silent',
    ...forSchedule(gapMinutes),
    problem: 'Nothing has been published, although every run publishes something.',
    advice: 'Check that the function is invoked, and that CloudWatch takes its metrics.',
    why: 'It is longer than any pause of a deployment.',
    ...PART,
    kind: 'metric',
    // CloudWatch would look for points of some periods before, which may be days.
    ...(isSlow && { expression: 'FILL(runs, 0)' }),
    metrics: { runs: { metric: 'truechimers', statistic: 'SampleCount' } },
    label: 'runs that published',
    periodMinutes: gapMinutes,
    comparison: '<',
    threshold: 1,
    datapointsToAlarm: periods,
    evaluationPeriods: periods,
    // The one alarm whose point it is that data are missing.
    missingData: 'breaching',
    // Without it the alarm would go off at a deployment, before the first datum, which comes within a gap.
    warmUp: {
      minutes: Math.min(longestPause + periods * gapMinutes + START_MINUTES, MAX_WARM_UP_MINUTES),
      inFull: isSlow, // what is filled in is no datum
    },
    toldAfterMinutes: periods * gapMinutes,
  };
}

/** A schedule too slow to be counted is silent after two runs; a planned pause leaves too few runs for hours. */
export function hasSparse({ window, schedule }: PolicySubject): boolean {
  return window.isCounted && schedule.pauses.length === 0;
}

/** More than half of a window. */
export function sparseBound({ runs }: RunWindow): number {
  return Math.floor(runs / 2) + 1;
}

/** Runs that come now and then reset *silent*, and are too few for any other alarm. */
function sparse({ gapMinutes, window }: PolicySubject): AlarmDefinition {
  const { runs } = window;
  const [few, enough] = [sparseBound(window), Math.ceil((runs * 3) / 4)];
  const count = perMinute('runs', gapMinutes);
  return {
    title: 'sparse',
    ...forSchedule(gapMinutes),
    problem: `Fewer than ${few} of ${runs} runs publish anything.`,
    advice:
      'Check whether the function is throttled, fails, or is started too rarely: there are too few readings to judge by.',
    why: 'More than half of the runs are enough for every other alarm.',
    ...PART,
    kind: 'metric',
    expression: `IF(${count} <= ${few - 1}, ${count}, IF(${count} >= ${enough}, ${count}))`,
    metrics: { runs: { metric: 'runsPublished', statistic: 'Sum' } },
    label: `runs of the last ${runs} that published`,
    periodMinutes: gapMinutes,
    comparison: '<',
    threshold: few,
    datapointsToAlarm: 1,
    evaluationPeriods: 1,
    missingData: 'ignore',
    // A new monitor's first window is not full.
    warmUp: { minutes: (runs + 2) * gapMinutes, inFull: true },
    toldAfterMinutes: (runs - few + 1) * gapMinutes,
  };
}

/**
 * Lost runs are an outage when hardly one is left between them, and *sparse* tells of what is lost at random. One more
 * period than there are bad ones: services report the newest late.
 */
function outageOf(subject: PolicySubject) {
  const { window } = subject;
  return hasSparse(subject) ? { ...window, runs: window.bad + 1 } : window;
}

function failing(subject: PolicySubject): AlarmDefinition {
  const window = outageOf(subject);
  return {
    title: 'failing',
    problem: `The function failed in ${window.bad} of ${window.runs} runs or more.`,
    advice: 'Readings may be missing: its log has the error, and what was measured before it.',
    why: 'One failed run is followed by a good one. Failing in every other run is one page, of *sparse*.',
    ...PART,
    kind: 'metric',
    metrics: { errors: { service: 'errors', statistic: 'Sum' } },
    label: 'runs that failed',
    comparison: '>=',
    threshold: 1,
    // Lambda reports no errors where nothing ran; that proves no recovery: missing data are ignored.
    ...mOfN({ ...subject, window }),
  };
}

function notDelivered(subject: PolicySubject): AlarmDefinition {
  return {
    title: 'not delivered',
    problem: 'EventBridge Scheduler has given up on starting runs.',
    advice: 'The message in the queue Undelivered has the error.',
    why: 'As with failures: it takes more than one.',
    ...PART,
    kind: 'metric',
    // The Scheduler reports this metric only when something was dropped; without points for the other runs CloudWatch
    // would count those of some periods before the window, too.
    expression: 'FILL(dropped, 0)',
    metrics: { dropped: { service: 'dropped', statistic: 'Sum' } },
    label: 'runs that the Scheduler could not start',
    comparison: '>=',
    threshold: 1,
    ...mOfN({ ...subject, window: outageOf(subject) }),
    missingData: 'notBreaching',
  };
}
