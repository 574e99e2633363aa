import type { Command } from 'commander';
import { DEFAULTS } from '../../lambda/monitor/defaults';
import type { Terminal } from '../../terminal/plain-table';
import { examples, exitCodes, exitOf } from '../exit';
import { positive, secondsUpTo, wholeNumber } from '../numbers';
import { withProgress } from '../progress';
import { MAX_REPLY_TIMEOUT_S, type QueryOptions, query } from '../query/query';
import { queryText } from '../query/query-text';
import { collectTarget, type HostAndPort } from '../query/target';
import { CSV_HEAD, csvLines, csvOption } from '../reading-csv';
import { readingJson } from '../reading-json';

type QueryCommandOptions = Pick<QueryOptions, 'samples' | 'ntpVersion'> & {
  fast: boolean;
  timeout: number;
  limit: number;
  verbose: boolean;
  json?: true;
  csv?: true;
};

/** Two tell a closed port from silence: the second request hears of it. */
const DEFAULT_SAMPLES = 2;

/** `ntp-drift query` */
export function addQuery(program: Command, print: (text: string) => void, terminal: Terminal): void {
  program
    .command('query')
    .description('ask servers once; several are judged against the time that most of them agree on')
    .argument('<HOST[:PORT]...>', 'names, IPv4 or IPv6 literals; [IPv6]:PORT', collectTarget)
    .option('--json', 'print one JSON document')
    .addOption(csvOption('print one line per server, below a line with the columns'))
    .option('--verbose', 'show every field of every answer', false)
    .option(
      '--samples <n>',
      'exchanges per server, of which the one with the lowest delay counts',
      wholeNumber(1, 8),
      DEFAULT_SAMPLES,
    )
    .option('--fast', 'no 2 s pause between samples: for servers of your own only', false)
    .option('--timeout <seconds>', 'how long to wait for each reply', secondsUpTo(MAX_REPLY_TIMEOUT_S), 2)
    .option('--limit <ms>', 'the offset that is still right', positive, DEFAULTS.limitMs)
    .option('--ntp-version <n>', 'NTP version of the request', wholeNumber(1, 4), 4)
    .addHelpText(
      'after',
      examples('ntp-drift query time.cloudflare.com', 'ntp-drift query 192.0.2.1 [2001:db8::1]:1123 --json'),
    )
    .addHelpText(
      'after',
      exitCodes(
        'every server answered usably and none is proven outside the limit',
        'one did not or one is, or none of three or more could be judged',
      ),
    )
    .action(async (targets: HostAndPort[], options: QueryCommandOptions) => {
      const startedMs = performance.now();
      const asking = targets.length === 1 ? `Asking ${targets[0]!.host}` : `Asking ${targets.length} servers`;
      const result = await withProgress(
        process.stderr,
        asking,
        query(targets, {
          samples: options.samples,
          ...(options.fast && { spacingMs: 0 }),
          timeoutSeconds: options.timeout,
          limitMs: options.limit,
          ntpVersion: options.ntpVersion,
        }),
      );
      const { time, reference, servers } = result;
      if (options.json) {
        print(JSON.stringify({ time, reference, servers: servers.map(readingJson) }, null, 2));
      } else if (options.csv) {
        print([CSV_HEAD, ...csvLines(result)].join('\n'));
      } else {
        const durationMs = performance.now() - startedMs;
        print(queryText(result, { terminal, durationMs, verbose: options.verbose }));
      }
      process.exitCode = exitOf(result);
    });
}
