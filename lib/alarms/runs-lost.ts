import { maxEvaluationMinutes } from '../config/aws-quotas';
import { MIN_RUNS_BETWEEN_PAUSES, QUEUE_RETENTION_DAYS } from '../config/policy';
import { DAY_MINUTES } from '../config/run-window';
import type { AlarmDefinition } from './alarm-definition';
import { hasSparse, sparseBound } from './operation-alarms';
import type { PolicySubject } from './policy-subject';

/** How much later services report what was. */
const REPORTED_LATE_MINUTES = 2;

/** What lost runs wait longer than a window: the end of an outage is told late where data are. */
const MORE_RUNS = 2;

/** Lost runs, now and then, that somebody has to look at. */
const MAX_LOST_RUNS = 2;

/**
 * Lost runs wait in queues, so that this can wait, too: while an outage lasts *not watching* tells of it, and this follows
 * when enough runs have been published again. In between it has no points, which keeps its state. It takes more points
 * than an outage has, at its beginning and until *not watching* is over, where single runs were lost before.
 */
export function runsLost(subject: PolicySubject): AlarmDefinition {
  const { gapMinutes, window } = subject;
  const patience = window.runs + MORE_RUNS;
  // Where one queue has no point the other counts; where both have none there is none.
  const lost = 'undelivered + failed';
  const rule = window.isCounted ? minuteByMinute(patience * gapMinutes, gapMinutes) : runByRun(subject);
  return {
    title: 'runs lost',
    problem: `More than ${MAX_LOST_RUNS} runs were lost in the last ${QUEUE_RETENTION_DAYS} days, now and then or in an outage.`,
    advice:
      'Readings are missing: the queues Undelivered and Failures say why; purge them once that is understood.',
    why: 'Catches what the others are too patient for; of an outage it comes when that is over.',
    severity: 'warn',
    isEndTold: true,
    kind: 'metric',
    expression: `IF(${lost} <= ${MAX_LOST_RUNS}, ${lost}, IF(runs >= ${enoughRuns(subject)}, ${lost}))`,
    metrics: {
      undelivered: { service: 'undelivered', statistic: 'Maximum' },
      failed: { service: 'failed', statistic: 'Maximum' },
      runs: { metric: 'runsPublished', statistic: 'Sum' },
    },
    label: 'messages in both queues',
    comparison: '>',
    threshold: MAX_LOST_RUNS,
    missingData: 'ignore',
    ...rule,
    toldAfterMinutes: rule.datapointsToAlarm * rule.periodMinutes,
  };
}

/** What is counted ahead, and a queue's depth, are there for every minute; the newest come late, or with the next run. */
function minuteByMinute(minutes: number, gapMinutes: number) {
  return {
    periodMinutes: 1,
    datapointsToAlarm: minutes,
    evaluationPeriods: minutes + gapMinutes + REPORTED_LATE_MINUTES,
  };
}

/** As many runs as a window has, or as the queues keep enough messages for, among lost ones, which have no points. */
function runByRun({ window: { runs }, gapMinutes }: PolicySubject) {
  const most = Math.floor(maxEvaluationMinutes(gapMinutes) / gapMinutes);
  const kept = Math.floor((QUEUE_RETENTION_DAYS * DAY_MINUTES) / gapMinutes) - (MAX_LOST_RUNS + 1);
  const datapointsToAlarm = Math.max(1, Math.min(runs, kept - 1));
  return {
    periodMinutes: gapMinutes,
    datapointsToAlarm,
    evaluationPeriods: Math.min(2 * datapointsToAlarm, most),
  };
}

/** How many published runs of a window are no outage. */
function enoughRuns(subject: PolicySubject): number {
  const { window } = subject;
  if (!window.isCounted) {
    return 1;
  }
  // The fewest runs that there may be between two pauses leave so many in the window for long enough.
  return hasSparse(subject) ? sparseBound(window) : Math.floor(MIN_RUNS_BETWEEN_PAUSES / 2);
}
