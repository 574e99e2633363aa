import { type ExecFileException, execFile, execFileSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
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

/** A project that has installed the packed package, and nothing that it doesn't ask for. */
export interface Project {
  /** Its folder. */
  folder: string;
  /** The package as it was installed. */
  installed: string;
  write(name: string, content: string): string;
  /** Runs a program in it to its end; this process goes on meanwhile, so that it can serve what is run. */
  run(command: string, ...args: string[]): Promise<Outcome>;
}

/** Packages that a consumer installs beside this one, for what it wants of it. */
export const CDK = ['aws-cdk-lib', 'constructs'];
export const SDK = ['@aws-sdk/client-cloudwatch'];

/**
 * Packs this project: a copy of it, because a build writes to dist/, and other tests build meanwhile.
 * @returns the tarball, alone in a folder of its own
 */
export function packPackage(): string {
  const [copy, folder] = ['copy', 'tarball'].map((name) => mkdtempSync(join(tmpdir(), `ntp-drift-${name}-`)));
  const listed = execFileSync('git', ['ls-files', '-z', '-co', '--exclude-standard'], { cwd: PACKED_FROM });
  for (const file of listed
    .toString()
    .split('\0')
    .filter((name) => name !== '' && existsSync(join(PACKED_FROM, name)))) {
    cpSync(join(PACKED_FROM, file), join(copy!, file), { recursive: true });
  }
  symlinkSync(join(PACKED_FROM, 'node_modules'), join(copy!, 'node_modules'));
  execFileSync('npm', ['pack', '--pack-destination', folder!], { cwd: copy, stdio: 'pipe' });
  rmSync(copy!, { recursive: true });
  return join(folder!, readdirSync(folder!).find((name) => name.endsWith('.tgz'))!);
}

/**
 * Installs a tarball as npm would, but without asking a registry: what the package depends on, and the peers that are
 * named, are linked to the packages of this project. Everything else can't be found, for the project is elsewhere.
 */
export function linkInstalled(tarball: string, peers: readonly string[]): Project {
  const project = emptyProject();
  mkdirSync(project.installed, { recursive: true });
  execFileSync('tar', ['-xzf', tarball, '-C', project.installed, '--strip-components=1']);
  const { dependencies, bin } = JSON.parse(readFileSync(join(project.installed, 'package.json'), 'utf8'));
  const modules = join(project.folder, 'node_modules');
  for (const name of [...Object.keys(dependencies), ...peers]) {
    link(join(PACKED_FROM, 'node_modules', name), join(modules, name));
  }
  for (const [name, file] of Object.entries<string>(bin)) {
    chmodSync(join(project.installed, file), 0o755);
    link(join(project.installed, file), join(modules, '.bin', name));
  }
  return project;
}

/** Installs a tarball, and what else is named, with npm itself. */
export function npmInstalled(tarball: string, ...packages: readonly string[]): Project {
  const project = emptyProject();
  const options = ['--no-audit', '--no-fund', '--ignore-scripts', '--prefer-offline'];
  execFileSync('npm', ['install', ...options, tarball, ...packages], { cwd: project.folder, stdio: 'pipe' });
  return project;
}

function emptyProject(): Project {
  const folder = mkdtempSync(join(tmpdir(), 'ntp-drift-package-'));
  const write = (name: string, content: string) => {
    const file = join(folder, name);
    writeFileSync(file, content);
    return file;
  };
  write('package.json', '{ "private": true }');
  return {
    folder,
    installed: join(folder, 'node_modules', 'ntp-drift-monitor'),
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
