import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { COMPILED, PACKAGE_ROOT } from '../../lib/config/package-root';
import { INTERVAL_STYLE } from '../../picture/interval-html';

/** A file that the page consists of, in memory. */
export interface Asset {
  type: string;
  content: string | Uint8Array;
}

/** The page's files: in memory by these names, and in a published package as they are. */
const TYPES = {
  'index.html': 'text/html; charset=utf-8',
  'page.js': 'text/javascript; charset=utf-8',
  'style.css': 'text/css; charset=utf-8',
  'icon.svg': 'image/svg+xml',
} as const;

type Name = keyof typeof TYPES;
type Contents = Record<Name, Uint8Array>;

const ASSET_NAMES = Object.keys(TYPES) as Name[];

const SOURCES = path.join(__dirname, 'page');

/** Where `npm run build` puts the page. */
export const PAGE_FOLDER = path.join(PACKAGE_ROOT, 'dist', 'page');

/** The page by the paths that it is served at. What isn't in this map isn't: no request's path becomes a file's. */
export async function loadAssets(): Promise<Map<string, Asset>> {
  const contents = COMPILED ? await readPage() : await buildPage();
  return new Map(
    ASSET_NAMES.map((name) => [
      name === 'index.html' ? '/' : `/${name}`,
      { type: TYPES[name], content: contents[name] },
    ]),
  );
}

async function readPage(): Promise<Contents> {
  const read = async (name: Name) => [name, await readFile(path.join(PAGE_FOLDER, name))] as const;
  return Object.fromEntries(await Promise.all(ASSET_NAMES.map(read))) as Record<Name, Buffer>;
}

/** Builds the page of its sources, in a few hundredths of a second. */
export async function buildPage(): Promise<Contents> {
  const { outputFiles } = await bundlePage();
  const built = (extension: string) =>
    outputFiles.find((file) => file.path.endsWith(extension))?.contents ?? new Uint8Array();
  return {
    'index.html': await readFile(path.join(SOURCES, 'index.html')),
    'page.js': built('page.js'),
    'style.css': Buffer.concat([built('style.css'), Buffer.from(INTERVAL_STYLE)]),
    'icon.svg': await readFile(path.join(SOURCES, 'icon.svg')),
  };
}

/** The page's script and style, each in one file, and what went into them. */
export async function bundlePage() {
  // A published package comes without esbuild.
  const { build } = await import('esbuild');
  return build({
    entryPoints: { page: path.join(SOURCES, 'main.ts'), style: path.join(SOURCES, 'style.css') },
    absWorkingDir: PACKAGE_ROOT,
    outdir: 'nowhere',
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    write: false,
    metafile: true,
    logLevel: 'silent',
  });
}
