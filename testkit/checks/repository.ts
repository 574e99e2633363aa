import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

export const ROOT = join(__dirname, '..', '..');

/** The repository's files, by their paths from its root: what is tracked, and what is new and not ignored. */
export function repositoryFiles(): string[] {
  const git = ['ls-files', '--cached', '--others', '--exclude-standard'];
  const listed = execFileSync('git', git, { cwd: ROOT, encoding: 'utf8' });
  return [...new Set(listed.split('\n'))].filter((file) => file !== '' && existsSync(join(ROOT, file)));
}

/** Whether a path is that of code: of the product, of what tests use, or of tests. */
export function isCode(file: string): boolean {
  return /\.(ts|js|cjs|mjs)$/.test(file);
}
