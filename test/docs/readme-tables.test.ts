import { join } from 'node:path';
import { expectGenerated } from '../../testkit/docs/generated-text';
import { alarmTable, metricTable } from '../../testkit/docs/readme-tables';

const README = join(__dirname, '..', '..', 'README.md');

test('the README lists every metric as the function publishes it', () => {
  expectGenerated(README, 'metrics', metricTable());
});

test('the README lists every alarm with its severity, how soon it tells, and its price', () => {
  expectGenerated(README, 'alarms', alarmTable());
});
