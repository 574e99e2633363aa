import Table from 'cli-table3';
import type { PacketFields, Reading, RunResult } from '../../lambda/monitor/reading';
import { leapText, log2Text, modeText, refIdDescription, stratumText } from './describe';

/** A result as JSON for programs: the readings with every number's text beside it. */
export function queryJson(result: RunResult): object {
  const servers = result.servers.map((reading) => ({
    ...reading,
    time: reading.packet?.transmitTime ?? null,
    texts: reading.packet && {
      leap: leapText(reading.packet.leap),
      mode: modeText(reading.packet.mode),
      stratum: stratumText(reading.packet.stratum),
      refId: refIdDescription(reading.packet),
    },
  }));
  return { time: result.time, reference: result.reference, servers };
}

/** A result for people: a block per server, then how the servers compare. */
export function queryText(result: RunResult): string {
  const blocks = result.servers.map((reading) => serverBlock(reading, result));
  return [...blocks, ...(result.servers.length > 1 ? [comparison(result)] : [])].join('\n\n');
}

function serverBlock(reading: Reading, { reference }: RunResult): string {
  const { packet } = reading;
  const title = `${reading.server}${reading.address ? ` (${reading.address})` : ''}`;
  if (reading.verdict === 'unusable') {
    return [`${title}: ${reading.reason}`, `  ${reading.explanation}`, ...(packet ? packetRows(packet) : [])]
      .filter((line) => line !== '')
      .join('\n');
  }
  const own = reference.source === 'clock';
  return [
    title,
    row('time', packet?.transmitTime ? localTime(packet.transmitTime) : 'unknown'),
    row('', packet?.transmitTime ?? ''),
    row(
      'offset',
      `${signedMs(reading.clockOffsetMs)}  the server is ${direction(reading.clockOffsetMs)} this clock`,
    ),
    ...(own ? [row('uncertainty', `${ms(reading.uncertaintyMs)}  ${limitText(reading)}`)] : []),
    row('delay', `${ms(reading.delayMs)}  the lowest of ${samplesText(reading.samples)}`),
    ...(reading.samples > 1 ? [row('jitter', ms(reading.jitterMs))] : []),
    ...(packet ? packetRows(packet) : []),
  ].join('\n');
}

function packetRows(packet: PacketFields): string[] {
  return [
    row('root delay', ms(packet.rootDelayMs)),
    row('root dispersion', ms(packet.rootDispersionMs)),
    row('leap', `${packet.leap}  ${leapText(packet.leap)}`),
    row('version', `${packet.version}`),
    row('mode', `${packet.mode}  ${modeText(packet.mode)}`),
    row('stratum', `${packet.stratum}  ${stratumText(packet.stratum)}`),
    row('poll', log2Text(packet.poll)),
    row('precision', log2Text(packet.precision)),
    row('reference id', `${packet.refId}  ${refIdDescription(packet)}`.trim()),
    row('reference', packet.referenceTime ?? 'unknown'),
    row('origin (T1)', packet.originTime ?? 'unknown'),
    row('receive (T2)', packet.receiveTime ?? 'unknown'),
    row('transmit (T3)', packet.transmitTime ?? 'unknown'),
    row('destination (T4)', packet.destinationTime ?? 'unknown'),
  ];
}

function comparison({ reference, servers }: RunResult): string {
  const table = new Table({
    head: ['server', 'verdict', 'offset', 'uncertainty', 'delay', 'vote'],
    style: { head: [], border: [], compact: true },
    colAligns: ['left', 'left', 'right', 'right', 'right', 'left'],
  });
  for (const each of servers) {
    const verdict = each.reason ? `${each.verdict} (${each.reason})` : each.verdict;
    table.push([
      each.server,
      verdict,
      signedMs(each.offsetMs),
      ms(each.uncertaintyMs),
      ms(each.delayMs),
      each.vote,
    ]);
  }
  const conclusion = reference.known
    ? `Reference time: this clock ${signedMs(reference.clockOffsetMs)} +- ${ms(reference.boundMs)}, the consensus of ` +
      `${reference.truechimers.join(', ')}. Offsets are against it.`
    : `Reference time is unknown: ${reference.explanation}.`;
  return `${table.toString()}\n${conclusion}`;
}

const LABEL_WIDTH = 18;

function row(label: string, value: string): string {
  return `  ${label.padEnd(LABEL_WIDTH)}${value}`.trimEnd();
}

function ms(value: number | null): string {
  return value === null ? '-' : `${value.toFixed(3)} ms`;
}

function signedMs(value: number | null): string {
  // Rounded before its sign is looked at, so that nothing reads as -0.000.
  return value === null
    ? '-'
    : `${Math.round(value * 1000) < 0 ? '' : '+'}${ms(Math.round(value * 1000) / 1000 || 0)}`;
}

function samplesText(samples: number): string {
  return samples === 1 ? '1 sample' : `${samples} samples`;
}

function direction(offsetMs: number | null): string {
  return (offsetMs ?? 0) < 0 ? 'behind' : 'ahead of';
}

function limitText({ verdict, limitMs }: Reading): string {
  return `${verdict === 'uncertain' ? 'maybe within' : verdict} the limit of ${limitMs} ms`;
}

/** In the time zone of the person who asks. */
function localTime(iso: string): string {
  return new Date(iso).toLocaleString(undefined, {
    weekday: 'short',
    year: 'numeric',
    month: 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    fractionalSecondDigits: 3,
    timeZoneName: 'short',
  });
}
