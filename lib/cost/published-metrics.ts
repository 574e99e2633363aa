import { METRIC_DIMENSIONS, type Metric } from '../../lambda/monitor/metrics/metric-entry';
import type { MetricScope } from '../../lambda/monitor/metrics/metric-keys';
import { metricsPublishedBy } from '../../lambda/monitor/metrics/metric-selection';
import { COUNTED_REASONS } from '../../lambda/monitor/unusable-reasons';
import type { ResolvedConfig } from '../config/resolved-config';

/** A metric that a healthy monitor publishes. */
export interface PublishedMetric {
  name: string;
  unit: string;
  dimensions: readonly string[];
  /** How many CloudWatch counts: one for each combination of the dimensions' values. */
  count: number;
}

/** The metrics that a monitor publishes, those included that only trouble has. */
export function metricsOfMonitor({ detail, alarms, reference, shards }: ResolvedConfig): Metric[] {
  return metricsPublishedBy({ detail, alarms, byClock: reference === 'clock', sharded: shards.length > 1 });
}

/** Every metric that a healthy monitor publishes; a fleet adds those of single servers while they are not well. */
export function publishedMetrics(config: ResolvedConfig): PublishedMetric[] {
  const { detail, servers } = config;
  const counts: Partial<Record<MetricScope, number>> = {
    server: detail === 'full' ? servers.length : 0,
    reason: COUNTED_REASONS.length,
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
