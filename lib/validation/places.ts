import { CfnElement, CfnResource, Stack, Stage, Token } from 'aws-cdk-lib';
import { RegionInfo } from 'aws-cdk-lib/region-info';
import type { Construct, IConstruct } from 'constructs';
import type { Problem } from '../config/config-error';
import type { NotifyConfig } from '../config/resolved-config';
import type { NtpDriftMonitorProps } from '../ntp-drift-monitor-props';
import { type GivenPart, givenParts } from './given-parts';

type EnvPart = 'region' | 'account';

/** Where the parts that a monitor is given must be, as far as that is known. Topics and keys are looked at elsewhere. */
const NEEDED: readonly (readonly [path: RegExp, part: EnvPart])[] = [
  [/^vpc$/, 'region'],
  [/^vpc$/, 'account'],
  [/^vpcSubnets$/, 'region'],
  [/^securityGroups\[\d+\]$/, 'region'],
  [/^logGroup$/, 'region'],
  [/^logGroup$/, 'account'],
  [/^role$/, 'account'],
  [/^notify\.(warn\.)?topicArn$/, 'region'],
];

/** Those that are refused with the rest of what is wrong with them. */
const TOPICS_AND_KEYS = /^(topic|warnTopic|encryptionKey|(page|warn)Actions\[\d+\])$/;

/** What resources of another place are named by, where they have a name. */
const ARNS = ['topicArn', 'logGroupArn', 'roleArn', 'keyArn', 'functionArn'] as const;

/**
 * What is given must be where the monitor is, in a stack that can refer to it, and its stack must not depend on this one.
 * @param notify of the props, or of the file that they were made of
 */
export function placeProblems(
  scope: Construct,
  props: NtpDriftMonitorProps,
  notify: NotifyConfig,
): Problem[] {
  const here = Stack.of(scope);
  const parts = givenParts(props, notify);
  const { slackChannel, teamsChannel } = props;
  const channels = Object.entries({ slackChannel, teamsChannel }).flatMap(([path, construct]) =>
    construct ? [{ path, construct }] : [],
  );
  const problems = [
    ...parts.flatMap((part) => firstOf(elsewhere(here, part), () => unreachable(here, part))),
    ...chatProblems(here, [...channels.map(({ path }) => path), ...chatPaths(notify)]),
    ...channels
      .filter(() => showsTopicsOf(here, props, notify))
      .flatMap((channel) => firstOf(unnamedTopics(here, channel), () => circular(here, channel, parts))),
  ];
  return problems.filter(({ path }, i) => problems.findIndex((each) => each.path === path) === i);
}

function firstOf(problems: Problem[], next: () => Problem[]): Problem[] {
  return problems.length > 0 ? problems : next();
}

function elsewhere(here: Stack, { path, construct }: GivenPart): Problem[] {
  const env = 'env' in construct ? (construct.env as Partial<Record<EnvPart, string>>) : {};
  return NEEDED.filter(([at]) => at.test(path)).flatMap(([, part]) => {
    const there = env[part];
    return there === undefined || !isKnown(there) || !isKnown(here[part]) || there === here[part]
      ? []
      : [
          {
            path,
            found: `in the ${part} ${there}`,
            expected: `one of the ${part} of the monitor, ${here[part]}`,
          },
        ];
  });
}

/** What another stack can't pass on to this one. */
function unreachable(here: Stack, part: GivenPart): Problem[] {
  const { path, construct } = part;
  const there = Stack.of(construct);
  const isFar = isKnown(here.region) && isKnown(there.region) && here.region !== there.region;
  if (topOf(there) === topOf(here) || !isMade(construct) || (isFar && TOPICS_AND_KEYS.test(path))) {
    return [];
  }
  const reference = referenceTo(here, part);
  if (isOneEnvironment(here, there)) {
    return firstOf(stageProblems(here, there, path), () => functionProblems(there, part));
  }
  const isWithoutRegion = !isKnown(here.region) || !isKnown(there.region);
  if (reference === 'by name' || (reference === 'by stack' && !isWithoutRegion)) {
    return [];
  }
  return isWithoutRegion || isKnown(here.account) !== isKnown(there.account)
    ? [withoutEnv(here, there, path)]
    : [
        {
          path,
          found: `${construct.node.path}, which is in ${envText(there)} and has no name of its own`,
          expected: `one that has a "${nameProp(construct)}", by which the monitor in ${envText(here)} can refer to it`,
        },
      ];
}

