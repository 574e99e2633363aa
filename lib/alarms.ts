import { Alarm } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import type { AlarmDefinition } from './alarm-definitions';
import { alarmName } from './names';

export interface AlarmContext {
  readonly monitorName: string;
  readonly topic: ITopic;
  /** Where the runbook is: a URL, or a path within this project. */
  readonly runbook: string;
}

/**
 * Makes alarms of definitions. Each one tells the topic both that something is wrong and that it is over.
 * @param subject the server they are about; nothing for the monitor itself
 */
export function createAlarms(
  scope: Construct,
  context: AlarmContext,
  definitions: readonly AlarmDefinition[],
  subject?: string,
): Alarm[] {
  const action = new SnsAction(context.topic);
  return definitions.map((definition) => {
    const { title, problem, advice, comparison, ...evaluation } = definition;
    const name = [...(subject === undefined ? [] : [subject]), title];
    const alarm = new Alarm(scope, `Alarm ${name.join(' ')}`, {
      alarmName: alarmName(context.monitorName, ...name),
      alarmDescription: `${problem}\n${advice} ${context.runbook}#${runbookAnchor(title)}`,
      comparisonOperator: comparison,
      ...evaluation,
    });
    alarm.addAlarmAction(action);
    alarm.addOkAction(action);
    return alarm;
  });
}

/** The anchor that Markdown renderers give the section of that title. */
export function runbookAnchor(title: string): string {
  return title.toLowerCase().replaceAll(' ', '-');
}
