import { RemovalPolicy } from 'aws-cdk-lib';
import type { IAlarmAction } from 'aws-cdk-lib/aws-cloudwatch';
import { ApplicationScalingAction, AutoScalingAction, Ec2Action } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { CfnLogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import {
  LOG_RETENTIONS_DAYS,
  MAX_ALARM_ACTIONS,
  MAX_MEMORY_MB,
  MAX_SECURITY_GROUPS,
  MAX_TIMEOUT_SECONDS,
  MIN_MEMORY_MB,
} from '../config/aws-quotas';
import { foundLater, KNOWN_LATER } from '../config/checks/known-later';
import { formatValue, type Problem } from '../config/config-error';
import type { NotifyConfig } from '../config/resolved-config';
import { isKnownLater, LITERAL } from '../intake-tokens';
import type { NtpDriftMonitorProps } from '../ntp-drift-monitor-props';
import { mistypedProps } from './known-props';
import { wrongKinds } from './prop-kinds';

/** A prop that says how a monitor is deployed, as far as it is looked at. */
interface ResourceRule {
  readonly path: keyof NtpDriftMonitorProps;
  /** Completes the sentence "expected ...". */
  readonly expected: string;
  isRight(value: unknown): boolean;
}

const flag = (path: ResourceRule['path']): ResourceRule => ({
  path,
  expected: 'true or false',
  isRight: (value) => typeof value === 'boolean',
});

/** Of queues, keys and logs there are no snapshots. */
const removal = (path: ResourceRule['path']): ResourceRule => {
  const { DESTROY, RETAIN, RETAIN_ON_UPDATE_OR_DELETE } = RemovalPolicy;
  return {
    path,
    expected:
      'RemovalPolicy.DESTROY, RETAIN or RETAIN_ON_UPDATE_OR_DELETE: queues, keys and logs can go or stay, and have no ' +
      'snapshots',
    isRight: (value) => [DESTROY, RETAIN, RETAIN_ON_UPDATE_OR_DELETE].includes(value as RemovalPolicy),
  };
};

const RULES: readonly ResourceRule[] = [
  {
    path: 'memorySize',
    expected: `a whole number of MB, ${MIN_MEMORY_MB} to ${MAX_MEMORY_MB}`,
    isRight: (value) => isWhole(value, MIN_MEMORY_MB, MAX_MEMORY_MB),
  },
  {
    path: 'logRetention',
    expected: 'one of RetentionDays',
    isRight: (value) => [...LOG_RETENTIONS_DAYS, RetentionDays.INFINITE].includes(value as number),
  },
  flag('dashboard'),
  flag('paused'),
  flag('ipv6'),
  removal('removalPolicy'),
  removal('logRemovalPolicy'),
];

/**
 * What is wrong with the props that say how a monitor is deployed. CloudFormation would refuse it an hour later, or
 * something else than was meant would be deployed.
 */
export function resourceProblems(props: NtpDriftMonitorProps): Problem[] {
  const ofWrongKind = wrongKinds(props);
  if (ofWrongKind.length > 0) {
    return ofWrongKind;
  }
  return [
    ...mistypedProps(props),
    ...RULES.filter(({ path }) => props[path] !== undefined).flatMap(({ path, expected, isRight }) =>
      ruleProblems(path, props[path], isRight, expected),
    ),
    ...timeoutProblems(props),
    ...networkProblems(props),
    ...logGroupProblems(props),
    ...actionProblems('pageActions', props.pageActions ?? []),
    ...actionProblems('warnActions', props.warnActions ?? []),
  ];
}

/** Shards start at the same moment: what isn't reserved for each is throttled, in every run. */
export function concurrencyProblems(
  { reservedConcurrentExecutions: reserved }: NtpDriftMonitorProps,
  schedules: number,
): Problem[] {
  const path = 'reservedConcurrentExecutions';
  const expected = `at least ${schedules}, one for each schedule; "paused" stops a monitor`;
  const isRight = (value: unknown) => isWhole(value, schedules, Number.POSITIVE_INFINITY);
  return reserved === undefined || isKnownLater(reserved)
    ? []
    : ruleProblems(path, reserved, isRight, expected);
}

function timeoutProblems({ timeout }: NtpDriftMonitorProps): Problem[] {
  if (!timeout) {
    return [];
  }
  if (timeout.isUnresolved()) {
    return [{ path: 'timeout', found: KNOWN_LATER, expected: LITERAL }];
  }
  const seconds = timeout.toMilliseconds() / 1000;
  const expected = `whole seconds, 1 to ${MAX_TIMEOUT_SECONDS}`;
  return isWhole(seconds, 1, MAX_TIMEOUT_SECONDS)
    ? []
    : [{ path: 'timeout', found: `${seconds} s`, expected }];
}

/** Actions on machines, which composite alarms can't take (CloudWatch API Reference, PutCompositeAlarm). */
const FOR_MACHINES = [Ec2Action, AutoScalingAction, ApplicationScalingAction];

function actionProblems(path: string, actions: readonly IAlarmAction[]): Problem[] {
  const max = MAX_ALARM_ACTIONS - 1;
  const tooMany = {
    path,
    found: `a list of ${actions.length}`,
    expected: `at most ${max}, beside the topic`,
  };
  const expected = 'an action that composite alarms take, too: of SNS, Lambda or Systems Manager';
  return [
    ...(actions.length > max ? [tooMany] : []),
    ...actions.flatMap((action, i) => {
      const machine = FOR_MACHINES.find((each) => action instanceof each);
      return machine ? [{ path: `${path}[${i}]`, found: `an ${machine.name}`, expected }] : [];
    }),
  ];
}

/**
 * Of two topics for the same alarms one would hear nothing.
 * @param notify of the props, or of the file that they were made of
 */
export function topicProblems({ topic, warnTopic }: NtpDriftMonitorProps, notify: NotifyConfig): Problem[] {
  const both = [
    { path: 'notify.topicArn', isTwice: topic !== undefined && notify.topicArn !== undefined },
    {
      path: 'notify.warn.topicArn',
      isTwice: warnTopic !== undefined && notify.warn?.topicArn !== undefined,
    },
  ];
  const found = 'given beside a topic in the props';
  const expected = 'one of the two: alarms are published to one topic, and the other would hear nothing';
  return both.filter(({ isTwice }) => isTwice).map(({ path }) => ({ path, found, expected }));
}

function networkProblems({ vpc, vpcSubnets, securityGroups }: NtpDriftMonitorProps): Problem[] {
  const given = Object.entries({ vpcSubnets, securityGroups }).filter(([, value]) => value);
  if (!vpc) {
    const expected = 'a vpc beside it: the function would run outside any';
    return given.map(([path]) => ({ path, found: 'given without a vpc', expected }));
  }
  const count = securityGroups?.length ?? 1;
  const expected = `1 to ${MAX_SECURITY_GROUPS}; leave it out for one that lets the function out`;
  return isWhole(count, 1, MAX_SECURITY_GROUPS)
    ? []
    : [{ path: 'securityGroups', found: `a list of ${count}`, expected }];
}

/** A class of log groups that has no queries and keeps a day (Amazon CloudWatch Logs API Reference, CreateLogGroup). */
const LOG_DELIVERY = 'DELIVERY';

function logGroupProblems({ logGroup }: NtpDriftMonitorProps): Problem[] {
  const resource = logGroup?.node.defaultChild;
  const found = `${logGroup?.node.path}, a log group of the class ${LOG_DELIVERY}`;
  const expected = 'one of the class STANDARD: this one has no queries and keeps a day';
  return CfnLogGroup.isCfnLogGroup(resource) && resource.logGroupClass === LOG_DELIVERY
    ? [{ path: 'logGroup', found, expected }]
    : [];
}

function ruleProblems(
  path: string,
  value: unknown,
  isRight: (value: unknown) => boolean,
  expected: string,
): Problem[] {
  if (isKnownLater(value)) {
    return [{ path, found: foundLater(value), expected: LITERAL }];
  }
  return isRight(value) ? [] : [{ path, found: formatValue(value), expected }];
}

function isWhole(value: unknown, min: number, max: number): boolean {
  return Number.isInteger(value) && (value as number) >= min && (value as number) <= max;
}
