import type { Reading } from '../../lambda/monitor/reading';
import { msText, signedMsText } from '../../picture/ms-text';
import { type Column, paragraph, plainTable, type Terminal } from '../../terminal/plain-table';
import { leapText, log2Text, modeText, refIdDescription, stratumText } from './describe';

/** One field of an answer, with what it means where that isn't obvious. */
type Field = readonly [name: string, value: string];

const FIELD_COLUMNS: readonly Column<Field>[] = [
  { head: 'Field', align: 'left', text: ([name]) => name },
  { head: 'Value', align: 'left', text: ([, value]) => value.trim() },
];

/** Every field of one server's answer, in the order of RFC 5905, figure 8: all that ntplib's client shows, and more. */
export function packetText(reading: Reading, terminal: Terminal): string {
  const { server, address } = reading;
  const title = paragraph(`${server}${address ? ` (${address})` : ''}`, terminal);
  return `${title}\n${plainTable([...measuredFields(reading), ...answeredFields(reading)], FIELD_COLUMNS, terminal)}`;
}

function measuredFields(reading: Reading): Field[] {
  const { packet, clockOffsetMs, uncertaintyMs, delayMs, samples, jitterMs } = reading;
  const fields: Field[] = [];
  if (clockOffsetMs !== null) {
    fields.push(
      ['time', packet?.transmitTime ?? ''],
      ['offset', `${signedMsText(clockOffsetMs)}  the server is ${direction(clockOffsetMs)} this clock`],
    );
  }
  if (uncertaintyMs !== null) {
    fields.push(['uncertainty', msText(uncertaintyMs)]);
  }
  if (delayMs !== null) {
    fields.push([
      'delay',
      `${msText(delayMs)}${samples > 0 ? `  the lowest of ${samplesText(samples)}` : ''}`,
    ]);
  }
  if (samples > 1 && jitterMs !== null) {
    fields.push(['jitter', msText(jitterMs)]);
  }
  return fields.filter(([, value]) => value !== '');
}

function answeredFields({ packet }: Reading): Field[] {
  if (!packet) {
    return [];
  }
  return [
    ['root delay', msText(packet.rootDelayMs)],
    ['root dispersion', msText(packet.rootDispersionMs)],
    ['leap', `${packet.leap}  ${leapText(packet.leap)}`],
    ['version', `${packet.version}`],
    ['mode', `${packet.mode}  ${modeText(packet.mode)}`],
    ['stratum', `${packet.stratum}  ${stratumText(packet.stratum)}`],
    ['poll', log2Text(packet.poll)],
    ['precision', log2Text(packet.precision)],
    ['reference id', `${packet.refId}  ${refIdDescription(packet)}`],
    ['reference', packet.referenceTime ?? 'unknown'],
    ['origin (T1)', packet.originTime ?? 'unknown'],
    ['receive (T2)', packet.receiveTime ?? 'unknown'],
    ['transmit (T3)', packet.transmitTime ?? 'unknown'],
    ['destination (T4)', packet.destinationTime ?? 'unknown'],
  ];
}

function samplesText(samples: number): string {
  return samples === 1 ? '1 sample' : `${samples} samples`;
}

function direction(offsetMs: number): string {
  return offsetMs < 0 ? 'behind' : 'ahead of';
}
