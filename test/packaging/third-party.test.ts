import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type BundledPackage, bundledPackages } from '../../packaging/third-party';
import { noticesText } from '../../testkit/docs/third-party-notices';

const FILE = join(__dirname, '..', '..', 'THIRD-PARTY-NOTICES.txt');

test('THIRD-PARTY-NOTICES.txt names what is bundled today; UPDATE_DOCS=1 writes it', async () => {
  const packages = await bundledPackages();
  expect(packages.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['@aws-sdk/client-cloudwatch', '@smithy/core', 'uplot']),
  );
  const text = noticesText(packages);
  if (process.env.UPDATE_DOCS === '1') {
    writeFileSync(FILE, text);
  }
  expect(readFileSync(FILE, 'utf8')).toBe(text);
});

test('Packages with the same terms share one text, however its lines are broken', () => {
  const one: BundledPackage = {
    name: 'one',
    version: '1.0.0',
    license: 'MIT',
    copyright: ['Copyright 2026 One'],
    terms: 'The terms',
  };
  const text = noticesText([
    one,
    { ...one, name: 'two', copyright: [], terms: 'The\n  terms' },
    { ...one, name: 'three', terms: 'Other terms' },
  ]);
  expect(text).toContain('one 1.0.0 (MIT)\n  Copyright 2026 One\ntwo 1.0.0 (MIT)\n\nThe terms\n');
  expect(text).toContain('three 1.0.0 (MIT)\n  Copyright 2026 One\n\nOther terms\n');
});
