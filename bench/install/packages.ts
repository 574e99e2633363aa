import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { runProgram } from './run-installer';

const BENCH = path.join(__dirname, '..');

/**
 * Installs the packages of bench/package.json into bench/node_modules, unless those of its lockfile are there.
 * The root's `npm ci` leaves them out, so that who doesn't measure installs nothing for it.
 */
export async function installPackages(): Promise<void> {
  const lock = await readFile(path.join(BENCH, 'package-lock.json'), 'utf8');
  const mark = path.join(BENCH, 'node_modules', '.installed-lock.json');
  if ((await readFile(mark, 'utf8').catch(() => '')) !== lock) {
    process.stderr.write('Installing what only the benchmarks need, once (bench/package.json) ...\n');
    await runProgram(['npm', 'ci', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: BENCH });
    await writeFile(mark, lock);
  }
}
