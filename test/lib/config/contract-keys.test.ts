import { monitorJson, refusal, withFirst } from '../../../testkit/stack/synthesise';

describe('a wrong value is refused with its path, the value and what was expected', () => {
  test.each<[name: string, input: unknown, line: string]>([
    [
      'a severity',
      withFirst({ severity: 'none' }),
      'servers[0].severity is "none"; expected "page" or "warn"',
    ],
    [
      'a free-running server',
      withFirst({ freeRunning: 1 }),
      'servers[0].freeRunning is 1; expected true or false',
    ],
    [
      "a reference timestamp's age",
      withFirst({ maxReferenceAgeMs: '9 h' }),
      'servers[0].maxReferenceAgeMs is "9 h"; expected a number of milliseconds above 0',
    ],
    [
      'a distance',
      monitorJson({ maxVoterDistanceMs: 0 }),
      'maxVoterDistanceMs is 0; expected a number of milliseconds',
    ],
    ['history in words', monitorJson({ history: 'no' }), 'history is "no"; expected true or false'],
    [
      'a runbook',
      monitorJson({ runbook: 'docs/x.md' }),
      'runbook is "docs/x.md"; expected a URL that begins with https://',
    ],
    [
      'a retention',
      monitorJson({ logRetentionDays: 100 }),
      'logRetentionDays is 100; expected days that CloudWatch Logs can keep',
    ],
    [
      'a judge without a name',
      monitorJson({ reference: {} }),
      'reference.server is missing; expected the name of one of the servers',
    ],
    [
      'a judge who is not there',
      monitorJson({ reference: { server: 'z' } }),
      'reference.server is "z"; expected the name of one of the servers',
    ],
    [
      'a window without a beginning',
      monitorJson({ maintenance: [{ minutes: 5 }] }),
      'maintenance[0] is {"minutes":5}; expected either "cron"',
    ],
    [
      'a window with two',
      monitorJson({ maintenance: [{ cron: '0 2 * * *', at: '2026-12-24T02:00', minutes: 5 }] }),
      'expected either "cron", for a window that comes again, or "at"',
    ],
    [
      'a window of no time',
      monitorJson({ maintenance: [{ cron: '0 2 * * *', minutes: 0 }] }),
      'maintenance[0].minutes is 0; expected whole minutes, 1 to 21600 (15 days)',
    ],
    [
      'a window of 16 days',
      monitorJson({ maintenance: [{ cron: '0 2 * * *', minutes: 23_040 }] }),
      'maintenance[0].minutes is 23040; expected whole minutes',
    ],
    [
      "a window in EventBridge's cron",
      monitorJson({ maintenance: [{ cron: '0 2 * * ? *', minutes: 5 }] }),
      'maintenance[0].cron is "0 2 * * ? *"; expected five fields',
    ],
    [
      'a window on no day',
      monitorJson({ maintenance: [{ at: '2026-02-30T02:00', minutes: 5 }] }),
      'maintenance[0].at is "2026-02-30T02:00"; expected a day that exists',
    ],
    [
      'a window with seconds',
      monitorJson({ maintenance: [{ at: '2026-02-20T02:00:00Z', minutes: 5 }] }),
      'maintenance[0].at is "2026-02-20T02:00:00Z"; expected a date and a time',
    ],
    [
      'a zone',
      monitorJson({ maintenance: [{ cron: '0 2 * * *', timeZone: 'Mars', minutes: 5 }] }),
      'maintenance[0].timeZone is "Mars"; expected the name of a time zone',
    ],
    [
      'a window for a stranger',
      monitorJson({ maintenance: [{ cron: '0 2 * * *', minutes: 5, servers: ['a', 'z'] }] }),
      'maintenance[0].servers[1] is "z"; expected the name of one of the servers',
    ],
  ])('%s', (_name, input, line) => {
    expect(refusal(input)).toContain(line);
  });
});
