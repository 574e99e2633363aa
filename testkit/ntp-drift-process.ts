import { CommanderError } from 'commander';
import { createProgram } from '../cli/program';

/** Runs the command line in this process. */
export async function ntpDrift(
  ...args: string[]
): Promise<{ printed: string; exitCode: typeof process.exitCode }> {
  let printed = '';
  const print = (text: string) => {
    printed += `${text}\n`;
  };
  const program = createProgram(print, { colour: false, width: 140 });
  const said = (text: string) => {
    printed += text;
  };
  for (const each of [program, ...program.commands]) {
    each.configureOutput({ writeErr: said, writeOut: said });
  }
  try {
    await program.parseAsync(args, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) {
      throw error;
    }
  }
  const { exitCode } = process;
  process.exitCode = undefined;
  return { printed, exitCode };
}
