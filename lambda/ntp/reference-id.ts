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
