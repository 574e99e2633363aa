import type { NtpTimestamp } from './timestamp';

/** The header without extension fields or MAC (RFC 5905, section 7.3). */
export const PACKET_BYTES = 48;
export const VERSION = 4;
/** RFC 5905, figure 10. */
export const MODE = { client: 3, server: 4 } as const;
/** RFC 5905, figure 9: the server's clock is not synchronised. */
export const LEAP_UNKNOWN = 3;
/** RFC 5905, section 4: strata from 16 on are not synchronised. */
const MAX_STRATUM = 15;

/** The fields of an NTP packet header (RFC 5905, section 7.3). */
export interface Packet {
  leap: number;
  version: number;
  mode: number;
  stratum: number;
  /** log2 seconds, signed. */
  poll: number;
  /** log2 seconds, signed. */
  precision: number;
  rootDelayMs: number;
  rootDispersionMs: number;
  refId: Buffer;
  reference: NtpTimestamp;
  origin: NtpTimestamp;
  receive: NtpTimestamp;
  transmit: NtpTimestamp;
}

/** Short format: 16 bits of seconds, 16 bits of fraction (RFC 5905, section 6). */
const MS_PER_SHORT_UNIT = 1000 / 65536;

/**
 * Decodes a header. Never throws for content: what the fields mean is the caller's business.
 * @throws RangeError when the buffer is shorter than PACKET_BYTES
 */
export function decodePacket(bytes: Buffer): Packet {
  const first = bytes.readUInt8(0);
  return {
    leap: first >> 6,
    version: (first >> 3) & 7,
    mode: first & 7,
    stratum: bytes.readUInt8(1),
    poll: bytes.readInt8(2),
    precision: bytes.readInt8(3),
    rootDelayMs: bytes.readUInt32BE(4) * MS_PER_SHORT_UNIT,
    rootDispersionMs: bytes.readUInt32BE(8) * MS_PER_SHORT_UNIT,
    refId: Buffer.from(bytes.subarray(12, 16)),
    reference: readTimestamp(bytes, 16),
    origin: readTimestamp(bytes, 24),
    receive: readTimestamp(bytes, 32),
    transmit: readTimestamp(bytes, 40),
  };
}

/** The inverse of `decodePacket`, as servers need it. Delays and dispersions are clamped to 0..65536 s. */
export function encodePacket(packet: Packet): Buffer {
  const bytes = Buffer.alloc(PACKET_BYTES);
  bytes.writeUInt8((packet.leap << 6) | (packet.version << 3) | packet.mode, 0);
  bytes.writeUInt8(packet.stratum, 1);
  bytes.writeInt8(packet.poll, 2);
  bytes.writeInt8(packet.precision, 3);
  bytes.writeUInt32BE(shortFormat(packet.rootDelayMs), 4);
  bytes.writeUInt32BE(shortFormat(packet.rootDispersionMs), 8);
  packet.refId.copy(bytes, 12, 0, 4);
  writeTimestamp(bytes, packet.reference, 16);
  writeTimestamp(bytes, packet.origin, 24);
  writeTimestamp(bytes, packet.receive, 32);
  writeTimestamp(bytes, packet.transmit, 40);
  return bytes;
}

/**
 * A client's request: 64 random bits as transmit timestamp, every other field zero, so that it tells the
 * network nothing and a forger has to guess (draft-ietf-ntp-data-minimization, section 4.1).
 *
 * @param cookie 8 random bytes; a valid reply carries them back as its origin timestamp
 */
export function encodeRequest(cookie: Buffer, version: number = VERSION): Buffer {
  const bytes = Buffer.allocUnsafe(PACKET_BYTES).fill(0); // from Node's pool, which `alloc` is not
  bytes.writeUInt8((version << 3) | MODE.client, 0);
  cookie.copy(bytes, 40, 0, 8);
  return bytes;
}

/** Whether a server says that its clock follows a source (RFC 5905, sections 7.3 and 11.1). */
export function isSynchronised(packet: Packet): boolean {
  return packet.leap !== LEAP_UNKNOWN && packet.stratum > 0 && packet.stratum <= MAX_STRATUM;
}

/** The origin timestamp as text, the key under which a request waits for its reply. */
export function originKey(reply: Buffer): string {
  return reply.toString('latin1', 24, 32);
}

/** The key of a request's own cookie, equal to the `originKey` of its reply. */
export function cookieKey(cookie: Buffer): string {
  return cookie.toString('latin1', 0, 8);
}

function readTimestamp(bytes: Buffer, at: number): NtpTimestamp {
  return { seconds: bytes.readUInt32BE(at), fraction: bytes.readUInt32BE(at + 4) };
}

function writeTimestamp(bytes: Buffer, timestamp: NtpTimestamp, at: number): void {
  bytes.writeUInt32BE(timestamp.seconds, at);
  bytes.writeUInt32BE(timestamp.fraction, at + 4);
}

function shortFormat(ms: number): number {
  return Math.min(Math.max(Math.round(ms / MS_PER_SHORT_UNIT), 0), 0xffff_ffff);
}
