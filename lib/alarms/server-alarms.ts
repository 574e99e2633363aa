import type { Duration } from 'aws-cdk-lib';
import { ComparisonOperator, MathExpression, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { ReferenceSource } from '../../lambda/monitor/event';
import { M_OF_N } from '../config/policy';
import type { MonitorMetrics } from '../monitor-metrics';
import type { AlarmDefinition } from './alarm-definition';
import { commonCauseThreshold } from './thresholds';

/**
 * The alarms on what was measured: of each server, and of all of them together.
 *
 * Missing data are ignored, which keeps the state: no measurement proves neither that a wrong server has
 * recovered nor that a right one has gone wrong. That nothing is measured is the operation's alarms' to say,
 * once and not once for each server.
 *
 * All want 3 bad runs of the last 6. Three in a row are 3 minutes at a run a minute, and no lost packet or
 * restart lasts as long; of six, so that one good answer in between doesn't reset what is plainly bad, and
 * something bad in every other run pages once and not in turns.
 * See docs/decisions/alarm-timing.md, and one-page-per-cause.md for which alarm yields to which.
 */

const { GREATER_THAN_THRESHOLD, GREATER_THAN_OR_EQUAL_TO_THRESHOLD, LESS_THAN_THRESHOLD } =
  ComparisonOperator;

/** What all servers of a monitor have in common. */
export interface ServersSubject {
  reference: ReferenceSource;
  /** How many servers there are, and how many of them vote. */
  servers: number;
  voters: number;
  metrics: MonitorMetrics;
  /** At least the longest gap between two runs: a shorter one would have periods without a run. */
  period: Duration;
}

export interface ServerSubject extends ServersSubject {
  name: string;
  limitMs: number;
}

/** Every alarm of one server. */
export function serverAlarms(subject: ServerSubject): AlarmDefinition[] {
  const { name, limitMs, metrics, period } = subject;
  const several = commonCauseThreshold(subject);
  return [
    {
      title: 'outside',
      problem: `${name} is proven to be more than ${limitMs} ms off reference time.`,
      advice: 'Whoever follows it has wrong time: take it out of use, then look at its own sources.',
      // Always a page of its own: proof against one server is never the consequence of something else, and
      // without reference time there is none.
      severity: 'page',
      // Averages, for |mean offset| - mean uncertainty never exceeds the mean of |offset| - uncertainty: with
      // two runs in a period, opposite signs may hide a bad one, but nothing right is ever called wrong.
      metric: new MathExpression({
        expression: 'ABS(offset) - uncertainty',
        usingMetrics: {
          offset: metrics.ofServer('offset', name, { statistic: 'Average' }),
          uncertainty: metrics.ofServer('uncertainty', name, { statistic: 'Average' }),
        },
        label: `${name}: least possible |offset| (ms)`,
        // Without a period of its own the expression would set its metrics' periods to 5 minutes.
        period,
      }),
      comparison: GREATER_THAN_THRESHOLD,
      threshold: limitMs,
      ...M_OF_N,
      treatMissingData: TreatMissingData.IGNORE,
    },
    {
      title: 'unusable',
      problem: `${name} gives no usable answer.`,
      advice:
        'Its clients are losing their time source: the log says why (timeout, port closed, kiss code...).',
      severity: 'page',
      // Maximum: with two runs in a period, one usable answer is enough.
      metric:
        several === undefined
          ? metrics.ofServer('usable', name, { statistic: 'Maximum' })
          : new MathExpression({
              // Runs in which it was one of many are not counted. `usable >= 0` drops the point where there is
              // none; IF alone would make it 0, and a server that is new would begin in ALARM.
              expression: `IF(usable >= 0 AND unusable < ${several}, usable)`,
              usingMetrics: {
                usable: metrics.ofServer('usable', name, { statistic: 'Maximum' }),
                unusable: metrics.ofFleet('unusable', { statistic: 'Minimum' }),
              },
              label: `${name}: usable (1) or alone in not being so (0)`,
              period,
            }),
      comparison: LESS_THAN_THRESHOLD,
      threshold: 1,
      ...M_OF_N,
      treatMissingData: TreatMissingData.IGNORE,
    },
  ];
}

/** Every alarm on reference time. Judging by its own clock, the function has no voters to lose. */
export function referenceAlarms(subject: Pick<ServersSubject, 'reference' | 'metrics'>): AlarmDefinition[] {
  return subject.reference === 'consensus' ? [referenceLost(subject.metrics)] : [];
}

/** Every alarm on what servers have in common; a single one has nothing. */
export function serversAlarms(subject: ServersSubject): AlarmDefinition[] {
  const several = commonCauseThreshold(subject);
  return several === undefined ? [] : [serversLost(subject, several)];
}

/** Yields to nothing: without reference time no server is proven right or wrong, whatever else is known. */
function referenceLost(metrics: MonitorMetrics): AlarmDefinition {
  return {
    title: 'reference lost',
    problem: 'No server can be judged: too few voting servers answer, or no majority of them agrees.',
    advice:
      "If all are silent, look at the function's network; else the log names who is silent and who disagrees.",
    severity: 'page',
    metric: metrics.ofMonitor('truechimers', { statistic: 'Maximum' }),
    comparison: LESS_THAN_THRESHOLD,
    // The function reports none while reference time is unknown; whether few are enough is its decision.
    threshold: 1,
    ...M_OF_N,
    treatMissingData: TreatMissingData.IGNORE,
  };
}

/** Speaks for the single servers, and yields to the loss of reference time that comes of it. */
function serversLost(subject: ServersSubject, several: number): AlarmDefinition {
  const { reference, servers, metrics, period } = subject;
  const unusable = metrics.ofFleet('unusable', { statistic: 'Minimum' });
  return {
    title: 'servers lost',
    problem: `${several} or more of the ${servers} servers give no usable answer, all at once.`,
    advice:
      'Look for what they share: network, DNS, site, upstream. The log names them, and why each failed.',
    severity: 'page',
    metric:
      reference === 'clock'
        ? unusable
        : new MathExpression({
            expression: 'IF(truechimers > 0, unusable)',
            usingMetrics: {
              truechimers: metrics.ofMonitor('truechimers', { statistic: 'Maximum' }),
              unusable,
            },
            label: 'servers unusable while reference time is known',
            period,
          }),
    comparison: GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
    threshold: several,
    ...M_OF_N,
    treatMissingData: TreatMissingData.IGNORE,
  };
}
