import { appendFileSync } from 'node:fs';
import { Command, CommanderError, InvalidArgumentError } from 'commander';
import { loadConfig } from '../lib/config-file';
import { ConfigError } from '../lib/problem';
import { readSchedule } from '../lib/schedule-expression';
import { Desk } from './desk';
import { Lab, type Run } from './lab';
import { Pace } from './pace';
import { PageServer } from './server';
import { runText } from './table';

const EXIT = { ok: 0, failed: 1, usage: 2, forced: 130 } as const;

/** How often the lab's own servers are asked: what drifts should be seen to move. */
const DEFAULT_EVERY_S = 5;
/** The width of what has none: a pipe or a file. */
const WIDTH_WITHOUT_TERMINAL = 140;

interface Options {
  once?: true;
  json?: true;
  headless?: true;
  port?: number;
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
    .option('--headless', 'serve no page; --once and --json imply it')
    .option('--port <port>', 'where to serve the page, on 127.0.0.1 (default: any free port)', port)
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

function port(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > 65_535) {
    throw new InvalidArgumentError('Expected a port from 1 to 65535.');
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
  const pace = new Pace(everyMs);
  let page: Page | undefined;
  try {
    introduce(lab, options, everyMs);
    page = await openPage(lab, pace, options);
    let published = true;
    for (;;) {
      await pace.next(signal);
      const runs = signal.aborted ? [] : await lab.fire();
      if (signal.aborted) {
        break; // a run that was cut off says nothing
      }
      for (const run of runs) {
        show(run, options);
      }
      page?.observe(runs);
      keepUp(lab, pace, runs);
      published = runs.every((run) => run.error === undefined);
      if (options.once) {
        break;
      }
    }
    return published ? EXIT.ok : EXIT.failed;
  } finally {
    await page?.close();
    await lab.close();
  }
}

/** Every run stands for a period, also one that takes longer than the pace that was asked for. */
function keepUp({ fleet, periodMs }: Lab, { everyMs }: Pace, runs: readonly Run[]): void {
  const tookMs = runs.reduce((sum, { durationMs }) => sum + durationMs, 0);
  fleet?.setSpeed(periodMs / Math.max(everyMs, tookMs));
}

interface Page {
  observe(runs: readonly Run[]): void;
  close(): Promise<void>;
}

/** @returns undefined where nobody would look at it, or the lab can't see what there is to draw */
async function openPage(lab: Lab, pace: Pace, options: Options): Promise<Page | undefined> {
  if (options.headless || options.once || options.json) {
    return undefined;
  }
  if (lab.cloudWatch === undefined) {
    say('There is no page: what it would draw goes to the endpoint that the environment names.\n');
    return undefined;
  }
  const desk = new Desk(lab, pace, options.monitor ?? 'the lab');
  const server = await PageServer.start(desk, options.port);
  say(`The page, for browsers on this machine only: ${server.url}\n`);
  return {
    observe: (runs) => {
      desk.observe(runs);
      server.update();
    },
    close: () => server.close(),
  };
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
  say(`Publishing to ${where}, ${lab.endpoint}.`);
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
