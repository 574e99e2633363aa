import { Alarm, type AlarmBase, AlarmRule, AlarmState, CompositeAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { alarmName } from '../config/names';
import type { AlarmDefinition, CombinedAlarm, MetricAlarm, Severity } from './alarm-definition';

export interface AlarmContext {
  readonly monitorName: string;
  /** Who is told of what. */
  readonly topics: Readonly<Record<Severity, ITopic>>;
  /** Where the runbook is: a URL, or a path within this project. */
  readonly runbook: string;
}

const severities = new WeakMap<AlarmBase, Severity | 'none'>();

/** Who is told of an alarm that `createAlarms` made: two severities may share a topic, so that can't tell. */
export function severityOf(alarm: AlarmBase): Severity | 'none' {
  return severities.get(alarm) ?? 'none';
}

/**
 * Makes alarms of definitions. Each one that notifies tells both that something is wrong and that it is over; one
 * that may be suppressed tells the former only.
 * @param subject the server they are about; nothing for the monitor itself
 * @returns one alarm for each definition, in their order
 */
export function createAlarms(
  scope: Construct,
  context: AlarmContext,
  definitions: readonly AlarmDefinition[],
  subject?: string,
): AlarmBase[] {
  const made = new Map<string, AlarmBase>();
  const byTitle = (title: string): AlarmBase => {
    const existing = made.get(title);
    if (existing !== undefined) {
      return existing;
    }
    // An alarm may name one that comes later in the list.
    const alarm = create(definitions.find((each) => each.title === title)!);
    made.set(title, alarm);
    return alarm;
  };
  const create = (definition: AlarmDefinition): AlarmBase => {
    const { title, severity } = definition;
    const name = [...(subject === undefined ? [] : [subject]), title];
    const common = {
      id: `Alarm ${name.join(' ')}`,
      name: alarmName(context.monitorName, ...name),
      alarmDescription: `${definition.problem}\n${definition.advice} ${context.runbook}#${runbookAnchor(title)}`,
    };
    const alarm =
      'anyOf' in definition
        ? combinedAlarm(scope, common, definition, byTitle)
        : metricAlarm(scope, common, definition);
    severities.set(alarm, severity);
    if (severity !== 'none') {
      const action = new SnsAction(context.topics[severity]);
      alarm.addAlarmAction(action);
      // When suppression ends CloudWatch takes the actions of the state by then, even of an OK whose ALARM was
      // never told (User Guide, "Alarm suppression").
      if (!('anyOf' in definition && definition.suppressedBy)) {
        alarm.addOkAction(action);
      }
    }
    return alarm;
  };
  return definitions.map(({ title }) => byTitle(title));
}

interface Common {
  id: string;
  name: string;
  alarmDescription: string;
}

function metricAlarm(
  scope: Construct,
  { id, name, alarmDescription }: Common,
  definition: MetricAlarm,
): Alarm {
  return new Alarm(scope, id, {
    alarmName: name,
    alarmDescription,
    metric: definition.metric,
    comparisonOperator: definition.comparison,
    threshold: definition.threshold,
    datapointsToAlarm: definition.datapointsToAlarm,
    evaluationPeriods: definition.evaluationPeriods,
    treatMissingData: definition.treatMissingData,
  });
}

function combinedAlarm(
  scope: Construct,
  { id, name, alarmDescription }: Common,
  { anyOf, suppressedBy }: CombinedAlarm,
  byTitle: (title: string) => AlarmBase,
): CompositeAlarm {
  const rules = anyOf.map((title) => AlarmRule.fromAlarm(byTitle(title), AlarmState.ALARM));
  return new CompositeAlarm(scope, id, {
    compositeAlarmName: name,
    alarmDescription,
    alarmRule: AlarmRule.anyOf(...rules),
    ...(suppressedBy && {
      actionsSuppressor: byTitle(suppressedBy.title),
      actionsSuppressorWaitPeriod: suppressedBy.patience,
      actionsSuppressorExtensionPeriod: suppressedBy.patience,
    }),
  });
}

/** The anchor that Markdown renderers give the section of that title. */
export function runbookAnchor(title: string): string {
  return title.toLowerCase().replaceAll(' ', '-');
}
