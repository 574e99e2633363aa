import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { loadConfig, parseConfig } from '../../lib/config/load';
import { PRICES_AS_OF } from '../../lib/cost/prices';
import { costOfConfig, costReport } from '../../lib/cost-report';
import { deploy, manyServers, monitorJson, SERVERS } from '../../testkit/stack/synthesise';

const FIFTY = [...SERVERS, ...manyServers(47).map((server) => ({ ...server, role: 'target' }))];

function linesOf(changes: Record<string, unknown>): string[] {
  return costReport(parseConfig(monitorJson(changes))).split('\n');
}

test('the report says what it is: whose list prices, of when, and without free tiers', () => {
  expect(linesOf({})[0]).toBe(
    'Monthly cost of the monitor test while all servers are well, in USD at us-east-1 list prices of ' +
      `${PRICES_AS_OF}; free tiers not subtracted:`,
  );
});

test('its columns line up, and its lines add up', () => {
  const rows = linesOf({ servers: FIFTY }).slice(1, -2);
  expect(new Set(rows.map((row) => row.length)).size).toBe(1);
  const amounts = rows.map((row) => Number(/\$([\d.,]+)$/.exec(row)![1]!.replaceAll(',', '')));
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
  expect(linesOf({ servers: FIFTY, costCeilingUsd: 200 }).at(-3)).toMatch(/^ {2}Total .*\$\d/);
});

test('the README quotes what the shipped monitor.json costs', () => {
  const root = join(__dirname, '..', '..');
  const readme = readFileSync(join(root, 'README.md'), 'utf8');
  expect(readme).toContain(costReport(loadConfig(join(root, 'monitor.json'))));
});
