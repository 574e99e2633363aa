import { join } from 'node:path';
import { expectGenerated } from '../../testkit/docs/generated-text';
import { priceTable } from '../../testkit/docs/readme-tables';

test('the README has the price of a month by servers and schedule', () => {
  expectGenerated(join(__dirname, '..', '..', 'README.md'), 'prices', priceTable());
});
