import {
  MAX_INSIGHTS_RANGE_MINUTES,
  MAX_PERIOD_MINUTES,
  MAX_WARM_UP_MINUTES,
  maxEvaluationMinutes,
} from '../config/aws-quotas';
import type { AlarmDefinition } from './alarm-definition';
import { minutesText } from './alarm-text';

/** @returns why CloudWatch would refuse an alarm of such a schedule, as a sentence; undefined where it takes it */
export function misfit(alarm: AlarmDefinition): string | undefined {
  if (alarm.kind === 'composite') {
    return undefined;
  }
  const { periodMinutes } = alarm;
  const range = periodMinutes * alarm.evaluationPeriods;
  return [
    exceeds('its period', periodMinutes, MAX_PERIOD_MINUTES),
    exceeds('its periods together', range, maxEvaluationMinutes(periodMinutes)),
    ...(alarm.kind === 'contributors'
      ? [exceeds('what its query looks at', range, MAX_INSIGHTS_RANGE_MINUTES)]
      : [exceeds('its warm-up', alarm.warmUp?.minutes ?? 0, MAX_WARM_UP_MINUTES)]),
  ].find((each) => each !== undefined);
}

function exceeds(what: string, minutes: number, max: number): string | undefined {
  return minutes > max
    ? `${what} would be ${minutesText(minutes)} long, and CloudWatch takes ${minutesText(max)}`
    : undefined;
}
