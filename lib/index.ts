/** What other CDK apps use of this package. */

export { ConfigError, type Problem } from './config/config-error';
export { loadConfig, parseConfig } from './config/load';
export type { NotifyInput } from './config/notify-schema';
export type { ResolvedConfig } from './config/resolved-config';
export type { MonitorInput } from './config/schema';
export type { Cost, CostLine } from './cost/price';
export { MonitorMetrics } from './monitor-metrics';
export { MonitorStack, type MonitorStackProps } from './monitor-stack';
export { NtpDriftMonitor } from './ntp-drift-monitor';
export type { NtpDriftMonitorProps } from './ntp-drift-monitor-props';
