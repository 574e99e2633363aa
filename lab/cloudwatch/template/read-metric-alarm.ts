import { MINUTE_MS } from '../../../lambda/ntp/time-units';
import type { WarmUp } from '../alarms/alarm-warm-up';
import { isInsightsQuery, parseInsights } from '../alarms/insights';
import { compileExpression } from '../alarms/math';
import type { MetricQuery, SimulatedMetricAlarm } from '../alarms/simulated-alarm';
import type { Json } from './intrinsics';
import { MathsAlarm, parseProperties, type RuleAlarm, SingleMetricAlarm } from './properties';
import { checkOrder, refuseIf } from './refusals';

const ALARM_HOUR_MS = 3600 * 1000;
/** API reference, PutMetricAlarm, EvaluationPeriods: a day, and seven days for periods of an hour and more. */
const MAX_RANGE_MS = 24 * ALARM_HOUR_MS;
const MAX_RANGE_OF_HOURS_MS = 7 * 24 * ALARM_HOUR_MS;

export function readMetricAlarm(id: string, properties: Json): SimulatedMetricAlarm {
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
    EvaluationPeriods * periodMs > (periodMs < ALARM_HOUR_MS ? MAX_RANGE_MS : MAX_RANGE_OF_HOURS_MS),
    'EvaluationPeriods: together they are more than a day, or seven days for periods of an hour and more',
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
    warmUp: readWarmUp(alarm.WarmUpConfiguration),
  };
}

function readWarmUp(configuration: MathsAlarm['WarmUpConfiguration']): WarmUp | undefined {
  return (
    configuration && {
      durationMs: configuration.WarmUpPeriodDurationInMinutes * MINUTE_MS,
      toTheEnd: configuration.OnlyStartEvaluatingAfterWarmUpPeriodEnds,
    }
  );
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
    rangeMs > 3 * ALARM_HOUR_MS,
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

/** What metric alarms and composite alarms have in common. */
export function common(id: string, alarm: MathsAlarm | ReturnType<typeof RuleAlarm.parse>) {
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
