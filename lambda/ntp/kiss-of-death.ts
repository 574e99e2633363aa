import type { Address } from './dns/address';
import { formatAddress } from './dns/address';
import type { Packet } from './packet';
import { MINUTE_MS } from './time-units';

/** Codes of a server that merely has no time yet (RFC 5905, section 7.4): no request of ours was refused. */
const NOT_YET_SYNCHRONISED = new Set(['INIT', 'STEP']);
/** Stop asking (RFC 5905, section 7.4). */
const STOP = new Set(['DENY', 'RSTR']);

/** How long a server that said DENY or RSTR is left alone. */
const STOP_MS = 24 * 60 * MINUTE_MS;
/** After the first RATE; every further one doubles it. */
const FIRST_RATE_MS = 2 * MINUTE_MS;
const MAX_RATE_MS = 60 * MINUTE_MS;

/**
 * The kiss code of a packet: stratum 0 with four printable ASCII characters as its reference id (RFC 5905,
 * section 7.4). Undefined for any other packet, an unsynchronised server's empty reference id included.
 */
export function kissCode(packet: Packet): string | undefined {
  const code = packet.refId.toString('latin1').replace(/\0+$/, '');
  return packet.stratum === 0 && /^[A-Za-z0-9]{1,4}$/.test(code) && !NOT_YET_SYNCHRONISED.has(code)
    ? code
    : undefined;
}

/** A server that asked not to be asked. */
export interface Held {
  code: string;
  /** Date.now() from which on it may be asked again. */
  untilMs: number;
}

/**
 * Remembers who sent which kiss, for as long as the process lives, so that a schedule does not go on asking
 * a server that refused (RFC 5905, section 7.4).
 */
export class KissOfDeathCache {
  private readonly held = new Map<string, Held & { times: number }>();

  /** Notes a kiss. RATE: 2 minutes, doubling up to an hour. DENY, RSTR: a day. Others: nothing to obey. */
  record(address: Address, code: string, nowMs: number): void {
    const key = formatAddress(address);
    const times = (this.held.get(key)?.times ?? 0) + 1;
    if (STOP.has(code)) {
      this.held.set(key, { code, times, untilMs: nowMs + STOP_MS });
    } else if (code === 'RATE') {
      const pauseMs = Math.min(FIRST_RATE_MS * 2 ** (times - 1), MAX_RATE_MS);
      this.held.set(key, { code, times, untilMs: nowMs + pauseMs });
    }
  }

  /** The kiss that still holds for this address, if any. */
  active(address: Address, nowMs: number): Held | undefined {
    const held = this.held.get(formatAddress(address));
    return held && nowMs < held.untilMs ? held : undefined;
  }

  /** A server that answered properly has forgiven. */
  clear(address: Address): void {
    this.held.delete(formatAddress(address));
  }
}
