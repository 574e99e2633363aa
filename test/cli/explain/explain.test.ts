import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Explanation } from '../../../lib/explain';
import { ntpDrift } from '../../../testkit/ntp-drift-process';
import { manyServers, monitorJson } from '../../../testkit/stack/synthesise';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ntp-drift-explain-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function monitor(changes: Record<string, unknown> = {}): string {
  const file = join(folder, 'monitor.json');
  writeFileSync(file, JSON.stringify(monitorJson(changes)));
  return file;
}

async function explained(changes?: Record<string, unknown>): Promise<Explanation> {
  return JSON.parse((await ntpDrift('explain', monitor(changes), '--json')).printed);
}

test.each([
  ['a file that is not there', () => join(folder, 'nowhere.json'), 'the file is missing'],
  ['a wrong value', () => monitor({ limitMs: 0 }), 'limitMs is 0; expected'],
  [
    'a ceiling below the price',
    () => monitor({ costCeilingUsd: 1 }),
    'costCeilingUsd is 1; expected at least',
  ],
])('%s is refused', async (_case, file, message) => {
  await expect(ntpDrift('explain', file())).rejects.toThrow(message);
});

test('what is allowed and rarely meant is warned of, once each and without the id for code', async () => {
  const { warnings } = await explained({ notify: {}, servers: manyServers(4) });
  expect(warnings).toHaveLength(2);
  expect(warnings[0]).toContain('nobody will hear');
  expect(warnings.join()).not.toContain('[ack:');
});

test('every alarm comes with who is told of it, also where pages and warnings share a topic', async () => {
  const topicArn = 'arn:aws:sns:us-east-1:123456789012:oncall';
  for (const changes of [{}, { notify: { topicArn } }]) {
    const { alarms } = await explained(changes);
    const severity = (title: string) => alarms.find(({ name }) => name === `test ${title}`)?.severity;
    expect(severity('not watching')).toBe('page');
    expect(severity('runs lost')).toBe('warn');
    expect(severity('silent 1 min')).toBe('none');
  }
});

test('explain says over which paths a limit can be proven, and who judges', async () => {
  const limits = { servers: manyServers(4).map((server, i) => ({ ...server, limitMs: i === 0 ? 0.3 : 50 })) };
  const { printed } = await ntpDrift(
    'explain',
    monitor({ ...limits, reference: { server: limits.servers[1]!.host } }),
  );
  const said = printed.replaceAll(/\s+/g, ' '); // lines are as long as the terminal is wide
  expect(said).toContain('0.3 ms below 0.6 ms of round trip, 50 ms below 100 ms of round trip');
  expect(said).toContain(`judged against the time of ${limits.servers[1]!.host}`);
});

test('the metrics are as many as are paid for', async () => {
  for (const changes of [{}, { detail: 'fleet' }, { reference: 'clock' }]) {
    const { metrics, cost } = await explained(changes);
    const count = metrics.reduce((sum, metric) => sum + metric.count, 0);
    expect(cost.lines.find(({ key }) => key === 'metrics')!.quantity).toBe(count);
  }
});

test('a fleet has its schedules, and a table that is too long is cut', async () => {
  const servers = [
    ...manyServers(1000).map((server) => ({ ...server, role: 'target' })),
    { host: 'v1.example' },
    { host: 'v2.example' },
    { host: 'v3.example' },
  ];
  const file = monitor({ servers });
  const { printed, exitCode } = await ntpDrift('explain', file);
  expect(exitCode).toBe(0);
  expect(printed.replaceAll(/\s+/g, ' ')).toContain('2 schedules ask 503 of them at most.');
  expect(printed).toContain('and 943 more; --json has all of them');
  const { schedules, detail } = JSON.parse(
    (await ntpDrift('explain', file, '--json')).printed,
  ) as Explanation;
  expect([schedules, detail]).toEqual([[503, 503], 'fleet']);
});

test('people read servers, alarms, metrics, resources and the price', async () => {
  const { printed, exitCode } = await ntpDrift('explain', monitor());
  expect(exitCode).toBe(0);
  expect(printed).toMatch(/^Alarms \(\d+\): \d+ page, \d+ warn, \d+ only as part of another$/m);
  expect(printed).toMatch(
    /^ {2}test not watching +page +4 minutes +\$0\.50 +The servers are not being watched/m,
  );
  expect(printed).toMatch(/^ {2}Offset +\d+ {2}Milliseconds +Monitor, Server$/m);
  expect(printed).toMatch(/^ +1 {2}AWS::Lambda::Function$/m);
  expect(printed).toMatch(/^ {2}Total +\$\d/m);
});
