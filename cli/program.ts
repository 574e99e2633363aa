import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command, Help, type Option } from 'commander';
import { PACKAGE_ROOT } from '../lib/config/package-root';
import { helpOutput } from '../terminal/help-output';
import type { Terminal } from '../terminal/plain-table';
import { addCheck } from './commands/check-command';
import { addExplain } from './commands/explain-command';
import { addInit } from './commands/init-command';
import { addLab } from './commands/lab-command';
import { addQuery } from './commands/query-command';
import { addRun } from './commands/run-command';
import { addStatus } from './commands/status-command';
import { addWatch } from './commands/watch-command';
import { EXIT, examples } from './exit';

/** As commander describes an option, but for a default of false. */
function describeOption(option: Option): string {
  const { defaultValue, description } = option;
  return defaultValue === false ? description : new Help().optionDescription(option);
}

/**
 * The command line. `print` receives whole documents; the exit code goes to `process.exitCode`.
 * @param terminal what the reader of `print` can show
 */
export function createProgram(print: (text: string) => void, terminal: Terminal): Command {
  const program = new Command('ntp-drift')
    .description(
      'Asks NTP servers for the time, with the uncertainty of each answer, and watches them from AWS Lambda.',
    )
    .version(JSON.parse(readFileSync(join(PACKAGE_ROOT, 'package.json'), 'utf8')).version)
    .configureOutput(helpOutput((text) => print(text.trimEnd()), terminal))
    // That a flag is not set by default is what everybody takes for granted.
    .configureHelp({ optionDescription: describeOption })
    .showSuggestionAfterError()
    .showHelpAfterError('Add --help for options and examples.')
    .exitOverride((error) => {
      process.exitCode = error.exitCode === 0 ? EXIT.ok : EXIT.usage;
      throw error;
    })
    .addHelpText(
      'after',
      examples(
        'ntp-drift query time.cloudflare.com    one server',
        'ntp-drift run monitor.json             all servers, judged',
        'ntp-drift explain monitor.json         alarms, metrics, price',
        'ntp-drift lab                          all of it, on this machine',
      ),
    );
  addQuery(program, print, terminal);
  addRun(program, print, terminal);
  addExplain(program, print, terminal);
  addStatus(program, print, terminal);
  addWatch(program, print, terminal);
  addCheck(program, print);
  addInit(program, print);
  addLab(program);
  return program;
}
