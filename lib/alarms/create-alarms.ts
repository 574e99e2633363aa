import { Duration } from 'aws-cdk-lib';
import {
  Alarm,
  type AlarmBase,
  AlarmRule,
  AlarmState,
  type CfnAlarm,
  ComparisonOperator,
  CompositeAlarm,
  type IAlarmAction,
  type IMetric,
  MathExpression,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { Construct } from 'constructs';
import { ConfigError } from '../config/config-error';
import { alarmName } from '../config/names';
import type { MonitorMetrics } from '../monitor-metrics';
import type { SeverityTopics } from '../notifications/notifications';
import type {
  AlarmDefinition,
  AlarmSeverity,
  CombinedAlarm,
  ContributorAlarm,
  MetricAlarm,
  MetricUse,
  ServiceMetric,
} from './alarm-definition';
import { type AlarmLinks, alarmText } from './alarm-text';

export interface AlarmContext {
  readonly monitorName: string;
  readonly metrics: MonitorMetrics;
  /** The metrics of AWS's services, with a statistic and a period. */
  readonly services: Readonly<Record<ServiceMetric, (options: ServiceMetricOptions) => IMetric>>;
  /** Who is told of what. */
  readonly topics: Readonly<Record<AlarmSeverity, SeverityTopics>>;
  /** What alarms do beside publishing. */
  readonly actions: Readonly<Record<AlarmSeverity, readonly IAlarmAction[]>>;
  /** True: alarms change their state and do nothing. */
  readonly paused: boolean;
  readonly links: AlarmLinks;
}

interface ServiceMetricOptions {
  readonly statistic: string;
  readonly period: Duration;
}

/** An alarm with what it was made of. */
export interface CreatedAlarm {
  /** What it looks at, by which rule, and who is told what. */
  readonly definition: AlarmDefinition;
  /** The alarm itself. */
  readonly alarm: AlarmBase;
}

/**
 * Makes alarms of their definitions.
 * @returns one for each, in their order
 */
export function createAlarms(
  scope: Construct,
  context: AlarmContext,
  definitions: readonly AlarmDefinition[],
): CreatedAlarm[] {
  const made = new Map<AlarmDefinition, AlarmBase>();
  // Combined alarms name alarms of the monitor, which may come later in the list.
  const byTitle = (title: string) =>
    alarmOf(definitions.find((each) => each.title === title && each.server === undefined)!);
  const alarmOf = (definition: AlarmDefinition): AlarmBase => {
    const alarm = made.get(definition) ?? create(scope, context, definition, byTitle);
    made.set(definition, alarm);
    return alarm;
  };
  return definitions.map((definition) => ({ definition, alarm: alarmOf(definition) }));
}

/** What an alarm is called: the verdict stands before the server, so that no mail's subject cuts it off. @internal */
export function fullName(monitorName: string, { title, nameEnd, server }: AlarmDefinition): string {
  return alarmName(monitorName, ...[title, nameEnd, server].filter((part) => part !== undefined));
}

function create(
  scope: Construct,
  context: AlarmContext,
  definition: AlarmDefinition,
  byTitle: (title: string) => AlarmBase,
): AlarmBase {
  const { title, nameEnd, server, severity, isEndTold } = definition;
  const common = {
    id: ['Alarm', title, nameEnd, server].filter((part) => part !== undefined).join(' '),
    name: fullName(context.monitorName, definition),
    alarmDescription: alarmText(definition, context.links),
    ...(context.paused && { actionsEnabled: false }),
  };
  const alarm =
    definition.kind === 'composite'
      ? combinedAlarm(scope, common, definition, byTitle)
      : metricAlarm(scope, common, definition, context);
  if (severity !== 'none') {
    const { alarms, ends } = context.topics[severity];
    alarm.addAlarmAction(new SnsAction(alarms));
    addActions(alarm, severity, context.actions[severity]);
    if (isEndTold) {
      alarm.addOkAction(new SnsAction(ends));
    }
  }
  return alarm;
}

/** @throws ConfigError for an action that was made for one alarm */
function addActions(alarm: AlarmBase, severity: AlarmSeverity, actions: readonly IAlarmAction[]): void {
  for (const [i, action] of actions.entries()) {
    try {
      alarm.addAlarmAction(action);
    } catch (error) {
      throw new ConfigError(alarm.node.path, [
        {
          path: `${severity}Actions[${i}]`,
          found: `refused by the CDK: ${withoutTokens((error as Error).message)}`,
          expected:
            'an action that many alarms can have, such as a LambdaAction with "useUniquePermissionId"',
        },
      ]);
    }
  }
}

/** What is known only at deployment has no name that anybody could read. */
function withoutTokens(text: string): string {
  return text.replaceAll(/\$\{Token\[[^\]]*\]\}/g, 'VALUE').replace(/\.$/, '');
}

