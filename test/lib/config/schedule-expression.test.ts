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
  ['cron(0 8 ? * MON-FRI *)', 24 * 60, 72 * 60],
  ['cron(0/5 * ? * mon-fri *)', 5, 72 * 60],
  ['cron(0/5 * 1-15 * ? *)', 5, 17 * 24 * 60],
])('%s runs %d to %d minutes apart', (expression, shortest, longest) => {
  expect(readSchedule(expression, NOW)).toEqual({
    expression,
    shortestGapMs: shortest * MINUTE_MS,
    longestGapMs: longest * MINUTE_MS,
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
