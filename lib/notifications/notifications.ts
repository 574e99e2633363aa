import { Annotations, type RemovalPolicy, Stack, Token } from 'aws-cdk-lib';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { CfnSubscription, type ITopic, Subscription, SubscriptionProtocol } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription, UrlSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Construct, IConstruct } from 'constructs';
import { type AlarmSeverity, SEVERITIES } from '../alarms/alarm-definition';
import type { Channels, NotifyConfig } from '../config/resolved-config';
import type { NtpDriftMonitorProps } from '../ntp-drift-monitor-props';
import { createKey, createTopic } from './alarm-topic';
import { createChats, type Subscribed } from './chat-channels';
import { admitAlarms, admitToKey, admitToKeyOfResource, topicOfArn } from './existing-topic';

export interface NotificationsProps {
  readonly monitorName: string;
  readonly notify: NotifyConfig;
  /** Of the topics' key. */
  readonly removalPolicy: RemovalPolicy;
  /** What exists already, in place of the monitor's own. */
  readonly existing: Pick<
    NtpDriftMonitorProps,
    'topic' | 'warnTopic' | 'encryptionKey' | 'slackChannel' | 'teamsChannel' | 'pageActions' | 'warnActions'
  >;
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
  readonly topics: Readonly<Record<AlarmSeverity, SeverityTopics>>;
  /** False when nobody can have been subscribed: topics of this stack's own, and no channels. */
  readonly heard: Readonly<Record<AlarmSeverity, boolean>>;
  /** Whether pages go to HTTPS endpoints alone, which warnings are kept from. */
  readonly isPagerOnly: boolean;
}

const NO_CHANNELS: Channels = { email: [], https: [] };

/** Topics for both severities, and everybody who is subscribed to them. */
export function createNotifications(scope: Construct, props: NotificationsProps): Notifications {
  const { notify, existing } = props;
  const isPagerOnly = notify.warn === undefined && isPager(notify) && !existing.topic;
  const channels: Record<AlarmSeverity, Channels> = {
    page: notify,
    warn: notify.warn ?? (isPagerOnly ? NO_CHANNELS : notify),
  };
  const given = {
    page: existingTopic(scope, existing.topic, 'topic', notify),
    warn: existingTopic(scope, existing.warnTopic, 'warnTopic', notify.warn),
  };
  // Without channels of their own, warnings share an existing topic.
  const warn = given.warn ?? (notify.warn === undefined ? given.page : undefined);
  const create = topicFactory(scope, { ...props, isNeeded: !given.page || !warn });
  const topics: Record<AlarmSeverity, SeverityTopics> = {
    page: given.page
      ? { alarms: given.page, ends: given.page }
      : { alarms: create('Topic', ''), ends: create('TopicEnds', ', all clear') },
    warn: warn
      ? { alarms: warn, ends: warn }
      : { alarms: create('WarnTopic', ', warnings'), ends: create('WarnTopicEnds', ', warnings, all clear') },
  };
  const subscribed = subscriptionsOf(topics, channels);
  const ends = SEVERITIES.map((severity) => topics[severity].ends);
  for (const { topic, channels: each } of subscribed) {
    warnOfTwins(scope, topic, each);
    const isOfEndsOnly = ends.includes(topic) && topic !== given.page && topic !== warn;
    for (const subscription of subscribe(scope, topic, each).filter(() => isOfEndsOnly)) {
      passRealEnds(subscription);
    }
  }
  admitActions(scope, existing);
  createChats(scope, { ...existing, subscribed });
  const isShown = existing.slackChannel !== undefined || existing.teamsChannel !== undefined;
  return {
    topics,
    heard: {
      page: isShown || given.page !== undefined || isAnybody(channels.page),
      warn: isShown || isPagerOnly || warn !== undefined || isAnybody(channels.warn),
    },
    isPagerOnly,
  };
}

/** Topics among the further actions need the statements as much as `topic` does. */
function admitActions(
  scope: Construct,
  { pageActions = [], warnActions = [] }: NotificationsProps['existing'],
): void {
  for (const [path, actions] of Object.entries({ pageActions, warnActions })) {
    for (const [i, action] of actions.entries()) {
      if (action instanceof SnsAction) {
        // Private in the construct library; bind() gives the ARN alone.
        admitAlarms(scope, `${path}[${i}]`, (action as unknown as { topic: ITopic }).topic);
      }
    }
  }
}

/** A topic of the props, or one that monitor.json names; CloudWatch can publish to it as far as this app decides. */
function existingTopic(
  scope: Construct,
  given: ITopic | undefined,
  prop: 'topic' | 'warnTopic',
  channels: Channels | undefined,
): ITopic | undefined {
  const path = prop === 'topic' ? 'notify.topicArn' : 'notify.warn.topicArn';
  const topic = given ?? (channels?.topicArn && topicOfArn(scope, path, channels.topicArn));
  if (!topic) {
    return undefined;
  }
  admitAlarms(scope, given ? prop : path, topic);
  return topic;
}

