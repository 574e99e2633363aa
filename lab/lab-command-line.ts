import { appendFileSync } from 'node:fs';
import { CommanderError } from 'commander';
import { ConfigError } from '../lib/config/config-error';
import { fileErrorText } from '../lib/config/json-file';
import { loadConfig } from '../lib/config/load';
import { terminalOf } from '../terminal/plain-table';
import { Lab, type Run } from './lab';
import { LabController } from './lab-controller';
import { LAB_EVERY_S, LAB_EXIT, type LabCommandOptions, labCommand, SCENARIO_EVERY_S } from './lab-options';
import { labRunText, mailLine } from './run-text';
import { RunTimer } from './run-timer';
import { SCENARIOS } from './scenarios/all-scenarios';
import { castScenario, readOwnMonitor } from './scenarios/own-monitor';
import { type Scenario, watchedServers } from './scenarios/scenario';
import { ScenarioRunner } from './scenarios/scenario-runner';
import type { Mail } from './web/page/page-state';
import { PageServer } from './web/page-server';

/**
 * The lab's command line. Returns the exit code; everything that was started has ended by then.
 * @param name what it is started by, for its help
 */
export async function labMain(argv: readonly string[], name?: string): Promise<number> {
  try {
    const options = labCommand(name).parse(argv).opts<LabCommandOptions>();
    return await runLab(options, endOnSignals());
  } catch (error) {
    if (error instanceof CommanderError) {
      return error.exitCode === 0 ? LAB_EXIT.ok : LAB_EXIT.usage;
    }
    const refusal = fileErrorText(error);
    say(refusal ?? (error as Error).message);
    return refusal !== undefined || error instanceof ConfigError ? LAB_EXIT.usage : LAB_EXIT.failed;
  }
}

async function runLab(options: LabCommandOptions, signal: AbortSignal): Promise<number> {
  const everyMs = intervalMs(options);
  if (options.log !== undefined) {
    appendFileSync(options.log, ''); // fails before anything is measured where the file can't be written
  }
  const scenario = chosenScenario(options);
  const lab = await startLab(options, scenario, signal);
  if (lab === undefined) {
    return LAB_EXIT.ok;
  }
  const closeAtOnce = () => void lab.close();
  signal.addEventListener('abort', closeAtOnce);
  const timer = new RunTimer(everyMs);
  let page: PageServer | undefined;
  try {
    introduce(lab, options, everyMs);
    // The lab can't see metrics at another endpoint: no alarms, and nothing to draw.
    const controller = lab.cloudWatch && new LabController(lab, timer, options.monitor ?? 'the lab');
    const runner = scenario && (await createRunner(scenario, controller, signal));
    page = await openPage(controller, options);
    let published = true;
    for (;;) {
      await timer.next(signal);
      await runner?.advance();
      const runs = signal.aborted ? [] : await lab.runSchedules();
      if (signal.aborted) {
        break; // an interrupted run proves nothing
      }
      timer.took(runs.reduce((sum, { durationMs }) => sum + durationMs, 0));
      const wasOver = runner?.isOver;
      const mails = controller?.observe(runs) ?? [];
      printRuns(runs, mails, options);
      page?.update();
      published = runs.every(({ outcome }) => outcome === 'ran');
      if (runner?.isOver && !wasOver) {
        say(`The scenario is over. ${runner.outcome}`);
      }
      if (options.once || (runner?.isOver && page === undefined)) {
        break;
      }
    }
    const succeeded = runner?.isOver ? runner.findings.length === 0 : published || signal.aborted;
    return succeeded ? LAB_EXIT.ok : LAB_EXIT.failed;
  } catch (error) {
    if (signal.aborted) {
      return LAB_EXIT.ok; // whatever was interrupted had to fail
    }
    throw error;
  } finally {
    await page?.close();
    await lab.close();
  }
}

/** @returns undefined where nobody would look at the page, or it would be empty */
async function openPage(
  controller: LabController | undefined,
  options: LabCommandOptions,
): Promise<PageServer | undefined> {
  if (options.headless || options.once || options.json) {
    return undefined;
  }
  if (controller === undefined) {
    say('There is no page: what it would draw goes to the endpoint that the environment names.\n');
    return undefined;
  }
  const server = await PageServer.start(controller, options.port);
  say(`The page, for browsers on this machine only: ${server.url}\n`);
  return server;
}

