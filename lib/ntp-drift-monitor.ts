import { Duration, RemovalPolicy, TimeZone } from 'aws-cdk-lib';
import type { AlarmBase, Dashboard, IWidget } from 'aws-cdk-lib/aws-cloudwatch';
import type { Grant, IGrantable } from 'aws-cdk-lib/aws-iam';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { type Schedule, ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { type AlarmSelection, findAlarm, selectAlarms } from './alarms/alarm-selection';
import { type CreatedAlarm, createAlarms } from './alarms/create-alarms';
import { createMuteRules } from './alarms/mutes/mute-rules';
import { createPauseMutes } from './alarms/mutes/pause-mutes';
import { alarmPolicy } from './alarms/policy';
import { serviceMetrics } from './alarms/service-metrics';
import { createDeadLetterQueue } from './compute/dead-letter-queue';
import { createFunction, shippedCode } from './compute/monitor-function';
import { createSchedules } from './compute/schedules';
import { createNetwork } from './compute/vpc-network';
import { ConfigError, type Problem } from './config/config-error';
import { FUNCTION_TIMEOUT_MS } from './config/policy';
import { type ResolvedConfig, readsHistory } from './config/resolved-config';
import { alarmPeriodMinutes } from './config/run-window';
import { toEvents } from './config/schedule-input';
import { type Cost, ceilingProblems, costOf } from './cost/price';
import { assumptionsOf, quantitiesOf } from './cost/quantities';
import { createDashboard, dashboardNameOf, dashboardUrl } from './dashboard/create-dashboard';
import { fleetWidgets } from './dashboard/fleet-dashboard';
import { runbookWidgets } from './dashboard/runbook-text';
import { createQueries } from './dashboard/saved-queries';
import { createNotWellRule } from './dashboard/unhealthy-servers';
import { type MonitorResources, nameForRefusals, resolveProps } from './intake';
import { MetricMethods } from './metric-methods';
import { MonitorMetrics } from './monitor-metrics';
import { createNotifications } from './notifications/notifications';
import type { NtpDriftMonitorProps } from './ntp-drift-monitor-props';
import { propsFromFile } from './props-from-file';
import { limitErrors } from './validation/cloudwatch-limits';
import { neighbourErrors } from './validation/neighbours';
import { placeProblems } from './validation/places';
import { concurrencyProblems, resourceProblems, topicProblems } from './validation/resource-props';
import { secureParameterErrors } from './validation/secure-parameters';
import { warnOfTraps } from './validation/warnings';

/** Watches NTP servers: a scheduled function, its metrics, alarms that notify, and a dashboard. */
export class NtpDriftMonitor extends MetricMethods {
  /**
   * The monitor of a monitor.json that has one.
   * @param file its path
   * @param resources how it is deployed; what it watches stands in the file
   * @throws ConfigError listing everything that is wrong with the file
   */
  static fromFile(scope: Construct, id: string, file: string, resources?: MonitorResources): NtpDriftMonitor {
    return new NtpDriftMonitor(scope, id, propsFromFile(scope, id, { file, resources }));
  }

  /** The dimension `Monitor`, and the beginning of every alarm's name. */
  readonly monitorName: string;
  /**
   * The function that measures and publishes. A stack of another region or account can refer to it, as to its log group, its
   * role and the queues: what is referred to from there gets a name, which replaces it.
   */
  readonly function: LambdaFunction;
  /** One, or one for each shard of a fleet; all in one group. */
  readonly schedules: readonly Schedule[];
  /** Where pages go. */
  readonly topic: ITopic;
  /** Where warnings go. */
  readonly warnTopic: ITopic;
  /** All alarms, composite ones among them. */
  readonly alarms: readonly AlarmBase[];
  /** The same alarms, each with what it was made of. */
  readonly alarmDefinitions: readonly CreatedAlarm[];
  /** Undefined with `dashboard: false`. */
  readonly dashboard?: Dashboard;
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
    this.refuse(resourceProblems(props));
    const { removalPolicy = RemovalPolicy.DESTROY, paused = false } = props;
    const timeout = props.timeout ?? Duration.millis(FUNCTION_TIMEOUT_MS);
    const config = resolveProps(this, props, timeout.toMilliseconds());
    this.refuse([
      ...concurrencyProblems(props, config.shards.length),
      ...topicProblems(props, config.notify),
      ...placeProblems(this, props, config.notify),
    ]);
    const { name: monitorName } = config;
    this.monitorName = monitorName;
    const period = Duration.minutes(alarmPeriodMinutes(config.schedule.longestGapMs));

    this.metrics = new MonitorMetrics(this, config, { period });
    this.undelivered = createDeadLetterQueue(this, 'Undelivered', removalPolicy);
    this.failures = createDeadLetterQueue(this, 'Failures', removalPolicy);
    const ports = config.servers.map(({ port }) => port);
    const network = createNetwork(this, props, ports);
    this.function = createFunction(this, {
      ...props,
      monitorName,
      code: props.code ?? shippedCode(),
      timeout,
      logRetention: props.logRetention ?? config.logRetentionDays,
      logRemovalPolicy: props.logRemovalPolicy ?? RemovalPolicy.RETAIN,
      failures: this.failures,
      readsHistory: readsHistory(config),
      ...(network && { network }),
    });
    this.schedules = createSchedules(this, {
      schedule: scheduleExpression(config),
      paused,
      events: toEvents(config),
      target: this.function,
      undelivered: this.undelivered,
    });

    const notifications = createNotifications(this, {
      monitorName,
      notify: config.notify,
      removalPolicy,
      existing: props,
    });
    const { topics } = notifications;
    this.topic = topics.page.alarms;
    this.warnTopic = topics.warn.alarms;
    const hasDashboard = props.dashboard ?? true;
    const dashboardName = dashboardNameOf(this, monitorName);
    const context = {
      monitorName,
      metrics: this.metrics,
      services: serviceMetrics(this),
      topics,
      actions: { page: props.pageActions ?? [], warn: props.warnActions ?? [] },
      paused,
      links: {
        dashboardUrl: hasDashboard ? dashboardUrl(this, dashboardName) : undefined,
        runbook: config.runbook,
      },
    };
    this.alarmDefinitions = createAlarms(this, context, alarmPolicy(config));
    this.alarms = this.alarmsOf();
    createMuteRules(this, config.maintenance, this.alarmDefinitions);
    createPauseMutes(this, config, this.alarmDefinitions);
    if (hasDashboard) {
      this.dashboard = this.createDashboard(config, dashboardName, period);
    }
    createQueries(this, monitorName, {
      logGroup: this.function.logGroup,
      gapMinutes: period.toMinutes(),
    });
    const where = { vpc: props.vpc !== undefined, ipv6: props.ipv6 === true };
    warnOfTraps(this, config, where, notifications);
    this.node.addValidation({
      validate: () => [
        ...limitErrors(this, period.toSeconds()),
        ...neighbourErrors(this, monitorsOf(this)),
        ...secureParameterErrors(this, config.notify),
      ],
    });
    this.cost = costOf(quantitiesOf(this, config), assumptionsOf(this, config));
    this.refuse(ceilingProblems(this.cost, config.costCeilingUsd));
  }

  /**
   * One alarm.
   * @param kind its verdict or condition: `outside`, `unusable`, `not watching` and so on
   * @param server the name of the server that it is about; without it, an alarm of the monitor itself
   * @throws Error listing the alarms that there are
   */
  alarm(kind: string, server?: string): AlarmBase {
    return findAlarm(this.alarmDefinitions, kind, server);
  }

  /** The alarms of a severity, a kind, or a server; all of them without a selection. */
  alarmsOf(selection: AlarmSelection = {}): AlarmBase[] {
    return selectAlarms(this.alarmDefinitions, selection);
  }

  /**
   * Lets somebody start a run: invoke the function with a schedule's own `Input`. To a role of a stack that this one needs
   * it is granted by the role's name (`Role.fromRoleName`): two stacks cannot need each other.
   */
  grantInvoke(grantee: IGrantable): Grant {
    return this.function.grantInvoke(grantee);
  }

  /** Lets somebody read the log, which has every reading; by the name of a role, as `grantInvoke`. */
  grantReadReadings(grantee: IGrantable): Grant {
    return this.function.logGroup.grantRead(grantee);
  }

  private refuse(problems: readonly Problem[]): void {
    if (problems.length > 0) {
      throw new ConfigError(nameForRefusals(this), problems);
    }
  }

  private createDashboard(config: ResolvedConfig, dashboardName: string, period: Duration): Dashboard {
    const full = config.detail === 'full';
    return createDashboard(this, {
      dashboardName,
      monitorName: config.name,
      ...limitsOf(config),
      reference: config.reference,
      serverNames: full ? config.servers.map(({ name }) => name) : [],
      voters: config.voters.length,
      metrics: this.metrics,
      period,
      logGroup: this.function.logGroup,
      alarms: {
        page: this.alarmsOf({ severity: 'page' }),
        warn: this.alarmsOf({ severity: 'warn' }),
        none: this.alarmsOf({ severity: 'none' }),
      },
      hasWarnings: config.alarms === 'all',
      runbook: runbookWidgets([...new Set(this.alarmDefinitions.map(({ definition }) => definition.title))]),
      ...(!full && { fleet: this.fleetWidgets(config) }),
    });
  }

  private fleetWidgets(config: ResolvedConfig): IWidget[][] {
    const { limitMs } = limitsOf(config);
    const notWell = createNotWellRule(this, config.name, this.function.logGroup);
    return fleetWidgets({ metrics: this.metrics, limitMs, notWell });
  }
}

function scheduleExpression({ schedule, timeZone }: ResolvedConfig): ScheduleExpression {
  return ScheduleExpression.expression(schedule.expression, timeZone ? TimeZone.of(timeZone) : undefined);
}

/** Every monitor of the app. */
function monitorsOf({ node }: Construct): NtpDriftMonitor[] {
  return node.root.node.findAll().filter((each) => each instanceof NtpDriftMonitor);
}

/** The limit that all servers share, or that of those without one of their own. */
function limitsOf({ limitMs, servers }: ResolvedConfig): { limitMs: number; limitsDiffer: boolean } {
  const [first = limitMs, ...others] = new Set(servers.map((server) => server.limitMs));
  return others.length > 0 ? { limitMs, limitsDiffer: true } : { limitMs: first, limitsDiffer: false };
}
