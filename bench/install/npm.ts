import { cp, mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { BENCH_CACHE } from './folder';
import { runProgram } from './run-installer';

/**
 * Installs a folder's package.json and lockfile into the benchmark's own folder, so that the product's
 * dependencies stay few. Does nothing while the lockfile hasn't changed.
 *
 * @param source a folder of `bench/` with package.json and package-lock.json
 * @returns the folder that holds node_modules
 */
export async function installNpm(source: string): Promise<string> {
  const folder = path.join(BENCH_CACHE, 'npm', path.basename(source));
  const installed = await readFile(path.join(folder, 'installed-lock.json'), 'utf8').catch(() => '');
  const lock = path.join(source, 'package-lock.json');
  if (installed !== (await readFile(lock, 'utf8'))) {
    await mkdir(folder, { recursive: true });
    await cp(path.join(source, 'package.json'), path.join(folder, 'package.json'));
    await cp(lock, path.join(folder, 'package-lock.json'));
    await runProgram(['npm', 'ci', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: folder });
    await cp(lock, path.join(folder, 'installed-lock.json'));
  }
  return folder;
}