/** @throws Error when the scenario needs what isn't there, or what it deploys can't be synthesised */
async function createRunner(
  scenario: Scenario,
  controller: LabController | undefined,
  signal: AbortSignal,
): Promise<ScenarioRunner> {
  if (controller === undefined) {
    throw new Error(
      "A scenario needs the lab's own stand-in for CloudWatch: unset AWS_ENDPOINT_URL and AWS_ENDPOINT_URL_CLOUDWATCH.",
    );
  }
  const { lab } = controller;
  const deployment = scenario.deployment && (await lab.synthesise(scenario.deployment.monitor, signal));
  controller.runner = new ScenarioRunner(scenario, controller, lab.periodMs, deployment);
  say(`Scenario ${scenario.name}: ${scenario.about}; ${controller.runner.runs} runs.\n`);
  return controller.runner;
}

/** @throws Error when the scenario can't be played on the monitor */
function chosenScenario({ scenario: wanted, monitor }: LabCommandOptions): Scenario | undefined {
  const scenario = SCENARIOS.find(({ name }) => name === wanted);
  return scenario && monitor !== undefined ? castScenario(scenario, readOwnMonitor(monitor)) : scenario;
}

/** @throws ConfigError before anything is started */
function intervalMs({ every, monitor, scenario }: LabCommandOptions): number {
  const config = monitor === undefined ? undefined : loadConfig(monitor);
  if (every !== undefined) {
    return every * 1000;
  }
  if (scenario !== undefined) {
    return SCENARIO_EVERY_S * 1000; // its servers are the lab's own
  }
  // Other people's servers are asked no more often than they will be once deployed.
  return config ? config.schedule.shortestGapMs : LAB_EVERY_S * 1000;
}

/** @returns undefined when it was ended by a signal meanwhile */
async function startLab(
  { monitor }: LabCommandOptions,
  scenario: Scenario | undefined,
  signal: AbortSignal,
): Promise<Lab | undefined> {
  const startedAt = performance.now();
  try {
    say('Synthesising the stack, which takes a few seconds ...');
    const setup = scenario && { servers: watchedServers(scenario), plan: scenario.monitor };
    const lab = await Lab.start({ ...(setup ? { setup } : { monitor }), signal });
    say(`... done in ${((performance.now() - startedAt) / 1000).toFixed(1)} s.`);
    return lab;
  } catch (error) {
    if (signal.aborted) {
      return undefined;
    }
    throw error;
  }
}

function introduce(lab: Lab, { monitor, once }: LabCommandOptions, everyMs: number): void {
  const whose = lab.ntpServers
    ? `${lab.ntpServers.byName.size} servers of its own, on loopback${monitor === undefined ? '' : `, in the place of those of ${monitor}`}`
    : monitor;
  say(`Watching ${whose}${once ? '' : `, every ${everyMs / 1000} s; Ctrl-C ends it`}.`);
  const where = lab.cloudWatch ? 'a stand-in for CloudWatch' : 'the endpoint that the environment names';
  say(`Publishing to ${where}, ${lab.endpoint}.`);
}

function printRuns(runs: readonly Run[], mails: readonly Mail[], { json, log }: LabCommandOptions): void {
  const { stdout } = process;
  const terminal = terminalOf(stdout);
  for (const { log: lines, ...run } of runs) {
    if (log !== undefined) {
      appendFileSync(log, lines.map((line) => `${line}\n`).join(''));
    }
    stdout.write(json ? `${labRunJson(run)}\n` : `${labRunText({ log: lines, ...run }, terminal)}\n`);
  }
  const mailed = mails.map((mail) => `${mailLine(mail, terminal)}\n`).join('');
  if (json) {
    process.stderr.write(mailed);
  } else {
    stdout.write(`${mailed}\n`);
  }
}

/** The line of `--json`. Its keys stay as they are: others read them. */
function labRunJson({ outcome, ...run }: Omit<Run, 'log'>): string {
  return JSON.stringify({ ...run, fate: outcome });
}

/** Stdout is for the runs. */
function say(text: string): void {
  process.stderr.write(`${text}\n`);
}

/** The first signal, or a closed output, ends the lab cleanly; a second signal ends it at once. */
function endOnSignals(): AbortSignal {
  const controller = new AbortController();
  const onSignal = () => {
    if (controller.signal.aborted) {
      process.exit(LAB_EXIT.forced);
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
