import { type MetricDatum, MINUTE_MS } from '../../lab/alarms/datapoints';
import type { AlarmDefinition, MetricStat } from '../../lab/alarms/definition';
import { NAMESPACE } from '../../lambda/metrics';
import { type Behaviour, publishedBy } from './run';

/** What is the case for some runs. Without anything said, all is well. */
export interface State {
  runs: number;
  /** By name; who isn't named is right. */
  servers?: Readonly<Record<string, Behaviour>>;
  /** `gone`: no server can be reached, but CloudWatch can. */
  network?: 'gone';
  /** `throws`: before it publishes; `throttled`: Lambda never starts it. */
  function?: 'throws' | 'throttled';
  /** `off`: disabled, or paused by a deployment; `refused`: the Scheduler may not invoke the function. */
  schedule?: 'off' | 'refused';
  /** `refuses` the function's data; `down`: what AWS's services report is lost as well. */
  cloudwatch?: 'refuses' | 'down';
  /** CloudWatch shows the function's data only so much later, ms. */
  lateMs?: number;
  /** Somebody purges the queues at the beginning. */
  purge?: true;
}

export type Arriving = MetricDatum & { arrivalMs: number };

/** A run starts this long after its minute, and its metrics arrive 9 s later (4 samples 2 s apart). */
const START_MS = 2_000;
const RUN_MS = 9_000;
/** AWS's services report about a minute later. */
const SERVICE_LAG_MS = 65_000;
/** EventBridge Scheduler and Lambda give an event up after this long. */
const EVENT_AGE_MS = 60_000;

/** Where the stack's alarms expect the metrics of AWS's services. */
export interface Places {
  errors: MetricStat;
  dropped: MetricStat;
  undelivered: MetricStat;
  failures: MetricStat;
}

/** @param alarms of the stack */
export function placesOf(alarms: readonly AlarmDefinition[]): Places {
  const metricOf = (title: string): MetricStat => {
    const alarm = alarms.find(({ name }) => name === `test ${title}`);
    const query = alarm?.kind === 'metric' ? alarm.queries.get(alarm.watched) : undefined;
    if (query?.kind !== 'stat') {
      throw new Error(`${title} is no alarm on a single metric`);
    }
    return query;
  };
  return {
    errors: metricOf('failing'),
    dropped: metricOf('not delivered'),
    undelivered: metricOf('undelivered runs'),
    failures: metricOf('failed runs'),
  };
}

export interface Setting {
  /** The schedule's input as it is then. */
  eventAt: (timeMs: number) => unknown;
  places: Places;
  startMs: number;
  periodMs: number;
}

/**
 * What arrives at CloudWatch while a story is told: from the function what it would publish, from AWS's services
 * what they report of it. This is how they behave:
 * - The Scheduler invokes asynchronously; what it may not deliver it drops after a minute, into a queue.
 * - Lambda reports 0 or 1 error for each invocation, nothing without one. A failed event goes into a queue at
 *   once, since it isn't repeated; a throttled one after a minute.
 * - SQS reports each queue's depth every minute, never longer ago than the last change of it.
 * - The function throws when CloudWatch refuses its data.
 */
export function dataOf(story: readonly State[], { eventAt, places, startMs, periodMs }: Setting): Arriving[] {
  const data: Arriving[] = [];
  const report = (metric: MetricStat, value: number, timeMs: number, state: State) => {
    if (state.cloudwatch !== 'down') {
      const { namespace, metricName, dimensions } = metric;
      const values = [{ value, count: 1 }];
      const arrivalMs = timeMs + SERVICE_LAG_MS;
      data.push({ namespace, metricName, dimensions, unit: 'Count', timeMs, values, arrivalMs });
    }
  };
  const queues = [places.undelivered, places.failures].map((metric) => ({
    metric,
    messages: [] as number[],
  }));
  const lose = (metric: MetricStat, timeMs: number) =>
    queues.find((queue) => queue.metric === metric)!.messages.push(timeMs);

  let beginMs = startMs;
  for (const state of story) {
    if (state.purge) {
      for (const queue of queues) {
        queue.messages = [];
      }
    }
    const endMs = beginMs + state.runs * periodMs;
    for (let timeMs = beginMs + START_MS; timeMs < endMs; timeMs += periodMs) {
      if (state.schedule === 'off') {
        continue;
      }
      if (state.schedule === 'refused') {
        report(places.dropped, 1, timeMs + EVENT_AGE_MS, state);
        lose(places.undelivered, timeMs + EVENT_AGE_MS);
      } else if (state.function === 'throttled') {
        lose(places.failures, timeMs + EVENT_AGE_MS);
      } else {
        const fails = state.function === 'throws' || state.cloudwatch !== undefined;
        report(places.errors, fails ? 1 : 0, timeMs, state);
        if (fails) {
          lose(places.failures, timeMs + RUN_MS);
        } else {
          data.push(...published(eventAt(timeMs), state, timeMs));
        }
      }
    }
    for (let timeMs = beginMs; timeMs < endMs; timeMs += MINUTE_MS) {
      for (const { metric, messages } of queues) {
        report(metric, messages.filter((lostMs) => lostMs <= timeMs).length, timeMs, state);
      }
    }
    beginMs = endMs;
  }
  return data;
}

function published(event: unknown, state: State, timeMs: number): Arriving[] {
  const servers = state.network === 'gone' ? UNREACHABLE : (state.servers ?? {});
  return publishedBy(event, servers, timeMs).map(
    ({ MetricName, Dimensions, Unit, Value, Values, Counts }) => ({
      namespace: NAMESPACE,
      metricName: MetricName,
      dimensions: Object.fromEntries(Dimensions.map(({ Name, Value: value }) => [Name, value])),
      unit: Unit,
      timeMs,
      values: (Values ?? [Value!]).map((value, i) => ({ value, count: Counts?.[i] ?? 1 })),
      arrivalMs: timeMs + RUN_MS + (state.lateMs ?? 0),
    }),
  );
}

/** Every server, whatever its name, is silent. */
const UNREACHABLE = new Proxy<Record<string, Behaviour>>({}, { get: () => 'silent' });
