import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PACKAGE_ROOT } from '../../lib/config/package-root';

/** A socket that a mutant leaves open is for a test to notice, not for Jest. */
const QUICKLY = ['--silent', '--maxWorkers=1', '--forceExit', '--runTestsByPath'];
/** A mutant that never ends is noticed, too. */
const TEST_TIMEOUT_MS = 120_000;

/** A copy of the project's own files in which sources can be broken. */
export class Sandbox {
  private constructor(
    readonly folder: string,
    private readonly selected: readonly string[],
  ) {}

  /** @param without tests whose names match this are left out: campaigns that take seconds each */
  static create(without?: string): Sandbox {
    const folder = mkdtempSync(path.join(tmpdir(), 'mutation-'));
    const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
      cwd: PACKAGE_ROOT,
      encoding: 'utf8',
    });
    for (const file of listed.split('\n').filter((line) => line !== '')) {
      cpSync(path.join(PACKAGE_ROOT, file), path.join(folder, file), { recursive: true });
    }
    symlinkSync(path.join(PACKAGE_ROOT, 'node_modules'), path.join(folder, 'node_modules'));
    return new Sandbox(folder, without === undefined ? [] : ['--testNamePattern', `^(?!.*(${without}))`]);
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

  /** @returns whether every test passes */
  passes(tests: readonly string[]): boolean {
    return this.jest([...this.selected, '--bail', ...QUICKLY, ...tests]).status === 0;
  }

  /**
   * Tries many sources in one process, each as a copy beside the file, with copies of the tests that import it.
   * @returns for each source whether every test passed; undefined when the process was ended before it told
   */
  passesEach(file: string, tests: readonly string[], sources: readonly string[]): (boolean | undefined)[] {
    const copies = sources.map((source, i) => {
      const suffix = `.mutant${i}`;
      this.write(file.replace(/\.ts$/, `${suffix}.ts`), source);
      return tests.map((test) => this.copyTest(test, file, suffix));
    });
    const report = path.join(this.folder, 'report.json');
    this.jest([...this.selected, '--json', `--outputFile=${report}`, ...QUICKLY, ...copies.flat()]);
    const results: { name: string; status: string }[] = existsSync(report)
      ? JSON.parse(readFileSync(report, 'utf8')).testResults
      : [];
    const outcomes = copies.map((each) => {
      const own = results.filter(({ name }) => each.includes(name));
      return own.length < each.length ? undefined : own.every(({ status }) => status === 'passed');
    });
    rmSync(report, { force: true });
    for (const [i, each] of copies.entries()) {
      for (const copy of [path.join(this.folder, file.replace(/\.ts$/, `.mutant${i}.ts`)), ...each]) {
        rmSync(copy);
      }
    }
    return outcomes;
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }

  /** @returns the copy's path; it imports the file's copy of the same suffix */
  private copyTest(test: string, file: string, suffix: string): string {
    const copy = test.replace(/\.test\.ts$/, `${suffix}.test.ts`);
    const source = path.join(this.folder, file);
    const text = readFileSync(test, 'utf8').replaceAll(IMPORT, (whole, specifier: string) =>
      importedFile(test, specifier) === source ? `from '${specifier}${suffix}'` : whole,
    );
    writeFileSync(copy, text);
    return copy;
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

/** What a test imports by a relative path. */
const IMPORT = /from '(\..+)'/g;

function imports(test: string, source: string): boolean {
  const specifiers = [...readFileSync(test, 'utf8').matchAll(IMPORT)].map(([, each]) => each!);
  return specifiers.some((each) => importedFile(test, each) === source);
}

function importedFile(test: string, specifier: string): string {
  return `${path.resolve(path.dirname(test), specifier)}.ts`;
}
