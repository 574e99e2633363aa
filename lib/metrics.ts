import { Metric, type MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';
import { DIMENSION, MONITOR_METRICS, NAMESPACE, SERVER_METRICS } from '../lambda/metrics';

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
