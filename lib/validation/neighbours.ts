import { Stack, Stage, Token } from 'aws-cdk-lib';
import { CfnAlarm, CfnCompositeAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import type { IConstruct } from 'constructs';

/** A monitor, as far as its neighbours must differ from it. */
interface Neighbour extends IConstruct {
  readonly monitorName: string;
}

/**
 * What two monitors would take from each other in one account and region, where their names are identities: CloudWatch
 * overwrites an alarm of the same name without a word.
 *
 * @param others every monitor of the app
 * @returns a sentence for each finding
 */
export function neighbourErrors(monitor: Neighbour, others: readonly Neighbour[]): string[] {
  return others
    .filter((other) => other !== monitor && isSamePlace(monitor, other))
    .flatMap((other) => {
      const who = `${other.node.path}, which is in the same account and region`;
      if (other.monitorName === monitor.monitorName) {
        return [
          `The monitor's name "${monitor.monitorName}" is that of ${who}: give one of the two another name.`,
        ];
      }
      const theirs = alarmNames(other);
      const shared = [...alarmNames(monitor)].filter((name) => theirs.has(name));
      return shared.length === 0
        ? []
        : [
            `The alarm name "${shared[0]}" is that of an alarm of ${who}: give one of the two monitors another name.`,
          ];
    });
}

/** Whether two constructs are known to be deployed to one account and region. */
function isSamePlace(one: IConstruct, other: IConstruct): boolean {
  return isSame(one, other, ['account', 'region']);
}

/** Whether two constructs are known to be deployed to one account. */
export function isSameAccount(one: IConstruct, other: IConstruct): boolean {
  return isSame(one, other, ['account']);
}

/**
 * Where a place is known only at deployment it is taken for the same within a stage, whose stacks are deployed
 * together, and for a different one beyond.
 */
function isSame(one: IConstruct, other: IConstruct, parts: readonly ('account' | 'region')[]): boolean {
  const [a, b] = [Stack.of(one), Stack.of(other)];
  const known = parts.every((part) => !Token.isUnresolved(a[part]) && !Token.isUnresolved(b[part]));
  const isEqual = parts.every((part) => textOf(a[part]) === textOf(b[part]));
  return isEqual && (known || Stage.of(one) === Stage.of(other));
}

function textOf(place: string): string {
  return Token.isUnresolved(place) ? '' : place;
}

function alarmNames(monitor: IConstruct): ReadonlySet<string> {
  const alarms = monitor.node
    .findAll()
    .filter((each) => CfnAlarm.isCfnAlarm(each) || CfnCompositeAlarm.isCfnCompositeAlarm(each));
  return new Set(alarms.flatMap(({ alarmName }) => alarmName ?? []));
}
