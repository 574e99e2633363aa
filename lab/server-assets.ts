import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'esbuild';

/** A file that the page consists of, in memory. */
export interface Asset {
  type: string;
  content: string | Uint8Array;
}

const PAGE = path.join(__dirname, 'page');

/**
 * The page, built at start in a few hundredths of a second. What isn't in this map isn't served: no request's
 * path ever becomes the path of a file.
 */
export async function buildAssets(): Promise<Map<string, Asset>> {
  const { outputFiles } = await build({
    entryPoints: { page: path.join(PAGE, 'main.ts'), style: path.join(PAGE, 'style.css') },
    outdir: 'nowhere',
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    write: false,
    logLevel: 'silent',
  });
  const built = (extension: string) =>
    outputFiles.find((file) => file.path.endsWith(extension))?.contents ?? new Uint8Array();
  return new Map<string, Asset>([
    ['/', { type: 'text/html; charset=utf-8', content: await readFile(path.join(PAGE, 'index.html')) }],
    ['/page.js', { type: 'text/javascript; charset=utf-8', content: built('page.js') }],
    ['/style.css', { type: 'text/css; charset=utf-8', content: built('style.css') }],
    ['/icon.svg', { type: 'image/svg+xml', content: await readFile(path.join(PAGE, 'icon.svg')) }],
  ]);
}
