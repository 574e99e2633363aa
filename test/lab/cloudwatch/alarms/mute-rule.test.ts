import { readMuteRule } from '../../../../lab/cloudwatch/alarms/mute-rule';
import { readMuteRules } from '../../../../lab/cloudwatch/template/read-template';
import {
  alarm,
  changes,
  data,
  definitions,
  playAlarms,
  sent,
} from '../../../../testkit/alarms/alarm-builder';

/** Alarms keep evaluating while they are mute; what they would have sent waits for the end of the window. */
const rule = (Expression: string, Duration = 'PT5M', more: object = {}) => ({
  Rule: { Schedule: { Expression, Duration, ...more } },
  MuteTargets: { AlarmNames: ['a'] },
});
const ALARMS = definitions(alarm('a'), alarm('b'));
const AT_FOUR = { muteRules: [readMuteRule(rule('at(2026-11-22T12:04)'))] };

const play = (values: number[]) =>
  playAlarms(
    { alarms: ALARMS, data: [...data('a', values), ...data('b', values)], ...AT_FOUR },
    values.length,
  );

test('an alarm that is still on when the window ends is told then, and another alarm at once', () => {
  const events = play([0, 0, 0, 0, 2, 2, 2, 2, 2, 2, 2, 2]);
  expect(changes(events)).toEqual(['5 a ALARM', '5 b ALARM']);
  expect(sent(events)).toEqual(['5 b ALARM -> alarm', '9 a ALARM -> alarm']);
});

test('an alarm that comes and goes within the window tells its last state only', () => {
  const events = play([0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 0, 0]);
  expect(changes(events).filter((each) => each.includes(' a '))).toEqual(['5 a ALARM', '7 a OK']);
  expect(sent(events).filter((each) => each.includes(' a '))).toEqual(['9 a OK -> ok']);
});

test('a recovery within the window is told at its end', () => {
  const events = play([2, 2, 2, 2, 2, 0, 0, 0, 0, 0, 0, 0]);
  expect(sent(events).filter((each) => each.includes(' a '))).toEqual(['1 a ALARM -> alarm', '9 a OK -> ok']);
});

test('a window that began before the rule was deployed counts', () => {
  const muteRules = [readMuteRule(rule('at(2026-11-22T11:58)'))];
  const events = playAlarms(
    { alarms: definitions(alarm('a')), data: data('a', [2, 2, 2, 2, 2]), muteRules },
    5,
  );
  expect(sent(events)).toEqual(['3 a ALARM -> alarm']);
});

test.each([
  ['cron(30 11 * * *)', 'Europe/Berlin', [11, 10, 30]],
  ['cron(0 2 * * SUN)', 'UTC', [22, 2, 0]],
  ['cron(0 2 1-25 NOV *)', 'UTC', [25, 2, 0]],
  ['cron(15,45 6 22 11 0)', undefined, [22, 6, 45]],
] as const)('%s in %s begins when it says', (expression, Timezone, [day, hour, minute]) => {
  const { beginsAt } = readMuteRule(rule(expression, 'PT1H', { ...(Timezone && { Timezone }) }));
  const timeMs = Date.UTC(2026, 10, day, hour, minute);
  expect([beginsAt(timeMs), beginsAt(timeMs + 60_000)]).toEqual([true, false]);
});

test.each([
  [rule('rate(1 day)'), 'is neither cron'],
  [rule('cron(0 2 * * ? *)'), 'is neither cron'],
  [rule('cron(61 2 * * *)'), '61 is not within 0 to 59'],
  [rule('at(2026-11-22)'), 'is neither cron'],
  [rule('cron(0 2 * * *)', 'PT0M'), 'from 1 minute'],
  [rule('cron(0 2 * * *)', 'P16D'), 'to 15 days'],
  [rule('cron(0 2 * * *)', '4 hours'), 'ISO 8601'],
  [rule('cron(0 2 * * *)', 'PT1H', { Timezone: 'Mars/Base' }), 'no time zone Mars/Base'],
  [
    {
      ...rule('cron(0 2 * * *)'),
      MuteTargets: { AlarmNames: Array.from({ length: 101 }, (_, i) => `a${i}`) },
    },
    '101 alarms; a mute rule has at most 100',
  ],
])('%j is refused', (properties, message) => {
  expect(() => readMuteRule(properties)).toThrow(message);
});

test('a rule that names an alarm of no template is refused', () => {
  const Properties = { ...rule('cron(0 2 * * *)'), MuteTargets: { AlarmNames: ['nobody'] } };
  const template = { Resources: { Mute: { Type: 'AWS::CloudWatch::AlarmMuteRule', Properties } } };
  expect(() => readMuteRules(template, ALARMS)).toThrow(
    'Mute: MuteTargets: the template has no alarm nobody',
  );
});
