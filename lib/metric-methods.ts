import type { Metric, MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import type { MonitorMetrics } from './monitor-metrics';

/** The metrics of a monitor, a method each: the average, minimum, maximum or sum over a run that alarms look at. */
export abstract class MetricMethods extends Construct {
  /** The metrics that the function publishes, one run a period. */
  abstract readonly metrics: MonitorMetrics;

  /** How far a server is ahead of reference time, ms: below 0, it is behind. */
  metricOffset(server: string, options?: MetricOptions): Metric {
    return this.metrics.ofServer('offset', server, options);
  }

  /** How well a server's offset is known, ms: the true one lies within `Offset` +- this. */
  metricUncertainty(server: string, options?: MetricOptions): Metric {
    return this.metrics.ofServer('uncertainty', server, options);
  }

  /** A server's best round trip, ms. */
  metricRoundTripDelay(server: string, options?: MetricOptions): Metric {
    return this.metrics.ofServer('roundTripDelay', server, options);
  }

  /** 1 when a server gave a usable answer, 0 when not. */
  metricUsable(server: string, options?: MetricOptions): Metric {
    return this.metrics.ofServer('usable', server, options);
  }

  /** How fast a server's clock gains on reference time, ppm: below 0, it loses. Not of a fleet. */
  metricDrift(server: string, options?: MetricOptions): Metric {
    return this.metrics.ofServer('drift', server, options);
  }

  /** In how many hours a server reaches its limit, while it is drifting there. Not of a fleet. */
  metricHoursToLimit(server: string, options?: MetricOptions): Metric {
    return this.metrics.ofServer('hoursToLimit', server, options);
  }

  /** Reference time minus the function's own clock, ms. */
  metricClockOffset(options?: MetricOptions): Metric {
    return this.metrics.ofMonitor('clockOffset', options);
  }

  /** How many voting servers agree. */
  metricTruechimers(options?: MetricOptions): Metric {
    return this.metrics.ofMonitor('truechimers', options);
  }

  /** How many servers are proven wrong. */
  metricServersOutside(options?: MetricOptions): Metric {
    return this.metrics.ofMonitor('serversOutside', options);
  }

  /** Of how many servers neither can be proven. */
  metricServersUncertain(options?: MetricOptions): Metric {
    return this.metrics.ofMonitor('serversUncertain', options);
  }

  /** How many servers gave no usable answer. */
  metricServersUnusable(options?: MetricOptions): Metric {
    return this.metrics.ofMonitor('serversUnusable', options);
  }

  /** How many servers have a remark that somebody has to look at. */
  metricServersRemarked(options?: MetricOptions): Metric {
    return this.metrics.ofMonitor('serversRemarked', options);
  }

  /** How many voters the majority refutes without a proof that they are outside. */
  metricOutvoted(options?: MetricOptions): Metric {
    return this.metrics.ofMonitor('outvoted', options);
  }

  /** How many servers were measured. Of a fleet. */
  metricServers(options?: MetricOptions): Metric {
    return this.metrics.ofMonitor('servers', options);
  }

  /** How many servers are configured. Of a fleet. */
  metricServersConfigured(options?: MetricOptions): Metric {
    return this.metrics.ofMonitor('serversConfigured', options);
  }

  /** How many servers are proven right. Of a fleet. */
  metricServersWithin(options?: MetricOptions): Metric {
    return this.metrics.ofMonitor('serversWithin', options);
  }

  /** |offset| of all servers, ms: percentiles are known. Of a fleet. */
  metricAbsoluteOffset(options?: MetricOptions): Metric {
    return this.metrics.ofMonitor('absoluteOffset', options);
  }
}
