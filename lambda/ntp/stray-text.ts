import type { Stray } from './client';
import { decodePacket, MODE, PACKET_BYTES, type Packet, VERSION } from './packet';

/** The names of association modes: RFC 5905, figure 10, and 7 for private use. */
export const MODES = [
  'reserved',
  'symmetric active',
  'symmetric passive',
  'client',
  'server',
  'broadcast',
  'control',
  'private',
];

/** What came instead of an answer, why that is none, and what to do: a clause for a sentence. */
export function strayText({ because, from, bytes, header }: Stray): string {
  switch (because) {
    case 'wrong-source':
      return `${from} answered instead of the address that was asked; ask that one, or make the server answer from the address that it was asked at`;
    case 'forged':
      return `${from} sent a packet that carries no timestamp of ours; check what answers on that port, and who forges replies`;
    default:
      return `${from} sent ${bytes === PACKET_BYTES ? headerText(decodePacket(header)) : lengthText(bytes)}`;
  }
}

function lengthText(bytes: number): string {
  const advice =
    bytes < PACKET_BYTES
      ? 'check what listens on that port'
      : 'turn off what it adds that nobody asked for: a MAC (authentication) or extension fields';
  return `${bytes} bytes where ${PACKET_BYTES} are due; ${advice}`;
}

function headerText({ mode, version }: Packet): string {
  if (mode !== MODE.server) {
    return `a packet in mode ${mode} (${MODES[mode]}) where ${MODE.server} (server) is due; check what listens on that port`;
  }
  return version === 0 || version > VERSION
    ? `a packet of version ${version}, which this client did not ask for; update the server`
    : 'a reply without its receive or transmit time; the server is at fault, restart or update it';
}
