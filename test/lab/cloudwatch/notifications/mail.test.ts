import { mailText } from '../../../../lab/cloudwatch/notifications/mail';
import { notificationMessage } from '../../../../lab/cloudwatch/notifications/message';
import { alarm, definitions, NOON } from '../../../../testkit/alarms/alarm-builder';

/** A notification as people and machines get it. */
const notificationOf = (name: string) => ({
  alarm: name,
  from: 'OK' as const,
  to: 'ALARM' as const,
  reason: 'Threshold Crossed: a reason.',
  timeMs: NOON,
  sentMs: NOON,
  description: 'What is wrong.',
  actions: ['page'],
});
const alarmOf = (name: string, properties: object = {}) => definitions(alarm(name, properties))[0]!;

test('a mail has the sections that CloudWatch writes', () => {
  const Dimensions = [{ Name: 'Monitor', Value: 'ntp' }];
  const { subject, body } = mailText(
    notificationOf('ntp outside a'),
    alarmOf('ntp outside a', { Dimensions }),
  );
  expect(subject).toBe('ALARM: "ntp outside a" in US East (N. Virginia)');
  expect(body.split('\n')).toEqual(
    expect.arrayContaining([
      expect.stringContaining(
        'has entered the ALARM state, because "Threshold Crossed: a reason." at "Sunday 22',
      ),
      expect.stringMatching(/^https:.*#alarmsV2:alarm\/ntp%20outside%20a$/),
      '- Description:               What is wrong.',
      '- State Change:              OK -> ALARM',
      '- Timestamp:                 Sunday 22 November, 2026 12:00:00 UTC',
      '- Dimensions:                [Monitor = ntp]',
      '- TreatMissingData:          missing',
      '- ALARM: [alarm]',
      '- INSUFFICIENT_DATA:',
    ]),
  );
});

test('a subject is cut at 100 characters', () => {
  const name = `ntp outside ${'x'.repeat(120)}`;
  const { subject } = mailText(notificationOf(name), alarmOf(name));
  expect([subject.length, subject.startsWith('ALARM: "ntp outside x')]).toEqual([100, true]);
});

test('HTTPS endpoints get the documented JSON', () => {
  expect(notificationMessage(notificationOf('a'), alarmOf('a'))).toMatchObject({
    AlarmName: 'a',
    NewStateValue: 'ALARM',
    OldStateValue: 'OK',
    NewStateReason: 'Threshold Crossed: a reason.',
    StateChangeTime: '2026-11-22T12:00:00.000+0000',
    Region: 'US East (N. Virginia)',
    Trigger: { MetricName: 'a', Namespace: 'N', Statistic: 'MAXIMUM', Period: 60, Threshold: 1 },
  });
});
