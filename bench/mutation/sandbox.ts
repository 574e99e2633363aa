import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PACKAGE_ROOT } from '../../lib/config/package-root';

/** One failure is enough to know; and a socket that a mutant leaves open is for a test to notice, not for Jest. */
const QUICKLY = ['--bail', '--silent', '--maxWorkers=1', '--forceExit'];
/** A mutant that never ends is noticed, too. */
const TEST_TIMEOUT_MS = 120_000;

/** A copy of the project's own files in which sources can be broken. */
export class Sandbox {
  private constructor(readonly folder: string) {}

  static create(): Sandbox {
    const folder = mkdtempSync(path.join(tmpdir(), 'mutation-'));
    const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
      cwd: PACKAGE_ROOT,
      encoding: 'utf8',
    });
    for (const file of listed.split('\n').filter((line) => line !== '')) {
      cpSync(path.join(PACKAGE_ROOT, file), path.join(folder, file), { recursive: true });
    }
    symlinkSync(path.join(PACKAGE_ROOT, 'node_modules'), path.join(folder, 'node_modules'));
    return new Sandbox(folder);
  }

  read(file: string): string {
    return readFileSync(path.join(this.folder, file), 'utf8');
  }

  write(file: string, content: string): void {
    writeFileSync(path.join(this.folder, file), content);
  }

  /** The tests that import a source file themselves. */
  testsOf(file: string): string[] {
    const source = path.join(this.folder, file);
    return this.jest(['--listTests', '--findRelatedTests', source])
      .stdout.split('\n')
      .filter((test) => test.endsWith('.test.ts') && imports(test, source));
  }

  /** @returns whether every test passes, one failure being enough to know */
  passes(tests: readonly string[]): boolean {
    return this.jest([...QUICKLY, '--runTestsByPath', ...tests]).status === 0;
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }

  private jest(options: string[]) {
    const program = path.join(this.folder, 'node_modules', 'jest', 'bin', 'jest.js');
    return spawnSync(process.execPath, [program, ...options], {
      cwd: this.folder,
      encoding: 'utf8',
      timeout: TEST_TIMEOUT_MS,
      killSignal: 'SIGKILL',
    });
  }
}

function imports(test: string, source: string): boolean {
  const specifiers = [...readFileSync(test, 'utf8').matchAll(/from '(\..+)'/g)].map(([, each]) => each!);
  return specifiers.some((each) => `${path.resolve(path.dirname(test), each)}.ts` === source);
}
