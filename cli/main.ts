import { CommanderError } from 'commander';
import { ConfigError } from '../lib/config/config-error';
import { terminalOf } from '../terminal/plain-table';
import { EXIT } from './exit';
import { MissingPackageError } from './peer-packages';
import { createProgram } from './program';

/** `ntp-drift`: what it says is on stdout, and what is wrong with the question on stderr. */
async function main(): Promise<void> {
  // A reader such as `head` may have seen enough.
  process.stdout.on('error', ({ code }: NodeJS.ErrnoException) => {
    process.exit(code === 'EPIPE' ? EXIT.ok : EXIT.failed);
  });
  try {
    const print = (text: string) => process.stdout.write(`${text}\n`);
    await createProgram(print, terminalOf(process.stdout)).parseAsync();
  } catch (error) {
    if (error instanceof ConfigError || error instanceof MissingPackageError) {
      process.stderr.write(`${error.message}\n`);
      process.exitCode = EXIT.usage;
    } else if (isFileError(error)) {
      process.stderr.write(`${error.path} can't be read or written (${error.code}); name another file.\n`);
      process.exitCode = EXIT.usage;
    } else if (!(error instanceof CommanderError)) {
      throw error;
    }
  }
}

/** Whether the file system refuses a file that somebody has named. */
function isFileError(error: unknown): error is NodeJS.ErrnoException & { path: string } {
  return error instanceof Error && 'syscall' in error && 'path' in error;
}

void main();
