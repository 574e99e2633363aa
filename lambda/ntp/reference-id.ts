import { createHash } from 'node:crypto';
import { isIPv4 } from 'node:net';
import type { Packet } from './packet';

/**
 * A reference id as text: ASCII for strata 0 and 1, an IPv4 address (or four bytes of a hash of an IPv6
 * one) for the others (RFC 5905, section 7.3). Bytes that don't print, such as chrony's 127.127.1.1, appear as
 * an address too.
 */
export function refIdText(packet: Pick<Packet, 'stratum' | 'refId'>): string {
  if (packet.stratum > 1) {
    return [...packet.refId].join('.');
  }
  const text = packet.refId.toString('latin1').replace(/\0+$/, '');
  return /^[\x20-\x7e]*$/.test(text) ? text : [...packet.refId].join('.');
}

/**
 * The reference id of whoever follows the server at this address, as a key: the IPv4 address, or the first four
 * bytes of an IPv6 address's MD5 hash (RFC 5905, section 7.3).
 */
export function followersRefId(ip: string): string {
  return isIPv4(ip)
    ? Buffer.from(ip.split('.').map(Number)).toString('hex')
    : createHash('md5').update(ipv6Bytes(ip)).digest('hex').slice(0, 8);
}

/** 16 bytes of an IPv6 address in any notation; its zone, which is this machine's business, left out. */
function ipv6Bytes(ip: string): Buffer {
  const [head = '', tail] = new URL(`http://[${ip.split('%')[0]}]`).hostname.slice(1, -1).split('::');
  const groups = (text: string) => (text === '' ? [] : text.split(':'));
  const [before, after] = [groups(head), groups(tail ?? '')];
  const zeros = Array.from({ length: 8 - before.length - after.length }, () => '0');
  const all = [...before, ...zeros, ...after].map((group) => group.padStart(4, '0'));
  return Buffer.from(all.join(''), 'hex');
}

/** Reference ids of clocks that follow nothing: of ntpd, Windows and virtual machines. */
const FREE_RUNNING = ['LOCL', 'LCL\0'];
/** By the addresses of ntpd's local clock driver, and of Cisco's `ntp master`, which older IOS shows. */
const FREE_RUNNING_ADDRESS = /^127\.127\.(1\.|7\.1$)/;
/** chronyd shows this one while it smears a leap second, which it may do on top of any source. */
const SMEARING = '127.127.1.255';

/**
 * Whether a server says that it follows no source: 127.127.1.x (ntpd's local clock driver, chronyd's `local`),
 * 127.127.7.1, LOCL, LCL, or an orphan's 127.0.0.1, which ntpd states together with no root delay and no root dispersion.
 */
export function isFreeRunning(packet: Pick<Packet, 'refId' | 'rootDelayMs' | 'rootDispersionMs'>): boolean {
  const address = [...packet.refId].join('.');
  const isOrphan = address === '127.0.0.1' && packet.rootDelayMs === 0 && packet.rootDispersionMs === 0;
  return (
    FREE_RUNNING.includes(packet.refId.toString('latin1')) ||
    (FREE_RUNNING_ADDRESS.test(address) && address !== SMEARING) ||
    isOrphan
  );
}
