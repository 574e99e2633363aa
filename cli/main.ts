import { CommanderError } from 'commander';
import { createProgram } from './program';

createProgram((text) => process.stdout.write(`${text}\n`))
  .parseAsync()
  .catch((error: unknown) => {
    if (!(error instanceof CommanderError)) {
      throw error;
    }
  });
