import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Stack } from 'aws-cdk-lib';
import { Key } from 'aws-cdk-lib/aws-kms';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { loadConfig, parseConfig } from '../../lib/config/load';
import { PRICES_AS_OF } from '../../lib/cost/prices';
import { costOfConfig, costReport } from '../../lib/cost-report';
import { deploy, manyServers, monitorJson, newApp, SERVERS } from '../../testkit/stack/synthesise';

const FIFTY = [...SERVERS, ...manyServers(47).map((server) => ({ ...server, role: 'target' }))];

const reports = new Map<string, string[]>();

/** Synthesised once: fifty servers take half a second. */
function linesOf(changes: Record<string, unknown>): string[] {
  const key = JSON.stringify(changes);
  const lines = reports.get(key) ?? costReport(parseConfig(monitorJson(changes))).split('\n');
  reports.set(key, lines);
  return lines;
}

test('the report says what it is: whose list prices, of when, and without free tiers', () => {
  expect(linesOf({})[0]).toBe(
    'Monthly cost of the monitor test while all servers are well, in USD at us-east-1 list prices of ' +
      `${PRICES_AS_OF}; free tiers not subtracted:`,
  );
});

/** A line of the table, up to its price. */
const AMOUNT = /^ {2}[A-Z].* {2}\$([\d.,]+)(?= {2}|$)/;

test('each line says what it assumes, the sum alone has nothing of its own', () => {
  const rows = linesOf({}).filter((line) => AMOUNT.test(line));
  const silent = rows.filter((row) => row.replace(AMOUNT, '').trim() === '');
  expect(silent).toEqual([expect.stringMatching(/^ {2}Total /)]);
});

test('a key is priced with a word on its rotations, one of the company is not', () => {
  expect(linesOf({}).join('\n')).toMatch(
    /KMS +1 key +\$1\.00 +in its first year; each of its first two yearly rotations adds \$1/,
  );
  const stack = new Stack(newApp(), 'Test');
  const { cost } = deploy({ encryptionKey: new Key(stack, 'Theirs') }, stack).monitor;
  expect(cost.lines.find(({ key }) => key === 'keys')?.quantity).toBe(0);
});

test('it says what the log queries of a dashboard cost that is always open', () => {
  const wall = (changes: Record<string, unknown>) =>
    linesOf(changes).find((line) => line.includes('On a wall'));
  expect(wall({ servers: FIFTY })).toContain('log queries add $1.19.');
  expect(wall({ servers: FIFTY, schedule: 'rate(5 minutes)' })).toContain('log queries add $0.24.');
});

test('it says what other regions cost at most: logs and Lambda more', () => {
  const usd = (line: string) => Number(/\$([\d.]+)/.exec(line)![1]);
  const lines = linesOf({ servers: FIFTY });
  const elsewhere = usd(lines.find((line) => line.includes('In other commercial regions'))!);
  const total = usd(lines.find((line) => line.includes('  Total'))!);
  const dearer = usd(lines.find((line) => line.includes('Logs ingested'))!);
  expect(elsewhere - total).toBeGreaterThan(0.8 * dearer);
  expect(elsewhere / total).toBeLessThan(1.1);
});

test('its columns line up, and its lines add up', () => {
  const rows = linesOf({ servers: FIFTY }).filter((line) => AMOUNT.test(line));
  expect(new Set(rows.map((row) => AMOUNT.exec(row)![0].length)).size).toBe(1);
  const amounts = rows.map((row) => Number(AMOUNT.exec(row)![1]!.replaceAll(',', '')));
  const total = amounts.pop()!;
  expect(Math.abs(amounts.reduce((sum, amount) => sum + amount, 0) - total)).toBeLessThan(0.05);
});

test('it says what fewer metrics would save', () => {
  const [full, fleet] = (['full', 'fleet'] as const).map(
    (detail) => costOfConfig(parseConfig(monitorJson({ servers: FIFTY, detail }))).totalUsd,
  );
  const saved = (full! - fleet!).toFixed(2);
  expect(linesOf({ servers: FIFTY }).at(-2)).toContain(`"detail": "fleet" would save $${saved}:`);
  expect(full! - fleet!).toBeGreaterThan(50);
});

test('it says what fewer alarms would save, and the essential ones need no such advice', () => {
  const [all, essential] = (['all', 'essential'] as const).map(
    (alarms) => costOfConfig(parseConfig(monitorJson({ alarms }))).totalUsd,
  );
  expect(linesOf({}).at(-1)).toContain(
    `"alarms": "essential" would save $${(all! - essential!).toFixed(2)}:`,
  );
  expect(linesOf({ alarms: 'essential' }).join()).not.toContain('"alarms"');
});

test('it says what is charged for only part of the time', () => {
  expect(linesOf({ schedule: 'rate(4 hours)' })).toContain(
    '  Metrics are charged by the hour in which they are published: 23 count as 5.8 with rate(4 hours).',
  );
  expect(linesOf({ schedule: 'rate(1 hour)' }).join()).not.toContain('charged by the hour');
});

test('it says that a log which is kept for ever is priced as of ten years', () => {
  const report = (logRetention: RetentionDays) =>
    costReport(parseConfig(monitorJson()), deploy({ logRetention }).monitor.cost);
  expect(report(RetentionDays.INFINITE)).toContain(
    '\n  The log is kept for ever; its storage is priced as after 10 years, and goes on growing.\n',
  );
  expect(report(RetentionDays.ONE_YEAR)).not.toContain('for ever');
});

test('and of a fleet, what a server costs that is not well', () => {
  expect(linesOf({ servers: FIFTY, detail: 'fleet' }).at(-2)).toContain('adds up to $1.40.');
  const seldom = linesOf({ servers: FIFTY, detail: 'fleet', schedule: 'rate(4 hours)' });
  expect(seldom.at(-2)).toContain('adds up to $0.50.');
});

test('a ceiling does not keep the price from being worked out', () => {
  expect(linesOf({ servers: FIFTY, costCeilingUsd: 200 }).join('\n')).toMatch(/\n {2}Total .*\$\d/);
});

test('the README quotes what the shipped monitor.json costs', () => {
  const root = join(__dirname, '..', '..');
  const readme = readFileSync(join(root, 'README.md'), 'utf8');
  expect(readme).toContain(costReport(loadConfig(join(root, 'monitor.json'))));
});
