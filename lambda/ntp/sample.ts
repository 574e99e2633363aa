import { type Clock, PHI } from './clock/local-clock';
import { around, type Interval } from './correctness-interval';
import { decodePacket, type Packet } from './packet';
import { msSince } from './timestamp';

/** One completed exchange, in numbers. */
export interface Sample {
  /** Server minus local clock, ms; positive: the server is ahead (RFC 5905, section 8: theta). */
  offsetMs: number;
  /** Round trip without the server's own time, ms (RFC 5905, section 8: delta). May be below 0: see filter. */
  delayMs: number;
  /** How coarse the server's clock says it is, ms (`precisionMs`). */
  precisionMs: number;
  /** What `offsetMs` makes up for: how long the reply had been here when it was noticed, ms. */
  receiveLatencyMs: number;
  /** When the request left, `performance.now()` (T1). */
  sentMs: number;
  /** When the reply arrived, `performance.now()` (T4). */
  arrivedMs: number;
}

/** A sample with the packet that it was made of, which takes ten times its memory. */
export interface Reply extends Sample {
  packet: Packet;
}

/** The same with the packet's bytes, one a character (latin1): all that a fleet has room for. */
export interface StoredSample extends Sample {
  bytes: string;
}

/** Restores a stored sample's packet. */
export function restoreReply({ bytes, ...sample }: StoredSample): Reply {
  return { ...sample, packet: decodePacket(Buffer.from(bytes, 'latin1')) };
}

/** 2^precision seconds in ms: how coarse the server's own clock is (RFC 5905, section 7.3). @internal */
export function precisionMs(packet: Packet): number {
  return 2 ** packet.precision * 1000;
}

/** RFC 5905, section 7.2 (figure 6): how fast a clock may go wrong unnoticed, ms a second, either way. */
const TOLERANCE: Interval = around(0, PHI * 1000);

/**
 * How far a sample's offset may be from the truth at any instant of its exchange, ms: half the delay, because
 * nobody knows how the two ways shared it; half of what T4 was corrected by, should that be too much; the
 * server's precision; and what the local clock may go wrong meanwhile (RFC 5905, section 10: delta/2 + epsilon;
 * section 9.2: epsilon).
 * @param drift how fast that is, ms a second: see `ClockDrift`
 */
export function errorBoundMs(sample: Sample, drift: Interval = TOLERANCE): number {
  const { delayMs, receiveLatencyMs, precisionMs, sentMs, arrivedMs } = sample;
  const driftMs = Math.max(-drift.lowMs, drift.highMs) * ((arrivedMs - sentMs) / 1000);
  return Math.max(delayMs, 0) / 2 + receiveLatencyMs / 4 + precisionMs + driftMs;
}

/** When a request left and its reply was noticed: T1 and T4 of RFC 5905, by `performance.now()`. */
export interface ExchangeTimes {
  t1: number;
  t4: number;
  /** How long the reply had been here at T4, as far as that is known. */
  receiveLatencyMs?: number;
}

/**
 * Offset and delay of one exchange (RFC 5905, section 8).
 *
 * The offset makes up for the lateness of T4, the delay doesn't. Half of it, with half of the offset's correction,
 * then bounds the error even if the lateness is overestimated, up to four times.
 */
export function toSample(
  packet: Packet,
  { t1, t4, receiveLatencyMs = 0 }: ExchangeTimes,
  clock: Clock,
): Reply {
  const forth = msSince(packet.receive, clock.epochMs) - clock.wallMs(t1);
  const back = msSince(packet.transmit, clock.epochMs) - clock.wallMs(t4);
  return {
    offsetMs: (forth + back + receiveLatencyMs) / 2,
    delayMs: forth - back,
    precisionMs: precisionMs(packet),
    receiveLatencyMs,
    sentMs: t1,
    arrivedMs: t4,
    packet,
  };
}
