import type { AlarmDefinition } from '../alarms/alarm-definition';
import { PRICES } from './prices';

/** What CloudWatch charges for an alarm, USD a month. One with contributors costs by the metrics that it finds. */
export function alarmUsd(alarm: AlarmDefinition): number {
  switch (alarm.kind) {
    case 'composite':
      return PRICES.compositeAlarms.usd;
    case 'contributors':
      return 0;
    case 'metric':
      return Object.keys(alarm.metrics).length * PRICES.alarmMetrics.usd;
  }
}
