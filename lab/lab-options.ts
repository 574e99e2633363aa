import { Command, InvalidArgumentError, Option } from 'commander';
import leven from 'leven';
import { helpOutput } from '../terminal/help-output';
import { terminalOf } from '../terminal/plain-table';
import { FAULTS } from './faults/all-faults';
import { MAX_INTERVAL_S } from './run-timer';
import { SCENARIOS } from './scenarios/all-scenarios';

export const LAB_EXIT = { ok: 0, failed: 1, usage: 2, forced: 130 } as const;

/** How often the lab's own servers are asked: what drifts should be seen to move. */
export const LAB_EVERY_S = 5;
/** A scenario plays faster. */
export const SCENARIO_EVERY_S = 1;

export interface LabCommandOptions {
  once?: true;
  json?: true;
  headless?: true;
  port?: number;
  every?: number;
  monitor?: string;
  scenario?: string;
  log?: string;
}

/** What `npm start` and `ntp-drift lab` understand. */
export function labCommand(name = 'npm start --'): Command {
  return new Command(name)
    .configureOutput(helpOutput((text) => process.stdout.write(text), terminalOf(process.stdout)))
    .description(
      "Runs the whole monitor on this machine: the synthesised stack's function, NTP servers that are right, " +
        'wrong, drifting, silent and unsynchronised, and a stand-in for CloudWatch.',
    )
    .option('--once', 'one run, then end')
    .option(
      '--every <seconds>',
      `start a run every so often (default: ${LAB_EVERY_S}, or as FILE says)`,
      parseSeconds,
    )
    .option('--monitor <file>', "watch the servers of a monitor.json instead of the lab's own")
    .addOption(
      new Option(
        '--scenario <name>',
        'play a scenario, a run a second; with --monitor, on servers of the lab in the place of those of the file; ' +
          'with --headless, the lab ends after it',
      )
        .argParser(scenarioName)
        .conflicts(['once']),
    )
    .option('--headless', 'serve no page; --once and --json imply it')
    .option('--port <port>', 'where to serve the page, on 127.0.0.1 (default: any free port)', parsePort)
    .option('--json', 'print each run as one line of JSON on stdout, and everything else on stderr')
    .option('--log <file>', "append the function's own log lines to a file")
    .addHelpText(
      'after',
      `
Every run stands for one period of the schedule, however often runs start: the lab's time may pass faster than real time, and its servers drift in the lab's time.

Scenarios:
${SCENARIOS.map(({ name, about }) => `  ${name.padEnd(19)}${about}`).join('\n')}

What can go wrong, on the page and in scenarios:
${FAULTS.map(({ id, label, about }) => `  ${id.padEnd(19)}${label}: ${about}`).join('\n')}

Nothing leaves this machine but requests to the servers of --monitor: ask other people's servers minutes apart, not seconds. To publish elsewhere than to the stand-in, set AWS_ENDPOINT_URL (or AWS_ENDPOINT_URL_CLOUDWATCH), and AWS_REGION and the credentials as that endpoint wants them.

Exit codes:
  ${LAB_EXIT.ok}    the last run was published; so is Ctrl-C
  ${LAB_EXIT.failed}    the last run failed or was not published, a scenario's notifications were wrong, or no start
  ${LAB_EXIT.usage}    wrong options or a monitor.json that can't be deployed
  ${LAB_EXIT.forced}  ended by a second Ctrl-C`,
    )
    .helpOption('-h, --help', 'show this')
    .allowExcessArguments(false)
    .showHelpAfterError('Add --help for the options.')
    .exitOverride();
}

function scenarioName(text: string): string {
  const names = SCENARIOS.map(({ name }) => name);
  if (!names.includes(text)) {
    const [nearest] = names.toSorted((a, b) => leven(a, text) - leven(b, text));
    throw new InvalidArgumentError(
      `There is no such scenario; did you mean ${nearest}? --help has them all.`,
    );
  }
  return text;
}

function parseSeconds(text: string): number {
  const value = Number(text);
  if (!(value > 0 && value <= MAX_INTERVAL_S)) {
    throw new InvalidArgumentError('Expected a number of seconds above 0 and up to a day.');
  }
  return value;
}

function parsePort(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > 65_535) {
    throw new InvalidArgumentError('Expected a port from 1 to 65535.');
  }
  return value;
}
