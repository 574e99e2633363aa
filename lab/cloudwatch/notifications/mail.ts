import type { Notification } from '../alarms/alarm-events';
import type { SimulatedAlarm } from '../alarms/simulated-alarm';
import { decimal, mailTime } from '../alarms/state-reason';
import { alarmArn, ENVIRONMENT } from '../template/intrinsics';
import { REGION_NAME, singleMetric } from './message';

/** Subject and text of a mail. */
export interface MailText {
  subject: string;
  body: string;
}

/** SNS cuts subjects off, in the middle of a name if need be. */
const MAX_SUBJECT_LENGTH = 100;

/**
 * A notification as CloudWatch writes it into a mail. Source: mails that users have published; the reason is
 * documented, the layout is not.
 */
export function mailText(notification: Notification, alarm: SimulatedAlarm): MailText {
  const { from, to, reason, description, timeMs } = notification;
  const { name, actions } = alarm;
  const time = mailTime(timeMs);
  return {
    subject: `${to}: "${name}" in ${REGION_NAME}`.slice(0, MAX_SUBJECT_LENGTH),
    body: [
      `You are receiving this email because your Amazon CloudWatch Alarm "${name}" in the ${REGION_NAME} ` +
        `region has entered the ${to} state, because "${reason}" at "${time}".`,
      '',
      'View this alarm in the AWS Management Console:',
      consoleLink(name),
      '',
      'Alarm Details:',
      ...fields([
        ['Name', name],
        ['Description', description],
        ['State Change', `${from} -> ${to}`],
        ['Reason for State Change', reason],
        ['Timestamp', time],
        ['AWS Account', ENVIRONMENT.account],
        ['Alarm Arn', alarmArn(name)],
      ]),
      ...thresholdLines(alarm),
      '',
      'State Change Actions:',
      ...(['OK', 'ALARM', 'INSUFFICIENT_DATA'] as const).map((state) => {
        const list = actions[state].map((action) => `[${action}]`).join(' ');
        return `- ${state}: ${list}`.trimEnd();
      }),
    ].join('\n'),
  };
}

function consoleLink(name: string): string {
  const { region } = ENVIRONMENT;
  const path = `alarmsV2:alarm/${encodeURIComponent(name)}`;
  return `https://${region}.console.aws.amazon.com/cloudwatch/deeplink.js?region=${region}#${path}`;
}

function thresholdLines(alarm: SimulatedAlarm): string[] {
  if (alarm.kind !== 'metric') {
    return [];
  }
  const { comparison, threshold, datapointsToAlarm, evaluationPeriods, periodMs, missingData } = alarm;
  const periodS = periodMs / 1000;
  const stat = singleMetric(alarm);
  return [
    '',
    'Threshold:',
    `- The alarm is in the ALARM state when the metric is ${comparison} ${decimal(threshold)} for at least ` +
      `${datapointsToAlarm} of the last ${evaluationPeriods} period(s) of ${periodS} seconds.`,
    '',
    'Monitored Metric:',
    ...fields(
      stat === undefined
        ? [
            ['MetricExpression', alarm.watched],
            ['Period', `${periodS} seconds`],
            ['TreatMissingData', missingData],
          ]
        : [
            ['MetricNamespace', stat.namespace],
            ['MetricName', stat.metricName],
            [
              'Dimensions',
              Object.entries(stat.dimensions)
                .map(([key, value]) => `[${key} = ${value}]`)
                .join(' '),
            ],
            ['Period', `${periodS} seconds`],
            ['Statistic', stat.statistic],
            ['Unit', stat.unit ?? 'not specified'],
            ['TreatMissingData', missingData],
          ],
    ),
  ];
}

function fields(entries: readonly (readonly [name: string, value: string])[]): string[] {
  return entries.map(([name, value]) => `- ${`${name}:`.padEnd(27)}${value}`);
}
