import { crowdedFolders, sharedFileNames } from '../../../testkit/checks/layout';
import { deadLinks, stalePaths } from '../../../testkit/checks/links';
import { sharedNames } from '../../../testkit/checks/top-level-names';

test('A folder of 21 files is too full, one of 20 is not', () => {
  const files = (folder: string, count: number) =>
    Array.from({ length: count }, (_, i) => `${folder}/${i}.ts`);
  expect(crowdedFolders([...files('full', 20), ...files('crowded', 21)])).toEqual([
    expect.stringMatching(/^crowded has 21 files/),
  ]);
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
    { file: 'one.ts', code: one },
    { file: 'other.ts', code: other },
  ]);
  expect(found).toEqual([expect.stringMatching(/^same is defined in one.ts and other.ts/)]);
});

test('What is imported, local to a function or in one file twice is no second definition', () => {
  const found = sharedNames([
    { file: 'one.ts', code: 'export function same(a: string): void; export function same(a: unknown) {}' },
    { file: 'importer.ts', code: "import { same } from './one'; export { same };" },
    { file: 'local.ts', code: 'export function other() { const same = 1; return same; }' },
  ]);
  expect(found).toEqual([]);
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
    ['<img src="docs/nowhere.png">', 'docs/nowhere.png'],
  ])('%s is dead', (link, target) => {
    expect(check(link)).toEqual([`README.md links to ${target}, which isn't there.`]);
  });
});

test('A file that a text names has to be there', () => {
  const files = new Set(['lib/app.ts']);
  const text = 'As `lib/app.ts`, dist/lib/gone.js and lib/ are, see lib/gone.ts.';
  expect(stalePaths(files, [{ file: 'README.md', text }])).toEqual([
    "README.md names lib/gone.ts, which isn't there.",
  ]);
});
