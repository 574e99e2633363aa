import type { Command } from 'commander';
import { DEFAULTS } from '../../lambda/monitor/defaults';
import { summarise } from '../../lambda/monitor/reading';
import { systemDependencies } from '../../lambda/monitor/run';
import type { Terminal } from '../../terminal/plain-table';
import { EXIT, examples, exitCodes, exitOf } from '../exit';
import { positive, secondsUpTo, wholeNumber } from '../numbers';
import { MAX_REPLY_TIMEOUT_S, query, queryPlan } from '../query/query';
import { collectTarget, type HostAndPort } from '../query/target';
import { CSV_HEAD, csvLines, csvOption } from '../reading-csv';
import { readingJson } from '../reading-json';
import { type WatchedRun, watch } from '../watch/watch';
import { watchText } from '../watch/watch-text';

interface WatchCommandOptions {
  every: number;
  runs?: number;
  samples: number;
  fast: boolean;
  timeout: number;
  limit: number;
  json?: true;
  csv?: true;
}

const CLEAR_SCREEN = '\u001b[H\u001b[J';
/** Public servers ask for no more than this (RFC 8633, section 3). */
const WATCH_EVERY_S = 16;
const MAX_WATCH_EVERY_S = 86_400;

/** `ntp-drift watch` */
export function addWatch(program: Command, print: (text: string) => void, terminal: Terminal): void {
  program
    .command('watch')
    .description('ask servers again and again, and show how each one has been')
    .argument('<HOST[:PORT]...>', 'names, IPv4 or IPv6 literals; [IPv6]:PORT', collectTarget)
    .option('--every <seconds>', 'from one run to the next', secondsUpTo(MAX_WATCH_EVERY_S), WATCH_EVERY_S)
    .option('--runs <n>', 'end after so many runs', wholeNumber(1, 1_000_000))
    .option('--samples <n>', 'exchanges per server and run', wholeNumber(1, 8), 2)
    .option('--fast', 'no 2 s pause between samples: for servers of your own only', false)
    .option('--timeout <seconds>', 'how long to wait for each reply', secondsUpTo(MAX_REPLY_TIMEOUT_S), 2)
    .option('--limit <ms>', 'the offset that is still right', positive, DEFAULTS.limitMs)
    .option('--json', 'print one JSON document per run, a line each')
    .addOption(csvOption('print one line per server and run'))
    .addHelpText('after', '\nA terminal is redrawn; a pipe or a file gets every run. Ctrl-C ends it.')
    .addHelpText('after', examples('ntp-drift watch ntp1.example.com ntp2.example.com'))
    .addHelpText('after', exitCodes('the last run was well', 'it was not', true))
    .action(async (targets: HostAndPort[], options: WatchCommandOptions) => {
      const interrupt = new AbortController();
      const onInterrupt = () => interrupt.abort();
      process.once('SIGINT', onInterrupt);
      const dependencies = systemDependencies();
      const ask = () => query(targets, { ...queryOptions(options), ntpVersion: 4 }, dependencies);
      const { runs } = options;
      const times = {
        everyMs: options.every * 1000,
        ...(runs !== undefined && { runs }),
        signal: interrupt.signal,
      };
      if (options.csv) {
        print(CSV_HEAD);
      }
      try {
        for await (const each of watch(queryPlan(targets, queryOptions(options)), ask, times)) {
          print(watchedRunText(each, options, terminal));
          process.exitCode = exitOf(each.result);
        }
      } finally {
        process.removeListener('SIGINT', onInterrupt);
      }
      if (interrupt.signal.aborted) {
        process.exitCode = EXIT.interrupted;
      }
    });
}

function queryOptions({ samples, fast, timeout, limit }: WatchCommandOptions) {
  return { samples, ...(fast && { spacingMs: 0 }), timeoutSeconds: timeout, limitMs: limit };
}

function watchedRunText(run: WatchedRun, { json, csv }: WatchCommandOptions, terminal: Terminal): string {
  const { result, number, durationMs, servers } = run;
  if (json) {
    return JSON.stringify({ ...result, servers: result.servers.map(readingJson) });
  }
  if (csv) {
    return csvLines(result).join('\n');
  }
  const text = watchText(summarise(result), terminal, { title: `Run ${number}`, durationMs, servers });
  return terminal.redraws ? `${CLEAR_SCREEN}${text}` : `${text}\n`;
}
