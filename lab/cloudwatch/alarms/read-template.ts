import { alarmNameOf, alarmsOf, parseRule } from './alarm-rule';
import { isInsightsQuery, parseInsights } from './insights';
import { createResolver, ENVIRONMENT, type Environment, type Json } from './intrinsics';
import { compileExpression } from './math';
import { MathsAlarm, parseProperties, RuleAlarm, SingleMetricAlarm } from './properties';
import type {
  MetricQuery,
  SimulatedAlarm,
  SimulatedCompositeAlarm,
  SimulatedMetricAlarm,
} from './simulated-alarm';

const DAY_MS = 24 * 3600 * 1000;
const INSIGHTS_RANGE_MS = 3 * 3600 * 1000;

/** Every type of resource that is an alarm, with its reader. */
const READERS: Readonly<Record<string, (id: string, properties: Json) => SimulatedAlarm>> = {
  'AWS::CloudWatch::Alarm': readMetricAlarm,
  'AWS::CloudWatch::CompositeAlarm': readCompositeAlarm,
};

/** Resources that say what alarms do, or when they are mute, in ways that are not understood here. */
const UNSUPPORTED = ['AWS::CloudWatch::AlarmMuteRule', 'AWS::CloudWatch::LogAlarm'];

/**
 * The alarms of a CloudFormation template. Source: CloudFormation Template Reference, AWS::CloudWatch::Alarm
 * and AWS::CloudWatch::SimulatedCompositeAlarm.
 *
 * @param template as `cdk synth` writes it
 * @param environment what is not known before deployment, as far as names and ARNs contain it
 * @throws Error naming the resource, the property and what is wrong or not supported
 */
export function readAlarms(template: Json, environment: Partial<Environment> = {}): SimulatedAlarm[] {
  const resolve = createResolver(template, { ...ENVIRONMENT, ...environment });
  const alarms: SimulatedAlarm[] = [];
  for (const [id, { Type, Properties, Condition }] of Object.entries<Json>(template.Resources ?? {})) {
    const read = READERS[Type];
    const { Tags: _, ...properties } = Properties ?? {};
    about(id, () => {
      refuseIf(UNSUPPORTED.includes(Type), `${Type} is not supported`);
      refuseIf(read !== undefined && Condition !== undefined, 'Condition is not supported');
      if (read !== undefined) {
        alarms.push(read(id, resolve(properties, '')));
      }
    });
  }
  checkReferences(alarms);
  return alarms;
}

function readMetricAlarm(id: string, properties: Json): SimulatedMetricAlarm {
  const alarm =
    properties.Metrics === undefined
      ? asMaths(parseProperties(SingleMetricAlarm, properties))
      : parseProperties(MathsAlarm, properties);
  const queries = readQueries(alarm);
  const hasInsights = [...queries.values()].some(({ kind }) => kind === 'insights');
  refuseIf(hasInsights && queries.size > 1, 'Metrics: maths on a Metrics Insights query is not supported');
  const watched = alarm.Metrics.filter(({ ReturnData }) => ReturnData);
  refuseIf(watched.length !== 1, `Metrics: ${watched.length} have ReturnData; an alarm watches one`);
  const periods = new Set(
    alarm.Metrics.flatMap((each) => ('MetricStat' in each ? each.MetricStat : each).Period ?? []),
  );
  refuseIf(periods.size !== 1, `Metrics: their periods are ${[...periods].join(', ')} s; there must be one`);
  const periodMs = [...periods][0]! * 1000;
  const { EvaluationPeriods, DatapointsToAlarm = EvaluationPeriods } = alarm;
  if (hasInsights) {
    checkInsights(alarm, EvaluationPeriods * periodMs);
  }
  refuseIf(DatapointsToAlarm > EvaluationPeriods, 'DatapointsToAlarm is more than EvaluationPeriods');
  refuseIf(
    EvaluationPeriods * periodMs > DAY_MS,
    'EvaluationPeriods: together they are more than a day; alarms evaluated once an hour are not supported',
  );
  return {
    kind: 'metric',
    ...common(id, alarm),
    queries,
    watched: watched[0]!.Id,
    periodMs,
    threshold: alarm.Threshold,
    comparison: alarm.ComparisonOperator,
    datapointsToAlarm: DatapointsToAlarm,
    evaluationPeriods: EvaluationPeriods,
    missingData: alarm.TreatMissingData,
  };
}

/** What of an alarm on a Metrics Insights query would need a contributor's own actions or states. */
function checkInsights(alarm: MathsAlarm, rangeMs: number): void {
  const { AlarmActions, OKActions, InsufficientDataActions, TreatMissingData } = alarm;
  refuseIf(
    [...AlarmActions, ...OKActions, ...InsufficientDataActions].length > 0,
    'AlarmActions: of a Metrics Insights query they are taken for each contributor, which is not supported',
  );
  refuseIf(
    TreatMissingData !== 'notBreaching',
    'TreatMissingData: of a Metrics Insights query only notBreaching is supported',
  );
  // User Guide, "Limits that apply to alarms based on Metrics Insights queries"
  refuseIf(
    rangeMs > INSIGHTS_RANGE_MS,
    'EvaluationPeriods: a Metrics Insights query sees the last 3 hours only',
  );
}

