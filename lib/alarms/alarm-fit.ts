import { MINUTE_MS } from '../../lambda/ntp/time-units';
import {
  MAX_INSIGHTS_RANGE_MS,
  MAX_PERIOD_MS,
  MAX_WARM_UP_MINUTES,
  maxEvaluationMs,
} from '../config/aws-quotas';
import type { AlarmDefinition } from './alarm-definition';
import { minutesText } from './alarm-text';

/** @returns why CloudWatch would refuse an alarm of such a schedule, as a sentence; undefined where it takes it */
export function misfit(alarm: AlarmDefinition): string | undefined {
  if (alarm.kind === 'composite') {
    return undefined;
  }
  const periodMs = alarm.periodMinutes * MINUTE_MS;
  const rangeMs = periodMs * alarm.evaluationPeriods;
  const warmUp = alarm.kind === 'metric' ? (alarm.warmUp?.minutes ?? 0) : 0;
  if (periodMs > MAX_PERIOD_MS) {
    return exceeds('its period', alarm.periodMinutes, MAX_PERIOD_MS);
  }
  if (rangeMs > maxEvaluationMs(periodMs)) {
    return exceeds('its periods together', rangeMs / MINUTE_MS, maxEvaluationMs(periodMs));
  }
  if (alarm.kind === 'contributors' && rangeMs > MAX_INSIGHTS_RANGE_MS) {
    return exceeds('what its query looks at', rangeMs / MINUTE_MS, MAX_INSIGHTS_RANGE_MS);
  }
  return warmUp > MAX_WARM_UP_MINUTES
    ? exceeds('its warm-up', warmUp, MAX_WARM_UP_MINUTES * MINUTE_MS)
    : undefined;
}

function exceeds(what: string, minutes: number, maxMs: number): string {
  return `${what} would be ${minutesText(minutes)} long, and CloudWatch takes ${minutesText(maxMs / MINUTE_MS)}`;
}
