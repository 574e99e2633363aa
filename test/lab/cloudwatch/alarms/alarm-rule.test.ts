import fc from 'fast-check';
import {
  alarmsNamedIn,
  parseRule,
  RULE_LIMITS,
  ruleHolds,
} from '../../../../lab/cloudwatch/alarms/alarm-rule';
import type { AlarmState } from '../../../../lab/cloudwatch/alarms/alarm-state';

const STATES: Readonly<Record<string, AlarmState>> = {
  on: 'ALARM',
  off: 'OK',
  unknown: 'INSUFFICIENT_DATA',
  'with "quotes", (brackets)': 'ALARM',
};

function holdsOf(text: string): boolean {
  return ruleHolds(parseRule(text), (name) => STATES[name]!);
}

describe('what can not be read is an error that says where', () => {
  test.each([
    ['', 'expected ALARM(...), OK(...)'],
    ['ALARM', 'expected ( at the end'],
    ['ALARM(on', 'expected ) at the end'],
    ['ALARM()', "expected an alarm's name or ARN at character 7 ())"],
    ['ALARM("on)', "expected an alarm's name or ARN at character 7"],
    ['ALARM(two words)', 'expected ) at character 11 (words)'],
    ['ALARM(on))', 'expected AND, OR or the end at character 10 ())'],
    ['ALARM(on) OK(off)', 'expected AND, OR or the end at character 11 (OK)'],
    ['ALARM(on) AND', 'at the end'],
    ['alarm(on)', 'at character 1 (alarm)'],
    ['MUTED(on)', 'at character 1 (MUTED)'],
    ['TRUE', 'at character 1 (TRUE)'],
    ['AT_LEAST(1, OK, (off))', 'at character 1 (AT_LEAST)'],
    ['NOT', 'at the end'],
    ['ALARM(on) AND OK(off) OR OK(on)', 'expected parentheses around the ANDs or around the ORs'],
    ['ALARM(on) OR OK(off) AND OK(on)', 'expected parentheses around the ANDs or around the ORs'],
  ])('%s', (text, message) => {
    expect(() => parseRule(text)).toThrow(message);
  });

  test('more than CloudWatch takes', () => {
    const rule = (count: number) => Array.from({ length: count }, (_, i) => `ALARM(a${i})`).join(' OR ');
    expect(() => parseRule(rule(RULE_LIMITS.alarms))).not.toThrow();
    expect(() => parseRule(rule(RULE_LIMITS.alarms + 1))).toThrow(
      'names at most 100 alarms; this one names 101',
    );
    expect(() => parseRule(`ALARM(${'x'.repeat(RULE_LIMITS.length)})`)).toThrow('at most 10240 characters');
  });
});

test.each([
  ['ALARM(on)', true],
  ['ALARM(off)', false],
  ['OK("off")', true],
  ['INSUFFICIENT_DATA( unknown )', true],
  ['INSUFFICIENT_DATA(on)', false],
  ['ALARM("with \\"quotes\\", (brackets)")', true],
  ['ALARM("arn:aws:cloudwatch:eu-west-1:123456789012:alarm:on")', true],
  ['ALARM(arn:aws-cn:cloudwatch:cn-north-1:123456789012:alarm:on)', true],
  ['NOT ALARM(off)', true],
  ['NOT NOT ALARM(off)', false],
  ['NOT ALARM(off) AND ALARM(on)', true],
  ['NOT (ALARM(off) OR ALARM(on))', false],
  ['ALARM(on) AND OK(off) AND OK(on)', false],
  ['OK(on) OR ALARM(off) OR ALARM(on)', true],
  ['(ALARM(on) OR OK(on)) AND OK(off)', true],
  ['(ALARM(on)AND(NOT(OK(off))))OR OK(off)', true],
])('%s: %p', (text, expected) => {
  expect(holdsOf(text)).toBe(expected);
});

test('a rule knows the alarms that it names, each once', () => {
  const rule = 'ALARM(a) OR NOT (OK("b c") AND ALARM(a)) OR OK(d)';
  expect(alarmsNamedIn(parseRule(rule))).toEqual(['a', 'b c', 'd']);
});

test('any name survives quoting', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1 }), (name) => {
      fc.pre(!name.startsWith('arn:'));
      expect(parseRule(`ALARM("${name.replaceAll(/["\\]/g, '\\$&')}")`)).toEqual({
        kind: 'state',
        state: 'ALARM',
        alarm: name,
      });
    }),
  );
});
