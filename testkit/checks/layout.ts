import { basename, dirname } from 'node:path';
import { isCode } from './repository';

const MAX_FILES_IN_FOLDER = 20;
const MAX_LINES_IN_FILE = 250;

/** Names that say what a file is for its folder, so that every folder may have one. */
const ROLE_NAMES = ['index.ts', 'main.ts', 'policy.ts'];

/** Folders with more files than a reader takes in at a glance, each as a sentence. */
export function crowdedFolders(files: readonly string[]): string[] {
  return [...grouped(files, dirname)]
    .filter(([, { length }]) => length > MAX_FILES_IN_FOLDER)
    .map(
      ([folder, { length }]) => `${folder} has ${length} files; cut it into rooms of ${MAX_FILES_IN_FOLDER}.`,
    );
}

/** Source files that are too long to be read in one go, comments counted, each as a sentence. */
export function longFiles(sources: readonly { file: string; text: string }[]): string[] {
  return sources
    .map(({ file, text }) => ({ file, lines: text.replace(/\n$/, '').split('\n').length }))
    .filter(({ lines }) => lines > MAX_LINES_IN_FILE)
    .map(({ file, lines }) => `${file} has ${lines} lines; cut it into files of ${MAX_LINES_IN_FILE}.`);
}

/** Source files that share their name, each as a sentence. A test has the name of what it tests. */
export function sharedFileNames(files: readonly string[]): string[] {
  const sources = files.filter((file) => isCode(file) && !ROLE_NAMES.includes(basename(file)));
  return [...grouped(sources, (file) => basename(file))]
    .filter(([, paths]) => paths.length > 1)
    .map(
      ([name, paths]) => `${name} names ${paths.length} files: ${paths.join(', ')}. Name what each is for.`,
    );
}

/** The items by the key of each. */
export function grouped<Item>(items: readonly Item[], keyOf: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  }
  return groups;
}
