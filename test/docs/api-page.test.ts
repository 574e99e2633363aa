import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { apiPage } from '../../testkit/docs/api-page';

const FILE = join(__dirname, '..', '..', 'docs', 'api.md');

test('the API page is what the docstrings say; UPDATE_DOCS=1 writes it', () => {
  const page = apiPage();
  if (process.env.UPDATE_DOCS === '1') {
    writeFileSync(FILE, page);
  }
  expect(readFileSync(FILE, 'utf8')).toBe(page);
});

test('every public prop is on it', () => {
  const props = readFileSync(join(__dirname, '..', '..', 'lib', 'ntp-drift-monitor-props.ts'), 'utf8');
  const names = [...props.matchAll(/^ {2}readonly (\w+)/gm)].map(([, name]) => name);
  expect(names.length).toBeGreaterThan(20);
  for (const name of names) {
    expect(apiPage()).toContain(`readonly ${name}`);
  }
});
