import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { transformSync } from 'esbuild';
import { PACKAGE_ROOT } from '../lib/config/package-root';

const DIST = join(PACKAGE_ROOT, 'dist');

/** The rooms that are compiled. What else is in dist/ is bundled. */
const COMPILED_ROOMS = ['bin', 'cli', 'lab', 'lambda', 'lib', 'picture', 'terminal'];

/** The types of what apps import begin here. */
const TYPES_ENTRY = join(DIST, 'lib', 'index.d.ts');

/**
 * Compiles the sources into dist/, as small as they can be told: scripts without what only their authors read, and
 * of the types those that an importing app reaches. What was compiled earlier may be out of date, and goes.
 */
export function compileSources(): void {
  for (const room of COMPILED_ROOMS) {
    rmSync(join(DIST, room), { recursive: true, force: true });
  }
  const typescript = dirname(require.resolve('typescript/package.json'));
  execFileSync(process.execPath, [join(typescript, 'bin', 'tsc'), '--project', 'tsconfig.build.json'], {
    cwd: PACKAGE_ROOT,
    stdio: 'inherit',
  });
  const files = COMPILED_ROOMS.flatMap((room) => filesIn(join(DIST, room)));
  const reached = reachableTypes(TYPES_ENTRY, (file) => readFileSync(file, 'utf8'));
  for (const file of files) {
    if (file.endsWith('.js')) {
      writeFileSync(file, minified(file));
    } else if (!reached.has(file)) {
      rmSync(file);
    }
  }
}

/**
 * The declaration files that one imports, itself among them, and those that they import, and so on.
 * @internal
 */
export function reachableTypes(entry: string, read: (file: string) => string): ReadonlySet<string> {
  const reached = new Set<string>();
  const visit = (file: string): void => {
    if (!reached.has(file)) {
      reached.add(file);
      for (const [, name] of read(file).matchAll(/\b(?:from|import\()\s*['"](\.[^'"]+)['"]/g)) {
        visit(join(dirname(file), `${name}.d.ts`));
      }
    }
  };
  visit(entry);
  return reached;
}

/**
 * Lines stay short, and in what apps import functions and classes keep their names: the stack trace of a synthesis can
 * be read. The command line says what is wrong in sentences.
 */
function minified(file: string): string {
  const isLibrary = file.startsWith(join(DIST, 'lib', sep));
  return transformSync(readFileSync(file, 'utf8'), {
    minifyWhitespace: true,
    minifyIdentifiers: true,
    // By the syntax of what ES modules import, Node finds the names that a CommonJS module exports.
    minifySyntax: file !== join(DIST, 'lib', 'index.js'),
    ...(!isLibrary && { format: 'cjs' }),
    lineLimit: 120,
    target: 'node20',
  }).code;
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));
}
