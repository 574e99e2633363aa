import type { Clock } from '../ntp/local-clock';
import type { Measured } from '../ntp/measure';
import { refIdText } from '../ntp/reference-id';
import type { Reply, Sample } from '../ntp/sample';
import { fromMs, toIso } from '../ntp/timestamp';
import type { Server } from './event';
import type { PacketFields, Reading, Verdict } from './reading';
import type { Reference } from './reference-time';

/**
 * What can be proven of an offset that lies within `uncertaintyMs` of the true one.
 * A limit reached exactly is kept. All in ms; `uncertaintyMs` and `limitMs` are not negative.
 */
export function judge(
  offsetMs: number,
  uncertaintyMs: number,
  limitMs: number,
): Exclude<Verdict, 'unusable'> {
  if (Math.abs(offsetMs) + uncertaintyMs <= limitMs) {
    return 'within';
  }
  return Math.abs(offsetMs) - uncertaintyMs > limitMs ? 'outside' : 'uncertain';
}

/** One server's reading: its measurement, judged against reference time. */
export function toReading(server: Server, measured: Measured, reference: Reference, clock: Clock): Reading {
  const { sampled, best } = measured;
  const shown = best ?? sampled.lastReply;
  const sameAddressAs = reference.sameAddress?.get(server.name);
  return {
    server: server.name,
    host: server.host,
    port: server.port,
    address: measured.address?.ip ?? null,
    ...verdictOf(server, measured, reference),
    clockOffsetMs: measured.unusable ? null : (best?.offsetMs ?? null),
    delayMs: delayOf(measured),
    jitterMs: best ? measured.jitterMs : null,
    limitMs: server.limitMs,
    vote: reference.votes.get(server.name) ?? 'none',
    ...(sameAddressAs !== undefined && { sameAddressAs }),
    requests: sampled.requests,
    samples: sampled.samples.length,
    ...(sampled.kiss !== undefined && { kiss: sampled.kiss }),
    ignored: measured.ignored,
    packet: shown ? packetFields(shown, clock) : null,
  };
}

type Judged = Pick<Reading, 'verdict' | 'reason' | 'explanation' | 'offsetMs' | 'uncertaintyMs'>;

function verdictOf(
  server: Server,
  { unusable, best, errorMs }: Measured,
  { time, reading }: Reference,
): Judged {
  if (unusable || !best || errorMs === undefined) {
    return { verdict: 'unusable', ...unusable, offsetMs: null, uncertaintyMs: null };
  }
  if (!time) {
    const explanation = `it can't be judged: ${reading.explanation}`;
    return { verdict: 'uncertain', reason: 'no-reference', explanation, offsetMs: null, uncertaintyMs: null };
  }
  const offsetMs = best.offsetMs - time.offsetMs;
  const uncertaintyMs = errorMs + time.boundAtMs(best.arrivedMs);
  const verdict = judge(offsetMs, uncertaintyMs, server.limitMs);
  if (verdict !== 'uncertain') {
    return { verdict, offsetMs, uncertaintyMs };
  }
  const explanation =
    `the limit of ${server.limitMs} ms lies inside ${offsetMs.toFixed(3)} +- ${uncertaintyMs.toFixed(3)} ms; ` +
    'measure from nearer to it, or raise the limit';
  return { verdict, reason: 'limit-inside-uncertainty', explanation, offsetMs, uncertaintyMs };
}

/** A refused reply's times may be missing or made up, and a kiss's may echo ours: those have no delay. */
function delayOf({ best, sampled: { kiss, lastReply } }: Measured): number | null {
  const shown = best ?? (kiss === undefined && lastReply && isPossible(lastReply) ? lastReply : undefined);
  return shown ? Math.max(shown.delayMs, 0) : null;
}

/** A round trip lasts no less than nothing and no more than the exchange, but for the server's precision. */
function isPossible({ delayMs, precisionMs, sentMs, arrivedMs }: Sample): boolean {
  return delayMs >= -precisionMs && delayMs <= arrivedMs - sentMs + precisionMs;
}

function packetFields({ packet, sentMs, arrivedMs }: Reply, clock: Clock): PacketFields {
  const localIso = (monotonicMs: number) =>
    toIso(fromMs(clock.wallMs(monotonicMs), clock.epochMs), clock.epochMs);
  return {
    leap: packet.leap,
    version: packet.version,
    mode: packet.mode,
    stratum: packet.stratum,
    poll: packet.poll,
    precision: packet.precision,
    rootDelayMs: packet.rootDelayMs,
    rootDispersionMs: packet.rootDispersionMs,
    refId: refIdText(packet),
    referenceTime: toIso(packet.reference, clock.epochMs),
    originTime: localIso(sentMs),
    receiveTime: toIso(packet.receive, clock.epochMs),
    transmitTime: toIso(packet.transmit, clock.epochMs),
    destinationTime: localIso(arrivedMs),
  };
}
