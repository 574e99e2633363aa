import { mostRunsOf, type RunWindow } from '../config/run-window';
import type { MetricAlarm, MetricUse } from './alarm-definition';

interface BadRuns {
  gapMinutes: number;
  schedule: { readonly shortestGapMs: number };
  /** Those that each count a bad run of their own. Default: one. */
  shards?: readonly unknown[];
  window: RunWindow;
  /** A metric of `troubleOnly`, whose sum over a minute is the number of bad runs in the window before. */
  bad: MetricUse;
  /** A metric with a point whenever a run could tell good from bad. */
  seen: MetricUse;
  label: string;
  /** When counted runs say that it is over, of the expression that counts the bad ones. Default: without a bad one. */
  isOver?: (count: string) => string;
}

/** A bad run counts 1. Those that something else explains count less than this together, in up to 49 shards. */
const MIN_BAD_RUN = 0.5;

/** More than any number of bad runs in a period. */
const NO_NUMBER_OF_RUNS = 1_000_000;

/**
 * What a run counts where each is looked at by itself: 0 if it is good, 1 if it is bad in as many shards as there may be,
 * and no point in between, nor where a period saw more runs than this schedule has: a faster one made them. Of a
 * condition that holds, a second argument without a point counts as 0 (CloudWatch User Guide, "Using IF expressions"), so
 * that what has no point is the last argument, which is left out.
 */
function singleRun(mostRuns: number): string {
  const most = mostRuns + MIN_BAD_RUN;
  const count = `bad + ${NO_NUMBER_OF_RUNS} * (seen > ${most})`;
  return `IF(${count} <= 0, 0, IF(ABS(${count} - ${(MIN_BAD_RUN + most) / 2}) <= ${(most - MIN_BAD_RUN) / 2}, 1))`;
}

const isNone = (count: string) => `${count} <= 0`;

/**
 * An alarm with a dead zone: on when the window has enough bad runs, off when it has none, and without a point in
 * between, which keeps the state. The function counts (see `Metric.troubleOnly`), so that each point tells of the whole
 * window, and the alarm needs no more than the newest; nothing depends on how far back CloudWatch looks.
 *
 * With runs too far apart to be counted ahead, each point is of one run: 1 if bad, 0 if good, and none if something else
 * explains it, which keeps the state, too. What a faster schedule saw, or counted ahead, says nothing of a run of this one.
 *
 * Where one operand of a sum has no point it counts as 0; where both have none there is no point (CloudWatch User
 * Guide, "Using math expressions").
 */
export function badRuns(subject: BadRuns) {
  const { gapMinutes, schedule, shards = [1], window, bad, seen, label, isOver = isNone } = subject;
  const count = `${perMinute('bad', gapMinutes)} + 0 * seen`;
  return {
    kind: 'metric',
    // A run in a small group counts a little more than 1, which is not for people.
    expression: window.isCounted
      ? `IF(${count} >= ${window.bad}, FLOOR(${count}), IF(${isOver(count)}, 0))`
      : singleRun(mostRunsOf(gapMinutes, schedule) * shards.length),
    metrics: { bad, seen },
    label,
    comparison: '>=',
    ...(window.isCounted
      ? { ...mOfN({ gapMinutes, window }), threshold: window.bad, datapointsToAlarm: 1, evaluationPeriods: 1 }
      : { ...mOfN({ gapMinutes, window }), threshold: 1 }),
  } as const satisfies Partial<MetricAlarm>;
}

/** What is counted ahead is published once a minute: of a sum over a period, the part that is of one. */
export function perMinute(id: string, periodMinutes: number): string {
  return periodMinutes > 1 ? `${id} / ${periodMinutes}` : id;
}

/** An alarm that looks at each run by itself: on while enough of the window are bad. */
export function mOfN({
  gapMinutes,
  window,
}: {
  gapMinutes: number;
  window: Pick<RunWindow, 'runs' | 'bad'>;
}) {
  return {
    periodMinutes: gapMinutes,
    datapointsToAlarm: window.bad,
    evaluationPeriods: window.runs,
    missingData: 'ignore',
    toldAfterMinutes: window.bad * gapMinutes,
  } as const satisfies Partial<MetricAlarm>;
}
