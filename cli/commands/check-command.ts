import type { Command } from 'commander';
import { DEFAULTS } from '../../lambda/monitor/defaults';
import { SERVER_DEFAULTS } from '../../lambda/monitor/server-keys';
import { oneLine, PLUGIN_STATE, pluginOutput } from '../check/plugin-output';
import { type ThresholdRange, thresholdRange } from '../check/threshold-range';
import { examples } from '../exit';
import { secondsUpTo, wholeNumber } from '../numbers';
import { MAX_REPLY_TIMEOUT_S, query } from '../query/query';
import { collectTarget, type HostAndPort } from '../query/target';

interface CheckCommandOptions {
  hostname: HostAndPort[];
  port?: number;
  warning?: ThresholdRange;
  critical?: ThresholdRange;
  timeout: number;
  samples: number;
  fast: boolean;
}

/** `ntp-drift check`: a monitoring plugin, with the options and defaults of check_ntp_time. */
export function addCheck(program: Command, print: (text: string) => void, ask: typeof query = query): void {
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
    .option('-w, --warning <range>', 'WARNING beyond this offset, seconds (default: 60)', thresholdRange)
    .option('-c, --critical <range>', 'CRITICAL beyond this offset, seconds (default: 120)', thresholdRange)
    .option('-t, --timeout <seconds>', 'how long to wait for each reply', secondsUpTo(MAX_REPLY_TIMEOUT_S), 2)
    .option('--samples <n>', 'exchanges per server', wholeNumber(1, 8), 4)
    .option('--fast', 'no 2 s pause between samples: for servers of your own only', false)
    .addHelpText(
      'after',
      '\nInstead of  check_ntp_time -H HOST -w 0.5 -c 1\nsay         ntp-drift check -H HOST -w 0.5 -c 1',
    )
    .addHelpText('after', examples('ntp-drift check -H ntp1.example.com -w 0.05 -c 0.1'))
    .addHelpText(
      'after',
      '\nExit codes: 0 OK, 1 WARNING, 2 CRITICAL or no usable answer, 3 UNKNOWN or wrong usage.',
    )
    // Monitors read stdout, and show their reader nothing else.
    .configureOutput({
      outputError: (text) => print(`NTP UNKNOWN: ${oneLine(text.replace(/^error: /, ''))}`),
    })
    .exitOverride((error) => {
      process.exitCode = error.exitCode === 0 ? PLUGIN_STATE.OK : PLUGIN_STATE.UNKNOWN;
      throw error;
    })
    .action(async (options: CheckCommandOptions) => {
      const unknown = (why: string) => {
        print(`NTP UNKNOWN: ${oneLine(why)}`);
        process.exitCode = PLUGIN_STATE.UNKNOWN;
      };
      const { hostname, port, timeout, samples, fast } = options;
      const { warning = thresholdRange('60'), critical = thresholdRange('120') } = options;
      if (Number(warning.text) > Number(critical.text)) {
        return unknown(
          options.critical === undefined
            ? `--warning ${warning.text} is above ${critical.text}, the default of --critical; give both`
            : `--warning ${warning.text} is above --critical ${critical.text}; swap the two`,
        );
      }
      const targets = hostname.map((each) =>
        port !== undefined && each.port === SERVER_DEFAULTS.port ? { ...each, port } : each,
      );
      try {
        const result = await ask(targets, {
          samples,
          fast,
          timeoutSeconds: timeout,
          limitMs: DEFAULTS.limitMs, // ranges judge here
          ntpVersion: 4,
        });
        const { state, line } = pluginOutput(result, { warning, critical });
        print(line);
        process.exitCode = PLUGIN_STATE[state];
      } catch (error) {
        unknown(error instanceof Error ? error.message : String(error)); // 1 would be a WARNING
      }
    });
}
