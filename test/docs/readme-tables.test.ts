import { join } from 'node:path';
import { costText } from '../../cli/explain/cost-text';
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
