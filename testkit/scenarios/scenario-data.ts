import type { Arriving, AwsServices } from '../../lab/aws/aws-services';
import { ACTIONS } from '../../lab/faults/actions';
import { effectsOf, type FaultEffects } from '../../lab/faults/environment-faults';
import { behaviourIn } from '../../lab/faults/server-faults';
import type { ServerBehaviour } from '../../lab/ntp/server-behaviour';
import type { ScenarioStep } from '../../lab/scenarios/scenario-step';
import type { Datum } from '../../lambda/function/metric-data';
import { DriftWatch } from '../../lambda/monitor/drift-watch';
import { NAMESPACE } from '../../lambda/monitor/metrics/metric-entry';
import { KissOfDeathCache } from '../../lambda/ntp/kiss-of-death';
import { MINUTE_MS } from '../../lambda/ntp/time-units';
import type { Deployed } from './deployed';
import { publishedBy } from './simulate-scenario';

/** A run starts this long after its minute, and its metrics arrive 9 s later (4 samples 2 s apart). */
const START_MS = 2_000;
const SIMULATED_RUN_MS = 9_000;

export interface Setting {
  /** The monitor that is deployed at a time. */
  deployedAt: (timeMs: number) => Pick<Deployed, 'events' | 'periodMs'>;
  services: AwsServices;
  startMs: number;
  /** What the steps' runs are as long as, ms. */
  periodMs: number;
  /** CloudWatch shows the function's data only so much later, ms. */
  lateMs?: number;
  /** Leaves out drift and early signs, whose estimate takes longer than all else together. */
  ignoresDrift?: boolean | undefined;
}

/**
 * What arrives at CloudWatch during some steps: what the function would publish, and what AWS's services report of
 * it. The function throws when CloudWatch refuses its data.
 */
export function dataOf(steps: readonly ScenarioStep[], setting: Setting): Arriving[] {
  const { deployedAt, services, periodMs, lateMs = 0, ignoresDrift } = setting;
  const data: Arriving[] = [];
  let kisses = new KissOfDeathCache();
  const watchDrift = () => (ignoresDrift ? undefined : new DriftWatch());
  let drifts = watchDrift();
  const target = {
    purgeQueues: () => services.purge(),
    renewFunction: () => {
      kisses = new KissOfDeathCache();
      drifts = watchDrift();
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
    const behaviourOf = behaviours(servers, effects, beginMs);
    for (let timeMs = beginMs + START_MS; timeMs < endMs; timeMs += deployedAt(timeMs).periodMs) {
      for (const event of deployedAt(timeMs).events) {
        report(services.due(outcome, timeMs));
        if (outcome === 'ran') {
          const arrivalMs = timeMs + SIMULATED_RUN_MS + lateMs;
          const published = publishedBy(event, behaviourOf, { timeMs, sinceMs: beginMs, kisses, drifts });
          data.push(...published.map((datum) => arriving(datum, arrivalMs)));
        }
      }
    }
    for (let timeMs = beginMs; timeMs < endMs; timeMs += MINUTE_MS) {
      report(services.minute(timeMs));
    }
    beginMs = endMs;
  }
  return data;
}

/** Each server's behaviour, worked out once for all runs of a step. */
function behaviours(
  servers: NonNullable<ScenarioStep['servers']>,
  { serversUnreachable }: FaultEffects,
  beginMs: number,
): (name: string) => ServerBehaviour {
  const found = new Map<string, ServerBehaviour>();
  return (name) => {
    const behaviour = found.get(name) ?? {
      ...behaviourIn(servers[name] ?? 0, beginMs),
      ...(serversUnreachable && { silent: true }),
    };
    found.set(name, behaviour);
    return behaviour;
  };
}

function arriving(datum: Datum, arrivalMs: number): Arriving {
  const { MetricName, Dimensions, Unit, Value, Values, Counts, Timestamp } = datum;
  return {
    namespace: NAMESPACE,
    metricName: MetricName,
    dimensions: Object.fromEntries(Dimensions.map(({ Name, Value: value }) => [Name, value])),
    unit: Unit,
    timeMs: Timestamp.getTime(),
    values: (Values ?? [Value!]).map((value, i) => ({ value, count: Counts?.[i] ?? 1 })),
    arrivalMs,
  };
}
