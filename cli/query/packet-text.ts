import type { PacketFields, Reading } from '../../lambda/monitor/reading';
import { msText, signedMsText } from '../../picture/ms-text';
import { leapText, log2Text, modeText, refIdDescription, stratumText } from './describe';

const LABEL_WIDTH = 18;

/** Every field of one server's answer, in the order of RFC 5905, figure 8: all that ntplib's client shows, and more. */
export function packetText(reading: Reading): string {
  const { server, address, packet, clockOffsetMs, uncertaintyMs, delayMs, samples, jitterMs } = reading;
  return [
    `${server}${address ? ` (${address})` : ''}`,
    ...(packet?.transmitTime && clockOffsetMs !== null ? [row('time', packet.transmitTime)] : []),
    ...(clockOffsetMs === null
      ? []
      : [
          row(
            'offset',
            `${signedMsText(clockOffsetMs)}  the server is ${direction(clockOffsetMs)} this clock`,
          ),
        ]),
    ...(uncertaintyMs === null ? [] : [row('uncertainty', msText(uncertaintyMs))]),
    ...(delayMs === null ? [] : [row('delay', `${msText(delayMs)}  the lowest of ${samplesText(samples)}`)]),
    ...(samples > 1 && jitterMs !== null ? [row('jitter', msText(jitterMs))] : []),
    ...(packet ? packetRows(packet) : []),
  ].join('\n');
}

function packetRows(packet: PacketFields): string[] {
  return [
    row('root delay', msText(packet.rootDelayMs)),
    row('root dispersion', msText(packet.rootDispersionMs)),
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

function row(label: string, value: string): string {
  return `  ${label.padEnd(LABEL_WIDTH)}${value}`.trimEnd();
}

function samplesText(samples: number): string {
  return samples === 1 ? '1 sample' : `${samples} samples`;
}

function direction(offsetMs: number): string {
  return offsetMs < 0 ? 'behind' : 'ahead of';
}
