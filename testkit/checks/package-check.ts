import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deadLinks } from './links';
import { ROOT } from './repository';

/** `npm run check:package`: packs the package, and checks what someone who installs the tarball gets. */
function main(): void {
  const folder = mkdtempSync(join(tmpdir(), 'ntp-drift-packed-'));
  try {
    execFileSync('npm', ['pack', '--silent', '--pack-destination', folder], { cwd: ROOT, stdio: 'pipe' });
    const tarball = join(folder, readdirSync(folder).find((name) => name.endsWith('.tgz'))!);
    runChecker('publint', tarball, '--strict');
    runChecker('attw', tarball);
    execFileSync('tar', ['-xzf', tarball, '-C', folder]);
    const dead = deadLinks(documentsIn(join(folder, 'package')));
    if (dead.length > 0) {
      throw new Error(`In the tarball, ${dead.join('\n')}`);
    }
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function runChecker(program: string, ...args: string[]): void {
  execFileSync(join(ROOT, 'node_modules', '.bin', program), args, { cwd: ROOT, stdio: 'inherit' });
}

function documentsIn(folder: string): Map<string, string | null> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  return new Map(
    files.map(({ parentPath, name }) => {
      const path = join(parentPath, name);
      return [path.slice(folder.length + 1), name.endsWith('.md') ? readFileSync(path, 'utf8') : null];
    }),
  );
}

main();
