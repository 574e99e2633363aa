import type { MetricAlarm, MetricUse } from './alarm-definition';

/** How many runs an alarm looks back, and how many bad ones among them it takes. */
export interface RunWindow {
  runs: number;
  bad: number;
}

/** Windows by how far runs are apart: what is asked rarely can't be told both soon and quietly. */
const WINDOWS: readonly { upToMinutes: number; window: RunWindow }[] = [
  { upToMinutes: 2, window: { runs: 12, bad: 5 } },
  { upToMinutes: 10, window: { runs: 8, bad: 3 } },
  { upToMinutes: Number.POSITIVE_INFINITY, window: { runs: 6, bad: 2 } },
];

/** @param gapMinutes the longest time between two runs */
export function windowOf(gapMinutes: number): RunWindow {
  return WINDOWS.find(({ upToMinutes }) => gapMinutes <= upToMinutes)!.window;
}

/** A warning is in no hurry, and wants nearly all of the window. */
export function warnWindowOf(gapMinutes: number): RunWindow {
  const { runs } = windowOf(gapMinutes);
  return { runs, bad: Math.ceil(runs * 0.8) };
}

interface BadRuns {
  gapMinutes: number;
  window: RunWindow;
  /** The metric that has a value in bad runs only, the statistic that counts them, and whether some are good enough. */
  bad: MetricUse;
  /** What else the expression refers to; `seen` has a point whenever something was measured. */
  others: Readonly<Record<string, MetricUse>>;
  seen: string;
  /** Holds when the window proves that the trouble is over. */
  clean: string;
  label: string;
}

/**
 * An alarm with a dead zone: on when the window has enough bad runs, off when it has proof of the end, and without a
 * point in between, which keeps the state. One period is the whole window, and slides by a minute with every
 * evaluation (CloudWatch User Guide, "Alarm evaluation").
 *
 * Where `bad` has no point and `seen` has one, a sum takes the missing one as 0 (User Guide, "Using math
 * expressions"); where neither has one there is no point.
 */
export function badRuns({ gapMinutes, window, bad, others, seen, clean, label }: BadRuns) {
  return {
    kind: 'metric',
    expression: `IF(bad + 0 * ${seen} >= ${window.bad}, 1, IF(${clean}, 0))`,
    metrics: { bad, ...others },
    label,
    periodMinutes: window.runs * gapMinutes,
    comparison: '>=',
    threshold: 1,
    datapointsToAlarm: 1,
    evaluationPeriods: 1,
    missingData: 'ignore',
    toldAfterMinutes: window.bad * gapMinutes,
  } as const satisfies Partial<MetricAlarm>;
}

/** An alarm that looks at each run by itself: on while enough of the window are bad. */
export function mOfN({ gapMinutes, window }: Pick<BadRuns, 'gapMinutes' | 'window'>) {
  return {
    periodMinutes: gapMinutes,
    datapointsToAlarm: window.bad,
    evaluationPeriods: window.runs,
    missingData: 'ignore',
    toldAfterMinutes: window.bad * gapMinutes,
  } as const satisfies Partial<MetricAlarm>;
}
