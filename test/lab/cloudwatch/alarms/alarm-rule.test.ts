import fc from 'fast-check';
import { RULE_LIMITS, readAnyOf } from '../../../../lab/cloudwatch/alarms/alarm-rule';

describe('what can not be read is an error that names it', () => {
  test.each([
    ['', 'instead of ""'],
    ['ALARM', 'instead of "ALARM"'],
    ['ALARM()', 'instead of "ALARM()"'],
    ['ALARM("on)', 'instead of "ALARM("on)"'],
    ['ALARM(two words)', 'instead of "ALARM(two words)"'],
    ['ALARM(on) OR', 'instead of "ALARM(on) OR"'],
    ['ALARM(on) OR OK(off)', 'instead of "OK(off)"'],
    ['ALARM(on) AND ALARM(off)', 'instead of "ALARM(on) AND ALARM(off)"'],
    ['NOT ALARM(on)', 'instead of "NOT ALARM(on)"'],
    ['alarm(on)', 'instead of "alarm(on)"'],
    ['AT_LEAST(1, ALARM, (off))', "can't be read"],
  ])('%s', (rule, message) => {
    expect(() => readAnyOf(rule)).toThrow(message);
  });

  test('more than CloudWatch takes', () => {
    const rule = (count: number) => Array.from({ length: count }, (_, i) => `ALARM(a${i})`).join(' OR ');
    expect(() => readAnyOf(rule(RULE_LIMITS.alarms))).not.toThrow();
    expect(() => readAnyOf(rule(RULE_LIMITS.alarms + 1))).toThrow(
      'names at most 100 alarms; this one names 101',
    );
    expect(() => readAnyOf(`ALARM(${'x'.repeat(RULE_LIMITS.length)})`)).toThrow('at most 10240 characters');
  });
});

test.each([
  ['ALARM(on)', ['on']],
  ['ALARM( "on" )', ['on']],
  ['(ALARM("a b") OR ALARM(c) OR ALARM("a b"))', ['a b', 'c']],
  ['ALARM("with \\"quotes\\", (brackets)")', ['with "quotes", (brackets)']],
  ['ALARM("one OR other") OR ALARM("x) OR ALARM(y")', ['one OR other', 'x) OR ALARM(y']],
  ['ALARM("arn:aws:cloudwatch:eu-west-1:123456789012:alarm:on")', ['on']],
  ['ALARM(arn:aws-cn:cloudwatch:cn-north-1:123456789012:alarm:on)', ['on']],
])('%s names %j', (rule, names) => {
  expect(readAnyOf(rule)).toEqual(names);
});

test('any names survive quoting', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.string({ minLength: 1 }), { minLength: 1, maxLength: 4 }), (names) => {
      fc.pre(names.every((name) => !name.startsWith('arn:')));
      const quoted = names.map((name) => `ALARM("${name.replaceAll(/["\\]/g, '\\$&')}")`);
      expect(readAnyOf(quoted.join(' OR '))).toEqual(names);
    }),
  );
});
