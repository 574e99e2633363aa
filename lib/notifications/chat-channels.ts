import { Annotations, Lazy, Stack, Token } from 'aws-cdk-lib';
import {
  CfnMicrosoftTeamsChannelConfiguration,
  CfnSlackChannelConfiguration,
  SlackChannelConfiguration,
} from 'aws-cdk-lib/aws-chatbot';
import { ManagedPolicy, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct, IConstruct } from 'constructs';
import { ConfigError } from '../config/config-error';
import { resourceText } from '../config/names';
import type { SlackChannel, TeamsChannel } from '../config/parts/notify-input';
import type { Channels } from '../config/resolved-config';
import { isSameAccount } from '../validation/neighbours';

/**
 * The most that anybody can do from a chat, whatever the role there allows. Without it AWS's default would be
 * AdministratorAccess.
 */
const GUARDRAIL = 'CloudWatchReadOnlyAccess';

/** A topic, and who is told of what is published there. */
export interface Subscribed {
  readonly topic: ITopic;
  readonly channels: Channels;
}

export interface ChatsProps {
  readonly subscribed: readonly Subscribed[];
  /** Configurations of channels that exist in the app. */
  readonly slackChannel?: SlackChannelConfiguration;
  readonly teamsChannel?: CfnMicrosoftTeamsChannelConfiguration;
}

/**
 * Chat channels that show what is published to topics. AWS takes one configuration for each channel and account, so
 * that all monitors of a stack share it. The service subscribes by itself when it is configured.
 */
export function createChats(scope: Construct, { subscribed, slackChannel, teamsChannel }: ChatsProps): void {
  const all = subscribed.map(({ topic }) => topic);
  for (const topic of all) {
    slackChannel?.addNotificationTopic(topic);
  }
  if (teamsChannel) {
    showInTeams(teamsChannel, all);
  }
  for (const [channel, topics] of perChannel(subscribed, 'slack')) {
    if (channel.existing) {
      askForTopics(scope, `Slack channel ${channel.channelId}`, topics);
    } else {
      const configuration = slackConfiguration(Stack.of(scope), channel);
      // The one that was given shows all of them already.
      for (const topic of configuration === slackChannel ? [] : topics) {
        configuration.addNotificationTopic(topic);
      }
      refuseTwins(scope, configuration.node.defaultChild as CfnSlackChannelConfiguration);
    }
  }
  for (const [channel, topics] of perChannel(subscribed, 'teams')) {
    if (channel.existing) {
      askForTopics(scope, `Teams channel ${channel.channelId}`, topics);
    } else {
      const configuration = teamsConfiguration(Stack.of(scope), channel);
      showInTeams(configuration, topics);
      refuseTwins(scope, configuration);
    }
  }
}

/** The stack's configuration of a channel, whoever made it. */
function slackConfiguration(
  stack: Stack,
  { workspaceId, channelId }: SlackChannel,
): SlackChannelConfiguration {
  const found = stack.node
    .findAll()
    .find((each) => isSlack(each) && channelOf(each.node.defaultChild) === channelId);
  if (found) {
    return found as SlackChannelConfiguration;
  }
  return new SlackChannelConfiguration(stack, `NtpDrift Slack ${channelId}`, {
    slackChannelConfigurationName: configurationName(channelId),
    slackWorkspaceId: workspaceId,
    slackChannelId: channelId,
    guardrailPolicies: [ManagedPolicy.fromAwsManagedPolicyName(GUARDRAIL)],
  });
}

function teamsConfiguration(
  stack: Stack,
  { tenantId, teamId, channelId }: TeamsChannel,
): CfnMicrosoftTeamsChannelConfiguration {
  const found = stack.node.findAll().find((each) => channelOf(each) === channelId);
  if (found) {
    return found as CfnMicrosoftTeamsChannelConfiguration;
  }
  const id = channelId.replaceAll('/', '-');
  // The service insists on a role; this one allows nothing, and messages need nothing.
  const role = new Role(stack, `NtpDrift TeamsRole ${id}`, {
    assumedBy: new ServicePrincipal('chatbot.amazonaws.com'),
    description: 'Lets a Teams channel show the alarms of NTP drift monitors',
  });
  return new CfnMicrosoftTeamsChannelConfiguration(stack, `NtpDrift Teams ${id}`, {
    configurationName: configurationName(channelId),
    teamsTenantId: tenantId,
    teamId,
    teamsChannelId: channelId,
    iamRoleArn: role.roleArn,
    guardrailPolicies: [ManagedPolicy.fromAwsManagedPolicyName(GUARDRAIL).managedPolicyArn],
  });
}

