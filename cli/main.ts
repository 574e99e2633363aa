import { CommanderError } from 'commander';
import { ConfigError } from '../lib/config/config-error';
import { fileErrorText } from '../lib/config/json-file';
import { terminalOf } from '../terminal/plain-table';
import { PLUGIN_STATE } from './check/plugin-output';
import { EXIT } from './exit';
import { MissingPackageError } from './peer-packages';
import { createProgram } from './program';

/** `ntp-drift`: what it says is on stdout, and what is wrong with the question on stderr. */
async function main(): Promise<void> {
  // A reader such as `head` may have seen enough; what was found stays what it is.
  process.stdout.on('error', ({ code }: NodeJS.ErrnoException) => {
    process.exit(code === 'EPIPE' ? (process.exitCode ?? EXIT.ok) : unwrittenExit());
  });
  try {
    const print = (text: string) => process.stdout.write(`${text}\n`);
    await createProgram(print, terminalOf(process.stdout)).parseAsync();
  } catch (error) {
    if (error instanceof ConfigError || error instanceof MissingPackageError) {
      process.stderr.write(`${error.message}\n`);
      process.exitCode = EXIT.usage;
    } else if (!(error instanceof CommanderError)) {
      const refusal = fileErrorText(error);
      if (refusal === undefined) {
        throw error;
      }
      process.stderr.write(`${refusal}\n`);
      process.exitCode = EXIT.usage;
    }
  }
}

/** Of a plugin, 1 would be a WARNING. */
function unwrittenExit(): number {
  return process.argv[2] === 'check' ? PLUGIN_STATE.UNKNOWN : EXIT.failed;
}

void main();
