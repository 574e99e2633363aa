import type { Command } from 'commander';
import { DEFAULTS } from '../../lambda/monitor/defaults';
import { EXIT, examples, exitCodes } from '../exit';
import { positive, wholeNumber } from '../numbers';
import { type QueryOptions, query } from '../query/query';
import { queryJson, queryText } from '../query/render-query';
import { type HostAndPort, parseTarget } from '../query/target';

type Options = Omit<QueryOptions, 'timeoutSeconds' | 'limitMs'> & {
  timeout: number;
  limit: number;
  json?: true;
};

/** `ntp-drift query` */
export function addQuery(program: Command, print: (text: string) => void): void {
  program
    .command('query')
    .description('ask servers once; several are judged against the time that most of them agree on')
    .argument('<HOST[:PORT]...>', 'names, IPv4 or IPv6 literals; [IPv6]:PORT', collectTarget)
    .option('--json', 'print one JSON document')
    .option(
      '--samples <n>',
      'exchanges per server, of which the one with the lowest delay counts',
      wholeNumber(1, 8),
      1,
    )
    .option('--fast', 'no 2 s pause between samples: for servers of your own only', false)
    .option('--timeout <seconds>', 'how long to wait for each reply', positive, 2)
    .option('--limit <ms>', 'the offset that is still right', positive, DEFAULTS.limitMs)
    .option('--ntp-version <n>', 'NTP version of the request', wholeNumber(1, 4), 4)
    .addHelpText(
      'after',
      examples('ntp-drift query time.cloudflare.com', 'ntp-drift query 192.0.2.1 [2001:db8::1]:1123 --json'),
    )
    .addHelpText('after', exitCodes('every server answered usably', 'one did not'))
    .action(async (targets: HostAndPort[], options: Options) => {
      const result = await query(targets, {
        ...options,
        timeoutSeconds: options.timeout,
        limitMs: options.limit,
      });
      print(options.json ? JSON.stringify(queryJson(result), null, 2) : queryText(result));
      const failed = result.servers.some((reading) => reading.verdict === 'unusable');
      process.exitCode = failed ? EXIT.failed : EXIT.ok;
    });
}

function collectTarget(text: string, earlier: HostAndPort[] | undefined): HostAndPort[] {
  return [...(earlier ?? []), parseTarget(text)];
}