/** A single-metric alarm in the form of one on maths. */
function asMaths(alarm: SingleMetricAlarm): MathsAlarm {
  const { Namespace, MetricName, Dimensions, Statistic, Unit, Period, ...rest } = alarm;
  const MetricStat = { Metric: { Namespace, MetricName, Dimensions }, Stat: Statistic, Unit, Period };
  return { ...rest, Metrics: [{ Id: 'metric', ReturnData: true, MetricStat }] };
}

function readQueries({ Metrics }: MathsAlarm): Map<string, MetricQuery> {
  const queries = new Map<string, MetricQuery>();
  for (const query of Metrics) {
    refuseIf(queries.has(query.Id), `Metrics: the id ${query.Id} is there twice`);
    queries.set(query.Id, readQuery(query));
  }
  checkOrder('Metrics', queries, (query) => (query.kind === 'expression' ? query.expression.references : []));
  return queries;
}

function readQuery(query: MathsAlarm['Metrics'][number]): MetricQuery {
  if ('Expression' in query && isInsightsQuery(query.Expression)) {
    return { kind: 'insights', query: parseInsights(query.Expression) };
  }
  if ('Expression' in query) {
    return { kind: 'expression', expression: compileExpression(query.Expression) };
  }
  const { Metric, Stat, Unit } = query.MetricStat;
  return {
    kind: 'stat',
    namespace: Metric.Namespace,
    metricName: Metric.MetricName,
    dimensions: Object.fromEntries(Metric.Dimensions.map(({ Name, Value }) => [Name, Value])),
    statistic: Stat,
    unit: Unit,
  };
}

function readCompositeAlarm(id: string, properties: Json): SimulatedCompositeAlarm {
  const alarm = parseProperties(RuleAlarm, properties);
  const {
    ActionsSuppressor: suppressor,
    ActionsSuppressorWaitPeriod: wait,
    ActionsSuppressorExtensionPeriod: extension,
  } = alarm;
  refuseIf(
    suppressor !== undefined && (wait === undefined || extension === undefined),
    'ActionsSuppressor needs ActionsSuppressorWaitPeriod and ActionsSuppressorExtensionPeriod',
  );
  return {
    kind: 'composite',
    ...common(id, alarm),
    rule: parseRule(alarm.AlarmRule),
    suppressor:
      suppressor === undefined
        ? undefined
        : { alarm: alarmNameOf(suppressor), waitMs: wait! * 1000, extensionMs: extension! * 1000 },
  };
}

function common(id: string, alarm: MathsAlarm | ReturnType<typeof RuleAlarm.parse>) {
  return {
    id,
    // CloudFormation makes up a name that begins with the stack's and contains the id.
    name: alarm.AlarmName ?? id,
    description: alarm.AlarmDescription,
    actionsEnabled: alarm.ActionsEnabled,
    actions: {
      ALARM: alarm.AlarmActions,
      OK: alarm.OKActions,
      INSUFFICIENT_DATA: alarm.InsufficientDataActions,
    },
  };
}

/** Names are unique, and the alarms that rules and suppressors name exist. */
function checkReferences(alarms: readonly SimulatedAlarm[]): void {
  const byName = new Map<string, SimulatedAlarm>();
  for (const alarm of alarms) {
    const other = byName.get(alarm.name);
    about(alarm.id, () =>
      refuseIf(other !== undefined, `AlarmName: ${other?.id} has the same, ${alarm.name}`),
    );
    byName.set(alarm.name, alarm);
  }
  for (const alarm of alarms) {
    const suppressor = alarm.kind === 'composite' ? alarm.suppressor?.alarm : undefined;
    const unknown = suppressor !== undefined && !byName.has(suppressor);
    about(alarm.id, () => refuseIf(unknown, `ActionsSuppressor: the template has no alarm ${suppressor}`));
  }
  checkOrder('AlarmRule', byName, (alarm) => (alarm.kind === 'composite' ? alarmsOf(alarm.rule) : []));
}

/**
 * Whatever is referred to exists, and nothing depends on itself: CloudWatch stops evaluating composite alarms
 * that do.
 */
function checkOrder<T extends object>(
  property: string,
  items: ReadonlyMap<string, T>,
  references: (item: T) => readonly string[],
): void {
  const done = new Set<string>();
  const visit = (name: string, path: readonly string[]): void => {
    const item = items.get(name);
    if (item === undefined) {
      throw new Error(`${property}: ${path.at(-1)} refers to ${name}, which is not there.`);
    }
    refuseIf(path.includes(name), `${property}: ${[...path, name].join(' -> ')} goes in a circle`);
    if (!done.has(name)) {
      for (const reference of references(item)) {
        visit(reference, [...path, name]);
      }
      done.add(name);
    }
  };
  for (const name of items.keys()) {
    visit(name, []);
  }
}

function refuseIf(condition: boolean, message: string): void {
  if (condition) {
    throw new Error(`${message}.`);
  }
}

/** Says of an error which resource it is about. */
function about(id: string, action: () => void): void {
  try {
    action();
  } catch (error) {
    throw new Error(`${id}: ${(error as Error).message}`);
  }
}
