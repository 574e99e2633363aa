import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { BENCH_CACHE } from './folder';
import { runProgram } from './run-installer';

/**
 * Debian packages without installing them, which some would refuse beside each other: each group is
 * downloaded and unpacked into a folder of its own, once.
 *
 * @returns the folder that stands for the root of the file system
 * @throws Error saying why the packages can't be had
 */
export async function unpackDebian(group: string, packages: readonly string[]): Promise<string> {
  const root = path.join(BENCH_CACHE, 'debian', group);
  if (existsSync(root)) {
    return root;
  }
  const [debs, unfinished] = [`${root}.debs`, `${root}.unfinished`];
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(debs, { recursive: true });
  await download(packages, debs);
  for (const deb of await readdir(debs)) {
    await runProgram(['dpkg', '-x', path.join(debs, deb), unfinished]);
  }
  await rename(unfinished, root);
  await rm(debs, { recursive: true });
  return root;
}

/** A fresh machine has no package lists yet: then they are fetched first, which takes root. */
async function download(packages: readonly string[], folder: string): Promise<void> {
  const command = ['apt-get', '-q', '-o', 'APT::Sandbox::User=root', 'download', ...packages];
  try {
    await runProgram(command, { cwd: folder });
  } catch (error) {
    await runProgram(['apt-get', '-q', 'update']).catch(() => {
      throw error;
    });
    await runProgram(command, { cwd: folder });
  }
}

/** `usr/lib/x86_64-linux-gnu` or its like on other machines, below an unpacked root. */
export async function libraryFolder(root: string): Promise<string> {
  const names = await readdir(path.join(root, 'usr', 'lib'));
  const name = names.find((each) => each.includes('-linux-gnu'));
  if (name === undefined) {
    throw new Error(`there are no shared libraries among ${names.join(', ')}`);
  }
  return path.join(root, 'usr', 'lib', name);
}