interface Common {
  id: string;
  name: string;
  alarmDescription: string;
  actionsEnabled?: boolean;
}

const COMPARISONS = {
  '>=': ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
  '>': ComparisonOperator.GREATER_THAN_THRESHOLD,
  '<': ComparisonOperator.LESS_THAN_THRESHOLD,
} as const satisfies Record<MetricAlarm['comparison'], ComparisonOperator>;

const MISSING_DATA = {
  breaching: TreatMissingData.BREACHING,
  ignore: TreatMissingData.IGNORE,
  notBreaching: TreatMissingData.NOT_BREACHING,
} as const satisfies Record<MetricAlarm['missingData'], TreatMissingData>;

function metricAlarm(
  scope: Construct,
  { id, name, ...common }: Common,
  definition: MetricAlarm | ContributorAlarm,
  context: AlarmContext,
): Alarm {
  const period = Duration.minutes(definition.periodMinutes);
  const alarm = new Alarm(scope, id, {
    alarmName: name,
    ...common,
    metric:
      definition.kind === 'contributors'
        ? new MathExpression({ expression: definition.query, usingMetrics: {}, period })
        : metricOf(definition, context),
    comparisonOperator: COMPARISONS[definition.comparison],
    threshold: definition.threshold,
    datapointsToAlarm: definition.datapointsToAlarm,
    evaluationPeriods: definition.evaluationPeriods,
    treatMissingData: MISSING_DATA[definition.missingData],
  });
  if (definition.kind === 'metric' && definition.warmUp) {
    // The construct library has it as a property of the resource only (aws-cdk#38743).
    (alarm.node.defaultChild as CfnAlarm).warmUpConfiguration = {
      warmUpPeriodDurationInMinutes: definition.warmUp.minutes,
      onlyStartEvaluatingAfterWarmUpPeriodEnds: definition.warmUp.inFull,
    };
  }
  return alarm;
}

function metricOf(
  { expression, metrics, label, periodMinutes }: MetricAlarm,
  context: AlarmContext,
): IMetric {
  const period = Duration.minutes(periodMinutes);
  const used = Object.entries(metrics).map(([id, use]) => [id, usedMetric(use, context, period)] as const);
  return expression === undefined
    ? used[0]![1]
    : new MathExpression({ expression, usingMetrics: Object.fromEntries(used), label, period });
}

function usedMetric(use: MetricUse, { metrics, services }: AlarmContext, period: Duration): IMetric {
  const { statistic } = use;
  return 'service' in use
    ? services[use.service]({ statistic, period })
    : metrics.of(use.metric, use.server, { statistic, period });
}

function combinedAlarm(
  scope: Construct,
  { id, name, ...common }: Common,
  { anyOf }: CombinedAlarm,
  byTitle: (title: string) => AlarmBase,
): CompositeAlarm {
  const rules = anyOf.map((title) => AlarmRule.fromAlarm(byTitle(title), AlarmState.ALARM));
  return new CompositeAlarm(scope, id, {
    compositeAlarmName: name,
    ...common,
    alarmRule: AlarmRule.anyOf(...rules),
  });
}
