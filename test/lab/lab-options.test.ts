import type { CommanderError } from 'commander';
import { labCommand } from '../../lab/lab-options';

/** What is printed for options that end the lab before it begins, and the error that ends it. */
function refused(...options: string[]): { printed: string; error: unknown } {
  let printed = '';
  const print = (text: string) => {
    printed += text;
  };
  try {
    labCommand().configureOutput({ writeOut: print, writeErr: print }).parse(options, { from: 'user' });
  } catch (error) {
    return { printed, error };
  }
  throw new Error(`Accepted: ${options.join(' ')}`);
}

test('Its help names every exit code', () => {
  const { printed, error } = refused('--help');
  expect((error as CommanderError).exitCode).toBe(0);
  expect(printed).toMatch(/0 .*\n.*1 .*\n.*2 .*\n.*130 /);
});

test.each([
  ['an unknown option', ['--onse'], 'Did you mean --once'],
  ['a scenario that nobody has written', ['--scenario', 'fleet-unusabel'], 'did you mean fleet-unusable?'],
  ['a single run of a scenario', ['--scenario', 'step', '--once'], 'cannot be used with'],
  ['a port that is none', ['--port', '0'], 'port from 1 to 65535'],
  ['an interval that is none', ['--every', 'often'], 'number of seconds'],
])('%s is refused with a remedy', (_name, options, remedy) => {
  const { printed, error } = refused(...options);
  expect((error as CommanderError).exitCode).not.toBe(0);
  expect(printed).toContain(remedy);
});
