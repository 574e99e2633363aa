import { appendFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { Command, CommanderError, InvalidArgumentError } from 'commander';
import { loadConfig } from '../lib/config-file';
import { ConfigError } from '../lib/problem';
import { readSchedule } from '../lib/schedule-expression';
import { Lab, type Run } from './lab';
import { runText } from './table';

const EXIT = { ok: 0, failed: 1, usage: 2, forced: 130 } as const;

/** How often the lab's own servers are asked: what drifts should be seen to move. */
const DEFAULT_EVERY_S = 5;
/** The width of what has none: a pipe or a file. */
const WIDTH_WITHOUT_TERMINAL = 140;

interface Options {
  once?: true;
  json?: true;
  every?: number;
  monitor?: string;
  log?: string;
}

/** The lab's command line, `npm start`. Returns the exit code; everything that was started has ended by then. */
export async function main(argv: readonly string[]): Promise<number> {
  try {
    const options = command().parse(argv).opts<Options>();
    return await watch(options, endOnSignals());
  } catch (error) {
    if (error instanceof CommanderError) {
      return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
    }
    say((error as Error).message);
    return error instanceof ConfigError ? EXIT.usage : EXIT.failed;
  }
}

function command(): Command {
  return new Command('npm start --')
    .description(
      "Runs the whole monitor on this machine: the synthesised stack's function, NTP servers that are right, " +
        'wrong, drifting, silent and unsynchronised, and a stand-in for CloudWatch.',
    )
    .option('--once', 'one run, then end')
    .option(
      '--every <seconds>',
      `start a run every so often (default: ${DEFAULT_EVERY_S}, or as FILE says)`,
      seconds,
    )
    .option('--monitor <file>', "watch the servers of a monitor.json instead of the lab's own")
    .option('--json', 'print each run as one line of JSON on stdout, and everything else on stderr')
    .option('--log <file>', "append the function's own log lines to a file")
    .addHelpText(
      'after',
      `
Nothing leaves this machine but requests to the servers of --monitor: ask those of others minutes apart, not
seconds. To publish elsewhere than to the stand-in, set AWS_ENDPOINT_URL (or AWS_ENDPOINT_URL_CLOUDWATCH), and
AWS_REGION and the credentials as that endpoint wants them.

Exit codes:
  ${EXIT.ok}    the last run was published; Ctrl-C is a good end, too
  ${EXIT.failed}    the last run failed or was not published, or the lab could not start
  ${EXIT.usage}    wrong options or a monitor.json that can't be deployed
  ${EXIT.forced}  ended by a second Ctrl-C`,
    )
    .helpOption('-h, --help', 'show this')
    .allowExcessArguments(false)
    .showHelpAfterError('Add --help for the options.')
    .exitOverride();
}

function seconds(text: string): number {
  const value = Number(text);
  if (!(value > 0 && value <= 86_400)) {
    throw new InvalidArgumentError('Expected a number of seconds above 0 and up to a day.');
  }
  return value;
}

async function watch(options: Options, signal: AbortSignal): Promise<number> {
  const everyMs = intervalMs(options);
  if (options.log !== undefined) {
    appendFileSync(options.log, ''); // a file that can't be written is found out before anything is measured
  }
  const lab = await start(options, signal);
  if (lab === undefined) {
    return EXIT.ok;
  }
  const closeAtOnce = () => void lab.close();
  signal.addEventListener('abort', closeAtOnce);
  try {
    introduce(lab, options, everyMs);
    let published = true;
    do {
      const nextMs = performance.now() + everyMs;
      const runs = await lab.fire();
      if (signal.aborted) {
        break; // a run that was cut off says nothing
      }
      for (const run of runs) {
        show(run, options);
      }
      published = runs.every((run) => run.error === undefined);
      if (options.once) {
        break;
      }
      await sleep(Math.max(0, nextMs - performance.now()), undefined, { signal }).catch(() => undefined);
    } while (!signal.aborted);
    return published ? EXIT.ok : EXIT.failed;
  } finally {
    await lab.close();
  }
}

/** @throws ConfigError before anything is started */
function intervalMs({ every, monitor }: Options): number {
  const config = monitor === undefined ? undefined : loadConfig(monitor);
  if (every !== undefined) {
    return every * 1000;
  }
  // Servers of others are asked no more often than they will be once deployed.
  return config ? readSchedule(config.schedule).shortestGapMs : DEFAULT_EVERY_S * 1000;
}

/** @returns undefined when it was ended by a signal meanwhile */
async function start({ monitor }: Options, signal: AbortSignal): Promise<Lab | undefined> {
  const startedAt = performance.now();
  try {
    say('Synthesising the stack, which takes a few seconds ...');
    const lab = await Lab.start({ monitor, signal });
    say(`... done in ${((performance.now() - startedAt) / 1000).toFixed(1)} s.`);
    return lab;
  } catch (error) {
    if (signal.aborted) {
      return undefined;
    }
    throw error;
  }
}

function introduce(lab: Lab, { monitor, once }: Options, everyMs: number): void {
  const whose =
    monitor === undefined ? `${lab.fleet!.servers.size} servers of its own, on loopback` : monitor;
  say(`Watching ${whose}${once ? '' : `, every ${everyMs / 1000} s; Ctrl-C ends it`}.`);
  const where = lab.cloudWatch ? 'a stand-in for CloudWatch' : 'the endpoint that the environment names';
  say(`Publishing to ${where}, ${lab.endpoint}.\n`);
}

function show(run: Run, { json, log }: Options): void {
  const { log: lines, ...rest } = run;
  if (log !== undefined) {
    appendFileSync(log, lines.map((line) => `${line}\n`).join(''));
  }
  const { stdout } = process;
  if (json) {
    stdout.write(`${JSON.stringify(rest)}\n`);
  } else {
    // `hasColors` honours NO_COLOR and TERM.
    const colour = stdout.isTTY === true && stdout.hasColors();
    stdout.write(`${runText(run, { colour, width: stdout.columns ?? WIDTH_WITHOUT_TERMINAL })}\n\n`);
  }
}

/** Stdout belongs to the runs. */
function say(text: string): void {
  process.stderr.write(`${text}\n`);
}

/** The first signal, or a reader of the output who has gone, ends the lab cleanly; a second one at once. */
function endOnSignals(): AbortSignal {
  const controller = new AbortController();
  const onSignal = () => {
    if (controller.signal.aborted) {
      process.exit(EXIT.forced);
    }
    controller.abort();
  };
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal);
  process.stdout.on('error', ({ code }: NodeJS.ErrnoException) => {
    if (code === 'EPIPE') {
      controller.abort();
    }
  });
  return controller.signal;
}
