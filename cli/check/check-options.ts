import { type Command, InvalidArgumentError, Option } from 'commander';
import { SERVER_DEFAULTS } from '../../lambda/monitor/server-keys';
import { secondsFrom0To, secondsUpTo, wholeNumber } from '../numbers';
import { collectTarget, type HostAndPort } from '../query/target';
import { type ThresholdRange, thresholdRange } from './threshold-range';

export interface CheckOptions {
  hostname: HostAndPort[];
  port?: number;
  warning?: ThresholdRange;
  critical?: ThresholdRange;
  timeOffset: number;
  useIpv4?: true;
  useIpv6?: true;
  quiet: boolean;
  timeout: number;
  samples: number;
  delay: number;
  pollDelay?: number;
  fast: boolean;
  verbose: number;
}

/** Whoever waits longer is ended by the scheduler of the plugins. */
const MAX_CHECK_S = 600;
const MAX_DELAY_S = 60;
/** As RFC 5905 spaces a burst (section 13.2). */
const DELAY_S = 2;

/** Options of check_ntp_time and check_ntp_peer that have no counterpart, and what to do instead. */
const REFUSED: readonly { flags: string; why: string }[] = [
  ...['-W, --swarn', '-C, --scrit', '--stratum-warn', '--stratum-crit'].map((flags) => ({
    flags,
    why: 'the stratum has no thresholds here; performance data have it, and -w and -c judge the offset',
  })),
  ...['-j, --jwarn', '-k, --jcrit'].map((flags) => ({
    flags,
    why: 'jitter has no thresholds here; the uncertainty in the performance data includes it',
  })),
  ...['-m, --twarn', '-n, --tcrit'].map((flags) => ({
    flags,
    why: 'the sources of a server are not asked for; give several servers, each with -H, and they judge each other',
  })),
  { flags: '--extra-opts', why: 'no file of options is read; give them on the command line' },
  { flags: '--output-format', why: 'there is one format, a line with performance data' },
];

/** The options of check_ntp_time with their defaults, and what else there is. */
export function addCheckOptions(check: Command): Command {
  check
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
    .option(
      '-o, --time-offset <seconds>',
      'added to every offset before it is judged: 10 for a server that is 10 s behind on purpose',
      seconds,
      0,
    )
    .addOption(new Option('-4, --use-ipv4', 'ask over IPv4 only').conflicts('useIpv6'))
    .option('-6, --use-ipv6', 'ask over IPv6 only')
    .option('-q, --quiet', 'UNKNOWN instead of CRITICAL where there is no usable answer', false)
    .option(
      '-t, --timeout <seconds>',
      'when to end at the latest; a short one leaves time for fewer samples',
      secondsUpTo(MAX_CHECK_S),
      10,
    )
    .option(
      '--samples <n>',
      'exchanges per server, as many as the timeout leaves time for',
      wholeNumber(1, 8),
      4,
    )
    .option(
      '-d, --delay <seconds>',
      `pause between samples; less than ${DELAY_S} s for servers of your own only`,
      secondsFrom0To(MAX_DELAY_S),
      DELAY_S,
    )
    .addOption(new Option('--poll-delay <seconds>').argParser(secondsFrom0To(MAX_DELAY_S)).hideHelp())
    .option('--fast', 'the same as --delay 0', false)
    .option(
      '-v, --verbose',
      'below the line, every field of every answer',
      (_: string, times: number) => times + 1,
      0,
    );
  for (const { flags, why } of REFUSED) {
    const refuse = () => check.error(`error: ${flags.split(',')[0]} is not taken: ${why}`);
    check.addOption(new Option(`${flags} [value]`).preset('').argParser(refuse).hideHelp());
  }
  return check;
}

/** @throws InvalidArgumentError for anything but a finite number */
function seconds(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value)) {
    throw new InvalidArgumentError('expected seconds, such as 10 or -10');
  }
  return value;
}
