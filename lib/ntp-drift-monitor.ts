import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import type { AlarmBase, Dashboard, IWidget } from 'aws-cdk-lib/aws-cloudwatch';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { type Schedule, ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { type CreatedAlarm, createAlarms } from './alarms/create-alarms';
import { alarmPolicy } from './alarms/policy';
import { serviceMetrics } from './alarms/service-metrics';
import { createDeadLetterQueue } from './compute/dead-letter-queue';
import { createFunction, shippedCode } from './compute/monitor-function';
import { createSchedules } from './compute/schedules';
import { createSecurityGroup } from './compute/security-group';
import { ConfigError } from './config/config-error';
import { FUNCTION_TIMEOUT_MS } from './config/policy';
import type { ResolvedConfig } from './config/resolved-config';
import { alarmPeriodMinutes } from './config/run-window';
import { toEvents } from './config/schedule-input';
import { type Cost, ceilingProblems, costOf } from './cost/price';
import { assumptionsOf, quantitiesOf } from './cost/quantities';
import { createDashboard, dashboardNameOf, dashboardUrl } from './dashboard/create-dashboard';
import { fleetWidgets } from './dashboard/fleet-dashboard';
import { createQueries } from './dashboard/saved-queries';
import { createNotWellRule } from './dashboard/unhealthy-servers';
import { resolveProps, sourceOf } from './intake';
import { MonitorMetrics } from './monitor-metrics';
import { createNotifications } from './notifications/notifications';
import type { NtpDriftMonitorProps } from './ntp-drift-monitor-props';
import { limitErrors } from './validation/cloudwatch-limits';
import { neighbourErrors } from './validation/neighbours';
import { warnOfTraps } from './validation/warnings';

/** Watches NTP servers: a scheduled function, its metrics, alarms that notify, and a dashboard. */
export class NtpDriftMonitor extends Construct {
  /** The dimension `Monitor`, and the beginning of every alarm's name. */
  readonly monitorName: string;
  readonly function: LambdaFunction;
  /** One, or one for each shard of a fleet; all in one group. */
  readonly schedules: readonly Schedule[];
  /** Where pages go. */
  readonly topic: ITopic;
  /** Where warnings go. */
  readonly warnTopic: ITopic;
  readonly alarms: readonly AlarmBase[];
  /** The same alarms, each with what it was made of. */
  readonly alarmDefinitions: readonly CreatedAlarm[];
  readonly dashboard: Dashboard;
  /** What it costs in a month while all servers are well, at list price. */
  readonly cost: Cost;
  /** The metrics that the function publishes, one run a period. */
  readonly metrics: MonitorMetrics;
  /** Events that EventBridge Scheduler could not deliver to the function. */
  readonly undelivered: Queue;
  /** Events that the function failed on, or never got. */
  readonly failures: Queue;

  /** @throws ConfigError listing everything that is wrong with the props */
  constructor(scope: Construct, id: string, props: NtpDriftMonitorProps) {
    super(scope, id);
    const timeout = props.timeout ?? Duration.millis(FUNCTION_TIMEOUT_MS);
    const config = resolveProps(this, props, timeout.toMilliseconds());
    const { name: monitorName } = config;
    this.monitorName = monitorName;
    const names = config.servers.map(({ name }) => name);
    const full = config.detail === 'full';
    const period = Duration.minutes(alarmPeriodMinutes(config.schedule.longestGapMs));

    this.metrics = new MonitorMetrics(monitorName, { period });
    this.undelivered = createDeadLetterQueue(this, 'Undelivered');
    this.failures = createDeadLetterQueue(this, 'Failures');
    this.function = createFunction(this, {
      monitorName,
      code: props.code ?? shippedCode(),
      timeout,
      logRetention: props.logRetention ?? config.logRetentionDays,
      logRemovalPolicy: props.logRemovalPolicy ?? RemovalPolicy.RETAIN,
      failures: this.failures,
      ...network(this, props, config),
    });
    this.schedules = createSchedules(this, {
      schedule: props.schedule ?? ScheduleExpression.expression(config.schedule.expression),
      events: toEvents(config),
      target: this.function,
      undelivered: this.undelivered,
    });

    const { topics, heard } = createNotifications(this, {
      monitorName,
      notify: config.notify,
      topics: { page: props.topic, warn: props.warnTopic },
    });
    this.topic = topics.page.alarms;
    this.warnTopic = topics.warn.alarms;
    const dashboardName = dashboardNameOf(this, monitorName);
    const context = {
      monitorName,
      metrics: this.metrics,
      services: serviceMetrics(this),
      topics,
      links: { dashboardUrl: dashboardUrl(this, dashboardName), runbook: config.runbook },
    };
    this.alarmDefinitions = createAlarms(this, context, alarmPolicy(config));
    this.alarms = alarmsOf(this.alarmDefinitions);
    this.dashboard = createDashboard(this, {
      dashboardName,
      monitorName,
      ...limitsOf(config),
      reference: config.reference,
      serverNames: full ? names : [],
      voters: config.voters.length,
      metrics: this.metrics,
      period,
      logGroup: this.function.logGroup,
      monitorAlarms: alarmsOf(
        this.alarmDefinitions.filter(({ definition }) => definition.server === undefined),
      ),
      serverAlarms: alarmsOf(
        this.alarmDefinitions.filter(({ definition }) => definition.server !== undefined),
      ),
      ...(!full && { fleet: this.fleetWidgets(config) }),
    });
    createQueries(this, monitorName, this.function.logGroup);
    const where = { vpc: props.vpc !== undefined, ipv6: props.ipv6 === true };
    warnOfTraps(this, config, where, { topics, heard });
    this.node.addValidation({
      validate: () => [...limitErrors(this, period.toSeconds()), ...neighbourErrors(this, monitorsOf(this))],
    });
    this.cost = costOf(quantitiesOf(this, config), assumptionsOf(this, config));
    const tooDear = ceilingProblems(this.cost, config.costCeilingUsd);
    if (tooDear.length > 0) {
      throw new ConfigError(sourceOf(this), tooDear);
    }
  }

  private fleetWidgets(config: ResolvedConfig): IWidget[][] {
    const { limitMs } = limitsOf(config);
    const notWell = createNotWellRule(this, config.name, this.function.logGroup);
    return fleetWidgets({ metrics: this.metrics, limitMs, notWell });
  }
}

/** Every monitor of the app. */
function monitorsOf({ node }: Construct): NtpDriftMonitor[] {
  return node.root.node.findAll().filter((each) => each instanceof NtpDriftMonitor);
}

function alarmsOf(created: readonly CreatedAlarm[]): AlarmBase[] {
  return created.map(({ alarm }) => alarm);
}

/** The limit that all servers share, or that of those without one of their own. */
function limitsOf({ limitMs, servers }: ResolvedConfig): { limitMs: number; limitsDiffer: boolean } {
  const [first = limitMs, ...others] = new Set(servers.map((server) => server.limitMs));
  return others.length > 0 ? { limitMs, limitsDiffer: true } : { limitMs: first, limitsDiffer: false };
}

function network(scope: Construct, props: NtpDriftMonitorProps, config: ResolvedConfig) {
  const { vpc, vpcSubnets, ipv6 = false } = props;
  if (!vpc) {
    return {};
  }
  const ports = config.servers.map(({ port }) => port);
  const securityGroup = props.securityGroup ?? createSecurityGroup(scope, vpc, ports, ipv6);
  return { network: { vpc, securityGroup, ipv6, ...(vpcSubnets && { vpcSubnets }) } };
}
