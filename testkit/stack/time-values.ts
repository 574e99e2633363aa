import { monitorJson } from './synthesise';

/** A configuration that differs in one value alone, and values to try. */
export interface ConfigKind {
  place: (value: unknown) => unknown;
  values: unknown[];
}

/** Values that speak of time. */
export const TIME_KINDS: Record<string, ConfigKind> = {
  schedule: {
    place: (schedule) => monitorJson({ schedule }),
    values: [
      ...[
        'rate(1 minute)',
        'rate(5 minutes)',
        'rate(1 hour)',
        'rate(2 hours)',
        'cron(0/15 * * * ? *)',
        'cron(*/5 * ? * * *)',
      ],
      ...[
        'rate(5 minute)',
        'rate(1 minutes)',
        'rate(0 minutes)',
        'rate(1.5 hours)',
        'rate(1 week)',
        'rate( 1 minute)',
        'hourly',
        '',
      ],
      ...[
        'rate(01 minutes)',
        'cron(* * * * *)',
        'cron(0/5 * * * * *)',
        'cron(0/5 * ? * ? *)',
        'cron(x * * * ? *)',
        'cron(0/5 * * * ? *) ',
      ],
      ...[
        'cron(0/5 * * JAN-DEC ? *)',
        'cron(0/5 * ? * sun-sat *)',
        'cron(0/5 * ? * 8 *)',
        'cron(60 * * * ? *)',
        'cron(0/0 * * * ? *)',
        'cron(0/60 * * * ? *)',
        'cron(0 24 * * ? *)',
        'cron(0/5 * 32 * ? *)',
        'cron(0/5 * ? 13 * *)',
        'cron(0/5 * * * ? 1969)',
        'cron(09 0/12 * * ? *)',
        'rate(1440 minutes)',
        'rate(1441 minutes)',
        'rate(24 hours)',
        'rate(25 hours)',
        'rate(2 days)',
        'cron(0/5 * * FOO ? *)',
        'Rate(1 minute)',
        5,
      ],
    ],
  },
  timeZone: {
    place: (timeZone) => monitorJson({ timeZone }),
    values: [
      ...['UTC', 'Europe/Stockholm', 'America/Argentina/Buenos_Aires', 'Etc/GMT+5', 'Asia/Kolkata', 'CET'],
      ...['', ' ', 'utc', 'europe/stockholm', '+02:00', 'Europe/', 'local', 'PST', 'IST', 'SystemV/PST8', 5],
    ],
  },
  maintenance: {
    place: (window) => monitorJson({ maintenance: [window] }),
    values: [
      ...[
        { cron: '0 2 * * SUN', minutes: 60 },
        { at: '2026-12-24T02:00', minutes: 1 },
        { cron: '0 2 * * mon-fri', minutes: 5, servers: ['a'] },
      ],
      ...[
        { minutes: 5 },
        { cron: '0 2 * * *', at: '2026-12-24T02:00', minutes: 5 },
        { cron: '0 2 * * *', minutes: 0 },
        { cron: '0 2 * * *' },
      ],
      ...[
        { cron: '0 2 * * *', minutes: 21_600 },
        { cron: '0 2 * * *', minutes: 21_601 },
        { cron: '0 2 * * *', minutes: 1.5 },
      ],
      ...[
        { cron: '0 2 * * ? *', minutes: 5 },
        { cron: '0 2 * * 1', minutes: 5 },
        { cron: '0 2 1 * SUN', minutes: 5 },
        { cron: '5/10 2 * * *', minutes: 5 },
      ],
      ...[
        { at: '2026-12-24 02:00', minutes: 5 },
        { at: '2026-13-24T02:00', minutes: 5 },
        { at: '2026-04-31T02:00', minutes: 5 },
        { at: '2026-02-29T02:00', minutes: 5 },
        { at: '2028-02-29T02:00', minutes: 5 },
        { cron: '60 2 * * *', minutes: 5 },
        { cron: '0 24 * * *', minutes: 5 },
        { cron: '0 2 0 * *', minutes: 5 },
        { cron: '0 2 31 12 *', minutes: 5 },
        { cron: '0 2 * 13 *', minutes: 5 },
        { at: '2026-12-24T02:00', minutes: 5, timeZone: '+02:00' },
        { cron: '0 2 * * *', minutes: 5, servers: [] },
      ],
      ...[
        { cron: '0,20 * * * *', minutes: 5, servers: ['a'] },
        { cron: '*/20 * * * *', minutes: 5 },
        { cron: '1-30/5 * * * *', minutes: 5 },
        { cron: '0,20 * * * *', minutes: 5, servers: ['a', 'a'] },
      ],
      ...[{ every: 'day', minutes: 5 }, 'night'],
    ],
  },
};
