import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { buildPage, PAGE_FOLDER } from '../lab/web/page-assets';
import { buildBundle } from '../lib/compute/bundle';
import { PACKAGE_ROOT } from '../lib/config/package-root';

/** `npm run build`: everything that a published package carries in dist/. */
async function main(): Promise<void> {
  const bytes = await buildBundle();
  console.log(`Wrote dist/function, ${Math.round(bytes / 1024)} KB`);
  mkdirSync(PAGE_FOLDER, { recursive: true });
  for (const [name, content] of Object.entries(await buildPage())) {
    writeFileSync(join(PAGE_FOLDER, name), content);
  }
  console.log('Wrote dist/page');
  compile();
  console.log('Wrote dist/lib, dist/cli and what they import');
}

/** The sources as JavaScript, and the types of what apps import. What was compiled earlier may be out of date. */
function compile(): void {
  for (const folder of ['bin', 'cli', 'lab', 'lambda', 'lib', 'picture', 'terminal']) {
    rmSync(join(PACKAGE_ROOT, 'dist', folder), { recursive: true, force: true });
  }
  const typescript = dirname(require.resolve('typescript/package.json'));
  execFileSync(process.execPath, [join(typescript, 'bin', 'tsc'), '--project', 'tsconfig.build.json'], {
    cwd: PACKAGE_ROOT,
    stdio: 'inherit',
  });
}

void main();
