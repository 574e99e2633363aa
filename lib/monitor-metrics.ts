import { Metric, type MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';
import type { IConstruct } from 'constructs';
import { DIMENSION, NAMESPACE } from '../lambda/monitor/metrics/metric-entry';
import type { MetricKeyOf, MetricScope } from '../lambda/monitor/metrics/metric-keys';
import { METRICS } from '../lambda/monitor/metrics/metrics';
import { COUNTED_REASONS } from '../lambda/monitor/unusable-reasons';
import { quoted } from './config/checks/known-later';
import type { ResolvedConfig } from './config/resolved-config';
import { metricsOfMonitor } from './cost/published-metrics';

/** What shards publish adds up: of these, an alarm or a graph takes the sum unless it says otherwise. */
const SUMMED: readonly MetricScope[] = ['shard', 'count', 'reason'];

/** The function's metrics as the alarms, the dashboard and other stacks refer to them. */
export class MonitorMetrics {
  private readonly monitorName: string;
  private readonly serverNames: readonly string[];
  private readonly published: ReadonlySet<object>;

  /**
   * @param scope the monitor, whose region and account the metrics carry
   * @param defaults what holds unless a call says otherwise: the period above all
   */
  constructor(
    private readonly scope: IConstruct,
    config: ResolvedConfig,
    private readonly defaults: MetricOptions,
  ) {
    this.monitorName = config.name;
    this.serverNames = config.servers.map(({ name }) => name);
    this.published = new Set(metricsOfMonitor(config));
  }

  /**
   * A metric of one server.
   * @throws Error for a server or a metric that the monitor doesn't have: it would be empty for ever
   */
  ofServer(key: MetricKeyOf<'server'>, serverName: string, options?: MetricOptions): Metric {
    if (!this.serverNames.includes(serverName)) {
      throw new Error(
        `The monitor ${this.monitorName} has no server ${quoted(serverName)}; it has ${publishedNames(this.serverNames)}.`,
      );
    }
    return this.metric(key, { [DIMENSION.server]: serverName }, options);
  }

  /** A metric of the monitor as a whole: of its reference time, its shards, or all of its servers. */
  ofMonitor(
    key: MetricKeyOf<'monitor' | 'shard' | 'count' | 'distribution'>,
    options?: MetricOptions,
  ): Metric {
    return this.metric(key, {}, options);
  }

  /**
   * How many servers of a fleet are unusable for a reason of `COUNTED_REASONS`.
   * @throws Error for another reason, or of a monitor that is no fleet: it would be empty for ever
   */
  unusableFor(reason: string, options?: MetricOptions): Metric {
    const known: readonly string[] = COUNTED_REASONS;
    if (!known.includes(reason)) {
      throw new Error(`No server is unusable for ${quoted(reason)}; reasons are ${known.join(', ')}.`);
    }
    return this.metric('unusableByReason', { [DIMENSION.reason]: reason }, options);
  }

  /** Any metric that has no dimension but the monitor and perhaps the server. */
  of(key: MetricKeyOf<MetricScope>, serverName: string | undefined, options?: MetricOptions): Metric {
    return this.metric(key, serverName === undefined ? {} : { [DIMENSION.server]: serverName }, options);
  }

  private metric(
    key: MetricKeyOf<MetricScope>,
    dimensions: Record<string, string>,
    options?: MetricOptions,
  ): Metric {
    const { name, scope } = METRICS[key];
    if (!this.published.has(METRICS[key])) {
      throw new Error(
        `The monitor ${this.monitorName} does not publish ${name}: README's table of metrics says which do.`,
      );
    }
    return new Metric({
      namespace: NAMESPACE,
      metricName: name,
      dimensionsMap: { [DIMENSION.monitor]: this.monitorName, ...dimensions },
      ...this.defaults,
      ...(SUMMED.includes(scope) && { statistic: 'Sum' }),
      ...options,
    }).attachTo(this.scope);
  }
}

/** Names at most so many: a fleet may have thousands. */
const MAX_NAMED = 10;

function publishedNames(names: readonly string[]): string {
  const more = names.length - MAX_NAMED;
  return names.slice(0, MAX_NAMED).join(', ') + (more > 0 ? ` and ${more} more` : '');
}
