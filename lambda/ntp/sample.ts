import { type Clock, PHI } from './local-clock';
import type { Packet } from './packet';
import { msSince } from './timestamp';

/** One completed exchange, in numbers. */
export interface Sample {
  /** Server minus local clock, ms; positive: the server is ahead (RFC 5905, section 8: theta). */
  offsetMs: number;
  /** Round trip without the server's own time, ms (RFC 5905, section 8: delta). May be below 0: see filter. */
  delayMs: number;
  /** How coarse the server's clock says it is, ms (`precisionMs`). */
  precisionMs: number;
  /** When the request left, `performance.now()` (T1). */
  sentMs: number;
  /** When the reply arrived, `performance.now()` (T4). */
  arrivedMs: number;
}

/** A sample with the packet that it was made of, which takes ten times its memory. */
export interface Reply extends Sample {
  packet: Packet;
}

/** 2^precision seconds in ms: how coarse the server's own clock is (RFC 5905, section 7.3). */
export function precisionMs(packet: Packet): number {
  return 2 ** packet.precision * 1000;
}

/**
 * How far a sample's offset may be from the truth at any instant of its exchange, ms: half the delay, because
 * nobody knows how the two ways shared it; the server's precision; and what the local clock may go wrong
 * meanwhile (RFC 5905, section 10: delta/2 + epsilon; section 9.2: epsilon).
 */
export function errorBoundMs({ delayMs, precisionMs, sentMs, arrivedMs }: Sample): number {
  return Math.max(delayMs, 0) / 2 + precisionMs + PHI * (arrivedMs - sentMs);
}

/**
 * Offset and delay of one exchange (RFC 5905, section 8).
 *
 * The offset makes up for the lateness of T4, the delay doesn't: half of it then bounds the error even if the
 * lateness is overestimated, up to twice what it was.
 *
 * @param t1 `performance.now()` when the request left
 * @param t4 `performance.now()` when the reply was noticed
 * @param receiveLatencyMs how long it had been here then, as far as that is known
 */
export function toSample(packet: Packet, t1: number, t4: number, clock: Clock, receiveLatencyMs = 0): Reply {
  const forth = msSince(packet.receive, clock.epochMs) - clock.wallMs(t1);
  const back = msSince(packet.transmit, clock.epochMs) - clock.wallMs(t4);
  return {
    offsetMs: (forth + back + receiveLatencyMs) / 2,
    delayMs: forth - back,
    precisionMs: precisionMs(packet),
    sentMs: t1,
    arrivedMs: t4,
    packet,
  };
}
