import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import type { AlarmBase, Dashboard } from 'aws-cdk-lib/aws-cloudwatch';
import type { ISecurityGroup, IVpc, SubnetSelection } from 'aws-cdk-lib/aws-ec2';
import type { Code, Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { type Schedule, ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { ReferenceSource, ServerInput } from '../lambda/event';
import { referenceAlarms, serverAlarms, serversAlarms } from './alarm-definitions';
import { createAlarms } from './alarms';
import { operationAlarms } from './alarms-of-operation';
import { DEFAULT_SCHEDULE, type MonitorConfig } from './config';
import { serverName } from './config-checks';
import { parseConfig } from './config-file';
import { createDashboard } from './dashboard';
import { createDeadLetterQueue } from './dead-letter-queue';
import { toEvent } from './event';
import { createFunction, shippedCode } from './function';
import { FUNCTION_TIMEOUT_MS } from './limits';
import { MonitorMetrics } from './metrics';
import { createSecurityGroup } from './network';
import { createNotifications } from './notifications';
import type { NotifyInput } from './notify-config';
import { createQueries } from './queries';
import { createSchedule } from './schedule';
import { readSchedule } from './schedule-expression';
import { warnOfTraps } from './warnings';

/** What to watch, and how. Names, hosts and the schedule must be literals: they are checked at synthesis. */
export interface NtpDriftMonitorProps {
  /**
   * The monitor's name: the dimension `Monitor` and the beginning of every alarm's name. One per account and
   * region.
   */
  readonly monitorName: string;
  /** The servers to watch. RFC 8633 advises 4 or more voters of different operators. */
  readonly servers: ServerInput[];
  /**
   * When to ask. Runs must be evenly spaced, between 1 minute and 4.8 hours apart.
   * @default ScheduleExpression.rate(Duration.minutes(1))
   */
  readonly schedule?: ScheduleExpression;
  /**
   * The limit in milliseconds, above 0, that verdicts and alarms are judged by.
   * @default 50
   */
  readonly limitMs?: number;
  /**
   * What servers are judged against.
   * @default 'consensus'
   */
  readonly reference?: ReferenceSource;
  /**
   * 'full': metrics and alarms for every server.
   * @default 'full' up to 50 servers; say it to have them for more, up to 150
   */
  readonly detail?: 'full';
  /**
   * Who is told of alarms: e-mail addresses, HTTPS endpoints, a Slack or Teams channel; `warn` has the same, for
   * what can wait until the morning.
   * @default - nobody
   */
  readonly notify?: NotifyInput;
  /**
   * A topic for the alarms. It must let CloudWatch publish, and its key, if it is encrypted, must be a
   * customer key that lets CloudWatch use it.
   * @default - `notify.topicArn`, or a topic that does, encrypted with a key of its own
   */
  readonly topic?: ITopic;
  /**
   * A topic for warnings, as `topic`.
   * @default - `notify.warn.topicArn`; or `topic`, where that is given and `notify.warn` is not; or one of its own
   */
  readonly warnTopic?: ITopic;
  /**
   * Runs the function in a VPC, from which it needs a way out to the servers and to CloudWatch.
   * @default - outside any VPC, where IPv6 servers can't be reached
   */
  readonly vpc?: IVpc;
  /**
   * Subnets in the VPC.
   * @default - private subnets with a way out
   */
  readonly vpcSubnets?: SubnetSelection;
  /**
   * The function's security group in the VPC.
   * @default - one that lets it out to the servers' UDP ports and TCP 443, and nobody in
   */
  readonly securityGroup?: ISecurityGroup;
  /**
   * Lets the function use IPv6 in the VPC; the subnets must be dual-stack.
   * @default false
   */
  readonly ipv6?: boolean;
  /**
   * The function's timeout. It must hold the longest run, and runs must not overlap.
   * @default Duration.seconds(45)
   */
  readonly timeout?: Duration;
  /**
   * How long the log is kept. Every reading is in it, with every field of the packet.
   * @default RetentionDays.ONE_YEAR
   */
  readonly logRetention?: RetentionDays;
  /**
   * What becomes of the log when the monitor is deleted.
   * @default RemovalPolicy.RETAIN
   */
  readonly logRemovalPolicy?: RemovalPolicy;
  /**
   * Where the alarms' descriptions find the runbook, a URL or a path.
   * @default 'docs/runbook.md'
   */
  readonly runbook?: string;
  /**
   * The function's code, exporting `handler` from `index.js`.
   * @default - the bundle that comes with this package
   */
  readonly code?: Code;
}

/** Watches NTP servers: a scheduled function, its metrics, alarms that notify, and a dashboard. */
export class NtpDriftMonitor extends Construct {
  readonly function: LambdaFunction;
  readonly schedule: Schedule;
  /** Where pages go. */
  readonly topic: ITopic;
  /** Where warnings go. */
  readonly warnTopic: ITopic;
  readonly alarms: readonly AlarmBase[];
  readonly dashboard: Dashboard;
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
    const config = checkProps(this, props, timeout);
    const { name: monitorName } = config;
    const names = config.servers.map(serverName);
    const period = alarmPeriod(config.schedule);

    this.metrics = new MonitorMetrics(monitorName, { period });
    this.undelivered = createDeadLetterQueue(this, 'Undelivered');
    this.failures = createDeadLetterQueue(this, 'Failures');
    this.function = createFunction(this, {
      monitorName,
      code: props.code ?? shippedCode(),
      timeout,
      logRetention: props.logRetention ?? RetentionDays.ONE_YEAR,
      logRemovalPolicy: props.logRemovalPolicy ?? RemovalPolicy.RETAIN,
      failures: this.failures,
      ...network(this, props, config),
    });
    this.schedule = createSchedule(this, {
      schedule: props.schedule ?? ScheduleExpression.expression(config.schedule),
      event: toEvent(config),
      target: this.function,
      undelivered: this.undelivered,
    });

    const { topics, heard } = createNotifications(this, {
      monitorName,
      notify: config.notify,
      topics: { page: props.topic, warn: props.warnTopic },
    });
    this.topic = topics.page;
    this.warnTopic = topics.warn;
    const context = { monitorName, topics, runbook: props.runbook ?? 'docs/runbook.md' };
    const subject = {
      reference: config.reference,
      servers: names.length,
      voters: config.servers.filter(({ role }) => role === 'reference').length,
      metrics: this.metrics,
      period,
    };
    const ofMonitor = createAlarms(this, context, [
      ...operationAlarms({
        ...subject,
        fn: this.function,
        scheduleGroup: this.schedule.scheduleGroup!,
        undelivered: this.undelivered,
        failures: this.failures,
      }),
      ...referenceAlarms(subject),
      ...serversAlarms(subject),
    ]);
    const ofServers = config.servers.flatMap((server, i) => {
      const name = names[i]!;
      const limitMs = server.limitMs ?? config.limitMs;
      return createAlarms(this, context, serverAlarms({ ...subject, name, limitMs }), name);
    });
    this.alarms = [...ofMonitor, ...ofServers];
    this.dashboard = createDashboard(this, {
      monitorName,
      limitMs: config.limitMs,
      reference: config.reference,
      serverNames: names,
      voters: subject.voters,
      metrics: this.metrics,
      period,
      logGroup: this.function.logGroup,
      monitorAlarms: ofMonitor,
      serverAlarms: ofServers,
    });
    createQueries(this, monitorName, this.function.logGroup);
    warnOfTraps(this, config, { topics, heard });
  }
}

/** The props as monitor.json would say them, checked by the same rules. */
function checkProps(scope: Construct, props: NtpDriftMonitorProps, timeout: Duration): MonitorConfig {
  const { monitorName, limitMs, reference, detail, servers, notify } = props;
  const input = {
    name: monitorName,
    schedule: props.schedule?.expressionString ?? DEFAULT_SCHEDULE,
    limitMs,
    reference,
    detail,
    servers,
    notify,
  };
  return parseConfig(input, `NtpDriftMonitor ${scope.node.path}`, timeout.toMilliseconds());
}

/** Alarms look at one run a period: as long as the longest gap between runs, in whole minutes. */
function alarmPeriod(schedule: string): Duration {
  return Duration.minutes(Math.ceil(readSchedule(schedule).longestGapMs / 60_000));
}

function network(scope: Construct, props: NtpDriftMonitorProps, config: MonitorConfig) {
  const { vpc, vpcSubnets, ipv6 = false } = props;
  if (!vpc) {
    return {};
  }
  const ports = config.servers.map(({ port }) => port);
  const securityGroup = props.securityGroup ?? createSecurityGroup(scope, vpc, ports, ipv6);
  return { network: { vpc, securityGroup, ipv6, ...(vpcSubnets && { vpcSubnets }) } };
}
