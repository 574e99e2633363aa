import { readFile } from 'node:fs/promises';
import type { Plugin } from 'esbuild';

const CONSTANT = /^const ([A-Z][A-Z\d_]*) = (-?\d[\d_.e-]*);/gm;

/**
 * Puts the numbers of a file in the place of its constants, which saves 500 bytes: esbuild does so only in files that
 * import nothing, since code that is imported might use a constant before it has its value.
 */
export const inlineConstants: Plugin = {
  name: 'inline-constants',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]lambda[\\/].*\.ts$/ }, async ({ path }) => ({
      contents: inlined(await readFile(path, 'utf8')),
      loader: 'ts',
    }));
  },
};

function inlined(source: string): string {
  return [...source.matchAll(CONSTANT)].reduce(
    (text, [, name, value]) => text.replace(new RegExp(`(?<!^const )\\b${name}\\b`, 'gm'), value!),
    source,
  );
}
