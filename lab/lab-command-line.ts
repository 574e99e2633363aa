import { appendFileSync } from 'node:fs';
import { CommanderError } from 'commander';
import { ConfigError } from '../lib/config/config-error';
import { loadConfig } from '../lib/config/load';
import { readSchedule } from '../lib/config/schedule-expression';
import { terminalOf } from '../terminal/plain-table';
import { Lab, type Run } from './lab';
import { Desk } from './lab-controller';
import { command, DEFAULT_EVERY_S, EXIT, type Options, SCENARIO_EVERY_S } from './lab-options';
import { mailLine, runText } from './run-text';
import { Pace } from './run-timer';
import { SCENARIOS } from './scenarios/all-scenarios';
import { allServers, type Scenario } from './scenarios/scenario';
import { Player } from './scenarios/scenario-runner';
import type { Mail } from './web/page/page-state';
import { PageServer } from './web/page-server';

/**
 * The lab's command line. Returns the exit code; everything that was started has ended by then.
 * @param name what it is started by, for its help
 */
export async function main(argv: readonly string[], name?: string): Promise<number> {
  try {
    const options = command(name).parse(argv).opts<Options>();
    return await watch(options, endOnSignals());
  } catch (error) {
    if (error instanceof CommanderError) {
      return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
    }
    say((error as Error).message);
    return error instanceof ConfigError ? EXIT.usage : EXIT.failed;
  }
}

async function watch(options: Options, signal: AbortSignal): Promise<number> {
  const everyMs = intervalMs(options);
  if (options.log !== undefined) {
    appendFileSync(options.log, ''); // a file that can't be written is found out before anything is measured
  }
  const scenario = SCENARIOS.find(({ name }) => name === options.scenario);
  const lab = await start(options, scenario, signal);
  if (lab === undefined) {
    return EXIT.ok;
  }
  const closeAtOnce = () => void lab.close();
  signal.addEventListener('abort', closeAtOnce);
  const pace = new Pace(everyMs);
  // Every run stands for a period, and nothing drifts while the lab's time stands still.
  pace.on('changed', () => lab.fleet?.setSpeed(lab.periodMs / pace.lastingMs));
  let page: PageServer | undefined;
  try {
    introduce(lab, options, everyMs);
    // Elsewhere the lab can't see what becomes of the metrics: no alarms, and nothing to draw.
    const desk = lab.cloudWatch && new Desk(lab, pace, options.monitor ?? 'the lab');
    const player = scenario && (await createPlayer(scenario, desk, signal));
    page = await openPage(desk, options);
    let published = true;
    for (;;) {
      await pace.next(signal);
      await player?.advance();
      const runs = signal.aborted ? [] : await lab.fire();
      if (signal.aborted) {
        break; // a run that was cut off says nothing
      }
      pace.took(runs.reduce((sum, { durationMs }) => sum + durationMs, 0));
      const wasOver = player?.isOver;
      const mails = desk?.observe(runs) ?? [];
      show(runs, mails, options);
      page?.update();
      published = runs.every(({ fate }) => fate === 'ran');
      if (player?.isOver && !wasOver) {
        say(verdictText(player));
      }
      if (options.once || (player?.isOver && page === undefined)) {
        break;
      }
    }
    const well = player?.isOver ? player.findings.length === 0 : published || signal.aborted;
    return well ? EXIT.ok : EXIT.failed;
  } catch (error) {
    if (signal.aborted) {
      return EXIT.ok; // what it was at could not end well
    }
    throw error;
  } finally {
    await page?.close();
    await lab.close();
  }
}

/** @returns undefined where nobody would look at it, or there is nothing to look at */
async function openPage(desk: Desk | undefined, options: Options): Promise<PageServer | undefined> {
  if (options.headless || options.once || options.json) {
    return undefined;
  }
  if (desk === undefined) {
    say('There is no page: what it would draw goes to the endpoint that the environment names.\n');
    return undefined;
  }
  const server = await PageServer.start(desk, options.port);
  say(`The page, for browsers on this machine only: ${server.url}\n`);
  return server;
}

/** @throws Error when the scenario needs what isn't there, or what it deploys can't be synthesised */
async function createPlayer(
  scenario: Scenario,
  desk: Desk | undefined,
  signal: AbortSignal,
): Promise<Player> {
  if (desk === undefined) {
    throw new Error(
      "A scenario needs the lab's own stand-in for CloudWatch: unset AWS_ENDPOINT_URL and AWS_ENDPOINT_URL_CLOUDWATCH.",
    );
  }
  const { lab } = desk;
  const deployment = scenario.deployment && (await lab.synthesise(scenario.deployment.monitor, signal));
  desk.player = new Player(scenario, desk, lab.periodMs, deployment);
  say(`Scenario ${scenario.name}: ${scenario.about}; ${desk.player.runs} runs.\n`);
  return desk.player;
}

function verdictText({ findings, told }: Player): string {
  return findings.length === 0
    ? `The scenario is over, and everybody was told what they must be: ${told.join('; ') || 'nothing'}.`
    : `The scenario is over, and not all was as it must be: ${findings.join('; ')}.`;
}

/** @throws ConfigError before anything is started */
function intervalMs({ every, monitor, scenario }: Options): number {
  const config = monitor === undefined ? undefined : loadConfig(monitor);
  if (every !== undefined) {
    return every * 1000;
  }
  // Servers of others are asked no more often than they will be once deployed.
  if (config) {
    return readSchedule(config.schedule).shortestGapMs;
  }
  return (scenario === undefined ? DEFAULT_EVERY_S : SCENARIO_EVERY_S) * 1000;
}

/** @returns undefined when it was ended by a signal meanwhile */
async function start(
  { monitor }: Options,
  scenario: Scenario | undefined,
  signal: AbortSignal,
): Promise<Lab | undefined> {
  const startedAt = performance.now();
  try {
    say('Synthesising the stack, which takes a few seconds ...');
    const stage = scenario && { members: allServers(scenario), plan: scenario.monitor };
    const lab = await Lab.start({ monitor, stage, signal });
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

function show(runs: readonly Run[], mails: readonly Mail[], { json, log }: Options): void {
  const { stdout } = process;
  const terminal = terminalOf(stdout);
  for (const { log: lines, ...rest } of runs) {
    if (log !== undefined) {
      appendFileSync(log, lines.map((line) => `${line}\n`).join(''));
    }
    stdout.write(json ? `${JSON.stringify(rest)}\n` : `${runText({ log: lines, ...rest }, terminal)}\n`);
  }
  const mailed = mails.map((mail) => `${mailLine(mail, terminal)}\n`).join('');
  if (json) {
    process.stderr.write(mailed);
  } else {
    stdout.write(`${mailed}\n`);
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
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', ({ code }: NodeJS.ErrnoException) => {
      if (code === 'EPIPE') {
        controller.abort();
      }
    });
  }
  return controller.signal;
}
