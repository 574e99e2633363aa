import type { AlarmEvents } from '../../lab/cloudwatch/alarms/alarm-events';
import type { MetricDatum } from '../../lab/cloudwatch/alarms/datapoints';
import type { SimulatedAlarm } from '../../lab/cloudwatch/alarms/simulated-alarm';
import { readAlarms } from '../../lab/cloudwatch/template/read-template';
import { MINUTE_MS } from '../../lambda/ntp/time-units';
import { type Course, simulate } from './simulate';

export const NOON = Date.UTC(2026, 10, 22, 12);

const TOPICS = { AlarmActions: ['alarm'], OKActions: ['ok'] };

/** An alarm, as a resource, on the metric of the same name: above 1 breaches, 1 of 1. */
export function alarm(name: string, properties: object = {}) {
  return {
    Type: 'AWS::CloudWatch::Alarm',
    Properties: {
      AlarmName: name,
      Namespace: 'N',
      MetricName: name,
      Statistic: 'Maximum',
      Period: 60,
      ComparisonOperator: 'GreaterThanThreshold',
      Threshold: 1,
      EvaluationPeriods: 1,
      ...TOPICS,
      ...properties,
    },
  };
}

export function composite(name: string, rule: string, properties: object = {}) {
  return {
    Type: 'AWS::CloudWatch::CompositeAlarm',
    Properties: { AlarmName: name, AlarmRule: rule, ...TOPICS, ...properties },
  };
}

export function definitions(...resources: object[]): SimulatedAlarm[] {
  return readAlarms({ Resources: Object.fromEntries(resources.map((each, i) => [`R${i}`, each])) });
}

/** A value of the metric in each minute from noon; undefined: none. They arrive so many minutes late. */
export function data(metricName: string, values: readonly (number | undefined)[], lateMinutes = 0.1) {
  return values.flatMap((value, minute) => {
    const timeMs = NOON + minute * MINUTE_MS + 1_000;
    return value === undefined
      ? []
      : [{ ...datum(metricName, value, timeMs), arrivalMs: timeMs + lateMinutes * MINUTE_MS }];
  });
}

function datum(metricName: string, value: number, timeMs: number): MetricDatum {
  return { namespace: 'N', metricName, dimensions: {}, unit: 'None', timeMs, values: [{ value, count: 1 }] };
}

export function playAlarms(
  course: Pick<Course, 'alarms' | 'data'> & Partial<Course>,
  minutes = 15,
): AlarmEvents {
  return simulate({ startMs: NOON, endMs: NOON + minutes * MINUTE_MS, initialState: 'OK', ...course });
}

/** Minutes since noon. */
export const minute = (timeMs: number) => (timeMs - NOON) / MINUTE_MS;
/** `3 name ALARM`: what changed in which minute. */
export const changes = ({ transitions }: AlarmEvents) =>
  transitions.map(({ timeMs, alarm, to }) => `${minute(timeMs)} ${alarm} ${to}`);
/** `3 name ALARM -> actions`: what was sent in which minute. */
export const sent = ({ notifications }: AlarmEvents) =>
  notifications.map(({ sentMs, alarm, to, actions }) => `${minute(sentMs)} ${alarm} ${to} -> ${actions}`);
