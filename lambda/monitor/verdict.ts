import type { Stray } from '../ntp/client';
import { nearestInstantMs } from '../ntp/clock/common-instant';
import type { Clock } from '../ntp/clock/local-clock';
import type { Measured } from '../ntp/measure';
import { refIdText } from '../ntp/reference-id';
import { errorBoundMs, type Reply, type Sample } from '../ntp/sample';
import type { Tried } from '../ntp/sampling';
import { SECOND_MS } from '../ntp/time-units';
import { fromMs, toIso } from '../ntp/timestamp';
import type { RunPlan, Server } from './event';
import { judge, type Published, publish, unproven } from './judge';
import { mayBeApartByLeap } from './leap-smear';
import { provableLimitText } from './provable-limit';
import type { PacketFields, Reading, StrayPacket, TriedAddress } from './reading';
import { remarksOnItself } from './reference/fitness';
import { provenOffset } from './reference/voter-evidence';
import type { Reference, ReferenceTime } from './reference-time';
import { remarksOnMeasuring } from './remarks/measurement-remarks';
import { offsetHints } from './remarks/offset-hint';

/** What a measurement is judged by. */
export interface Findings {
  plan: Pick<RunPlan, 'maxVoterDistanceMs' | 'reference' | 'servers'>;
  reference: Reference;
  clock: Clock;
}

/** One server's reading: its measurement, judged against reference time. */
export function toReading(server: Server, measured: Measured, findings: Findings): Reading {
  const { plan, reference, clock } = findings;
  const { sampled, best } = measured;
  const shown = best ?? sampled.lastReply;
  const shared = reference.sharedVotes?.get(server.name);
  const judged = verdictOf(server, measured, findings);
  const clockOffsetMs = shownOffset(measured)?.reply.offsetMs ?? null;
  const remarks = [
    ...remarksOnMeasuring(measured),
    ...(judged.verdict === 'within'
      ? []
      : offsetHints(judged.offsetMs, clockOffsetMs, reference.dispute?.sidesWith)),
    ...remarksOnItself(server, measured, plan.maxVoterDistanceMs),
    ...(reference.remarks?.get(server.name) ?? []),
  ];
  return {
    server: server.name,
    host: server.host,
    port: server.port,
    address: measured.address?.ip ?? null,
    ...judged,
    clockOffsetMs,
    delayMs: delayOf(measured),
    jitterMs: best ? measured.jitterMs : null,
    rootDistanceMs: measured.rootDistanceMs ?? null,
    limitMs: server.limitMs,
    vote: reference.votes.get(server.name) ?? 'none',
    ...(shared && (shared.sameAddress ? { sameAddressAs: shared.voice } : { sharesVoteOf: shared.voice })),
    ...(remarks.length > 0 && { remarks }),
    ...(sampled.tried && { tried: sampled.tried.map(triedFields) }),
    requests: sampled.requests,
    samples: sampled.samples.length,
    ...(sampled.kiss !== undefined && { kiss: sampled.kiss }),
    ignored: measured.ignored,
    ...(measured.stray && { stray: strayFields(measured.stray) }),
    packet: shown ? packetFields(shown, clock) : null,
  };
}

const SMEAR_TEXT =
  'it or reference time smears leap seconds: near one, the two are up to a second apart, as configured';

type Judged = Pick<Reading, 'verdict' | 'reason' | 'explanation' | 'offsetMs' | 'uncertaintyMs'>;

function verdictOf(server: Server, measured: Measured, { plan, reference, clock }: Findings): Judged {
  const { unusable } = measured;
  const { time, dispute } = reference;
  const shown = shownOffset(measured);
  const located = shown && time && offsetOf(server, shown, time);
  if (unusable || !shown) {
    return { verdict: 'unusable', ...unusable, ...numbers(located) };
  }
  if (!located) {
    const explanation = `it can't be judged: ${reference.reading.explanation}`;
    return { verdict: 'uncertain', reason: 'no-reference', explanation, ...numbers(undefined) };
  }
  const verdict = judge(located, server.limitMs);
  if (dispute && !(verdict === 'outside' && dispute.sidesWith === 'reference')) {
    const wide = unproven(located, Math.abs(time!.offsetMs), server.limitMs);
    const { explanation } = dispute;
    return { verdict: 'uncertain', reason: 'clocks-disagree', explanation, ...numbers(wide) };
  }
  if (verdict === 'outside' && mayBeApartByLeap(server, plan, clock.epochMs + time!.offsetMs)) {
    const leap = { ...located, uncertaintyMs: located.uncertaintyMs + SECOND_MS };
    if (judge(leap, server.limitMs) === 'uncertain') {
      return { verdict: 'uncertain', reason: 'leap-smear', explanation: SMEAR_TEXT, ...numbers(leap) };
    }
  }
  if (verdict !== 'uncertain') {
    return { verdict, ...numbers(located) };
  }
  const explanation = provableLimitText(server.limitMs, located, {
    errorMs: shown.errorMs,
    delayMs: shown.reply.delayMs,
  });
  return { verdict, reason: 'limit-inside-uncertainty', explanation, ...numbers(located) };
}

/** Where the server's offset against true time lies. */
function offsetOf({ name, limitMs }: Server, { reply, errorMs }: Shown, time: ReferenceTime): Published {
  const { offsetMs } = reply;
  const atMs = nearestInstantMs(reply, time.atMs ?? reply.arrivedMs);
  const evidence = time.evidenceAtMs(name, atMs);
  const measurement = { offsetMs, errorMs, ...(evidence && { evidence }) };
  const proven = provenOffset(measurement, time.boundsAtMs(atMs));
  return publish(offsetMs - time.offsetAtMs(atMs), proven, limitMs);
}

function numbers(published: Published | undefined) {
  return published ?? { offsetMs: null, uncertaintyMs: null };
}

interface Shown {
  reply: Reply;
  /** How far its offset may be off, ms. */
  errorMs: number;
}

/** The reply whose offset is worth showing: an unsynchronised server's too, which proves nothing of it. */
function shownOffset({ best, errorMs, unusable, sampled: { lastReply } }: Measured): Shown | undefined {
  if (!unusable) {
    return best && errorMs !== undefined ? { reply: best, errorMs } : undefined;
  }
  return unusable.reason === 'unsynchronised' && lastReply && isPossible(lastReply)
    ? { reply: lastReply, errorMs: errorBoundMs(lastReply) }
    : undefined;
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

function triedFields({ address, failure }: Tried): TriedAddress {
  return { address: address.ip, failure: failure.kind };
}

function strayFields({ header, ...rest }: Stray): StrayPacket {
  return { ...rest, header: header.toString('hex') };
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
