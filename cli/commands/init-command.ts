import { existsSync, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline/promises';
import type { Command } from 'commander';
import { DEFAULTS } from '../../lambda/monitor/defaults';
import { ConfigError } from '../../lib/config/config-error';
import { parseJson } from '../../lib/config/json-file';
import { parseConfig } from '../../lib/config/load';
import { EXIT, examples, exitCodes } from '../exit';
import { type Choices, initialMonitorJson, PUBLIC_SERVERS } from '../init/monitor-json';
import { positive } from '../numbers';
import { collectTarget, type HostAndPort } from '../query/target';

interface InitCommandOptions {
  name?: string;
  limit?: number;
  schedule?: string;
  server?: HostAndPort[];
  email?: string;
  yes: boolean;
  force: boolean;
}

/** `ntp-drift init` */
export function addInit(program: Command, print: (text: string) => void): void {
  program
    .command('init')
    .description('write a monitor.json that explains its choices; asks for what no option says')
    .argument('[FILE]', 'where to', 'monitor.json')
    .option('--name <name>', "the monitor's name")
    .option('--limit <ms>', 'the offset that is still right', positive)
    .option('--schedule <expression>', 'such as "rate(5 minutes)"')
    .option('--server <host...>', 'the servers to watch, as HOST or HOST:PORT', collectTarget)
    .option('--email <address>', 'who is told')
    .option('--yes', 'ask nothing: defaults for what no option says', false)
    .option('--force', 'replace a file that is there', false)
    .addHelpText('after', examples('ntp-drift init', 'ntp-drift init --yes --email ops@example.com'))
    .addHelpText('after', exitCodes('the file is written and valid'))
    .action(async (file: string, options: InitCommandOptions) => {
      if (existsSync(file) && !options.force) {
        print(`${file} is there already; name another file, or replace it with --force.`);
        process.exitCode = EXIT.usage;
        return;
      }
      const asks = !options.yes && process.stdin.isTTY === true;
      const text = initialMonitorJson(await choices(options, asks ? askTerminal() : takeDefault));
      parseConfig(parseJson(text, file), file); // says what is wrong with what was asked for
      writeFileSync(file, text);
      print(`Wrote ${file}. Next: ntp-drift run ${file}, then ntp-drift explain ${file}.`);
      process.exitCode = EXIT.ok;
    });
}

/** Asks one question; an empty answer is the default. */
type Ask = ((question: string, byDefault: string) => Promise<string>) & { close?: () => void };

const takeDefault: Ask = async (_, byDefault) => byDefault;

function askTerminal(): Ask {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const ask: Ask = async (question, byDefault) =>
    (await terminal.question(`${question} [${byDefault}] `)).trim() || byDefault;
  ask.close = () => terminal.close();
  return ask;
}

/** @throws ConfigError for one that is none */
function targetsIn(text: string): HostAndPort[] {
  return text.split(/[\s,]+/).reduce<HostAndPort[]>((found, each) => {
    try {
      return collectTarget(each, found);
    } catch (error) {
      const expected = (error as Error).message.replace('expected ', '');
      throw new ConfigError('the answer', [{ path: 'servers', found: JSON.stringify(each), expected }]);
    }
  }, []);
}

async function choices(
  { name, limit, schedule, server, email }: InitCommandOptions,
  ask: Ask,
): Promise<Choices> {
  try {
    const to = email ?? (await ask('Whom shall alarms be mailed to?', ''));
    return {
      name: name ?? (await ask('What is the monitor called?', 'ntp')),
      servers: server ?? targetsIn(await ask('Which servers?', PUBLIC_SERVERS.join(' '))),
      limitMs: limit ?? Number(await ask('How many ms off is too much?', String(DEFAULTS.limitMs))),
      schedule: schedule ?? (await ask('How often?', 'rate(5 minutes)')),
      ...(to !== '' && { email: to }),
    };
  } finally {
    ask.close?.();
  }
}
