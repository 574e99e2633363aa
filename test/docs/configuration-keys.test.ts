import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PACKAGE_ROOT } from '../../lib/config/package-root';
import { monitorJsonSchema } from '../../lib/config/schema';
import { apiPage } from '../../testkit/docs/api-page';

interface SchemaNode {
  readonly default?: unknown;
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly items?: SchemaNode;
  readonly anyOf?: readonly SchemaNode[];
}

const { definitions } = monitorJsonSchema() as { definitions: { monitor: SchemaNode } };
const { $schema: _, ...keys } = definitions.monitor.properties!;
const serverKeys = keys.servers!.items!.anyOf!.find(({ properties }) => properties)!.properties!;
const KEYS = [
  ...Object.entries(keys).map(([key, node]) => [key, node, 'MonitorInput'] as const),
  ...Object.entries(serverKeys).map(([key, node]) => [`servers[].${key}`, node, 'MonitoredServer'] as const),
];

const README = readFileSync(join(PACKAGE_ROOT, 'README.md'), 'utf8');
/** The README's table of keys, by first cell. */
const ROWS = [...README.matchAll(/^\| `([^`]+)` \| (.+) \| (.+) \|$/gm)].map(([, key, meaning, value]) => ({
  key: key!,
  meaning: meaning!,
  value: plain(value!),
}));

/** A default without the quotation marks and separators of texts. */
function plain(value: string): string {
  return value.replaceAll(/[`"',]/g, '');
}

test('there are keys of monitors and of servers', () => {
  expect(KEYS.map(([key]) => key)).toEqual(expect.arrayContaining(['schedule', 'servers[].severity']));
});

test.each(KEYS)('the README has a row for %s, with its default', (key, { default: value }) => {
  const rows = ROWS.filter((row) => [key, `${key}[]`].includes(row.key) || row.key.startsWith(`${key}.`));
  expect(rows).not.toEqual([]);
  if (typeof value !== 'object' && value !== undefined) {
    expect(rows.map((row) => row.value)).toEqual([String(value)]);
  }
});

const PARTS = KEYS.flatMap(([key, { properties, items }]) =>
  Object.keys(properties ?? items?.properties ?? {}).map((part) => [key, part] as const),
);

test.each(PARTS)('the README says what is in %s: %s', (key, part) => {
  const row = ROWS.find((each) => [`${key}.${part}`, `${key}.${part}[]`].includes(each.key));
  const whole = ROWS.find((each) => [key, `${key}[]`].includes(each.key));
  expect(row?.meaning ?? whole?.meaning).toContain(row ? '' : `\`${part}\``);
});

test.each(KEYS.filter(([, node]) => typeof node.default !== 'object' && node.default !== undefined))(
  'the interface of %s has the same default',
  (path, { default: value }, name) => {
    const [, section] = apiPage().split(`## ${name}\n`);
    const key = path.split('.').at(-1)!;
    const row = section!.split('\n').find((line) => line.startsWith(`| \`readonly ${key}?:`));
    expect(plain(row!.split(' | ').at(-1)!.replace(/ \|$/, ''))).toBe(String(value));
  },
);
