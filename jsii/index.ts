import type { AlarmBase, Dashboard, Metric, MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';
import type { Grant, IGrantable } from 'aws-cdk-lib/aws-iam';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { Schedule } from 'aws-cdk-lib/aws-scheduler';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { AlarmSelection } from '../lib/alarms/alarm-selection';
import { NtpDriftMonitor as Monitor } from '../lib/ntp-drift-monitor';
import type { NtpDriftMonitorProps } from '../lib/ntp-drift-monitor-props';
import { propsFromFile } from '../lib/props-from-file';

export type { AlarmSelection } from '../lib/alarms/alarm-selection';
export type { Maintenance, MonitoredServer, ReferenceServer } from '../lib/config/monitor-input';
export type { Notify, NotifyChannels, SlackChannel, TeamsChannel } from '../lib/config/parts/notify-input';
export type { NtpDriftMonitorProps } from '../lib/ntp-drift-monitor-props';

/**
 * Watches NTP servers: a scheduled function, its metrics, alarms that notify, and a dashboard. In the words that all
 * languages of the CDK have; what TypeScript has beside them is typed in ways that the others don't know.
 */
export class NtpDriftMonitor extends Construct {
  /**
   * The monitor of a monitor.json that has one.
   * @param file its path
   */
  static fromFile(scope: Construct, id: string, file: string): NtpDriftMonitor {
    return new NtpDriftMonitor(scope, id, propsFromFile(scope, id, { file }));
  }

  /** The dimension `Monitor`, and the beginning of every alarm's name. */
  readonly monitorName: string;
  /** The function that measures and publishes. */
  readonly function: LambdaFunction;
  /** One, or one for each shard of a fleet; all in one group. */
  readonly schedules: Schedule[];
  /** Where pages go. */
  readonly topic: ITopic;
  /** Where warnings go. */
  readonly warnTopic: ITopic;
  /** All alarms, composite ones among them. */
  readonly alarms: AlarmBase[];
  /** Undefined with `dashboard: false`. */
  readonly dashboard?: Dashboard;
  /** What it costs in a month while all servers are well, USD at list price. */
  readonly monthlyUsd: number;
  /** Events that EventBridge Scheduler could not deliver to the function. */
  readonly undelivered: Queue;
  /** Events that the function failed on, or never got. */
  readonly failures: Queue;
  private readonly monitor: Monitor;

  constructor(scope: Construct, id: string, props: NtpDriftMonitorProps) {
    super(scope, id);
    const monitor = new Monitor(this, 'Monitor', props);
    this.monitor = monitor;
    this.monitorName = monitor.monitorName;
    this.function = monitor.function;
    this.schedules = [...monitor.schedules];
    this.topic = monitor.topic;
    this.warnTopic = monitor.warnTopic;
    this.alarms = [...monitor.alarms];
    if (monitor.dashboard) {
      this.dashboard = monitor.dashboard;
    }
    this.monthlyUsd = monitor.cost.totalUsd;
    this.undelivered = monitor.undelivered;
    this.failures = monitor.failures;
  }

  /**
   * One alarm.
   * @param kind its verdict or condition: `outside`, `unusable`, `not watching` and so on
   * @param server the name of the server that it is about; without it, an alarm of the monitor itself
   */
  alarm(kind: string, server?: string): AlarmBase {
    return this.monitor.alarm(kind, server);
  }

  /** The alarms of a severity, a kind, or a server; all of them without a selection. */
  alarmsOf(selection?: AlarmSelection): AlarmBase[] {
    return this.monitor.alarmsOf(selection);
  }

  /** Lets somebody start a run: invoke the function with a schedule's own `Input`. */
  grantInvoke(grantee: IGrantable): Grant {
    return this.monitor.grantInvoke(grantee);
  }

  /** Lets somebody read the log, which has every reading. */
  grantReadReadings(grantee: IGrantable): Grant {
    return this.monitor.grantReadReadings(grantee);
  }

  /** How far a server is ahead of reference time, ms: below 0, it is behind. */
  metricOffset(server: string, options?: MetricOptions): Metric {
    return this.monitor.metricOffset(server, options);
  }

  /** How well a server's offset is known, ms: the true one lies within `Offset` +- this. */
  metricUncertainty(server: string, options?: MetricOptions): Metric {
    return this.monitor.metricUncertainty(server, options);
  }

  /** A server's best round trip, ms. */
  metricRoundTripDelay(server: string, options?: MetricOptions): Metric {
    return this.monitor.metricRoundTripDelay(server, options);
  }

  /** 1 when a server gave a usable answer, 0 when not. */
  metricUsable(server: string, options?: MetricOptions): Metric {
    return this.monitor.metricUsable(server, options);
  }

  /** How fast a server's clock gains on reference time, ppm: below 0, it loses. Not of a fleet. */
  metricDrift(server: string, options?: MetricOptions): Metric {
    return this.monitor.metricDrift(server, options);
  }

  /** In how many hours a server reaches its limit, while it is drifting there. Not of a fleet. */
  metricHoursToLimit(server: string, options?: MetricOptions): Metric {
    return this.monitor.metricHoursToLimit(server, options);
  }

  /** Reference time minus the function's own clock, ms. */
  metricClockOffset(options?: MetricOptions): Metric {
    return this.monitor.metricClockOffset(options);
  }

  /** How many voting servers agree. */
  metricTruechimers(options?: MetricOptions): Metric {
    return this.monitor.metricTruechimers(options);
  }

  /** How many servers are proven wrong. */
  metricServersOutside(options?: MetricOptions): Metric {
    return this.monitor.metricServersOutside(options);
  }

  /** Of how many servers neither can be proven. */
  metricServersUncertain(options?: MetricOptions): Metric {
    return this.monitor.metricServersUncertain(options);
  }

  /** How many servers gave no usable answer. */
  metricServersUnusable(options?: MetricOptions): Metric {
    return this.monitor.metricServersUnusable(options);
  }

  /** How many servers have a remark that somebody has to look at. */
  metricServersRemarked(options?: MetricOptions): Metric {
    return this.monitor.metricServersRemarked(options);
  }

  /** How many voters the majority refutes without a proof that they are outside. */
  metricOutvoted(options?: MetricOptions): Metric {
    return this.monitor.metricOutvoted(options);
  }

  /** How many servers were measured. Of a fleet. */
  metricServers(options?: MetricOptions): Metric {
    return this.monitor.metricServers(options);
  }

  /** How many servers are configured. Of a fleet. */
  metricServersConfigured(options?: MetricOptions): Metric {
    return this.monitor.metricServersConfigured(options);
  }

  /** How many servers are proven right. Of a fleet. */
  metricServersWithin(options?: MetricOptions): Metric {
    return this.monitor.metricServersWithin(options);
  }

  /** |offset| of all servers, ms: percentiles are known. Of a fleet. */
  metricAbsoluteOffset(options?: MetricOptions): Metric {
    return this.monitor.metricAbsoluteOffset(options);
  }
}
