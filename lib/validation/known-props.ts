import type { Problem } from '../config/config-error';
import { isMistyped } from '../config/schema-problems';
import type { NtpDriftMonitorProps } from '../ntp-drift-monitor-props';

/** Every prop: a further one is an entry, without which nothing compiles. */
const PROPS: Readonly<Record<keyof NtpDriftMonitorProps, true>> = {
  alarms: true,
  code: true,
  costCeilingUsd: true,
  dashboard: true,
  detail: true,
  encryptionKey: true,
  history: true,
  ipv6: true,
  limitMs: true,
  logGroup: true,
  logRemovalPolicy: true,
  logRetention: true,
  maintenance: true,
  maxVoterDistanceMs: true,
  memorySize: true,
  monitorName: true,
  notify: true,
  pageActions: true,
  paused: true,
  reference: true,
  removalPolicy: true,
  reservedConcurrentExecutions: true,
  role: true,
  runbook: true,
  schedule: true,
  securityGroups: true,
  servers: true,
  slackChannel: true,
  teamsChannel: true,
  timeout: true,
  topic: true,
  vpc: true,
  vpcSubnets: true,
  warnActions: true,
  warnTopic: true,
};

/**
 * Props that are mistyped, which nothing but TypeScript would notice. Others that are unknown pass: props may be spread of
 * wider objects.
 */
export function mistypedProps(props: object): Problem[] {
  const given = Object.entries(props).flatMap(([key, value]) => (value === undefined ? [] : [key]));
  const missing = Object.keys(PROPS).filter((known) => !given.includes(known));
  return given
    .filter((key) => !Object.hasOwn(PROPS, key))
    .flatMap((path) => {
      // What goes on after a prop's name is another word: vpcId.
      const meant = missing.find((known) => isMistyped(known, path) && !path.startsWith(known));
      return meant === undefined ? [] : [{ path, found: 'not a known prop', expected: `"${meant}"` }];
    });
}
