import type { AlarmState } from './alarm-state';
import type { Series } from './series';

/** Every comparison with a fixed threshold. Those with a band (anomaly detection) are not supported. */
export const COMPARISON_OPERATORS = {
  GreaterThanThreshold: { holds: (value, threshold) => value > threshold, words: 'greater than' },
  GreaterThanOrEqualToThreshold: {
    holds: (value, threshold) => value >= threshold,
    words: 'greater than or equal to',
  },
  LessThanThreshold: { holds: (value, threshold) => value < threshold, words: 'less than' },
  LessThanOrEqualToThreshold: {
    holds: (value, threshold) => value <= threshold,
    words: 'less than or equal to',
  },
} as const satisfies Record<string, { holds: (value: number, threshold: number) => boolean; words: string }>;

export type Comparison = keyof typeof COMPARISON_OPERATORS;

export const MISSING_DATA_TREATMENTS = ['missing', 'ignore', 'breaching', 'notBreaching'] as const;

export type MissingData = (typeof MISSING_DATA_TREATMENTS)[number];

export interface Criteria {
  comparison: Comparison;
  threshold: number;
  /** M of "M out of N". */
  datapointsToAlarm: number;
  /** N of "M out of N". */
  evaluationPeriods: number;
  missingData: MissingData;
}

export interface Evaluation {
  state: AlarmState;
  /** Real points that decided, oldest first. */
  evaluated: readonly { value: number /** 1: the newest period. */; age: number; breaches: boolean }[];
  /** Points filled in, as missingData says. */
  filled: number;
  /** True where ALARM comes of fewer than M breaching points, because they are old enough. */
  premature: boolean;
}

/**
 * By how many periods CloudWatch looks further back than N, for want of newer points. AWS says only that it
 * depends on the period and the resolution; 2 is the number in its examples (N = 3, 5-minute periods), and
 * what alarm histories show that users have published (N = 1, 5-minute periods, points of 15 minutes).
 */
export const EXTRA_PERIODS = 2;

/**
 * The state of a metric alarm, given the points that CloudWatch gets to see.
 *
 * Source: CloudWatch User Guide, "Configuring how CloudWatch alarms treat missing data".
 *
 * @param range the evaluation range: one point a period, oldest first, at least N of them
 * @param current the state so far, which `ignore` keeps
 */
export function evaluate(criteria: Criteria, range: Series, current: AlarmState): Evaluation {
  const { comparison, threshold, datapointsToAlarm, evaluationPeriods, missingData } = criteria;
  const { holds } = COMPARISON_OPERATORS[comparison];
  const real = range.flatMap((value, i) =>
    value === undefined ? [] : [{ value, age: range.length - i, breaches: holds(value, threshold) }],
  );
  // With enough real points the newest N decide; with fewer, all of them, however far back in the range.
  const evaluated = real.slice(-evaluationPeriods);
  const filled = evaluationPeriods - evaluated.length;
  const breaching = evaluated.filter(({ breaches }) => breaches).length;
  const result = (state: AlarmState, premature = false): Evaluation => ({
    state,
    evaluated,
    filled,
    premature,
  });

  if (breaching + (missingData === 'breaching' ? filled : 0) >= datapointsToAlarm) {
    return result('ALARM');
  }
  const onlyBreaching = breaching === evaluated.length;
  if (filled === 0 || missingData === 'breaching' || missingData === 'notBreaching' || !onlyBreaching) {
    return result('OK');
  }
  // Too few points, and none that is within the threshold.
  if (missingData === 'ignore') {
    return result(current);
  }
  // A breaching point that came long enough ago is not held back for want of newer ones.
  const oldest = evaluated[0];
  return oldest !== undefined && oldest.age >= datapointsToAlarm
    ? result('ALARM', true)
    : result('INSUFFICIENT_DATA');
}
