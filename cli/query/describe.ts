import type { PacketFields } from '../../lambda/monitor/reading';
import { MODES } from '../../lambda/ntp/stray-text';

/** RFC 5905, figure 9. */
const LEAP_TEXTS = [
  'no leap second announced',
  'last minute of the month has 61 seconds',
  'last minute of the month has 59 seconds',
  'clock not synchronised',
];

/** RFC 5905, figure 12, with the codes that chrony and ntpd use beside it. */
const SOURCE_TEXTS: Record<string, string> = {
  ATOM: 'pulse per second, atomic clock',
  ACTS: 'NIST telephone modem',
  CHU: 'CHU radio, Ottawa',
  DCF: 'DCF77 radio, Mainflingen',
  DCFa: 'DCF77 radio, Mainflingen',
  GAL: 'Galileo satellites',
  GLO: 'GLONASS satellites',
  GNSS: 'navigation satellites',
  GOES: 'Geosynchronous Orbit Environment Satellite',
  GPS: 'Global Positioning System',
  HBG: 'HBG radio, Prangins',
  IRIG: 'IRIG time code',
  JJY: 'JJY radio, Japan',
  LOCL: 'uncalibrated local clock',
  LORC: 'LORAN-C radio',
  MRS: 'several references',
  MSF: 'MSF radio, Anthorn',
  NIST: 'NIST telephone modem',
  OMEG: 'OMEGA radionavigation',
  PPS: 'pulse per second',
  PTB: 'PTB telephone modem',
  PTP: 'Precision Time Protocol (IEEE 1588)',
  SHM: 'shared memory reference clock',
  TDF: 'TDF radio, Allouis',
  USNO: 'USNO telephone modem',
  WWV: 'WWV radio, Fort Collins',
  WWVB: 'WWVB radio, Fort Collins',
  WWVH: 'WWVH radio, Kauai',
  '127.127.1.1': 'uncalibrated local clock (chrony)',
  '127.127.1.255': 'smearing a leap second (chrony)',
};

export function leapText(leap: number): string {
  return LEAP_TEXTS[leap] ?? 'unknown';
}

export function modeText(mode: number): string {
  return MODES[mode] ?? 'unknown';
}

/** RFC 5905, figure 11. */
export function stratumText(stratum: number): string {
  if (stratum === 0) {
    return 'unspecified, or a kiss code';
  }
  if (stratum === 1) {
    return 'primary server, on a reference clock';
  }
  if (stratum <= 15) {
    return `secondary server, ${stratum - 1} ${stratum === 2 ? 'step' : 'steps'} from a reference clock`;
  }
  return stratum === 16 ? 'not synchronised' : 'reserved';
}

export function refIdDescription({ refId, stratum }: Pick<PacketFields, 'refId' | 'stratum'>): string {
  if (stratum === 0) {
    return refId === '' || refId === '0.0.0.0' ? 'none' : 'kiss code';
  }
  return SOURCE_TEXTS[refId] ?? (stratum === 1 ? 'a reference clock' : 'the server that it follows');
}

/** Poll interval and precision travel as powers of two of a second; 2^-20 s reads as 953.7 ns. */
export function log2Text(exponent: number): string {
  const seconds = 2 ** exponent;
  const [scale, unit] =
    seconds >= 1 ? [1, 's'] : seconds >= 1e-3 ? [1e3, 'ms'] : seconds >= 1e-6 ? [1e6, 'us'] : [1e9, 'ns'];
  return `2^${exponent} s = ${Number((seconds * scale).toPrecision(4))} ${unit}`;
}
