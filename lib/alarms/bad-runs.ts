import type { RunWindow } from '../config/run-window';
import type { MetricAlarm, MetricUse } from './alarm-definition';

interface BadRuns {
  gapMinutes: number;
  /** Those that each count a bad run of their own. Default: one. */
  shards?: readonly unknown[];
  window: RunWindow;
  /** A metric of `troubleOnly`, whose sum over a minute is the number of bad runs in the window before. */
  bad: MetricUse;
  /** A metric with a point whenever a run could tell good from bad. */
  seen: MetricUse;
  /** Up to so many bad runs in the window are as good as none. Default: 0. */
  fewEnough?: number;
  label: string;
}

/** A bad run counts 1. Those that something else explains count less than this together, in up to 49 shards. */
const MIN_BAD_RUN = 0.5;

/**
 * What a run counts where each is looked at by itself: 0 if it is good, 1 if it is bad in as many shards as there may be,
 * and no point in between. Of a condition that holds, a second argument without a point counts as 0 (CloudWatch User
 * Guide, "Using IF expressions"), so that what has no point is the last argument, which is left out.
 */
function singleRun(count: string, shards: number): string {
  const [least, most] = [MIN_BAD_RUN, shards + MIN_BAD_RUN];
  return `IF(${count} <= 0, 0, IF(ABS(${count} - ${(least + most) / 2}) <= ${(most - least) / 2}, 1))`;
}

/**
 * An alarm with a dead zone: on when the window has enough bad runs, off when it has none, and without a point in
 * between, which keeps the state. The function counts (see `Metric.troubleOnly`), so that each point tells of the whole
 * window, and the alarm needs no more than the newest; nothing depends on how far back CloudWatch looks.
 *
 * With runs too far apart to be counted ahead, each point is of one run: 1 if bad, 0 if good, and none if something else
 * explains it, which keeps the state, too. More than a run of each shard in one period is what a faster schedule has
 * counted ahead: the new one knows nothing of it.
 *
 * Where one operand of a sum has no point it counts as 0; where both have none there is no point (CloudWatch User
 * Guide, "Using math expressions").
 */
export function badRuns({ gapMinutes, shards = [1], window, bad, seen, fewEnough = 0, label }: BadRuns) {
  const count = `${window.isCounted ? perMinute('bad', gapMinutes) : 'bad'} + 0 * seen`;
  return {
    kind: 'metric',
    expression: window.isCounted
      ? `IF(${count} >= ${window.bad}, ${count}, IF(${count} <= ${fewEnough}, 0))`
      : singleRun(count, shards.length),
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
