import type { SimulatedAlarm } from './alarms/simulated-alarm';
import type { Notification } from './alarms/simulation';
import { createResolver, ENVIRONMENT, type Json } from './template/intrinsics';

/** What SNS would deliver: the subject and the text of the mail that CloudWatch writes. */
export interface MailText {
  to: string[];
  subject: string;
  body: string;
}

const REGION_NAME = 'US East (N. Virginia)';

/** Subscribers of a stack's topics, by the topic's id in the template. */
export function subscribers(template: Json): Map<string, string[]> {
  const resolve = createResolver(template, ENVIRONMENT);
  const found = new Map<string, string[]>();
  for (const [id, { Type, Properties }] of Object.entries<Json>(template.Resources ?? {})) {
    if (Type === 'AWS::SNS::Subscription') {
      const topic = resolve(Properties.TopicArn, `${id}.TopicArn`);
      found.set(topic, [...(found.get(topic) ?? []), Properties.Endpoint]);
    }
  }
  return found;
}

/** A notification as the woken engineer reads it, in CloudWatch's own words and order. */
export function mailText(
  { alarm, from, to, reason: exact, description, timeMs, actions }: Notification,
  definition: SimulatedAlarm | undefined,
  recipients: ReadonlyMap<string, string[]>,
): MailText {
  const reason = exact.replaceAll(/\d+\.\d{4,}/g, (digits) => Number(digits).toFixed(3));
  const { region, account } = ENVIRONMENT;
  const time = `${new Date(timeMs).toUTCString().replace(' GMT', '')} UTC`;
  return {
    to: [...new Set(actions.flatMap((action) => recipients.get(action) ?? [action]))],
    subject: `${to}: "${alarm}" in ${REGION_NAME}`,
    body: [
      `You are receiving this email because your Amazon CloudWatch Alarm "${alarm}" in the ${REGION_NAME} ` +
        `region has entered the ${to} state, because "${reason}" at "${time}".`,
      '',
      'Alarm Details:',
      `- Name: ${alarm}`,
      `- Description: ${description}`,
      `- State Change: ${from} -> ${to}`,
      `- Reason for State Change: ${reason}`,
      `- Timestamp: ${time}`,
      `- AWS Account: ${account}`,
      `- Alarm Arn: arn:aws:cloudwatch:${region}:${account}:alarm:${alarm}`,
      ...threshold(definition),
    ].join('\n'),
  };
}

function threshold(definition: SimulatedAlarm | undefined): string[] {
  if (definition?.kind !== 'metric') {
    return [];
  }
  const { comparison, threshold: value, datapointsToAlarm, evaluationPeriods, periodMs } = definition;
  return [
    '',
    'Threshold:',
    `- The alarm is in the ALARM state when the metric is ${comparison} ${value} for at least ` +
      `${datapointsToAlarm} of the last ${evaluationPeriods} period(s) of ${periodMs / 1000} seconds.`,
  ];
}
