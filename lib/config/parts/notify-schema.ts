import { z } from 'zod';
import { EMAIL, FLAG, HTTPS_URL, object, SLACK_ID, TEAMS_CHANNEL_ID, TOPIC_ARN, UUID } from '../fields';

const existing = FLAG.optional().meta({
  description:
    'True for a channel that is configured already: AWS takes one configuration for each. Default: false.',
});

/** Every channel that notifications can take. A further one is an entry here and one in notifications.ts. */
const channels = {
  email: listOf(EMAIL, 'a list of e-mail addresses').meta({
    description: 'Addresses that alarms are sent to. Each must confirm the mails that SNS sends it.',
  }),
  https: urls().meta({
    description:
      'Endpoints that take messages of SNS, such as the integration URLs of PagerDuty (CloudWatch) and Opsgenie ' +
      '(Amazon SNS). They must confirm the subscription by themselves, as those two do.',
    examples: [['https://events.pagerduty.com/integration/KEY/enqueue']],
  }),
  slack: object({
    workspaceId: SLACK_ID.meta({ description: 'The id of the workspace, such as T0123ABCD.' }),
    channelId: SLACK_ID.meta({ description: 'The id of the channel, such as C0123ABCD: not its name.' }),
    existing,
  })
    .optional()
    .meta({
      description:
        'A Slack channel, through Amazon Q Developer in chat applications (AWS Chatbot). Authorise the ' +
        'workspace in its console once before deployment.',
    }),
  teams: object({
    tenantId: UUID.meta({ description: 'The id of the Microsoft tenant.' }),
    teamId: UUID.meta({ description: 'The id of the team.' }),
    channelId: TEAMS_CHANNEL_ID.meta({
      description: "The channel's id as its link has it: 19%3a...%40thread.tacv2.",
    }),
    existing,
  })
    .optional()
    .meta({
      description:
        'A Microsoft Teams channel, through Amazon Q Developer in chat applications (AWS Chatbot). Authorise ' +
        'the tenant in its console once before deployment.',
    }),
  topicArn: TOPIC_ARN.optional().meta({
    description:
      "An existing SNS topic of this region, in place of the stack's own. It must let CloudWatch publish, and so " +
      'must its key, if it has one: synthesis cannot see that.',
  }),
};

/** The key `notify` of monitor.json. */
export const notify = object({
  ...channels,
  warn: object(channels).optional().meta({
    description: 'Where warnings go, which can wait until the morning. Default: where pages go.',
  }),
})
  .refine(({ slack, warn }) => isOneChannelOnce(slack, warn?.slack, 'workspaceId'), {
    path: ['warn', 'slack', 'workspaceId'],
    error: 'the one of notify.slack, because it is the same channel; or another channel',
  })
  .refine(({ teams, warn }) => isOneChannelOnce(teams, warn?.teams, 'tenantId', 'teamId'), {
    path: ['warn', 'teams'],
    error: 'the tenantId and teamId of notify.teams, because it is the same channel; or another channel',
  });

/** A channel is in one workspace or team: two would be one construct, and one configuration at AWS. */
function isOneChannelOnce<K extends string>(
  page: Record<K | 'channelId', string> | undefined,
  warn: Record<K | 'channelId', string> | undefined,
  ...keys: readonly K[]
): boolean {
  return !page || !warn || page.channelId !== warn.channelId || keys.every((key) => page[key] === warn[key]);
}

function urls() {
  // Subscriptions are constructs, in whose ids the CDK writes "--" for a slash.
  const ids = (items: readonly string[]) => new Set(items.map((item) => item.replaceAll('/', '--')));
  return listOf(HTTPS_URL, 'a list of https:// URLs').refine(
    (items) => ids(items).size === new Set(items).size,
    { error: 'URLs that differ in more than "/" and "--", between which the CDK makes no difference' },
  );
}

function listOf(item: z.ZodType<string, string>, expected: string) {
  return z
    .array(item, { error: expected })
    .refine((items) => new Set(items).size === items.length, { error: 'each entry once' })
    .meta({ uniqueItems: true })
    .default([]);
}
