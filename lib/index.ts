/** What other CDK apps use of this package. */

export type { AlarmChoice, Detail, ReferenceSource, Server } from '../lambda/monitor/event';
export type { MaintenanceWindow } from '../lambda/monitor/maintenance';
export type { MetricKey, MetricKeyOf, MetricScope } from '../lambda/monitor/metrics/metric-keys';
export type {
  AlarmDefinition,
  AlarmSeverity,
  CombinedAlarm,
  ContributorAlarm,
  MetricAlarm,
  MetricUse,
  ServiceMetric,
} from './alarms/alarm-definition';
export type { AlarmSelection } from './alarms/alarm-selection';
export type { CreatedAlarm } from './alarms/create-alarms';
export { ConfigError, type Problem } from './config/config-error';
export { loadConfig, loadConfigs, parseConfig } from './config/load';
export type {
  Maintenance,
  MonitoredServer,
  MonitorInput,
  ReferenceServer,
  VpcIds,
} from './config/monitor-input';
export type { Notify, NotifyChannels, SlackChannel, TeamsChannel } from './config/parts/notify-input';
export type { Channels, NotifyConfig, ResolvedConfig, VpcConfig } from './config/resolved-config';
export type { ParsedSchedule } from './config/schedule-expression';
export type { Pause } from './config/schedule-pauses';
export type { Cost, CostLine } from './cost/price';
export type { PriceKey } from './cost/prices';
export type { MonitorResources } from './intake';
export { MetricMethods } from './metric-methods';
export { MonitorMetrics } from './monitor-metrics';
export { MonitorStack, type MonitorStackProps } from './monitor-stack';
export { NtpDriftMonitor } from './ntp-drift-monitor';
export type { NtpDriftMonitorProps } from './ntp-drift-monitor-props';