/** A function's permissions, in its stack, name each alarm that may invoke it. */
function functionProblems(there: Stack, { path, construct }: GivenPart): Problem[] {
  const expected =
    'one of this stack, an imported one, or a topic that it is subscribed to: its permissions would need the alarms, ' +
    'and these the function';
  return 'functionArn' in construct && /Actions\[/.test(path)
    ? [{ path, found: `a function of the stack ${there.node.path}`, expected }]
    : [];
}

/** How a stack refers to what another one made; undefined where it cannot. */
function referenceTo(here: Stack, { construct, reference }: GivenPart): 'by name' | 'by stack' | undefined {
  const arn =
    reference ?? ARNS.filter((each) => each in construct).map((each) => (construct as never)[each])[0];
  if (arn === undefined) {
    return 'by stack';
  }
  try {
    return /"(Fn::GetAtt|Ref)":(?!"AWS::)/.test(JSON.stringify(here.resolve(arn))) ? 'by stack' : 'by name';
  } catch {
    return undefined;
  }
}

function nameProp(construct: IConstruct): string {
  return ARNS.find((each) => each in construct)?.replace('Arn', 'Name') ?? 'name';
}

/** The configuration of a channel is to name topics of the monitor, which get names for that where they must. */
function unnamedTopics(here: Stack, { path, construct }: GivenPart): Problem[] {
  const there = Stack.of(construct);
  if (topOf(there) === topOf(here)) {
    return [];
  }
  if (isOneEnvironment(here, there)) {
    return stageProblems(here, there, path);
  }
  return isKnown(here.account) && isKnown(here.region) ? [] : [withoutEnv(here, there, path)];
}

function circular(here: Stack, { path, construct }: GivenPart, parts: readonly GivenPart[]): Problem[] {
  const there = topOf(Stack.of(construct));
  const needed = parts.find((part) => topOf(Stack.of(part.construct)) === there && isMade(part.construct));
  const expected =
    'a channel of this stack or of a third one: that stack would need this one for its topics, and this one that';
  return needed && there !== topOf(here)
    ? [{ path, found: `in the stack ${there.node.path}, as ${needed.path} is`, expected }]
    : [];
}

function stageProblems(here: Stack, there: Stack, path: string): Problem[] {
  const text = (stack: Stack) => {
    const name = Stage.of(stack)?.node.path;
    return name ? `the stage ${name}` : 'no stage';
  };
  const expected = `one in ${text(here)}, as the monitor is, or an imported one: stages are deployed apart`;
  return Stage.of(here) === Stage.of(there) ? [] : [{ path, found: `in ${text(there)}`, expected }];
}

function withoutEnv(here: Stack, there: Stack, path: string): Problem {
  const text = (stack: Stack) => `${stack.node.path} (${envText(stack)})`;
  const found = `in the stack ${text(there)}, and the monitor in ${text(here)}`;
  return { path, found, expected: 'an "env" with account and region for both stacks' };
}

function envText({ account, region }: Stack): string {
  const text = (what: EnvPart, value: string) => (isKnown(value) ? `${what} ${value}` : `no ${what}`);
  return `${text('account', account)}, ${text('region', region)}`;
}

/**
 * Chats are in one partition: Amazon Q Developer in chat applications, API Reference, whose ARNs begin with
 * `arn:aws:chatbot`.
 */
function chatProblems({ region }: Stack, paths: readonly string[]): Problem[] {
  const partition = isKnown(region) ? RegionInfo.get(region).partition : undefined;
  const expected =
    `"email", "https" or a topic: Amazon Q Developer in chat applications is not in the partition ${partition} of ` +
    region;
  return partition === undefined || partition === 'aws'
    ? []
    : paths.map((path) => ({ path, found: 'a chat channel', expected }));
}

function chatPaths({ warn, ...page }: NotifyConfig): string[] {
  return Object.entries({ notify: page, 'notify.warn': warn }).flatMap(([path, channels]) =>
    (['slack', 'teams'] as const).filter((kind) => channels?.[kind]).map((kind) => `${path}.${kind}`),
  );
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
  const isHere = (each: IConstruct) => topOf(Stack.of(each)) === topOf(here) && isMade(each);
  return isPageOwn || isWarnOwn || [topic, warnTopic].some((each) => each && isHere(each));
}

/** Nested stacks may need their parents, and these them. */
function topOf(stack: Stack): Stack {
  return stack.nestedStackParent ? topOf(stack.nestedStackParent) : stack;
}

/** What is attached to imported things, too. */
const ATTACHED = /(Policy|Ingress|Egress|Permission|Subscription)$/;

/** Whether a construct is a resource of its stack or holds some, and is not one that was imported there. */
function isMade(each: IConstruct): boolean {
  const own = each.node.defaultChild ? [each.node.defaultChild] : each.node.findAll();
  return own.some(
    (part) =>
      CfnElement.isCfnElement(part) &&
      !(CfnResource.isCfnResource(part) && ATTACHED.test(part.cfnResourceType)),
  );
}

/** Whether the construct library takes two stacks for ones of the same place. */
function isOneEnvironment(one: Stack, other: Stack): boolean {
  return one.environment === other.environment;
}

function isKnown(text: string): boolean {
  return !Token.isUnresolved(text);
}
