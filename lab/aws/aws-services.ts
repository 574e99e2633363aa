import type { MetricDatum, MetricStat } from '../cloudwatch/alarms/datapoints';
import type { SimulatedAlarm } from '../cloudwatch/alarms/simulated-alarm';
import { createResolver, ENVIRONMENT, type Json } from '../cloudwatch/template/intrinsics';
import type { NotStarted } from '../faults/environment-faults';

/** What becomes of a run that is due: the function returned, it threw or was ended, or the run never started. */
export type RunOutcome = 'ran' | 'failed' | NotStarted;

/** A datum, and when CloudWatch shows it, ms since 1970. */
export type Arriving = MetricDatum & { arrivalMs: number };

/** EventBridge Scheduler and Lambda give an event up after this long. */
const EVENT_AGE_MS = 60_000;
/** A failed event goes into its queue at once, since it isn't repeated: when the function has ended. */
const RUN_MS = 9_000;
/** How long SQS keeps a message unless a queue says otherwise: 4 days, s. */
const RETENTION_S = 345_600;
/** AWS's services report about a minute later. */
const LAG_MS = 65_000;

type QueueKind = 'failedRuns' | 'undeliveredRuns';

/** Where the event of a run goes that is lost, and when. */
const LOST: Readonly<Partial<Record<RunOutcome, { queue: QueueKind; afterMs: number }>>> = {
  failed: { queue: 'failedRuns', afterMs: RUN_MS },
  throttled: { queue: 'failedRuns', afterMs: EVENT_AGE_MS },
  refused: { queue: 'undeliveredRuns', afterMs: EVENT_AGE_MS },
};

/** The metrics of runs, with what is published for each outcome; for one that is left out, nothing. */
const RUN_METRICS: Readonly<
  Record<string, { values: Partial<Record<RunOutcome, number>>; afterMs: number }>
> = {
  // Lambda reports 0 or 1 error for each invocation, and nothing without one.
  'AWS/Lambda Errors': { values: { ran: 0, failed: 1 }, afterMs: 0 },
  'AWS/Scheduler InvocationDroppedCount': { values: { refused: 1 }, afterMs: EVENT_AGE_MS },
};
const DEPTH_METRIC = 'AWS/SQS ApproximateNumberOfMessagesVisible';

/**
 * What the services around the function do with its runs and publish of them: EventBridge Scheduler, which invokes
 * asynchronously, Lambda, and SQS, which reports each queue's depth every minute. Modelled, as far as alarms watch
 * it, because there is neither of them here.
 */
export class AwsServices {
  private readonly lostMs: Record<QueueKind, number[]> = { failedRuns: [], undeliveredRuns: [] };
  private watched: readonly MetricStat[] = [];
  private queues: ReadonlyMap<string, { kind: QueueKind; retentionMs: number }> = new Map();

  /** @param alarms of the template */
  constructor(template: Json, alarms: readonly SimulatedAlarm[]) {
    this.deploy(template, alarms);
  }

  /** Another stack takes the place of the one so far; what lies in queues stays there. */
  deploy(template: Json, alarms: readonly SimulatedAlarm[]): void {
    const stats = alarms
      .flatMap((alarm) => (alarm.kind === 'metric' ? [...alarm.queries.values()] : []))
      .filter((query): query is MetricStat => query.kind === 'stat' && query.namespace.startsWith('AWS/'));
    const key = ({ namespace, metricName, dimensions }: MetricStat) =>
      JSON.stringify([namespace, metricName, dimensions]);
    this.watched = [...new Map(stats.map((each) => [key(each), each])).values()];
    this.queues = readQueues(template);
  }

  /** A run is due. @returns what is published of it */
  due(outcome: RunOutcome, timeMs: number): Arriving[] {
    const lost = LOST[outcome];
    if (lost !== undefined) {
      this.lostMs[lost.queue].push(timeMs + lost.afterMs);
    }
    return this.watched.flatMap((metric) => {
      const found = RUN_METRICS[nameOf(metric)];
      const value = found?.values[outcome];
      return value === undefined ? [] : [countDatum(metric, value, timeMs + found!.afterMs)];
    });
  }

  /** A minute begins. @returns what is published of the queues */
  minute(timeMs: number): Arriving[] {
    return this.watched
      .filter((metric) => nameOf(metric) === DEPTH_METRIC)
      .map((metric) => {
        const queue = this.queues.get(metric.dimensions.QueueName ?? '');
        if (queue === undefined) {
          return countDatum(metric, 0, timeMs);
        }
        const { kind, retentionMs } = queue;
        this.lostMs[kind] = this.lostMs[kind].filter((each) => each > timeMs - retentionMs);
        return countDatum(metric, this.lostMs[kind].filter((each) => each <= timeMs).length, timeMs);
      });
  }

  /** As someone does who has read what lies in the queues. */
  purge(): void {
    this.lostMs.failedRuns = [];
    this.lostMs.undeliveredRuns = [];
  }
}

function nameOf({ namespace, metricName }: MetricStat): string {
  return `${namespace} ${metricName}`;
}

function countDatum(
  { namespace, metricName, dimensions }: MetricStat,
  value: number,
  timeMs: number,
): Arriving {
  const arrivalMs = timeMs + LAG_MS;
  return {
    namespace,
    metricName,
    dimensions,
    unit: 'Count',
    timeMs,
    values: [{ value, count: 1 }],
    arrivalMs,
  };
}

/** What lies in which queue, by its name: functions and schedules say where they send what they lose. */
function readQueues(template: Json): Map<string, { kind: QueueKind; retentionMs: number }> {
  const resolve = createResolver(template, ENVIRONMENT);
  const queues = new Map<string, { kind: QueueKind; retentionMs: number }>();
  for (const { Type, Properties } of Object.values<Json>(template.Resources ?? {})) {
    const note = (kind: QueueKind, arn: Json) => {
      const id: string | undefined = arn?.['Fn::GetAtt']?.[0];
      if (id !== undefined) {
        const { MessageRetentionPeriod: retentionS = RETENTION_S } = template.Resources[id].Properties ?? {};
        queues.set(resolve({ 'Fn::GetAtt': [id, 'QueueName'] }, id), {
          kind,
          retentionMs: retentionS * 1000,
        });
      }
    };
    if (Type === 'AWS::Lambda::EventInvokeConfig') {
      note('failedRuns', Properties.DestinationConfig?.OnFailure?.Destination);
    } else if (Type === 'AWS::Scheduler::Schedule') {
      note('undeliveredRuns', Properties.Target?.DeadLetterConfig?.Arn);
    }
  }
  return queues;
}
