import { Stack, Token } from 'aws-cdk-lib';
import { type ITopic, Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription, UrlSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Construct } from 'constructs';
import type { Severity } from '../alarms/alarm-definition';
import { ConfigError, formatValue } from '../config/config-error';
import type { Channels, NotifyConfig } from '../config/notify-schema';
import { createKey, createTopic } from './alarm-topic';
import { createChats } from './chat-channels';

export interface NotificationsProps {
  readonly monitorName: string;
  readonly notify: NotifyConfig;
  /** Topics that exist already, in place of the stack's own. */
  readonly topics: { readonly page: ITopic | undefined; readonly warn: ITopic | undefined };
}

/** Where alarms go. */
export interface Notifications {
  readonly topics: Readonly<Record<Severity, ITopic>>;
  /** False when nobody can have been subscribed: topics of this stack's own, and no channels. */
  readonly heard: Readonly<Record<Severity, boolean>>;
}

/** Topics for both severities, and everybody who is subscribed to them. */
export function createNotifications(scope: Construct, props: NotificationsProps): Notifications {
  const { monitorName, notify, topics: given } = props;
  const channels: Record<Severity, Channels> = { page: notify, warn: notify.warn ?? notify };
  const existing = {
    page: given.page ?? imported(scope, 'PageTopic', 'notify.topicArn', notify.topicArn),
    warn: given.warn ?? imported(scope, 'WarnTopic', 'notify.warn.topicArn', notify.warn?.topicArn),
  };
  // Without channels of their own, warnings share an existing topic.
  const shared = notify.warn === undefined ? existing.page : undefined;
  const warn = existing.warn ?? shared;
  // One key for both: it costs a dollar a month.
  const key = existing.page && warn ? undefined : createKey(scope, monitorName);
  const page = existing.page ?? createTopic(scope, 'Topic', { monitorName, kind: '', key: key! });
  const topics = {
    page,
    warn: warn ?? createTopic(scope, 'WarnTopic', { monitorName, kind: ', warnings', key: key! }),
  };
  const subscriptions: { topic: ITopic; channels: Channels }[] = [
    { topic: topics.page, channels: channels.page },
  ];
  if (topics.warn !== topics.page) {
    subscriptions.push({ topic: topics.warn, channels: channels.warn });
  }
  for (const { topic, channels: each } of subscriptions) {
    subscribe(topic, each);
  }
  createChats(scope, monitorName, subscriptions);
  return {
    topics,
    heard: {
      page: existing.page !== undefined || isAnybody(channels.page),
      warn: warn !== undefined || isAnybody(channels.warn),
    },
  };
}

/**
 * @param path where the ARN is written
 * @throws ConfigError for a topic of another region, where CloudWatch would refuse the alarms at deployment
 */
function imported(scope: Construct, id: string, path: string, arn: string | undefined): ITopic | undefined {
  if (arn === undefined) {
    return undefined;
  }
  const { region } = Stack.of(scope);
  const [, , , topicRegion] = arn.split(':');
  if (!Token.isUnresolved(region) && region !== topicRegion) {
    const expected = `a topic of the region of the alarms, ${region}`;
    throw new ConfigError(scope.node.path, [{ path, found: formatValue(arn), expected }]);
  }
  return Topic.fromTopicArn(scope, `Existing${id}`, arn);
}

/** Everybody whom SNS delivers to by itself. It decrypts before, so that none of them needs the topic's key. */
function subscribe(topic: ITopic, { email, https }: Channels): void {
  for (const address of email) {
    topic.addSubscription(new EmailSubscription(address));
  }
  for (const url of https) {
    topic.addSubscription(new UrlSubscription(url));
  }
}

function isAnybody({ email, https, slack, teams }: Channels): boolean {
  return email.length > 0 || https.length > 0 || slack !== undefined || teams !== undefined;
}
