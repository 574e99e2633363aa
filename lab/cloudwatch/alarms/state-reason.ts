import type { AlarmState } from './alarm-state';
import { COMPARISON_OPERATORS, type Criteria, type Evaluation } from './evaluation';

/** When the evaluated points were. */
interface RangeTime {
  /** The end of the newest period, ms since 1970. */
  endMs: number;
  periodMs: number;
}

/** How CloudWatch names a treatment of missing data. */
const TREATMENTS = {
  missing: 'Missing',
  ignore: 'Ignored',
  breaching: 'Breaching',
  notBreaching: 'NonBreaching',
} as const;

/** From as many points on, only so many of the newest are listed, after the sentence. */
const MANY_POINTS = 5;

/**
 * The reason for a change of state in CloudWatch's words, which mails and HTTPS messages carry.
 * Source: CloudWatch User Guide, "Notifying users on alarm changes", and mails that users have published.
 */
export function stateReason(
  from: AlarmState,
  evaluation: Evaluation,
  criteria: Criteria,
  time: RangeTime,
): string {
  const { state, evaluated, filled } = evaluation;
  const { datapointsToAlarm: m, evaluationPeriods: n, comparison, threshold, missingData } = criteria;
  if (state === 'INSUFFICIENT_DATA') {
    return `Insufficient Data: ${datapoints(n)} ${were(n)} unknown.`;
  }
  if (evaluated.length === 0) {
    return (
      `Threshold Crossed: no datapoints were received for ${filled} period${filled === 1 ? '' : 's'} and ` +
      `${missing(filled)} ${were(filled)} treated as [${TREATMENTS[missingData]}].`
    );
  }
  const inAlarm = state === 'ALARM';
  const counted = evaluated.filter(({ breaches }) => breaches === inAlarm).reverse();
  const newest = counted
    .slice(0, MANY_POINTS)
    .map(({ value, age }) => `${decimal(value)} (${pointTime(age, time)})`);
  const list = `[${newest.join(', ')}]`;
  const verb = `${were(counted.length)} ${inAlarm ? '' : 'not '}${COMPARISON_OPERATORS[comparison].words}`;
  const crossed =
    counted.length < MANY_POINTS
      ? `${list} ${verb} the threshold (${decimal(threshold)})`
      : `${verb} the threshold (${decimal(threshold)}). ` +
        `The most recent datapoints${inAlarm ? ' which crossed the threshold' : ''}: ${list}`;
  const treated =
    filled === 0 ? '' : ` and ${missing(filled)} ${were(filled)} treated as [${TREATMENTS[missingData]}]`;
  const least = inAlarm ? m : n - m + 1;
  return (
    `Threshold Crossed: ${counted.length} out of the last ${n} datapoints ${crossed}${treated} ` +
    `(minimum ${datapoints(least)} for ${from} -> ${state} transition).`
  );
}

/** `Wednesday 25 November, 2026 14:33:00 UTC`, as CloudWatch writes times in mails. */
export function mailTime(timeMs: number): string {
  const date = new Date(timeMs);
  const part = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', ...options }).format(date);
  const time = date.toISOString().slice(11, 19);
  return `${part({ weekday: 'long' })} ${part({ day: '2-digit' })} ${part({ month: 'long' })}, ${date.getUTCFullYear()} ${time} UTC`;
}

/** A number as CloudWatch writes it: with a decimal point. */
export function decimal(value: number): string {
  return Number.isInteger(value) ? value.toFixed(1) : String(value);
}

/** `25/11/26 14:33:00`: the beginning of a point's period. */
function pointTime(age: number, { endMs, periodMs }: RangeTime): string {
  const [date = '', time = ''] = new Date(endMs - age * periodMs).toISOString().split(/[T.]/);
  return `${date.slice(2).split('-').reverse().join('/')} ${time}`;
}

function datapoints(count: number): string {
  return `${count} datapoint${count === 1 ? '' : 's'}`;
}

function missing(count: number): string {
  return `${count} missing datapoint${count === 1 ? '' : 's'}`;
}

function were(count: number): string {
  return count === 1 ? 'was' : 'were';
}