function showInTeams(configuration: CfnMicrosoftTeamsChannelConfiguration, topics: readonly ITopic[]): void {
  const arns = topics.map(({ topicArn }) => topicArn);
  const shown = configuration.snsTopicArns ?? [];
  const both = (theirs: readonly string[]) => [...new Set([...theirs, ...arns])];
  configuration.snsTopicArns = Token.isUnresolved(shown)
    ? Lazy.uncachedList({
        produce: (context) => both(listKnownNow(configuration, context.resolve(shown) ?? [])),
      })
    : both(shown);
}

/** @throws ConfigError for a list that only the deployment knows: nothing can be added to it here */
function listKnownNow({ node }: IConstruct, list: unknown): string[] {
  if (!Array.isArray(list)) {
    const found = 'with "snsTopicArns" that are known only at deployment';
    const expected = "a list in code, to which the monitor's topics can be added";
    throw new ConfigError(node.path, [{ path: 'teamsChannel', found, expected }]);
  }
  return list;
}

function isSlack(construct: IConstruct): construct is SlackChannelConfiguration {
  return construct instanceof SlackChannelConfiguration;
}

/** The channel of a configuration; undefined for everything else. */
function channelOf(construct: IConstruct | undefined): string | undefined {
  if (CfnSlackChannelConfiguration.isCfnSlackChannelConfiguration(construct)) {
    return construct.slackChannelId;
  }
  return CfnMicrosoftTeamsChannelConfiguration.isCfnMicrosoftTeamsChannelConfiguration(construct)
    ? construct.teamsChannelId
    : undefined;
}

/** A channel's second configuration in an account fails at deployment: it is refused at synthesis. */
function refuseTwins(scope: Construct, configuration: IConstruct): void {
  scope.node.addValidation({
    validate: () => {
      const channel = channelOf(configuration);
      const twin = scope.node.root.node
        .findAll()
        .find(
          (each) =>
            each !== configuration && channelOf(each) === channel && isSameAccount(each, configuration),
        );
      return twin
        ? [
            `The channel ${channel} has a configuration already, ${twin.node.path}, and AWS takes one for each channel ` +
              'and account: pass it as "slackChannel" or "teamsChannel", or mark the channel "existing": true.',
          ]
        : [];
    },
  });
}

/** What CloudFormation can't do for a configuration that isn't in this stack. */
function askForTopics(scope: Construct, channel: string, topics: readonly ITopic[]): void {
  const names = topics.map(({ node }) => node.path).join(', ');
  Annotations.of(scope).addWarningV2(
    `ntp-drift-monitor:existing-${channel.replaceAll(/[^A-Za-z0-9]+/g, '-')}`,
    `The ${channel} shows nothing before its configuration names the topics ${names}: add their ARNs there, in the ` +
      'console of Amazon Q Developer in chat applications or with `aws chatbot`.',
  );
}

/** Every channel of a kind once, with all topics that it shows. */
function perChannel<K extends 'slack' | 'teams'>(
  subscriptions: readonly Subscribed[],
  kind: K,
): [NonNullable<Channels[K]>, ITopic[]][] {
  const found = new Map<string, [NonNullable<Channels[K]>, ITopic[]]>();
  for (const { topic, channels } of subscriptions) {
    const channel = channels[kind];
    if (channel) {
      const [, topics] = found.get(channel.channelId) ?? [channel, []];
      found.set(channel.channelId, [channel, [...new Set([...topics, topic])]]);
    }
  }
  return [...found.values()];
}

/** AWS Chatbot: letters, digits, hyphens and underscores, at most 128; unique in the account, as channels are. */
function configurationName(channelId: string): string {
  return `NtpDrift-${resourceText(channelId)}`;
}
