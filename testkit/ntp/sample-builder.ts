import type { Clock } from '../../lambda/ntp/clock/local-clock';
import { encodePacket, MODE, type Packet } from '../../lambda/ntp/packet';
import { type Reply, type StoredSample, toSample } from '../../lambda/ntp/sample';
import { fromMs } from '../../lambda/ntp/timestamp';

/** A clock without any error whose epoch is noon, 22 November 2026, at `performance.now()` zero. */
export const PERFECT_CLOCK: Clock = {
  epochMs: Date.UTC(2026, 10, 22, 12),
  halfWidthMs: 0,
  anchoredMs: 0,
  wallMs: (monotonicMs) => monotonicMs,
};

/** A good reply of a primary server, but for the fields given. */
export function reply(fields: Partial<Packet> = {}): Packet {
  return {
    leap: 0,
    version: 4,
    mode: MODE.server,
    stratum: 1,
    poll: 0,
    precision: -24,
    rootDelayMs: 0,
    rootDispersionMs: 0,
    refId: Buffer.from('GPS\0'),
    reference: fromMs(-500, PERFECT_CLOCK.epochMs),
    origin: { seconds: 1, fraction: 2 },
    receive: fromMs(0, PERFECT_CLOCK.epochMs),
    transmit: fromMs(0, PERFECT_CLOCK.epochMs),
    ...fields,
  };
}

export interface Exchange {
  /** How far the server is ahead of the local clock, ms. */
  aheadMs?: number;
  /** Time on the way to the server and back, ms. */
  forthMs?: number;
  backMs?: number;
  /** How long the server holds the request, ms. */
  heldMs?: number;
  sentMs?: number;
}

/** What a client makes of an exchange that went as told. */
export function exchange(told: Exchange = {}, fields: Partial<Packet> = {}): Reply & StoredSample {
  const { aheadMs = 0, forthMs = 1, backMs = 1, heldMs = 0, sentMs = 1000 } = told;
  const { epochMs } = PERFECT_CLOCK;
  const receive = fromMs(sentMs + forthMs + aheadMs, epochMs);
  const transmit = fromMs(sentMs + forthMs + heldMs + aheadMs, epochMs);
  const packet = reply({ receive, transmit, ...fields });
  const sample = toSample(packet, { t1: sentMs, t4: sentMs + forthMs + heldMs + backMs }, PERFECT_CLOCK);
  return { ...sample, bytes: encodePacket(packet).toString('latin1') };
}
