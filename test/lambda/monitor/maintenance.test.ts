import { inMaintenance, isOpen, readMaintenanceCron } from '../../../lambda/monitor/maintenance';

const at = (text: string) => Date.parse(text);

describe('a cron expression that could mean two things, or nothing, is refused', () => {
  test.each([
    ['0 2 * *', 'five fields, "minutes", "hours", "day of month", "month", "weekday"'],
    ['0 2 * * ? *', 'there are 6'],
    ['0  2 * * *', 'there are 6'],
    ['60 2 * * *', 'a valid minutes field (0 to 59) instead of "60"'],
    ['0 24 * * *', 'a valid hours field (0 to 23) instead of "24"'],
    ['0 2 0 * *', 'a valid day of month field (1 to 31) instead of "0"'],
    ['0 2 * 13 *', 'a valid month field (JAN to DEC) instead of "13"'],
    ['0 2 * * 1', 'a valid weekday field (SUN to SAT) instead of "1"'],
    ['0 2 * * FRI-MON', 'a valid weekday field (SUN to SAT) instead of "FRI-MON"'],
    ['5/10 2 * * *', 'a valid minutes field (0 to 59) instead of "5/10"'],
    ['*/20 * * * *', 'a valid minutes field (0 to 59) instead of "*/20"'],
    ['0 2 1 * SUN', '"*" as day of month or as weekday'],
  ])('%s', (cron, message) => {
    expect(() => readMaintenanceCron(cron)).toThrow(message);
  });
});

describe('A window is open', () => {
  test.each([
    ['in its first second', { cron: '0 2 * * *', minutes: 60 }, '2026-11-25T02:00:00Z', true],
    ['in its last second', { cron: '0 2 * * *', minutes: 60 }, '2026-11-25T02:59:59Z', true],
    ['not a second before it', { cron: '0 2 * * *', minutes: 60 }, '2026-11-25T01:59:59Z', false],
    ['not when it has ended', { cron: '0 2 * * *', minutes: 60 }, '2026-11-25T03:00:00Z', false],
    ['over midnight', { cron: '30 23 * * *', minutes: 60 }, '2026-11-25T00:15:00Z', true],
    ['on its weekday', { cron: '0 2 * * WED', minutes: 1 }, '2026-11-25T02:00:30Z', true],
    [
      'not on another weekday',
      { cron: '0 2 * * MON,TUE,THU-SAT', minutes: 1 },
      '2026-11-25T02:00:30Z',
      false,
    ],
    ['in its month', { cron: '0 2 25 NOV *', minutes: 1 }, '2026-11-25T02:00:30Z', true],
    ['at each of a list', { cron: '0,20,40 * * * *', minutes: 5 }, '2026-11-25T11:44:59Z', true],
    ['not between two of a list', { cron: '0,20,40 * * * *', minutes: 5 }, '2026-11-25T11:45:00Z', false],
    ['for 15 days', { cron: '0 0 10 * *', minutes: 21_600 }, '2026-11-24T23:59:00Z', true],
    [
      'in its zone',
      { cron: '0 2 * * *', timeZone: 'America/New_York', minutes: 1 },
      '2026-11-25T07:00:00Z',
      true,
    ],
    [
      'in summer',
      { cron: '0 2 * * *', timeZone: 'America/New_York', minutes: 1 },
      '2026-07-25T06:00:00Z',
      true,
    ],
    [
      'in a zone of half hours',
      { cron: '0 2 * * *', timeZone: 'Asia/Kolkata', minutes: 1 },
      '2026-11-24T20:30:00Z',
      true,
    ],
    ['once', { at: '2026-11-25T02:00', minutes: 10 }, '2026-11-25T02:09:59Z', true],
    ['and never again', { at: '2026-11-25T02:00', minutes: 10 }, '2026-11-26T02:05:00Z', false],
    [
      'once in its zone',
      { at: '2026-11-25T02:00', timeZone: 'Europe/Stockholm', minutes: 10 },
      '2026-11-25T01:05:00Z',
      true,
    ],
  ])('%s', (_when, window, time, open) => {
    expect(isOpen(window, at(time))).toBe(open);
  });
});

test('a window without names is for every server, several add up', () => {
  const servers = [{ name: 'a' }, { name: 'b' }, { name: 'c' }];
  const now = at('2026-11-25T02:00:00Z');
  const open = { cron: '0 2 * * *', minutes: 1 };
  expect(inMaintenance([open], servers, now)).toEqual(new Set(['a', 'b', 'c']));
  expect(
    inMaintenance(
      [
        { ...open, servers: ['a'] },
        { ...open, servers: ['c'] },
      ],
      servers,
      now,
    ),
  ).toEqual(new Set(['a', 'c']));
  expect(inMaintenance([{ cron: '0 3 * * *', minutes: 1 }], servers, now)).toEqual(new Set());
});
