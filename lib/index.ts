/** What other CDK apps use of this package. */
export type { MonitorConfig, MonitorInput } from './config';
export { loadConfig, parseConfig } from './config-file';
export type { Cost, CostLine } from './cost';
export { MonitorMetrics } from './metrics';
export type { NotifyInput } from './notify-config';
export { NtpDriftMonitor } from './ntp-drift-monitor';
export { ConfigError, type Problem } from './problem';
export type { NtpDriftMonitorProps } from './props';
export { MonitorStack, type MonitorStackProps } from './stack';
