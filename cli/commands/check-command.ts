import type { Command } from 'commander';
import type { Reading } from '../../lambda/monitor/reading';
import { oneSentence } from '../../terminal/help-output';
import { addCheckOptions, type CheckOptions } from '../check/check-options';
import { checkPlan } from '../check/check-plan';
import { oneLine, PLUGIN_STATE, pluginOutput } from '../check/plugin-output';
import { examples } from '../exit';
import { packetText } from '../query/packet-text';
import { query } from '../query/query';

/** What is read in a browser, and mailed, needs no more. */
const PLUGIN_TERMINAL = { colour: false, width: 80 };

/** `ntp-drift check`: a monitoring plugin, with the options and defaults of check_ntp_time. */
export function addCheck(program: Command, print: (text: string) => void, ask: typeof query = query): void {
  const check = program
    .command('check')
    .description('a plugin for Nagios, Icinga and the like: one line, exit codes 0 to 3');
  addCheckOptions(check)
    .addHelpText(
      'after',
      '\nInstead of  check_ntp_time -H HOST -w 0.5 -c 1\nsay         ntp-drift check -H HOST -w 0.5 -c 1',
    )
    .addHelpText('after', examples('ntp-drift check -H ntp1.example.com -w 0.05 -c 0.1'))
    .addHelpText(
      'after',
      '\nExit codes: 0 OK, 1 WARNING, 2 CRITICAL or no usable answer, 3 UNKNOWN or wrong usage.',
    )
    // Monitors read stdout, and show their reader nothing else.
    .configureOutput({
      outputError: (text) => print(`NTP UNKNOWN: ${oneLine(oneSentence(text).replace(/^error: /, ''))}`),
    })
    .showHelpAfterError(false)
    .exitOverride((error) => {
      process.exitCode = error.exitCode === 0 ? PLUGIN_STATE.OK : PLUGIN_STATE.UNKNOWN;
      throw error;
    })
    .action(async (options: CheckOptions) => {
      try {
        const { targets, query: how, limits } = checkPlan(options);
        const result = await ask(targets, how);
        const { state, line } = pluginOutput(result, limits);
        const details = options.verbose > 0 ? result.servers.map(detailsText) : [];
        print([line, ...details].join('\n'));
        process.exitCode = PLUGIN_STATE[state];
      } catch (error) {
        print(`NTP UNKNOWN: ${oneLine(error instanceof Error ? error.message : String(error))}`);
        process.exitCode = PLUGIN_STATE.UNKNOWN; // 1 would be a WARNING
      }
    });
}

/** Every field of an answer, without the bar that would begin performance data. */
function detailsText(reading: Reading): string {
  return packetText(reading, PLUGIN_TERMINAL).replaceAll('|', ' ');
}
