import type { Duration, RemovalPolicy } from 'aws-cdk-lib';
import type {
  CfnMicrosoftTeamsChannelConfiguration,
  SlackChannelConfiguration,
} from 'aws-cdk-lib/aws-chatbot';
import type { IAlarmAction } from 'aws-cdk-lib/aws-cloudwatch';
import type { ISecurityGroup, IVpc, SubnetSelection } from 'aws-cdk-lib/aws-ec2';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Code } from 'aws-cdk-lib/aws-lambda';
import type { ILogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Maintenance, MonitoredServer, ReferenceServer } from './config/monitor-input';
import type { Notify } from './config/parts/notify-input';

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
   * When to ask. Runs must be evenly spaced, between 1 minute and a day apart; a cron may have pauses that come again
   * every week, such as nights.
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
   * 'essential': only what pages, without warnings of what may be going wrong and without the metrics for them.
   * @default 'all'
   */
  readonly alarms?: 'all' | 'essential';
  /**
   * Who is told of alarms: e-mail addresses, HTTPS endpoints, a Slack or Teams channel; `warn` has the same, for
   * what can wait until the morning.
   * @default - nobody
   */
  readonly notify?: Notify;
  /**
   * A topic for the alarms, in their region. One of this app gets the statements that CloudWatch needs, and so does its
   * key; of another, synthesis says what to add.
   * @default - `notify.topicArn`, or a topic of its own, encrypted
   */
  readonly topic?: ITopic;
  /**
   * A topic for warnings, as `topic`.
   * @default - `notify.warn.topicArn`; or `topic`, where that is given and `notify.warn` is not; or one of its own
   */
  readonly warnTopic?: ITopic;
  /**
   * A key for the monitor's own topics. One key can serve many monitors; it gets the statement that CloudWatch needs.
   * @default - a key of its own, which costs 1 to 3 USD a month
   */
  readonly encryptionKey?: IKey;
  /**
   * A Slack channel that is configured in this app, where pages and warnings are shown, too. AWS takes one
   * configuration for each channel and account. One of another region or account gives the topics names, which
   * replaces them.
   * @default - the channels of `notify`; monitors of one stack share a channel's configuration
   */
  readonly slackChannel?: SlackChannelConfiguration;
  /**
   * A Teams channel that is configured in this app, as `slackChannel`.
   * @default - the channels of `notify`
   */
  readonly teamsChannel?: CfnMicrosoftTeamsChannelConfiguration;
  /**
   * What alarms that page do beside publishing to `topic`, such as opening an OpsItem.
   * @default - nothing
   */
  readonly pageActions?: IAlarmAction[];
  /**
   * What warnings do beside publishing to `warnTopic`.
   * @default - nothing
   */
  readonly warnActions?: IAlarmAction[];
  /**
   * Pauses the monitor: the schedule is off, and alarms keep their names and states without telling anybody.
   * @default false
   */
  readonly paused?: boolean;
  /**
   * False: no dashboard, which saves 3 USD a month. Alarm texts then have no link to it.
   * @default true
   */
  readonly dashboard?: boolean;
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
   * The function's security groups in the VPC, at most 5.
   * @default - one that lets it out to the servers' UDP ports, TCP 443, and UDP and TCP 53, and nobody in
   */
  readonly securityGroups?: ISecurityGroup[];
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
   * The function's memory, MB, 128 to 10,240. Memory buys CPU, and CPU accuracy: with 128 MB an exchange stalls for
   * milliseconds.
   * @default 512
   */
  readonly memorySize?: number;
  /**
   * How many runs there may be at once; a fleet needs one for each schedule.
   * @default - no limit but the account's, of which nothing is reserved
   */
  readonly reservedConcurrentExecutions?: number;
  /**
   * The function's role, of this account. It gets a policy with what the function needs; of one that cannot be changed,
   * synthesis says what to add.
   * @default - a role of its own, which can do no more than it must
   */
  readonly role?: IRole;
  /**
   * The log group that readings are written to. Its own retention and removal policy hold.
   * @default - one of its own
   */
  readonly logGroup?: ILogGroup;
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
   * What becomes of the queues of lost runs and of the topics' key when the monitor is deleted.
   * @default RemovalPolicy.DESTROY
   */
  readonly removalPolicy?: RemovalPolicy;
  /**
   * The URL of a runbook of your own, which alarms link to; an alarm's title is its heading's anchor.
   * @default - the dashboard, which has the text of this package's runbook
   */
  readonly runbook?: string;
  /**
   * The function's code, exporting `handler` from `index.js`.
   * @default - the bundle that comes with this package
   */
  readonly code?: Code;
}
