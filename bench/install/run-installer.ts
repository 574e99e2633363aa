import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const MAX_INSTALL_MS = 300_000;

/**
 * Runs a program to its end.
 * @returns what it printed on stdout and stderr
 * @throws Error with the program's last words, when it isn't there or fails
 */
export async function runProgram(
  [file = '', ...args]: readonly string[],
  options: { cwd?: string; env?: NodeJS.ProcessEnv } = {},
): Promise<string> {
  try {
    const { stdout, stderr } = await promisify(execFile)(file, args, {
      timeout: MAX_INSTALL_MS,
      ...options,
      env: { ...process.env, ...options.env },
    });
    return stdout + stderr;
  } catch (error) {
    const { code, stderr = '', message } = error as Error & { code?: unknown; stderr?: string };
    const words = stderr.trim().split('\n').at(-1) || message;
    throw new Error(code === 'ENOENT' ? `${file} is not on this machine` : `${file} failed: ${words}`);
  }
}
