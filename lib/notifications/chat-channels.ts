import { CfnMicrosoftTeamsChannelConfiguration, SlackChannelConfiguration } from 'aws-cdk-lib/aws-chatbot';
import { ManagedPolicy, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { resourceName, resourceText } from '../config/names';
import type { Channels } from '../config/resolved-config';

/**
 * The most that anybody can do from a chat, whatever the role there allows. Without it AWS's default would be
 * AdministratorAccess.
 */
const GUARDRAIL = 'CloudWatchReadOnlyAccess';

/**
 * Chat channels that show what is published to topics. AWS takes one configuration for each channel, so that one
 * which is told of pages and warnings has both topics. The service subscribes by itself when it is configured.
 */
export function createChats(
  scope: Construct,
  monitorName: string,
  subscriptions: readonly { topic: ITopic; channels: Channels }[],
): void {
  for (const [{ workspaceId, channelId }, notificationTopics] of perChannel(subscriptions, 'slack')) {
    new SlackChannelConfiguration(scope, `Slack ${channelId}`, {
      slackChannelConfigurationName: configurationName(monitorName, channelId),
      slackWorkspaceId: workspaceId,
      slackChannelId: channelId,
      notificationTopics,
      guardrailPolicies: [ManagedPolicy.fromAwsManagedPolicyName(GUARDRAIL)],
    });
  }
  for (const [{ tenantId, teamId, channelId }, topics] of perChannel(subscriptions, 'teams')) {
    const id = channelId.replaceAll('/', '-');
    // The service insists on a role; this one allows nothing, and messages need nothing.
    const role = new Role(scope, `TeamsRole ${id}`, {
      assumedBy: new ServicePrincipal('chatbot.amazonaws.com'),
      description: `Lets a Teams channel show the alarms of the NTP drift monitor ${monitorName}`,
    });
    new CfnMicrosoftTeamsChannelConfiguration(scope, `Teams ${id}`, {
      configurationName: configurationName(monitorName, channelId),
      teamsTenantId: tenantId,
      teamId,
      teamsChannelId: channelId,
      iamRoleArn: role.roleArn,
      snsTopicArns: topics.map(({ topicArn }) => topicArn),
      guardrailPolicies: [ManagedPolicy.fromAwsManagedPolicyName(GUARDRAIL).managedPolicyArn],
    });
  }
}

/** Every channel of a kind once, with all topics that it shows. */
function perChannel<K extends 'slack' | 'teams'>(
  subscriptions: readonly { topic: ITopic; channels: Channels }[],
  kind: K,
): [NonNullable<Channels[K]>, ITopic[]][] {
  const found = new Map<string, [NonNullable<Channels[K]>, ITopic[]]>();
  for (const { topic, channels } of subscriptions) {
    const channel = channels[kind];
    if (channel) {
      const [, topics] = found.get(JSON.stringify(channel)) ?? [channel, []];
      found.set(JSON.stringify(channel), [channel, [...topics, topic]]);
    }
  }
  return [...found.values()];
}

/** AWS Chatbot: letters, digits, hyphens and underscores, at most 128; unique in the account. */
function configurationName(monitorName: string, channelId: string): string {
  return resourceName(monitorName) + resourceText(`-${channelId}`);
}
