import { type ExecFileException, execFile, execFileSync } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const PACKED_FROM = join(__dirname, '..');

/** How a program has ended. */
interface Outcome {
  status: number;
  stdout: string;
  stderr: string;
}

/** An empty project that has installed the packed package, and nothing that it doesn't ask for. */
export interface Project {
  /** Its folder. */
  folder: string;
  /** The package as it was installed. */
  installed: string;
  /** The names of all packages that a program in it can load. */
  packages: string[];
  write(name: string, content: string): string;
  /** Runs a program in it to its end; this process goes on meanwhile, so that it can serve what is run. */
  run(command: string, ...args: string[]): Promise<Outcome>;
}

/**
 * Packs this project, and installs the tarball as npm would, but without asking a registry: what the package
 * depends on is linked to the packages of this project. Everything else can't be found, for the project is elsewhere.
 */
export function installPacked(): Project {
  const folder = mkdtempSync(join(tmpdir(), 'ntp-drift-package-'));
  execFileSync('npm', ['pack', '--pack-destination', folder], { cwd: PACKED_FROM, stdio: 'pipe' });
  const tarball = readdirSync(folder).find((name) => name.endsWith('.tgz'))!;
  const modules = join(folder, 'node_modules');
  const installed = join(modules, 'ntp-drift-monitor');
  mkdirSync(installed, { recursive: true });
  execFileSync('tar', ['-xzf', join(folder, tarball), '-C', installed, '--strip-components=1']);

  const { dependencies, peerDependencies, bin } = JSON.parse(
    readFileSync(join(installed, 'package.json'), 'utf8'),
  );
  const wanted = Object.keys({ ...dependencies, ...peerDependencies });
  for (const name of wanted) {
    link(join(PACKED_FROM, 'node_modules', name), join(modules, name));
  }
  for (const [name, file] of Object.entries<string>(bin)) {
    chmodSync(join(installed, file), 0o755);
    link(join(installed, file), join(modules, '.bin', name));
  }

  const write = (name: string, content: string) => {
    const file = join(folder, name);
    writeFileSync(file, content);
    return file;
  };
  write('package.json', '{ "private": true }');
  return {
    folder,
    installed,
    packages: ['ntp-drift-monitor', ...wanted],
    write,
    run: (command, ...args) =>
      new Promise((resolve) => {
        const end = (error: ExecFileException | null, stdout: string, stderr: string) =>
          resolve({ status: error ? Number(error.code) : 0, stdout, stderr });
        execFile(command, args, { cwd: folder }, end);
      }),
  };
}

function link(target: string, path: string): void {
  mkdirSync(dirname(path), { recursive: true });
  symlinkSync(target, path);
}
