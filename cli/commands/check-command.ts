import type { Command } from 'commander';
import { SERVER_DEFAULTS } from '../../lambda/monitor/server-keys';
import { PLUGIN_STATE, pluginOutput } from '../check/plugin-output';
import { examples } from '../exit';
import { positive, wholeNumber } from '../numbers';
import { query } from '../query/query';
import { collectTarget, type HostAndPort } from '../query/target';

interface CheckCommandOptions {
  hostname: HostAndPort[];
  port?: number;
  warning: number;
  critical: number;
  timeout: number;
  samples: number;
  fast: boolean;
}

/** `ntp-drift check`: a monitoring plugin, with the options and defaults of check_ntp_time. */
export function addCheck(program: Command, print: (text: string) => void): void {
  program
    .command('check')
    .description('a plugin for Nagios, Icinga and their kin: one line, exit codes 0 to 3')
    .requiredOption(
      '-H, --hostname <HOST[:PORT]>',
      'the server; several are judged by each other',
      collectTarget,
    )
    .option(
      '-p, --port <port>',
      `UDP port of those that name none (default: ${SERVER_DEFAULTS.port})`,
      wholeNumber(1, 65_535),
    )
    .option('-w, --warning <seconds>', 'WARNING beyond this offset', positive, 60)
    .option('-c, --critical <seconds>', 'CRITICAL beyond this offset', positive, 120)
    .option('-t, --timeout <seconds>', 'how long to wait for each reply', positive, 2)
    .option('--samples <n>', 'exchanges per server', wholeNumber(1, 8), 4)
    .option('--fast', 'no 2 s pause between samples: for servers of your own only', false)
    .addHelpText(
      'after',
      '\nInstead of  check_ntp_time -H HOST -w 0.5 -c 1  say  ntp-drift check -H HOST -w 0.5 -c 1',
    )
    .addHelpText('after', examples('ntp-drift check -H ntp1.example.com -w 0.05 -c 0.1'))
    .addHelpText(
      'after',
      '\nExit codes: 0 OK, 1 WARNING, 2 CRITICAL or no usable answer, 3 UNKNOWN or wrong usage.',
    )
    .exitOverride((error) => {
      process.exitCode = error.exitCode === 0 ? PLUGIN_STATE.OK : PLUGIN_STATE.UNKNOWN;
      throw error;
    })
    .action(async (options: CheckCommandOptions) => {
      const { hostname, port, warning, critical, timeout, samples, fast } = options;
      if (warning > critical) {
        print(`NTP UNKNOWN: --warning ${warning} is above --critical ${critical}; swap the two`);
        process.exitCode = PLUGIN_STATE.UNKNOWN;
        return;
      }
      const targets = hostname.map((each) =>
        port !== undefined && each.port === SERVER_DEFAULTS.port ? { ...each, port } : each,
      );
      const result = await query(targets, {
        samples,
        fast,
        timeoutSeconds: timeout,
        limitMs: critical * 1000,
        ntpVersion: 4,
      });
      const { state, line } = pluginOutput(result, { warningS: warning, criticalS: critical });
      print(line);
      process.exitCode = PLUGIN_STATE[state];
    });
}
