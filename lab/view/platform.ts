import type { MetricDatum } from '../alarms/datapoints';
import type { AlarmDefinition, MetricStat } from '../alarms/definition';
import { createResolver, ENVIRONMENT, type Json } from '../alarms/intrinsics';
import type { Run } from '../lab';

/** What AWS's own services have seen of the lab so far. */
interface Seen {
  /** The runs of this period. */
  runs: readonly Run[];
  /** Whether the queue of this name is where failed runs go, and how many lie there. */
  failedRuns: number;
  isFailureQueue: (name: string | undefined) => boolean;
}

/**
 * The metrics that AWS's services publish of themselves, as far as alarms watch them. Undefined: none in this
 * period. A further one is one entry here.
 */
const METRICS: Readonly<
  Record<string, (seen: Seen, dimensions: MetricStat['dimensions']) => number | undefined>
> = {
  'AWS/Lambda Invocations': ({ runs }) => runs.length,
  'AWS/Lambda Errors': ({ runs }) => runs.filter(({ error }) => error !== undefined).length,
  'AWS/Lambda Throttles': () => 0,
  'AWS/Lambda Duration': ({ runs }) => Math.max(...runs.map(({ durationMs }) => durationMs)),
  'AWS/SQS ApproximateNumberOfMessagesVisible': ({ failedRuns, isFailureQueue }, { QueueName }) =>
    isFailureQueue(QueueName) ? failedRuns : 0,
};

/** Models those metrics for the lab, where there is no Lambda and no SQS to publish them. */
export class Platform {
  private failedRuns = 0;
  private readonly watched: readonly MetricStat[];
  private readonly failureQueues: ReadonlySet<string>;

  constructor(template: Json, alarms: readonly AlarmDefinition[]) {
    const stats = alarms
      .flatMap((alarm) => (alarm.kind === 'metric' ? [...alarm.queries.values()] : []))
      .filter((query): query is MetricStat => query.kind === 'stat' && query.namespace.startsWith('AWS/'));
    const byMetric = new Map(
      stats.map((each) => [JSON.stringify([each.namespace, each.metricName, each.dimensions]), each]),
    );
    this.watched = [...byMetric.values()];
    this.failureQueues = failureQueues(template);
  }

  /** What is published in the period of these runs. */
  data(runs: readonly Run[], timeMs: number): MetricDatum[] {
    this.failedRuns += runs.filter(({ error }) => error !== undefined).length;
    const seen: Seen = {
      runs,
      failedRuns: this.failedRuns,
      isFailureQueue: (name) => name !== undefined && this.failureQueues.has(name),
    };
    return this.watched.flatMap(({ namespace, metricName, dimensions, unit }) => {
      const value = METRICS[`${namespace} ${metricName}`]?.(seen, dimensions);
      return value === undefined
        ? []
        : [
            {
              namespace,
              metricName,
              dimensions,
              unit: unit ?? 'Count',
              timeMs,
              values: [{ value, count: 1 }],
            },
          ];
    });
  }

  /** As someone does who has read the failed runs' messages. */
  purge(): void {
    this.failedRuns = 0;
  }
}

/** The names of the queues that functions send failed runs to. */
function failureQueues(template: Json): Set<string> {
  const resolve = createResolver(template, ENVIRONMENT);
  const names = Object.values<Json>(template.Resources ?? {})
    .filter(({ Type }) => Type === 'AWS::Lambda::EventInvokeConfig')
    .flatMap(
      ({ Properties }) => Properties.DestinationConfig?.OnFailure?.Destination?.['Fn::GetAtt']?.[0] ?? [],
    )
    .map((id: string) => resolve({ 'Fn::GetAtt': [id, 'QueueName'] }, id));
  return new Set(names);
}
