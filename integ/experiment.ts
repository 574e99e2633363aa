import type { CfnAlarmProps } from 'aws-cdk-lib/aws-cloudwatch';
import type { Heard } from './account';

/** Where the data of experiments are. */
export const EXPERIMENT_NAMESPACE = 'NtpDriftInteg';

/** When something is published. */
interface Moment {
  /** Minutes since the experiments began, from 0 on. */
  minute: number;
  /** Minutes since the stack was synthesised, when what has a time of its own got that. */
  sinceSynthesis: number;
}

/** A datum of an experiment's metric, `m` in its expressions. */
interface ExperimentDatum {
  value: number;
  /** How far ahead of now it is stamped. */
  aheadMinutes?: number;
}

/** What was seen of an experiment. */
export interface Observed {
  /** The state of its alarm at the end of each minute; undefined where there is no such alarm. */
  states: readonly (string | undefined)[];
  /** How many of those were seen before the stack was updated. */
  beforeUpdate: number;
  /** What its alarms told, with times in minutes since the synthesis. */
  heard: readonly (Omit<Heard, 'timeMs'> & { sinceSynthesis: number })[];
}

/** An open question that an alarm answers: what it looks at, what is published, and how the answer is read. */
export interface Experiment {
  id: string;
  question: string;
  /** What the alarm looks at: an expression of `m`, the sum of the samples of a minute. */
  expression: string;
  /** What else the alarm is, such as its threshold; it is on above that, 1 of 1 unless said. */
  alarm: Omit<CfnAlarmProps, 'comparisonOperator' | 'evaluationPeriods'> & { evaluationPeriods?: number };
  publish(moment: Moment): readonly ExperimentDatum[];
  answer(observed: Observed): string;
}

/** The answer of an alarm that was on within some minutes of the experiments, or wasn't. */
export function wasOn(
  { states, beforeUpdate }: Observed,
  [from, to]: [number, number],
  answers: { yes: string; no: string },
): string {
  const seen = states.slice(0, beforeUpdate).slice(from, to);
  if (seen.every((state) => state === undefined)) {
    return 'unknown: there is no such alarm here';
  }
  return seen.includes('ALARM') ? answers.yes : answers.no;
}
