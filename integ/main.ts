import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Command } from 'commander';
import { ConfigError } from '../lib/config/config-error';
import { loadConfig } from '../lib/config/load';
import { dryRun } from '../lib/dry-run';
import { Account } from './account';
import { cdkDeployer } from './deployment';
import { EXPERIMENTS, FOR_PEOPLE } from './experiments';
import type { IntegContext } from './integ-app';
import { integrationTest, resultLine } from './integration-test';

const HOURS_OF_MONTH = 730;

interface IntegOptions {
  yes?: true;
  questions?: true;
}

/** `npm run integ`: tries a monitor in an account of AWS. docs/integration.md says what that costs and touches. */
async function main(): Promise<void> {
  const program = new Command('npm run integ --')
    .description(
      'Deploys a monitor into the account and region of the environment, tries it, and deletes it.',
    )
    .argument('[FILE]', 'the configuration to try; its name is replaced', 'monitor.json')
    .option('--questions', `ask the ${EXPERIMENTS.length} open questions, too, for half an hour more`)
    .option('--yes', 'deploy; without it, only say what would be done')
    .parse();
  const options = program.opts<IntegOptions>();
  const file = program.processedArgs[0] as string;
  const hourUsd = dryRun(loadConfig(file)).monitor.cost.totalUsd / HOURS_OF_MONTH;
  const { AWS_REGION = "the profile's region", AWS_PROFILE = 'default' } = process.env;
  report(
    `A stack with the monitor of ${file}, ${EXPERIMENTS.length + 1} further alarms and a queue, in ${AWS_REGION} ` +
      `(profile ${AWS_PROFILE}): about ${hourUsd.toFixed(2)} USD an hour. It is deleted at the end.`,
  );
  if (!options.yes) {
    report('Nothing was done; --yes does it.');
    process.exitCode = 2;
    return;
  }
  process.exitCode = (await tried(file, options.questions === true)) ? 0 : 1;
}

async function tried(file: string, questions: boolean): Promise<boolean> {
  const synthesisedMs = Date.now();
  const name = `integ-${synthesisedMs.toString(36)}`;
  const context: IntegContext = { monitor: path.resolve(file), name, synthesisedMs, revision: 1 };
  const dependencies = {
    deployer: cdkDeployer,
    open: (queueUrl: string) => new Account(queueUrl),
    now: Date.now,
    sleep: async (ms: number) => void (await sleep(ms)),
    say: report,
  };
  const { found, answers } = await integrationTest(dependencies, context, { questions });
  for (const [question, answer] of answers) {
    report(`${question}\n  ${answer}`);
  }
  for (const { question, how } of questions ? FOR_PEOPLE : []) {
    report(`${question}\n  for a person: ${how}`);
  }
  const failed = found.filter(({ ok }) => !ok);
  report(failed.length === 0 ? 'The monitor works here.' : failed.map(resultLine).join('\n'));
  return failed.length === 0;
}

function report(line: string): void {
  process.stdout.write(`${line}\n`);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof ConfigError ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
