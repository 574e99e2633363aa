import { Stack, Token } from 'aws-cdk-lib';
import {
  type CfnSubscription,
  type ITopic,
  type Subscription,
  SubscriptionProtocol,
  Topic,
} from 'aws-cdk-lib/aws-sns';
import { EmailSubscription, UrlSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Construct } from 'constructs';
import type { Severity } from '../alarms/alarm-definition';
import { ConfigError, formatValue } from '../config/config-error';
import type { Channels, NotifyConfig } from '../config/resolved-config';
import { createKey, createTopic } from './alarm-topic';
import { createChats } from './chat-channels';

export interface NotificationsProps {
  readonly monitorName: string;
  readonly notify: NotifyConfig;
  /** Topics that exist already, in place of the stack's own. */
  readonly topics: { readonly page: ITopic | undefined; readonly warn: ITopic | undefined };
}

/** Where alarms of one severity go. */
export interface SeverityTopics {
  /** That something is wrong. Nothing filters what is published there. */
  readonly alarms: ITopic;
  /** That it is over. */
  readonly ends: ITopic;
}

/** Where alarms go. */
export interface Notifications {
  readonly topics: Readonly<Record<Severity, SeverityTopics>>;
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
  // One key for all: it costs a dollar a month.
  const key = existing.page && warn ? undefined : createKey(scope, monitorName);
  const create = (id: string, kind: string) => createTopic(scope, id, { monitorName, kind, key: key! });
  const topics: Record<Severity, SeverityTopics> = {
    page: existing.page
      ? { alarms: existing.page, ends: existing.page }
      : { alarms: create('Topic', ''), ends: create('TopicEnds', ', all clear') },
    warn: warn
      ? { alarms: warn, ends: warn }
      : { alarms: create('WarnTopic', ', warnings'), ends: create('WarnTopicEnds', ', warnings, all clear') },
  };
  const subscriptions: { topic: ITopic; channels: Channels }[] = [];
  for (const severity of ['page', 'warn'] as const) {
    for (const topic of new Set(Object.values(topics[severity]))) {
      if (!subscriptions.some((each) => each.topic === topic)) {
        subscriptions.push({ topic, channels: channels[severity] });
      }
    }
  }
  const ends = Object.values(topics).map((each) => each.ends);
  for (const { topic, channels: each } of subscriptions) {
    const isOfEndsOnly = ends.includes(topic) && !Object.values(existing).includes(topic);
    subscribe(topic, each)
      .filter(() => isOfEndsOnly)
      .forEach(passRealEnds);
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
 * A new alarm's first OK is no end of anything: CloudWatch tells of it for each alarm of a new stack. Only an end of
 * an ALARM passes. No page depends on this: nothing documents what such a filter reads of a mail.
 *
 * Source: Amazon SNS Developer Guide, "Filter policy operators" (`$or` takes at least two alternatives).
 */
function passRealEnds(subscription: Subscription): void {
  const resource = subscription.node.defaultChild as CfnSubscription;
  resource.filterPolicyScope = 'MessageBody';
  resource.filterPolicy = { $or: [{ NewStateValue: ['ALARM'] }, { OldStateValue: ['ALARM'] }] };
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
  if (!Token.isUnresolved(region) && !Token.isUnresolved(arn) && region !== topicRegion) {
    const expected = `a topic of the region of the alarms, ${region}`;
    throw new ConfigError(scope.node.path, [{ path, found: formatValue(arn), expected }]);
  }
  return Topic.fromTopicArn(scope, `Existing${id}`, arn);
}

/** Everybody whom SNS delivers to by itself. It decrypts before, so that none of them needs the topic's key. */
function subscribe(topic: ITopic, { email, https }: Channels): Subscription[] {
  return [
    ...email.map((address) => topic.addSubscription(new EmailSubscription(address))),
    ...https.map((url) =>
      topic.addSubscription(new UrlSubscription(url, { protocol: SubscriptionProtocol.HTTPS })),
    ),
  ];
}

function isAnybody({ email, https, slack, teams }: Channels): boolean {
  return email.length > 0 || https.length > 0 || slack !== undefined || teams !== undefined;
}
