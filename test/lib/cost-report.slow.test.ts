import { Stack } from 'aws-cdk-lib';
import { Key } from 'aws-cdk-lib/aws-kms';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { parseConfig } from '../../lib/config/load';
import { PRICES_AS_OF } from '../../lib/cost/prices';
import { type CostReport, type CostRow, costOfConfig, costReport } from '../../lib/cost-report';
import { deploy, manyServers, monitorJson, newApp, SERVERS } from '../../testkit/stack/synthesise';

const FIFTY = [...SERVERS, ...manyServers(47).map((server) => ({ ...server, role: 'target' }))];

const reports = new Map<string, CostReport>();

/** Synthesised once: fifty servers take half a second. */
function reportOf(changes: Record<string, unknown>): CostReport {
  const key = JSON.stringify(changes);
  const report = reports.get(key) ?? costReport(parseConfig(monitorJson(changes)));
  reports.set(key, report);
  return report;
}

const rowOf = (report: CostReport, what: string) => report.rows.find((row) => row.what === what);
const usdOf = ({ price }: CostRow) => Number(price.replaceAll(/[$,]/g, ''));

test('the report says what it is: whose list prices, of when, and without free tiers', () => {
  expect(reportOf({}).title).toBe(
    'Monthly cost of the monitor test while all servers are well, in USD at us-east-1 list prices of ' +
      `${PRICES_AS_OF}; free tiers not subtracted:`,
  );
});

test('each line says what it assumes, the sum alone has nothing of its own', () => {
  const silent = reportOf({}).rows.filter(({ assumes }) => assumes === '');
  expect(silent.map(({ what }) => what)).toEqual(['Total']);
});

test('a key is priced with a word on its rotations, one of the company is not', () => {
  expect(rowOf(reportOf({}), 'KMS')).toEqual({
    what: 'KMS',
    quantity: '1 key',
    price: '$1.00',
    assumes: 'in its first year; each of its first two yearly rotations adds $1',
  });
  const stack = new Stack(newApp(), 'Test');
  const { cost } = deploy({ encryptionKey: new Key(stack, 'Theirs') }, stack).monitor;
  expect(cost.lines.find(({ key }) => key === 'keys')?.quantity).toBe(0);
});

test('it says what the log queries of a dashboard cost that is always open', () => {
  const wall = (changes: Record<string, unknown>) =>
    reportOf(changes).notes.find((note) => note.includes('On a wall'));
  expect(wall({ servers: FIFTY })).toContain('log queries add $1.59.');
  expect(wall({ servers: FIFTY, schedule: 'rate(5 minutes)' })).toContain('log queries add $0.32.');
});

test('it says what other regions cost at most: logs and Lambda more', () => {
  const report = reportOf({ servers: FIFTY });
  const note = report.notes.find((each) => each.startsWith('In other commercial regions'))!;
  const elsewhere = Number(/\$([\d.]+)/.exec(note)![1]);
  const total = usdOf(rowOf(report, 'Total')!);
  expect(elsewhere - total).toBeGreaterThan(0.8 * usdOf(rowOf(report, 'Logs ingested')!));
  expect(elsewhere / total).toBeLessThan(1.1);
});

test('The lines of a report add up', () => {
  const amounts = reportOf({ servers: FIFTY }).rows.map(usdOf);
  const total = amounts.pop()!;
  expect(Math.abs(amounts.reduce((sum, amount) => sum + amount, 0) - total)).toBeLessThan(0.05);
});

test('it says what fewer metrics would save', () => {
  const [full, fleet] = (['full', 'fleet'] as const).map(
    (detail) => costOfConfig(parseConfig(monitorJson({ servers: FIFTY, detail }))).totalUsd,
  );
  const saved = (full! - fleet!).toFixed(2);
  expect(reportOf({ servers: FIFTY }).notes.at(-2)).toContain(`"detail": "fleet" would save $${saved}:`);
  expect(full! - fleet!).toBeGreaterThan(50);
});

test('A report says what fewer alarms would save, and the essential ones need no such advice', () => {
  const [all, essential] = (['all', 'essential'] as const).map(
    (alarms) => costOfConfig(parseConfig(monitorJson({ alarms }))).totalUsd,
  );
  expect(reportOf({}).notes.at(-1)).toContain(
    `"alarms": "essential" would save $${(all! - essential!).toFixed(2)}:`,
  );
  expect(reportOf({ alarms: 'essential' }).notes.join()).not.toContain('"alarms"');
});

test('it says what is charged for only part of the time', () => {
  expect(reportOf({ schedule: 'rate(4 hours)' }).notes).toContain(
    'Metrics are charged by the hour in which they are published: 23 count as 5.8 with rate(4 hours).',
  );
  expect(reportOf({ schedule: 'rate(1 hour)' }).notes.join()).not.toContain('charged by the hour');
});

test('it says that a log which is kept for ever is priced as of ten years', () => {
  const report = (logRetention: RetentionDays) =>
    costReport(parseConfig(monitorJson()), deploy({ logRetention }).monitor.cost).notes;
  expect(report(RetentionDays.INFINITE)).toContain(
    'The log is kept for ever; its storage is priced as after 10 years, and goes on growing.',
  );
  expect(report(RetentionDays.ONE_YEAR).join()).not.toContain('for ever');
});

test('A report says of a fleet what a server costs that is not well', () => {
  expect(reportOf({ servers: FIFTY, detail: 'fleet' }).notes.at(-2)).toContain('adds up to $1.40.');
  const seldom = reportOf({ servers: FIFTY, detail: 'fleet', schedule: 'rate(4 hours)' });
  expect(seldom.notes.at(-2)).toContain('adds up to $0.50.');
});

test('a ceiling does not keep the price from being worked out', () => {
  expect(usdOf(rowOf(reportOf({ servers: FIFTY, costCeilingUsd: 200 }), 'Total')!)).toBeGreaterThan(0);
});
