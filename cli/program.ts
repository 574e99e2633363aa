import { Command, InvalidArgumentError } from 'commander';
import { DEFAULTS } from '../lambda/defaults';
import { type QueryOptions, query } from './query';
import { queryJson, queryText } from './render-query';
import { type HostAndPort, parseTarget } from './target';

/** 0: every server answered usably. 1: at least one did not. 2: the command line is wrong. */
export const EXIT = { ok: 0, failed: 1, usage: 2 } as const;

/** The command line. `print` receives whole documents; the exit code goes to `process.exitCode`. */
export function createProgram(print: (text: string) => void): Command {
  const program = new Command('ntp-drift')
    .description('Asks NTP servers for the time, with the uncertainty of each answer.')
    .showSuggestionAfterError()
    .exitOverride((error) => {
      process.exitCode = error.exitCode === 0 ? EXIT.ok : EXIT.usage;
      throw error;
    });
  program
    .command('query')
    .description('ask servers once; several are judged against the time that most of them agree on')
    .argument('<HOST[:PORT]...>', 'names, IPv4 or IPv6 literals; [IPv6]:PORT', collectTarget)
    .option('--json', 'print one JSON document')
    .option(
      '--samples <n>',
      'exchanges per server, of which the one with the lowest delay counts',
      samples,
      1,
    )
    .option('--fast', 'no 2 s pause between samples: for servers of your own only', false)
    .option('--timeout <seconds>', 'how long to wait for each reply', positive, 2)
    .option('--limit <ms>', 'the offset that is still right', positive, DEFAULTS.limitMs)
    .option('--ntp-version <n>', 'NTP version of the request', ntpVersion, 4)
    .addHelpText('after', '\nExit codes: 0 every server answered usably, 1 one did not, 2 wrong usage.')
    .action(
      async (
        targets: HostAndPort[],
        options: QueryOptions & { timeout: number; limit: number; json?: boolean },
      ) => {
        const result = await query(targets, {
          ...options,
          timeoutSeconds: options.timeout,
          limitMs: options.limit,
        });
        print(options.json ? JSON.stringify(queryJson(result), null, 2) : queryText(result));
        const failed = result.servers.some((reading) => reading.verdict === 'unusable');
        process.exitCode = failed ? EXIT.failed : EXIT.ok;
      },
    );
  return program;
}

function collectTarget(text: string, earlier: HostAndPort[] | undefined): HostAndPort[] {
  return [...(earlier ?? []), parseTarget(text)];
}

function samples(text: string): number {
  return wholeNumber(text, 1, 8);
}

function ntpVersion(text: string): number {
  return wholeNumber(text, 1, 4);
}

function wholeNumber(text: string, least: number, most: number): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < least || value > most) {
    throw new InvalidArgumentError(`expected a whole number from ${least} to ${most}`);
  }
  return value;
}

function positive(text: string): number {
  const value = Number(text);
  if (!(value > 0) || !Number.isFinite(value)) {
    throw new InvalidArgumentError('expected a number above 0');
  }
  return value;
}
