import { importsInTypes } from '../../../testkit/checks/imports-in-types';
import { crowdedFolders, longFiles, sharedFileNames } from '../../../testkit/checks/layout';
import { deadLinks, stalePaths } from '../../../testkit/checks/links';
import { moduleState } from '../../../testkit/checks/module-state';
import { sharedNames } from '../../../testkit/checks/top-level-names';

test('A folder of 21 files is too full, one of 20 is not', () => {
  const files = (folder: string, count: number) =>
    Array.from({ length: count }, (_, i) => `${folder}/${i}.ts`);
  expect(crowdedFolders([...files('full', 20), ...files('crowded', 21)])).toEqual([
    expect.stringMatching(/^crowded has 21 files/),
  ]);
});

test.each([
  ['code', 'f();\n'],
  ['comments', '// as before\n'],
  ['empty lines', '\n'],
])('A file of 251 lines is too long, one of 250 is not: %s', (_what, line) => {
  const text = (lines: number) => ({ file: `${lines}.ts`, text: line.repeat(lines) });
  expect(longFiles([text(250), text(251)])).toEqual([expect.stringMatching(/^251.ts has 251 lines/)]);
});

test('Two source files share no name, unless it is that of a role', () => {
  expect(sharedFileNames(['a/clock.ts', 'b/clock.ts', 'a/main.ts', 'b/main.ts', 'a/x.md', 'b/x.md'])).toEqual(
    [expect.stringMatching(/^clock.ts names 2 files: a\/clock.ts, b\/clock.ts/)],
  );
});

test.each([
  ['functions', 'function same() {}', 'export async function same() {}'],
  ['a class and an interface', 'class same {}', 'export interface same {}'],
  ['a constant and a type', 'export const other = 1, same = 2;', 'type same = 1;'],
])('A name that two files define is told: %s', (_what, one, other) => {
  const found = sharedNames([
    { file: 'one.ts', text: one },
    { file: 'other.ts', text: other },
  ]);
  expect(found).toEqual([expect.stringMatching(/^same is defined in one.ts and other.ts/)]);
});

test('What is imported, local to a function or in one file twice is no second definition', () => {
  const found = sharedNames([
    { file: 'one.ts', text: 'export function same(a: string): void; export function same(a: unknown) {}' },
    { file: 'importer.ts', text: "import { same } from './one'; export { same };" },
    { file: 'local.ts', text: 'export function other() { const same = 1; return same; }' },
  ]);
  expect(found).toEqual([]);
});

test.each([
  ["export type Up = import('../monitor/event').MonitorEvent;", 1],
  ["export type Whole = { all: typeof import('./selection') };", 1],
  ["import type { A } from './a'; export const b = () => import('./b'); // import('./c').C", 0],
])('An import inside a type hides an arrow: %s', (text, found) => {
  expect(importsInTypes([{ file: 'one.ts', text }])).toHaveLength(found);
});

test.each([
  ['a variable', 'let sampleCount = 0;', 'sampleCount'],
  ['an exported one', 'export let sampleCount = 0;', 'sampleCount'],
  ['an empty map', 'const known = new Map<string, number>();', 'known'],
  ['an object with methods', 'export const latency = new ReceiveLatency(64);', 'latency'],
  ['an empty list', 'const seen: string[] = [];', 'seen'],
  ['an empty table', 'const seen: Record<string, number> = {};', 'seen'],
  ['what a function opens', 'const hosts = openHostsFile();', 'hosts'],
  ['a member that is counted up', 'const tally = { runs: 0 }; function f() { tally.runs += 1; }', 'tally'],
  ['a list that grows', 'const seen = [1]; function f() { seen.push(2); }', 'seen'],
  ['a static member', 'class Latency { static samples = 0; }', 'samples'],
  ['a static map', 'class Latency { static readonly known = new Map(); }', 'known'],
])('State at the top of a module is told: %s', (_what, text, name) => {
  const place = 'lambda/ntp/clock.ts';
  expect(moduleState([{ file: place, text }])).toEqual([
    expect.stringMatching(`^${place} keeps state in ${name}`),
  ]);
  expect(moduleState([{ file: 'lambda/handler.ts', text }])).toEqual([]);
});

test('A table, and state inside of a function or class, is no state of the module', () => {
  const text = `
    const STOP = new Set(['DENY', 'RSTR']);
    export const LIMITS = { limitMs: 50 }, NAMES = ['a'];
    const RANGE = new RegExp('[0-9]+');
    const sorted = NAMES.toSorted();
    export function sum(all: number[]) { const tally = { sum: 0 }; all.push(1); tally.sum += 1; return tally; }
    export function count() { let sum = 0; const seen = new Map(); return () => ++sum + seen.size; }
    class Cache { held = new Map(); }`;
  expect(moduleState([{ file: 'lambda/ntp/clock.ts', text }])).toEqual([]);
});

describe('Links', () => {
  const README = [
    '# Read me',
    '## `limitMs`, and why',
    '## Twice',
    '## Twice',
    '```',
    '# no heading, and [no link](nowhere.md)',
    '```',
  ];
  const check = (link: string) =>
    deadLinks(
      new Map([
        ['README.md', [...README, link].join('\n')],
        ['docs/runbook.md', '# Outside\n[back](../README.md#read-me)'],
        ['docs/lab.png', null],
      ]),
    );

  test.each([
    '[a file](docs/runbook.md)',
    '[a folder](docs/) and [another](docs)',
    '![an image](docs/lab.png)',
    '[a heading](#limitms-and-why)',
    '[the second of one name](#twice-1)',
    "[another file's heading](docs/runbook.md#outside)",
    '[the web](https://example.com/nowhere.md) and [mail](mailto:a@example.com)',
    '`[code](nowhere.md)`',
  ])('%s leads somewhere', (link) => {
    expect(check(link)).toEqual([]);
  });

  test.each([
    ['[a file](docs/nowhere.md)', 'docs/nowhere.md'],
    ['[`code`](nowhere.md)', 'nowhere.md'],
    ['[a heading](#no-heading-and-no-link)', '#no-heading-and-no-link'],
    ["[another file's heading](docs/runbook.md#inside)", 'docs/runbook.md#inside'],
    ['[by reference][it]\n\n[it]: nowhere.md', 'nowhere.md'],
    ['[by reference][it]\n\n[it]: <nowhere.md>', 'nowhere.md'],
    ['<img src="docs/nowhere.png">', 'docs/nowhere.png'],
    ["<a href='nowhere.md'>", 'nowhere.md'],
  ])('%s is dead', (link, target) => {
    expect(check(link)).toEqual([`README.md links to ${target}, which isn't there.`]);
  });
});

test.each([
  ['a file', 'see lib/gone.ts.', 'lib/gone.ts'],
  ['a file of any kind, in any folder', 'As `test/data/gone.json`,', 'test/data/gone.json'],
  ['a folder', 'all of `lib/gone/` and', 'lib/gone/'],
  ['a file without its extension', 'by lib/gone', 'lib/gone'],
])('%s that a text names has to be there', (_what, text, path) => {
  const files = new Set(['lib/app.ts', 'test/data/x.json', 'README.md']);
  const there =
    'lib/app.ts, lib/app, test/data/, lib/, dist/lib/gone.js, ./lib/gone.js, @scope/lib/gone and/or README/x';
  expect(stalePaths(files, [{ file: 'README.md', text: `${there} ${text}` }])).toEqual([
    `README.md names ${path}, which isn't there.`,
  ]);
});
