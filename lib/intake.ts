import type { Construct } from 'constructs';
import { parseConfig } from './config/load';
import type { MonitorInput } from './config/monitor-input';
import type { ResolvedConfig } from './config/resolved-config';
import { monitorSchema } from './config/schema';
import { Tokens } from './intake-tokens';
import type { NtpDriftMonitorProps } from './ntp-drift-monitor-props';

const RESOLVED = Symbol('config');

/** Props with the keys of monitor.json. The VPC is another thing there: ids in place of a construct. */
type ConfigKey = Exclude<Extract<keyof NtpDriftMonitorProps, keyof MonitorInput>, 'vpc'> | 'monitorName';

/** Props that say how a monitor is deployed, and not what it watches. */
export type MonitorResources = Omit<NtpDriftMonitorProps, ConfigKey>;

/** Props of a monitor whose configuration was made already, which the construct takes as it is. */
export function withConfig(config: ResolvedConfig, resources: MonitorResources): NtpDriftMonitorProps {
  return {
    ...resources,
    monitorName: config.name,
    servers: [...config.servers],
    [RESOLVED]: config,
  } as NtpDriftMonitorProps;
}

/**
 * What a monitor watches, and how: its props as monitor.json would say them, checked by the same rules.
 * @param timeoutMs the function's timeout, ms
 * @throws ConfigError listing everything that is wrong with the props
 */
export function resolveProps(
  scope: Construct,
  props: NtpDriftMonitorProps,
  timeoutMs: number,
): ResolvedConfig {
  if (RESOLVED in props) {
    return props[RESOLVED] as ResolvedConfig;
  }
  const { monitorName: name, schedule, vpc: _, ...rest } = props;
  const known = Object.entries(rest).filter(([key]) => key in monitorSchema.shape);
  const timing = { schedule: schedule?.expressionString, timeZone: schedule?.timeZone?.timezoneName };
  const input = { ...Object.fromEntries(known), name, ...timing };
  const tokens = new Tokens(nameForRefusals(scope));
  const config = parseConfig(tokens.hide(input), nameForRefusals(scope), timeoutMs);
  return { ...config, notify: tokens.restore(config.notify) };
}

/** What a monitor is called where its configuration is refused. */
export function nameForRefusals(scope: Construct): string {
  return `NtpDriftMonitor ${scope.node.path}`;
}