/** Makes topics under one key for all: it costs a dollar a month. */
function topicFactory(
  scope: Construct,
  { monitorName, existing, removalPolicy, isNeeded }: NotificationsProps & { isNeeded: boolean },
): (id: string, kind: string) => ITopic {
  const { encryptionKey } = existing;
  if (encryptionKey && isNeeded) {
    admitToKey(scope, 'encryptionKey', encryptionKey);
  }
  const key = encryptionKey ?? (isNeeded ? createKey(scope, monitorName, removalPolicy) : undefined);
  return (id, kind) => {
    const topic = createTopic(scope, id, { monitorName, kind, key: key! });
    admitToKeyOfResource(scope, topic.node.path, topic);
    return topic;
  };
}

/** Every topic with everybody who is told by it, the pages' first: one topic may be that of pages and of warnings. */
function subscriptionsOf(
  topics: Readonly<Record<AlarmSeverity, SeverityTopics>>,
  channels: Record<AlarmSeverity, Channels>,
): Subscribed[] {
  const found: Subscribed[] = [];
  for (const severity of SEVERITIES) {
    const { alarms, ends } = topics[severity];
    for (const each of [alarms, ends].map((topic) => ({ topic, channels: channels[severity] }))) {
      if (!found.some(({ topic, channels: told }) => topic === each.topic && told === each.channels)) {
        found.push(each);
      }
    }
  }
  return found;
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
 * Everybody whom SNS delivers to by itself. It decrypts before, so that none of them needs the topic's key. A topic that
 * was given may have subscribers already: another monitor's, or for the other severity.
 */
function subscribe(scope: Construct, topic: ITopic, { email, https }: Channels): Subscription[] {
  const all = [
    ...email.map((endpoint) => ({ endpoint, protocol: SubscriptionProtocol.EMAIL })),
    ...https.map((endpoint) => ({ endpoint, protocol: SubscriptionProtocol.HTTPS })),
  ];
  return all.flatMap(({ endpoint, protocol }) => {
    if (isSubscribed(scope, topic, endpoint, protocol)) {
      return [];
    }
    if (Token.isUnresolved(endpoint) && Stack.of(topic) !== Stack.of(scope)) {
      // The topic's stack would depend on this one, which depends on the topic's.
      const others = scope.node.children.filter((each) => each instanceof Subscription).length;
      // Counts nothing else: a new id would be a new subscription, whose predecessor's removal ends both.
      const id = `Subscription ${others}`;
      return [new Subscription(scope, id, { topic, endpoint, protocol })];
    }
    return [
      topic.addSubscription(
        protocol === SubscriptionProtocol.EMAIL
          ? new EmailSubscription(endpoint)
          : new UrlSubscription(endpoint, { protocol }),
      ),
    ];
  });
}

function isSubscribed(scope: Construct, topic: ITopic, endpoint: string, protocol: string): boolean {
  if (!Token.isUnresolved(endpoint)) {
    return topic.node.tryFindChild(endpoint) !== undefined;
  }
  const textOf = (value: unknown) => JSON.stringify(Stack.of(scope).resolve(value));
  return scope.node.root.node.findAll().some(
    (each) =>
      CfnSubscription.isCfnSubscription(each) &&
      each.topicArn === topic.topicArn &&
      each.protocol === protocol &&
      (each.endpoint === endpoint ||
        // Equal texts of two stacks may be two parameters.
        (Stack.of(each) === Stack.of(scope) && textOf(each.endpoint) === textOf(endpoint))),
  );
}

/** Two subscriptions of one endpoint to one topic are a single one to SNS, and either's removal ends it. */
function warnOfTwins(scope: Construct, topic: ITopic, { email, https }: Channels): void {
  const all = scope.node.root.node.findAll().filter((each) => CfnSubscription.isCfnSubscription(each));
  for (const twin of all) {
    const { topicArn, endpoint = '' } = twin as CfnSubscription;
    const isOwn = isPartOf(topic, twin) || isPartOf(scope, twin);
    if (topicArn === topic.topicArn && [...email, ...https].includes(endpoint) && !isOwn) {
      Annotations.of(scope).addWarningV2(
        'ntp-drift-monitor:subscribed-twice',
        `${endpoint} is subscribed to ${topicArn} by ${twin.node.path}, too. SNS keeps one subscription for both, and ` +
          'whoever is removed first takes it along: subscribe it once, and leave it out of "notify".',
      );
    }
  }
}

function isPartOf(whole: IConstruct, construct: IConstruct): boolean {
  return construct.node.scopes.includes(whole);
}

function isAnybody(channels: Channels): boolean {
  return channels.https.length > 0 || isReadByDay(channels);
}

/** HTTPS endpoints alone are taken for pagers. */
function isPager(channels: Channels): boolean {
  return channels.https.length > 0 && !isReadByDay(channels) && channels.topicArn === undefined;
}

function isReadByDay({ email, slack, teams }: Channels): boolean {
  return email.length > 0 || slack !== undefined || teams !== undefined;
}
