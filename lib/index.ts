/** What other CDK apps use of this package. */

export { ConfigError, type Problem } from './config/config-error';
export { loadConfig, loadConfigs, parseConfig } from './config/load';
export type {
  Maintenance,
  MonitoredServer,
  MonitorInput,
  Notify,
  NotifyChannels,
  ReferenceServer,
  SlackChannel,
  TeamsChannel,
  VpcIds,
} from './config/monitor-input';
export type { Channels, NotifyConfig, ResolvedConfig, VpcConfig } from './config/resolved-config';
export type { Cost, CostLine } from './cost/price';
export { MonitorMetrics } from './monitor-metrics';
export { MonitorStack, type MonitorStackProps } from './monitor-stack';
export { NtpDriftMonitor } from './ntp-drift-monitor';
export type { NtpDriftMonitorProps } from './ntp-drift-monitor-props';
