import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { importsInTypes } from './imports-in-types';
import { crowdedFolders, longFiles, sharedFileNames } from './layout';
import { deadLinks, stalePaths } from './links';
import { moduleState } from './module-state';
import { isCode, ROOT, repositoryFiles } from './repository';
import { sharedNames } from './top-level-names';

/** `npm run check:house`: the rules of layout, names and links that no other tool keeps. */
function main(): void {
  const files = repositoryFiles();
  const read = (file: string) => readFileSync(join(ROOT, file), 'utf8');
  const sources = files.filter(
    (file) => isCode(file) && !/^(examples|test)\/|^jsii\/index\.ts$|\.d\.ts$/.test(file),
  );
  const documents = files.filter((file) => file.endsWith('.md'));
  const textsOf = (paths: readonly string[]) => paths.map((file) => ({ file, text: read(file) }));
  const problems = [
    ...crowdedFolders(files),
    ...longFiles(textsOf(files.filter((file) => isCode(file) || /\.(css|html)$/.test(file)))),
    ...sharedFileNames(files),
    ...sharedNames(textsOf(sources)),
    ...importsInTypes(textsOf(sources)),
    ...moduleState(textsOf(sources)),
    ...stalePaths(new Set(files), textsOf([...sources, ...documents])),
    ...deadLinks(new Map(files.map((file) => [file, file.endsWith('.md') ? read(file) : null]))),
  ];
  for (const problem of problems) {
    console.error(problem);
  }
  process.exitCode = problems.length === 0 ? 0 : 1;
}

main();
