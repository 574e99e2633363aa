import { readSchedule } from '../../../lib/config/schedule-expression';

const NOW = new Date('2026-11-22T12:03:04Z');
const MINUTE_MS = 60_000;

test.each([
  ['rate(1 minute)', 1, 1],
  ['rate(5 minutes)', 5, 5],
  ['rate(1 hour)', 60, 60],
  ['rate(2 days)', 2880, 2880],
  ['cron(* * * * ? *)', 1, 1],
  ['cron(0/5 * * * ? *)', 5, 5],
  ['cron(*/15 * ? * * *)', 15, 15],
  ['cron(0/7 * * * ? *)', 4, 7],
  ['cron(0 0/4 * * ? *)', 240, 240],
  ['cron(0,30 0/2 * * ? *)', 30, 90],
  // Lists in any order, with steps and ranges among them.
  ['cron(30,0 * * * ? *)', 30, 30],
  ['cron(45,0/30,15,15 * * * ? *)', 15, 15],
  ['cron(0 18,6 15,1 DEC,JUN ? *)', 12 * 60, 169 * 24 * 60],
  ['cron(0 9 * * ? *)', 24 * 60, 24 * 60],
  ['cron(0 9 ? * MON *)', 7 * 24 * 60, 7 * 24 * 60],
  ['cron(0/5 * 1-15 * ? *)', 5, 17 * 24 * 60],
  ['cron(0/5 * ? * MON-FRI 2027)', 5, 72 * 60],
  // Too little between the pauses: one run, a few, and some that only last as long as a mute's end.
  ['cron(0 8,20 ? * MON,THU *)', 12 * 60, 96 * 60],
  ['cron(0,5 * * * ? *)', 5, 55],
  ['cron(0-4 * * * ? *)', 1, 56],
])('%s runs %d to %d minutes apart', (expression, shortest, longest) => {
  expect(readSchedule(expression, NOW)).toEqual({
    expression,
    shortestGapMs: shortest * MINUTE_MS,
    longestGapMs: longest * MINUTE_MS,
    pauses: [],
  });
});

const MONDAY = 24 * 60;

test.each([
  ['nights', 'cron(0/5 8-17 * * ? *)', 5, Array.from({ length: 7 }, (_, day) => [day * MONDAY + 1075, 845])],
  [
    'nights and a weekend',
    'cron(0 8-17 ? * MON-FRI *)',
    60,
    [
      ...Array.from({ length: 4 }, (_, day) => [(day + 1) * MONDAY + 17 * 60, 15 * 60]),
      [5 * MONDAY + 17 * 60, 63 * 60],
    ],
  ],
  ['a weekend', 'cron(0/5 * ? * mon-fri *)', 5, [[6 * MONDAY - 5, 2 * 24 * 60 + 5]]],
  [
    'a weekend, with every month by its number',
    'cron(0 8 ? 1-12 MON-FRI *)',
    24 * 60,
    [[5 * MONDAY + 8 * 60, 72 * 60]],
  ],
  ['a weekend of a daily run', 'cron(0 8 ? * MON-FRI *)', 24 * 60, [[5 * MONDAY + 8 * 60, 72 * 60]]],
  [
    'days, of a list in any order',
    'cron(0/10 20-23,0-5 * * ? *)',
    10,
    Array.from({ length: 7 }, (_, day) => [day * MONDAY + 350, 850]),
  ],
  [
    'a lunch break',
    'cron(0/10 0-11,13-23 * * ? *)',
    10,
    Array.from({ length: 7 }, (_, day) => [day * MONDAY + 710, 70]),
  ],
])('pauses are planned where they come every week: %s', (_what, expression, gap, pauses) => {
  expect(readSchedule(expression, NOW)).toEqual({
    expression,
    shortestGapMs: gap * MINUTE_MS,
    longestGapMs: gap * MINUTE_MS,
    pauses: pauses.map(([fromMinute, minutes]) => ({ fromMinute, minutes })),
  });
});

test.each([
  ['', 'rate(...) or cron(...)'],
  ['hourly', 'rate(...) or cron(...)'],
  ['at(2027-01-01T00:00:00)', 'rate(...) or cron(...)'],
  ['rate(1 minutes)', '"rate(1 minute)": singular for 1'],
  ['rate(2 minute)', '"rate(2 minutes)": singular for 1, plural for more'],
  ['rate(1 minutess)', 'rate(VALUE UNIT)'],
  ['rate(0 minutes)', 'rate(VALUE UNIT)'],
  ['rate(-1 minutes)', 'rate(VALUE UNIT)'],
  ['rate(0.5 hours)', 'rate(VALUE UNIT)'],
  ['rate(30 seconds)', 'rate(VALUE UNIT)'],
  ['rate( 1 minute )', 'rate(VALUE UNIT)'],
  ['cron(0 * * * ?)', 'six fields, cron(minutes hours day-of-month month day-of-week year)'],
  ['cron(0  * * * ? *)', 'there are 7'],
  ['cron(0 * * * * *)', '"?" as either day-of-month or day-of-week'],
  ['cron(0 * ? * ? *)', '"?" as either day-of-month or day-of-week'],
  ['cron(60 * * * ? *)', 'number 60 is not between 0 and 59'],
  ['cron(0 24 * * ? *)', 'number 24 is not between 0 and 23'],
  ['cron(0/0 * * * ? *)', 'number 0 is not between 1 and 59'],
  ['cron(1.5 * * * ? *)', 'a valid minutes field (field 1) instead of "1.5"'],
  ['cron(a * * * ? *)', 'a valid minutes field (field 1) instead of "a"'],
  ['cron(0 0 ? * MON-FRX *)', 'a valid day-of-week field (field 5) instead of "MON-FRX"'],
  ['cron(0 0 * XXX ? *)', 'a valid month field (field 4) instead of "XXX"'],
  ['cron(,, * * * ? *)', 'a valid minutes field (field 1) instead of ""'],
  ['cron(5-1 * * * ? *)', 'a cron expression of EventBridge Scheduler'],
  ['cron(0 * * * ? 2020)', 'a schedule that fires from now on'],
])('%s is refused: expected %s', (expression, expected) => {
  expect(() => readSchedule(expression, NOW)).toThrow(expected);
});
