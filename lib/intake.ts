import type { Construct } from 'constructs';
import { parseConfig } from './config/load';
import type { ResolvedConfig } from './config/resolved-config';
import { DEFAULT_SCHEDULE } from './config/schema';
import type { NtpDriftMonitorProps } from './ntp-drift-monitor-props';

const CONFIG = Symbol('config');

/** Props that say how a monitor is deployed, and not what it watches. */
export type MonitorResources = Omit<NtpDriftMonitorProps, keyof Intended>;

/** Props with the keys of monitor.json. */
type Intended = Pick<
  NtpDriftMonitorProps,
  'monitorName' | 'servers' | 'schedule' | 'limitMs' | 'reference' | 'detail' | 'notify' | 'costCeilingUsd'
>;

/** Props of a monitor whose configuration was made already, which the construct takes as it is. */
export function withConfig(config: ResolvedConfig, resources: MonitorResources): NtpDriftMonitorProps {
  return {
    ...resources,
    monitorName: config.name,
    servers: [...config.servers],
    [CONFIG]: config,
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
  if (CONFIG in props) {
    return props[CONFIG] as ResolvedConfig;
  }
  const { monitorName, limitMs, reference, detail, servers, notify, costCeilingUsd } = props;
  const schedule = props.schedule?.expressionString ?? DEFAULT_SCHEDULE;
  const input = { name: monitorName, schedule, limitMs, reference, detail, servers, notify, costCeilingUsd };
  return parseConfig(input, sourceOf(scope), timeoutMs);
}

/** What a monitor is called where its configuration is refused. */
export function sourceOf(scope: Construct): string {
  return `NtpDriftMonitor ${scope.node.path}`;
}
