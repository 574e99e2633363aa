import type { Arriving, AwsServices } from '../../lab/aws/aws-services';
import { MINUTE_MS } from '../../lab/cloudwatch/alarms/datapoints';
import { fateBeforeStart, type State } from '../../lab/scenarios/scenario-state';
import { NAMESPACE } from '../../lambda/monitor/metrics';
import { KissOfDeathCache } from '../../lambda/ntp/kiss-of-death';
import { publishedBy } from './simulate-scenario';

/** A run starts this long after its minute, and its metrics arrive 9 s later (4 samples 2 s apart). */
const START_MS = 2_000;
const RUN_MS = 9_000;

export interface Setting {
  /** The schedule's input as it is then. */
  eventAt: (timeMs: number) => unknown;
  services: AwsServices;
  startMs: number;
  periodMs: number;
  /** CloudWatch shows the function's data only so much later, ms. */
  lateMs?: number;
}

/**
 * What arrives at CloudWatch while a story is told: from the function what it would publish, from AWS's services
 * what they report of it. The function throws when CloudWatch refuses its data.
 */
export function dataOf(states: readonly State[], setting: Setting): Arriving[] {
  const { eventAt, services, periodMs, lateMs = 0 } = setting;
  const data: Arriving[] = [];
  let kisses = new KissOfDeathCache();
  let beginMs = setting.startMs;
  for (const state of states) {
    const report = (reported: readonly Arriving[]) =>
      data.push(...(state.cloudwatch === 'down' ? [] : reported));
    if (state.purge) {
      services.purge();
    }
    if (state.renew) {
      kisses = new KissOfDeathCache();
    }
    const endMs = beginMs + state.runs * periodMs;
    for (let timeMs = beginMs + START_MS; timeMs < endMs; timeMs += periodMs) {
      const fails = state.function === 'throws' || state.cloudwatch !== undefined;
      const fate = fateBeforeStart(state) ?? (fails ? 'failed' : 'ran');
      report(services.due(fate, timeMs));
      if (fate === 'ran') {
        const arrivalMs = timeMs + RUN_MS + lateMs;
        data.push(
          ...published(eventAt(timeMs), state, timeMs, kisses).map((datum) => ({ ...datum, arrivalMs })),
        );
      }
    }
    for (let timeMs = beginMs; timeMs < endMs; timeMs += MINUTE_MS) {
      report(services.minute(timeMs));
    }
    beginMs = endMs;
  }
  return data;
}

function published(
  event: unknown,
  { network, servers }: State,
  timeMs: number,
  kisses: KissOfDeathCache,
): Omit<Arriving, 'arrivalMs'>[] {
  const conductOf = (name: string) => (network === 'gone' ? 'silent' : (servers?.[name] ?? 0));
  return publishedBy(event, conductOf, timeMs, kisses).map(
    ({ MetricName, Dimensions, Unit, Value, Values, Counts }) => ({
      namespace: NAMESPACE,
      metricName: MetricName,
      dimensions: Object.fromEntries(Dimensions.map(({ Name, Value: value }) => [Name, value])),
      unit: Unit,
      timeMs,
      values: (Values ?? [Value!]).map((value, i) => ({ value, count: Counts?.[i] ?? 1 })),
    }),
  );
}
