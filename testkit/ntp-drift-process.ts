import { CommanderError } from 'commander';
import { createProgram } from '../cli/program';
import type { Terminal } from '../terminal/plain-table';

/** Runs the command line in this process. */
export function ntpDrift(...args: string[]) {
  return ntpDriftOn({ colour: false, width: 140 }, args);
}

/** The same, for a reader with another terminal. */
export async function ntpDriftOn(
  terminal: Terminal,
  args: readonly string[],
): Promise<{ printed: string; exitCode: typeof process.exitCode }> {
  let printed = '';
  const print = (text: string) => {
    printed += `${text}\n`;
  };
  const program = createProgram(print, terminal);
  const writeErr = (text: string) => {
    printed += text;
  };
  for (const each of [program, ...program.commands]) {
    each.configureOutput({ writeErr });
  }
  try {
    await program.parseAsync([...args], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) {
      throw error;
    }
  }
  const { exitCode } = process;
  process.exitCode = undefined;
  return { printed, exitCode };
}
