import { Duration } from 'aws-cdk-lib';
import {
  ComparisonOperator,
  type IMetric,
  MathExpression,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { ReferenceSource } from '../../lambda/monitor/event';
import { M_OF_N, MAX_EVALUATION_MS, MAX_INSIGHTS_RANGE_MS } from '../config/policy';
import { type ServerSelection, UNHEALTHY_QUERIES } from '../dashboard/unhealthy-servers';
import type { MonitorMetrics } from '../monitor-metrics';
import type { AlarmDefinition, MetricAlarm } from './alarm-definition';

export interface FleetSubject {
  monitorName: string;
  reference: ReferenceSource;
  /** How many servers there are, and among how many schedules they are divided. */
  servers: number;
  shards: number;
  metrics: MonitorMetrics;
  /** At least the longest gap between two runs. */
  period: Duration;
}

const { GREATER_THAN_OR_EQUAL_TO_THRESHOLD, LESS_THAN_THRESHOLD } = ComparisonOperator;

/**
 * Every alarm on a fleet's servers. Those that page are on counts, which are always there, and page once however
 * many servers have the same trouble. Who they are is told by the contributors of two more, which page nobody:
 * CloudWatch would take an action once for each contributor.
 *
 * Missing data is ignored here as it is for single servers: that nothing is measured is the operation's to say.
 */
export function fleetAlarms(subject: FleetSubject): AlarmDefinition[] {
  const { metrics, period } = subject;
  const rangeMs = period.toMilliseconds() * M_OF_N.evaluationPeriods;
  return [
    {
      title: 'fleet outside',
      problem: 'Servers are proven to be off reference time by more than their limit.',
      advice: 'Whoever follows them has wrong time: take them out of use. "names outside" has their names.',
      // Proof is never the consequence of something else.
      severity: 'page',
      metric: metrics.ofFleet('outside'),
      comparison: GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      threshold: 1,
      ...M_OF_N,
      treatMissingData: TreatMissingData.IGNORE,
    },
    {
      title: 'fleet unusable',
      problem: 'Servers give no usable answer.',
      advice:
        'Their clients are losing their time source. "names unusable" has their names, the log the reasons.',
      severity: 'page',
      metric: unusableOnly(subject),
      comparison: GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      threshold: 1,
      ...M_OF_N,
      treatMissingData: TreatMissingData.IGNORE,
    },
    // A single schedule that is lost is the operation's to tell of, and its lost reference an alarm of its own.
    ...(subject.shards > 1 ? [incomplete(subject)] : []),
    ...(subject.shards > 1 && subject.reference === 'consensus' ? [unjudged(subject)] : []),
    // For slower schedules Metrics Insights doesn't look back far enough; the Contributor Insights rule does.
    ...(rangeMs <= MAX_INSIGHTS_RANGE_MS ? UNHEALTHY_QUERIES.map((each) => names(subject, each)) : []),
  ];
}

/** A shard that loses its network has lost reference time, too, which is what is told then. */
function unusableOnly(subject: FleetSubject): IMetric {
  const { metrics, reference, shards } = subject;
  const unusable = metrics.ofFleet('unusable');
  if (reference === 'clock') {
    return unusable;
  }
  const label = 'servers unusable while reference time is known';
  return shards === 1
    ? whileKnown(subject, 'truechimers', 'unusable', { unusable }, label)
    : whileKnown(
        subject,
        'truechimers * (1 - lost)',
        'unusable',
        { unusable, lost: lostShards(subject) },
        label,
      );
}

function lostShards({ metrics }: FleetSubject): IMetric {
  return metrics.ofShards('withoutReference');
}

/**
 * While reference time is lost, that is the problem to tell of: the expression has no points then.
 * @param known above 0 while it is not
 */
function whileKnown(
  { metrics, period }: FleetSubject,
  known: string,
  id: string,
  others: Record<string, IMetric>,
  label: string,
): IMetric {
  const truechimers = metrics.ofMonitor('truechimers', { statistic: 'Maximum' });
  return new MathExpression({
    expression: `IF(${known} > 0, ${id})`,
    usingMetrics: { truechimers, ...others },
    label,
    period,
  });
}

/** The first shard has reference time, of which "reference lost" tells, and another one has not. */
function unjudged(subject: FleetSubject): MetricAlarm {
  const label = 'shards without reference time while the first one has it';
  return {
    title: 'fleet unjudged',
    problem:
      "Some of the servers can't be judged: reference time is lost in some of the shards, not in the first.",
    advice: 'The log names the voters that are silent there, or who disagrees.',
    // Their servers may be wrong and nothing else would say so, for what is uncertain pages nobody.
    severity: 'page',
    metric: whileKnown(subject, 'truechimers', 'lost', { lost: lostShards(subject) }, label),
    comparison: GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
    threshold: 1,
    ...M_OF_N,
    treatMissingData: TreatMissingData.IGNORE,
  };
}

/**
 * Shards don't run at the same second, and one whose second is at the border of a period is counted in this one
 * or in the next: twice, or not at all. Never twice in a row, though; and of so many runs it is a small part.
 */
const RUNS_COMPARED = 5;
const PERIODS_IN_A_ROW = 2;

/** Some of the shards don't run: they are compared with the first one, so that a pause of all is not their loss. */
function incomplete({ servers, shards, metrics, period }: FleetSubject): MetricAlarm {
  const longestMs = MAX_EVALUATION_MS / PERIODS_IN_A_ROW;
  const runs = Math.min(RUNS_COMPARED, Math.floor(longestMs / period.toMilliseconds()));
  const compared = Duration.minutes(runs * period.toMinutes());
  return {
    title: 'fleet incomplete',
    problem: `Fewer than the ${servers} servers of this monitor are being watched: some of its shards don't run.`,
    advice: 'A shard is not started, or fails: look at its schedule, at the queues, then at the log.',
    // Some of the servers are watched by nobody, and nothing else would say so.
    severity: 'page',
    metric: new MathExpression({
      expression: 'servers / runs',
      usingMetrics: {
        servers: metrics.ofFleet('servers', { period: compared }),
        runs: metrics.ofMonitor('truechimers', { statistic: 'SampleCount', period: compared }),
      },
      label: 'servers measured for each run of the first shard',
      period: compared,
    }),
    comparison: LESS_THAN_THRESHOLD,
    // All of them, less half a shard.
    threshold: servers * (1 - 1 / (2 * shards)),
    datapointsToAlarm: PERIODS_IN_A_ROW,
    evaluationPeriods: PERIODS_IN_A_ROW,
    treatMissingData: TreatMissingData.IGNORE,
  };
}

/** One alarm for any number of servers: every time series of its query is a contributor, up to 100 of them. */
function names({ monitorName, period }: FleetSubject, selection: ServerSelection): MetricAlarm {
  const { verdict, query, comparison, threshold } = selection;
  return {
    title: `names ${verdict}`,
    problem: `Its contributors are the servers that are ${verdict} in most runs.`,
    advice: `"fleet ${verdict}" pages.`,
    severity: 'none',
    metric: new MathExpression({ expression: query(monitorName), usingMetrics: {}, period }),
    comparison,
    threshold,
    ...M_OF_N,
    // A server that is well again has no metrics of its own any more.
    treatMissingData: TreatMissingData.NOT_BREACHING,
  };
}
