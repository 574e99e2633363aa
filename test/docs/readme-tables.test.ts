import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { costText } from '../../cli/explain/cost-text';
import { UNUSABLE_REASONS } from '../../lambda/ntp/diagnose';
import { loadConfig } from '../../lib/config/load';
import { PACKAGE_ROOT } from '../../lib/config/package-root';
import { costReport } from '../../lib/cost-report';
import { expectGenerated } from '../../testkit/docs/generated-text';
import { alarmTable, metricTable } from '../../testkit/docs/readme-tables';

const README = join(PACKAGE_ROOT, 'README.md');

test('the README lists every metric as the function publishes it', () => {
  expectGenerated(README, 'metrics', metricTable());
});

test('the README lists every alarm with its severity, how soon it tells, and its price', () => {
  expectGenerated(README, 'alarms', alarmTable());
});

test('the README quotes what the shipped monitor.json costs', () => {
  const report = costReport(loadConfig(join(PACKAGE_ROOT, 'monitor.json')));
  const text = costText(report, { colour: false, width: 120 });
  expectGenerated(README, 'cost', `\`\`\`\n${text}\n\`\`\``);
});

test('the README lists the reasons why a server is unusable, and the runbook has a row for each', () => {
  const [row] = /^\| `unusable` .*$/m.exec(readFileSync(README, 'utf8'))!;
  expect([...row.matchAll(/`([^`]+)`/g)].map(([, code]) => code).slice(2)).toEqual(UNUSABLE_REASONS);
  const runbook = readFileSync(join(PACKAGE_ROOT, 'docs', 'runbook.md'), 'utf8');
  const explained = [...runbook.matchAll(/^\| `([a-z-]+)` +\|/gm)].map(([, code]) => code);
  expect(explained).toEqual(expect.arrayContaining([...UNUSABLE_REASONS]));
});
