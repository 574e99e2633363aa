import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundlePage } from '../lab/web/page-assets';
import { bundledSources, sourcesOf } from '../lib/compute/bundle';
import { PACKAGE_ROOT } from '../lib/config/package-root';

/** A package of somebody else's, a part of which is in what this package carries. */
export interface BundledPackage {
  name: string;
  version: string;
  /** SPDX expression. */
  license: string;
  /** Whose it is, as the package says. */
  copyright: readonly string[];
  /** The terms, which many packages share. */
  terms: string;
}

const NOTICE_FILE = /^(licen[cs]e|notice|copyright)/i;

/** What the function's bundle and the lab's page contain of other packages, by name. */
export async function bundledPackages(): Promise<BundledPackage[]> {
  const { metafile } = await bundlePage();
  const names = [...(await bundledSources()), ...sourcesOf(metafile)].flatMap(packageOf);
  return [...new Set(names)].sort().map(readPackage);
}

/** @returns the name of the package that a path is in; none for a source of our own */
function packageOf(path: string): string[] {
  const [, inside] = /.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path) ?? [];
  return inside === undefined ? [] : [inside];
}

/** @throws Error for a package without terms, which nobody may pass on */
function readPackage(name: string): BundledPackage {
  const folder = join(PACKAGE_ROOT, 'node_modules', name);
  const { version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const files = readdirSync(folder).filter((file) => NOTICE_FILE.test(file));
  if (files.length === 0 || typeof license !== 'string') {
    throw new Error(`${name} ${version} has no licence file; find its terms before it is bundled.`);
  }
  const texts = files.sort().map((file) => readFileSync(join(folder, file), 'utf8').replace(/\r\n/g, '\n'));
  const lines = texts.join('\n').split('\n');
  const isCopyright = (line: string) => /^\s*Copyright (?!\[)/.test(line);
  const terms = lines.filter((line) => !isCopyright(line)).join('\n');
  return {
    ...{ name, version, license },
    copyright: [...new Set(lines.filter(isCopyright).map((line) => line.trim()))],
    // What follows in the Apache License says how to apply it.
    terms: terms
      .split('END OF TERMS AND CONDITIONS')[0]!
      .replace(/\n{3,}/g, '\n\n')
      .trim(),
  };
}
