import { Metric, type MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';
import { FLEET_COUNTS, FLEET_DISTRIBUTIONS, SHARD_METRICS } from '../lambda/monitor/fleet-metrics';
import { DIMENSION, MONITOR_METRICS, NAMESPACE, SERVER_METRICS } from '../lambda/monitor/metrics';

/** The function's metrics as the alarms, the dashboard and other stacks refer to them. */
export class MonitorMetrics {
  constructor(
    private readonly monitorName: string,
    /** What holds unless a call says otherwise: the period above all. */
    private readonly defaults: MetricOptions,
  ) {}

  /** A metric of one server. */
  ofServer(key: keyof typeof SERVER_METRICS, serverName: string, options?: MetricOptions): Metric {
    return this.metric(SERVER_METRICS[key].name, { [DIMENSION.server]: serverName }, options);
  }

  /** A metric of the monitor as a whole. */
  ofMonitor(key: keyof typeof MONITOR_METRICS, options?: MetricOptions): Metric {
    return this.metric(MONITOR_METRICS[key].name, {}, options);
  }

  /** How many servers of a fleet there are of a kind. Shards and servers add up: take the sum. */
  ofFleet(key: keyof typeof FLEET_COUNTS, options?: MetricOptions): Metric {
    return this.metric(FLEET_COUNTS[key].name, {}, { statistic: 'Sum', ...options });
  }

  /** How many of a fleet's shards are of a kind, while there are several: take the sum. */
  ofShards(key: keyof typeof SHARD_METRICS, options?: MetricOptions): Metric {
    return this.metric(SHARD_METRICS[key].name, {}, { statistic: 'Sum', ...options });
  }

  /** How many servers of a fleet are unusable for a reason of `UNUSABLE_REASONS`. */
  unusableFor(reason: string, options?: MetricOptions): Metric {
    const dimensions = { [DIMENSION.reason]: reason };
    return this.metric(FLEET_COUNTS.unusable.name, dimensions, { statistic: 'Sum', ...options });
  }

  /** A distribution over a fleet's servers: any statistic, percentiles included. */
  distribution(key: keyof typeof FLEET_DISTRIBUTIONS, options?: MetricOptions): Metric {
    return this.metric(FLEET_DISTRIBUTIONS[key].name, {}, options);
  }

  private metric(metricName: string, dimensions: Record<string, string>, options?: MetricOptions): Metric {
    return new Metric({
      namespace: NAMESPACE,
      metricName,
      dimensionsMap: { [DIMENSION.monitor]: this.monitorName, ...dimensions },
      ...this.defaults,
      ...options,
    });
  }
}
