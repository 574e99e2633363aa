import { join } from 'node:path';
import { expectGenerated } from '../../testkit/docs/generated-text';
import { metricTable } from '../../testkit/docs/readme-tables';

const README = join(__dirname, '..', '..', 'README.md');

test('the README lists every metric as the function publishes it', () => {
  expectGenerated(README, 'metrics', metricTable());
});
