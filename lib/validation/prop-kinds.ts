import { foundLater } from '../config/checks/known-later';
import { formatValue, type Problem } from '../config/config-error';
import { isKnownLater } from '../intake-tokens';
import type { NtpDriftMonitorProps } from '../ntp-drift-monitor-props';

/** What a prop must be, by something that it has: a class may be there twice, of two copies of the construct library. */
interface Kind {
  /** Completes the sentence "expected ...". */
  readonly expected: string;
  readonly has: string;
}

const TOPIC: Kind = { expected: 'a Topic; Topic.fromTopicArn() makes one of an ARN', has: 'topicArn' };
const CHANNEL: Kind = { expected: 'the construct of a channel; "notify" takes the ids of one', has: 'node' };
const ACTION: Kind = { expected: 'an alarm action, such as new SnsAction(topic)', has: 'bind' };

const PROP_KINDS: Partial<Record<keyof NtpDriftMonitorProps, Kind>> = {
  code: { expected: 'a Code; Code.fromAsset() makes one of a folder', has: 'bind' },
  encryptionKey: { expected: 'a Key; Key.fromKeyArn() makes one of an ARN', has: 'keyArn' },
  logGroup: { expected: 'a LogGroup; LogGroup.fromLogGroupName() makes one of a name', has: 'logGroupName' },
  role: { expected: 'a Role; Role.fromRoleArn() makes one of an ARN', has: 'roleArn' },
  schedule: {
    expected: "a ScheduleExpression; ScheduleExpression.expression('rate(5 minutes)') makes one of a text",
    has: 'expressionString',
  },
  slackChannel: CHANNEL,
  teamsChannel: CHANNEL,
  timeout: { expected: 'a Duration, such as Duration.seconds(45)', has: 'toMilliseconds' },
  topic: TOPIC,
  vpc: { expected: 'a Vpc; Vpc.fromLookup() finds one by its id', has: 'vpcId' },
  warnTopic: TOPIC,
};

/** The same for each member of a list. */
const LISTED_KINDS: Partial<Record<keyof NtpDriftMonitorProps, Kind>> = {
  pageActions: ACTION,
  securityGroups: {
    expected: 'a SecurityGroup; SecurityGroup.fromSecurityGroupId() makes one of an id',
    has: 'securityGroupId',
  },
  warnActions: ACTION,
};

/** Props of another kind than they must be, which nothing but TypeScript would notice; some would say nothing. */
export function wrongKinds(props: NtpDriftMonitorProps): Problem[] {
  if (typeof props !== 'object' || props === null) {
    return [{ path: 'props', found: shown(props), expected: 'an object with "monitorName" and "servers"' }];
  }
  const { vpcSubnets } = props;
  const expected = 'a selection, such as { subnets: [...] }';
  return [
    ...Object.entries(PROP_KINDS).flatMap(([path, kind]) =>
      kindProblems(path, props[path as keyof NtpDriftMonitorProps], kind),
    ),
    ...Object.entries(LISTED_KINDS).flatMap(([path, kind]) =>
      listProblems(path, props[path as keyof NtpDriftMonitorProps], kind),
    ),
    ...(Array.isArray(vpcSubnets) || typeof vpcSubnets === 'string'
      ? [{ path: 'vpcSubnets', found: shown(vpcSubnets), expected }]
      : []),
  ];
}

function listProblems(path: string, value: unknown, kind: Kind): Problem[] {
  if (value === undefined || value === null) {
    return [];
  }
  return Array.isArray(value)
    ? value.flatMap((each, i) => kindProblems(`${path}[${i}]`, each, kind))
    : [{ path, found: shown(value), expected: 'a list' }];
}

function kindProblems(path: string, value: unknown, { expected, has }: Kind): Problem[] {
  const isRight = typeof value === 'object' && value !== null && has in value;
  return isRight || value === undefined || value === null ? [] : [{ path, found: shown(value), expected }];
}

/** A value in a message: of a construct its path, as JSON would have no end. */
function shown(value: unknown): string {
  if (Array.isArray(value)) {
    return `a list of ${value.length}`;
  }
  if (typeof value !== 'object' || value === null) {
    return isKnownLater(value) ? foundLater(value) : formatValue(value);
  }
  const { node } = value as { node?: { path?: string } };
  return node?.path ?? 'another object';
}
