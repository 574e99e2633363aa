import { CfnElement, Stack, Token } from 'aws-cdk-lib';
import type { Construct, IConstruct } from 'constructs';
import type { Problem } from '../config/config-error';
import type { NotifyConfig } from '../config/resolved-config';
import type { NtpDriftMonitorProps } from '../ntp-drift-monitor-props';

/**
 * What is given must be where the monitor is, and its stack must not depend on this one.
 * @param notify of the props, or of the file that they were made of
 */
export function placeProblems(
  scope: Construct,
  props: NtpDriftMonitorProps,
  notify: NotifyConfig,
): Problem[] {
  const here = Stack.of(scope);
  const { vpc, logGroup, role, encryptionKey, topic, warnTopic, securityGroups = [] } = props;
  const { slackChannel, teamsChannel } = props;
  const elsewhere = (path: string, part: 'region' | 'account', there: string | undefined): Problem[] =>
    there === undefined || Token.isUnresolved(there) || Token.isUnresolved(here[part]) || there === here[part]
      ? []
      : [
          {
            path,
            found: `in the ${part} ${there}`,
            expected: `one of the ${part} of the monitor, ${here[part]}`,
          },
        ];
  const given = { vpc, logGroup, role, encryptionKey, topic, warnTopic };
  const used: [string, IConstruct | undefined][] = Object.entries(given);
  used.push(...securityGroups.map((each, i): [string, IConstruct] => [`securityGroups[${i}]`, each]));
  return [
    ...elsewhere('vpc', 'region', vpc?.env.region),
    ...elsewhere('vpc', 'account', vpc?.env.account),
    ...elsewhere('logGroup', 'region', logGroup?.env.region),
    ...elsewhere('logGroup', 'account', logGroup?.env.account),
    ...elsewhere('role', 'account', role?.env.account),
    ...Object.entries({ slackChannel, teamsChannel }).flatMap(([path, channel]) => {
      const there = channel && Stack.of(channel);
      const needed =
        showsTopicsOf(here, props, notify) &&
        used.find(([, each]) => there && topOf(there) !== topOf(here) && each && isMadeIn(there, each));
      const expected =
        'a channel of this stack or of a third one: that stack would need this one for its topics, and this one that';
      return needed
        ? [{ path, found: `in the stack ${there!.node.path}, as ${needed[0]} is`, expected }]
        : [];
    }),
  ];
}

/** Whether a chat channel would show topics of a stack: the monitor's own, or given ones that are made there. */
function showsTopicsOf(
  here: Stack,
  { topic, warnTopic }: NtpDriftMonitorProps,
  notify: NotifyConfig,
): boolean {
  const { warn } = notify;
  const isPageOwn = topic === undefined && notify.topicArn === undefined;
  const isWarnOwn =
    warnTopic === undefined && warn?.topicArn === undefined && (warn !== undefined || isPageOwn);
  const isHere = (each: IConstruct) =>
    topOf(Stack.of(each)) === topOf(here) && isMadeIn(Stack.of(each), each);
  return isPageOwn || isWarnOwn || [topic, warnTopic].some((each) => each && isHere(each));
}

/** Nested stacks may need their parents, and these them. */
function topOf(stack: Stack): Stack {
  return stack.nestedStackParent ? topOf(stack.nestedStackParent) : stack;
}

/** Whether a construct is a resource of a stack, and not one that was imported there. */
function isMadeIn(stack: Stack, each: IConstruct): boolean {
  return Stack.of(each) === stack && each.node.findAll().some((part) => CfnElement.isCfnElement(part));
}
