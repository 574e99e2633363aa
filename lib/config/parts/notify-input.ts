/** The key `notify` of monitor.json and of the construct, as people write it: see `../monitor-input.ts`. */

/** A Slack channel, through Amazon Q Developer in chat applications. */
export interface SlackChannel {
  /** The id of the workspace, such as T0123ABCD. */
  readonly workspaceId: string;
  /** The id of the channel, such as C0123ABCD: not its name. */
  readonly channelId: string;
  /**
   * True for a channel that is configured already: AWS takes one configuration for each, so synthesis says what to
   * add to it.
   * @default false
   */
  readonly existing?: boolean | undefined;
}

/** A Microsoft Teams channel, through Amazon Q Developer in chat applications. */
export interface TeamsChannel {
  /** The id of the Microsoft tenant. */
  readonly tenantId: string;
  /** The id of the team. */
  readonly teamId: string;
  /** The channel's id as its link has it: 19%3a...%40thread.tacv2. */
  readonly channelId: string;
  /**
   * True for a channel that is configured already: AWS takes one configuration for each, so synthesis says what to
   * add to it.
   * @default false
   */
  readonly existing?: boolean | undefined;
}

/** Who hears of alarms of one severity. */
export interface NotifyChannels {
  /**
   * E-mail addresses. Each must confirm the mail that SNS sends it.
   * @default - none
   */
  readonly email?: string[];
  /**
   * HTTPS endpoints that take messages of SNS, such as the integration URLs of PagerDuty and Opsgenie.
   * @default - none
   */
  readonly https?: string[];
  /**
   * A Slack channel. Authorise the workspace in the console before deployment.
   * @default - none
   */
  readonly slack?: SlackChannel;
  /**
   * A Microsoft Teams channel. Authorise the tenant in the console before deployment.
   * @default - none
   */
  readonly teams?: TeamsChannel;
  /**
   * The ARN of an existing SNS topic of the same region, which must let CloudWatch publish.
   * @default - a topic that does
   */
  readonly topicArn?: string;
}

/** Who hears of alarms. */
export interface Notify extends NotifyChannels {
  /**
   * Who hears of warnings, which can wait until the morning.
   * @default - those who hear of pages
   */
  readonly warn?: NotifyChannels;
}
