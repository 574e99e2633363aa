import { METRIC_DIMENSIONS } from '../../lambda/monitor/metrics/metric-entry';
import type { MetricScope } from '../../lambda/monitor/metrics/metric-keys';
import { UNUSABLE_REASONS } from '../../lambda/monitor/unusable-reasons';
import { metricsOfMonitor, type ResolvedConfig } from '../config/resolved-config';

/** A metric that a healthy monitor publishes. */
export interface PublishedMetric {
  name: string;
  unit: string;
  dimensions: readonly string[];
  /** How many CloudWatch counts: one for each combination of the dimensions' values. */
  count: number;
}

/** Every metric that a healthy monitor publishes; a fleet adds those of single servers while they are not well. */
export function publishedMetrics(config: ResolvedConfig): PublishedMetric[] {
  const { detail, servers } = config;
  const counts: Partial<Record<MetricScope, number>> = {
    server: detail === 'full' ? servers.length : 0,
    reason: UNUSABLE_REASONS.length,
  };
  return metricsOfMonitor(config)
    .filter(({ troubleOnly }) => !troubleOnly)
    .map(({ name, unit, scope }) => ({
      name,
      unit,
      dimensions: METRIC_DIMENSIONS[scope],
      count: counts[scope] ?? 1,
    }))
    .filter(({ count }) => count > 0);
}
