import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { faceProblems } from '../../testkit/docs/public-face';

test('Everything that the package exports mentions only what it exports, and says what each member is', () => {
  expect(faceProblems()).toEqual([]);
});

describe('What the public face lacks is told:', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'face-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const problemsOf = (props: string) => {
    writeFileSync(
      join(folder, 'other.ts'),
      'export interface Other { /** A value. */ readonly value: string; }',
    );
    writeFileSync(join(folder, 'props.ts'), `import type { Other } from './other';\n${props}`);
    writeFileSync(join(folder, 'index.ts'), "export type { Props } from './props';");
    return faceProblems(join(folder, 'index.ts'));
  };

  test.each([
    [
      'a type of another file',
      'export interface Props { /** It. */ readonly other: Other[]; }',
      /^Other is mentioned/,
    ],
    ['a type that another extends', 'export interface Props extends Other {}', /^Other is mentioned/],
    [
      'a type behind one that is not exported at all',
      'interface Part { /** It. */ other?: Other } export interface Props extends Part {}',
      /^Other is mentioned/,
    ],
    [
      'a type that a method returns',
      'export class Props { /** It. */ other(): Other { throw new Error(); } }',
      /^Other is mentioned/,
    ],
    [
      'a docstring',
      'export interface Props { readonly other: string; }',
      /^Props has no docstring for: readonly other/,
    ],
  ])('%s', (_what, props, problem) => {
    expect(problemsOf(props)).toEqual([expect.stringMatching(problem)]);
  });

  test('but not what is private, or inside of functions', () => {
    const props = `export class Props {
      private readonly other?: Other;
      /** It. */ it(): void { const other: Other = { value: '' }; void other; }
    }`;
    expect(problemsOf(props)).toEqual([]);
  });
});
