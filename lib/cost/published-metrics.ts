import {
  FLEET_COUNTS,
  FLEET_DISTRIBUTIONS,
  SHARD_METRICS,
  UNUSABLE_REASONS,
} from '../../lambda/monitor/fleet-metrics';
import { DIMENSION, MONITOR_METRICS, SERVER_METRICS } from '../../lambda/monitor/metrics';
import type { ResolvedConfig } from '../config/resolved-config';

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
  const { monitor, server, reason } = DIMENSION;
  const { clockOffset: _, ...againstClock } = MONITOR_METRICS;
  // Judging by its own clock, the function can't be off from it.
  const ofMonitor = describe(config.reference === 'clock' ? againstClock : MONITOR_METRICS, [monitor]);
  return config.detail === 'full'
    ? [
        ...ofMonitor,
        ...describe({ unusable: FLEET_COUNTS.unusable }, [monitor]),
        ...describe(SERVER_METRICS, [monitor, server], config.servers.length),
      ]
    : [
        ...ofMonitor,
        ...(hasJudgingShards(config) ? describe(SHARD_METRICS, [monitor]) : []),
        ...describe(FLEET_DISTRIBUTIONS, [monitor]),
        ...describe(FLEET_COUNTS, [monitor]),
        ...describe({ unusable: FLEET_COUNTS.unusable }, [monitor, reason], UNUSABLE_REASONS.length),
      ];
}

/** Several shards, each of which finds reference time by itself. */
function hasJudgingShards(config: ResolvedConfig): boolean {
  return config.reference === 'consensus' && config.shards.length > 1;
}

function describe(
  metrics: Record<string, { name: string; unit: string }>,
  dimensions: readonly string[],
  count = 1,
): PublishedMetric[] {
  return Object.values(metrics).map(({ name, unit }) => ({ name, unit, dimensions, count }));
}
