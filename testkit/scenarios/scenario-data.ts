import type { Arriving, AwsServices } from '../../lab/aws/aws-services';
import { MINUTE_MS } from '../../lab/cloudwatch/alarms/datapoints';
import { ACTIONS } from '../../lab/faults/actions';
import { effectsOf } from '../../lab/faults/environment-faults';
import { behaviourIn } from '../../lab/faults/server-faults';
import type { ScenarioStep } from '../../lab/scenarios/scenario-step';
import { NAMESPACE } from '../../lambda/monitor/metric-entry';
import { KissOfDeathCache } from '../../lambda/ntp/kiss-of-death';
import { publishedBy } from './simulate-scenario';

/** A run starts this long after its minute, and its metrics arrive 9 s later (4 samples 2 s apart). */
const START_MS = 2_000;
const SIMULATED_RUN_MS = 9_000;

export interface Setting {
  /** The schedule's input at a time. */
  eventAt: (timeMs: number) => unknown;
  services: AwsServices;
  startMs: number;
  periodMs: number;
  /** CloudWatch shows the function's data only so much later, ms. */
  lateMs?: number;
}

/**
 * What arrives at CloudWatch during some steps: what the function would publish, and what AWS's services report of
 * it. The function throws when CloudWatch refuses its data.
 */
export function dataOf(steps: readonly ScenarioStep[], setting: Setting): Arriving[] {
  const { eventAt, services, periodMs, lateMs = 0 } = setting;
  const data: Arriving[] = [];
  let kisses = new KissOfDeathCache();
  const target = {
    purgeQueues: () => services.purge(),
    renewFunction: () => {
      kisses = new KissOfDeathCache();
    },
  };
  let beginMs = setting.startMs;
  for (const { runs, servers = {}, faults = [], actions = [] } of steps) {
    const effects = effectsOf(faults);
    const report = (reported: readonly Arriving[]) => data.push(...(effects.awsReportsLost ? [] : reported));
    for (const action of ACTIONS.filter(({ id }) => actions.includes(id))) {
      action.take(target);
    }
    const endMs = beginMs + runs * periodMs;
    const fails = effects.functionThrows || effects.cloudWatch !== undefined;
    const outcome = effects.notStarted ?? (fails ? 'failed' : 'ran');
    for (let timeMs = beginMs + START_MS; timeMs < endMs; timeMs += periodMs) {
      report(services.due(outcome, timeMs));
      if (outcome === 'ran') {
        const behaviourOf = (name: string) => ({
          ...behaviourIn(servers[name] ?? 0),
          ...(effects.serversUnreachable && { silent: true }),
        });
        const published = publishedBy(eventAt(timeMs), behaviourOf, { timeMs, sinceMs: beginMs, kisses });
        data.push(
          ...published.map(({ MetricName, Dimensions, Unit, Value, Values, Counts, Timestamp }) => ({
            namespace: NAMESPACE,
            metricName: MetricName,
            dimensions: Object.fromEntries(Dimensions.map(({ Name, Value: value }) => [Name, value])),
            unit: Unit,
            timeMs: Timestamp.getTime(),
            values: (Values ?? [Value!]).map((value, i) => ({ value, count: Counts?.[i] ?? 1 })),
            arrivalMs: timeMs + SIMULATED_RUN_MS + lateMs,
          })),
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
