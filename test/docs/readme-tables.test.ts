import { join } from 'node:path';
import { expectGenerated } from '../../testkit/docs/generated-text';
import { alarmTable, metricTable, priceTable } from '../../testkit/docs/readme-tables';

const README = join(__dirname, '..', '..', 'README.md');

test('the README lists every metric as the function publishes it', () => {
  expectGenerated(README, 'metrics', metricTable());
});

test('the README lists every alarm with its severity, how soon it tells, and its price', () => {
  expectGenerated(README, 'alarms', alarmTable());
});

test('the README has the price of a month by servers and schedule', () => {
  expectGenerated(README, 'prices', priceTable());
});
