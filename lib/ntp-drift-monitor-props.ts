import type { Duration, RemovalPolicy } from 'aws-cdk-lib';
import type { ISecurityGroup, IVpc, SubnetSelection } from 'aws-cdk-lib/aws-ec2';
import type { Code } from 'aws-cdk-lib/aws-lambda';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Maintenance, MonitoredServer, Notify, ReferenceServer } from './config/monitor-input';

/** What to watch, and how. Names, hosts and the schedule must be literals: they are checked at synthesis. */
export interface NtpDriftMonitorProps {
  /**
   * The monitor's name: the dimension `Monitor` and the beginning of every alarm's name. One per account and
   * region.
   */
  readonly monitorName: string;
  /** The servers to watch. RFC 8633 advises 4 or more voters of different operators. */
  readonly servers: MonitoredServer[];
  /**
   * When to ask. Runs must be evenly spaced, between 1 minute and 4 hours apart.
   * @default ScheduleExpression.rate(Duration.minutes(1))
   */
  readonly schedule?: ScheduleExpression;
  /**
   * The limit in milliseconds, above 0, that verdicts and alarms are judged by.
   * @default 50
   */
  readonly limitMs?: number;
  /**
   * What servers are judged against: the 'consensus' of the voters, the function's own 'clock', or one of the servers.
   * @default 'consensus'
   */
  readonly reference?: 'consensus' | 'clock' | ReferenceServer;
  /**
   * A voter whose root distance is greater than so many milliseconds is judged and doesn't vote.
   * @default 250
   */
  readonly maxVoterDistanceMs?: number;
  /**
   * False: earlier readings aren't read back, and drift is known as long as the function stays warm.
   * @default true
   */
  readonly history?: boolean;
  /**
   * Times in which nobody is told of trouble.
   * @default - none
   */
  readonly maintenance?: Maintenance[];
  /**
   * 'full': metrics and alarms for every server. 'fleet': distributions and counts, and metrics of single servers
   * only while they are not well.
   * @default 'full' up to 50 servers, 'fleet' for more
   */
  readonly detail?: 'full' | 'fleet';
  /**
   * Who is told of alarms: e-mail addresses, HTTPS endpoints, a Slack or Teams channel; `warn` has the same, for
   * what can wait until the morning.
   * @default - nobody
   */
  readonly notify?: Notify;
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
   * The most that the monitor may cost in a month at list price, USD; what costs more is refused.
   * @default - no limit
   */
  readonly costCeilingUsd?: number;
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
   * A URL where alarms send people.
   * @default - this project's runbook
   */
  readonly runbook?: string;
  /**
   * The function's code, exporting `handler` from `index.js`.
   * @default - the bundle that comes with this package
   */
  readonly code?: Code;
}
