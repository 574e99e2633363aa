import type { KnownDrift, UnknownDrift } from '../drift/drift-of';
import type { Stray } from '../ntp/client';
import type { UnusableReason } from '../ntp/diagnose';
import type { Failure } from '../ntp/sampling';
import type { ClockDispute } from './reference/clock-dispute';
import type { Disagreement } from './reference/election';
import type { Remark } from './remarks/remark';

/**
 * within: |offset| + uncertainty <= limit, proven right. outside: |offset| - uncertainty > limit, proven
 * wrong. uncertain: neither can be proven. unusable: the server gave no usable answer.
 */
export type Verdict = 'within' | 'outside' | 'uncertain' | 'unusable';

/** Why nothing is proven of a server that has an offset. */
type UncertainReason = 'no-reference' | 'limit-inside-uncertainty' | 'clocks-disagree' | 'leap-smear';

/** One server's result of one run: what is logged, published and returned. Unknown values are null. */
export interface Reading {
  server: string;
  host: string;
  port: number;
  /** The address that was asked; null when the name had none. */
  address: string | null;
  verdict: Verdict;
  /** A code for queries and counts, present when the verdict is `unusable` or `uncertain`. */
  reason?: UnusableReason | UncertainReason;
  /** The reason as a sentence: what was seen, and what to do. */
  explanation?: string;
  /** Server minus reference time, ms; positive: the server is ahead (RFC 5905, section 8). */
  offsetMs: number | null;
  /** Half-width of the interval around `offsetMs` that holds the true offset, ms. */
  uncertaintyMs: number | null;
  /** Server minus the function's own clock, ms. */
  clockOffsetMs: number | null;
  /** Round-trip delay of the best sample, ms. */
  delayMs: number | null;
  /** RMS of the other samples' offsets against the best one's, ms (RFC 5905, section 10). */
  jitterMs: number | null;
  /** RFC 5905, section 11.2.3: how far `clockOffsetMs` may be from the truth if the server is right, ms. */
  rootDistanceMs: number | null;
  limitMs: number;
  /** Whether the server votes and, if it does, whether the vote was with the majority. */
  vote: 'truechimer' | 'falseticker' | 'none';
  /** Present for a voter without a vote of its own: the one that was asked at the same address and has it. */
  sameAddressAs?: string;
  /** Present for a voter without a vote of its own: the one whose vote it shares, because their clock is one. */
  sharesVoteOf?: string;
  /** How fast the server's clock runs away, or why that is unknown. Missing: it was not asked for. */
  drift?: DriftReport;
  /** What else is to be known of the server. */
  remarks?: Remark[];
  /** The name's other addresses that were asked in vain, in this order. */
  tried?: TriedAddress[];
  requests: number;
  /** Exchanges that could be used. */
  samples: number;
  /** The kiss code that ended the asking, be it after good samples. */
  kiss?: string;
  /** Packets that were ignored while waiting, by why: see `IgnoredBecause`. */
  ignored: Record<string, number>;
  /** The last of these that wasn't merely late or a duplicate. */
  stray?: StrayPacket;
  /** Every field of the best sample's packet, or of the last one that was refused; null without any. */
  packet: PacketFields | null;
}

/** What is known of a server's drift, as it is logged. */
export type DriftReport =
  | UnknownDrift
  | (Omit<KnownDrift, 'sinceMs' | 'stretchMs'> & {
      /** ISO 8601: the server has run straight since then, as far as can be seen. */
      since: string;
    });

/** An address of a server's name that gave nothing. */
export interface TriedAddress {
  address: string;
  failure: Failure['kind'];
}

/** A packet that came instead of an answer. */
export interface StrayPacket extends Omit<Stray, 'header'> {
  /** Hexadecimal. */
  header: string;
}

/** A reply's fields in units a person reads; timestamps are ISO 8601 in UTC with nanoseconds. */
export interface PacketFields {
  leap: number;
  version: number;
  mode: number;
  stratum: number;
  /** log2 seconds. */
  poll: number;
  /** log2 seconds. */
  precision: number;
  rootDelayMs: number;
  rootDispersionMs: number;
  /** A primary source's code, or the address of the server that this one follows: see `refIdText`. */
  refId: string;
  referenceTime: string | null;
  /** T1 by the function's clock; what travels in the packet instead is 64 random bits. */
  originTime: string | null;
  /** T2 */
  receiveTime: string | null;
  /** T3 */
  transmitTime: string | null;
  /** T4 by the function's clock. */
  destinationTime: string | null;
}

/** Reference time as one run found it. */
export interface ReferenceReading {
  source: 'consensus' | 'clock' | 'server';
  known: boolean;
  /** Reference time minus the function's clock, ms; 0 by definition when the clock is the reference. */
  clockOffsetMs: number | null;
  /** How far `clockOffsetMs` may be off, ms: what reference time leaves open, and how well the clock could be read. */
  boundMs: number | null;
  truechimers: string[];
  /** Voters outside the majority, and how far each is from reference time (null when that is unknown). */
  falsetickers: { server: string; offsetMs: number | null }[];
  /** Why reference time is unknown, and who disagrees with whom. */
  explanation?: string;
  /** How many voters are configured; by consensus only. */
  voters?: number;
  /** Voters with one clock, and so one vote: the followed before their followers. */
  kin?: string[][];
  /** Voters that follow each other in a circle. */
  loops?: string[][];
  /** Truechimers whose intervals exclude each other; one of each pair is wrong. */
  disagreements?: Disagreement[];
  /** Present while reference time and the function's clock can't both be right: nothing is `within` then. */
  clocksDisagree?: ClockDispute;
}

/** The function's own clock during one run, by the servers' samples. */
export interface ClockReading {
  /** What it gains in a million of its own seconds, s; negative: it loses. */
  ratePpm: number;
  /** How far `ratePpm` may be off; 2000 where the samples say no more. */
  boundPpm: number;
}

/** Everything that one run found out. */
export interface RunResult {
  monitor: string;
  /** ISO 8601: when the run began, by reference time where it is known and not in doubt, else by the function's clock. */
  time: string;
  clock: ClockReading;
  reference: ReferenceReading;
  servers: Reading[];
}

/** When the run began by the function's own clock, ms since 1970, to a millisecond. */
export function clockTimeMs({ time, reference }: Pick<RunResult, 'time' | 'reference'>): number {
  return Math.round(Date.parse(time) - timeOffsetMs(reference));
}

/**
 * By how much `RunResult.time` is ahead of the function's clock, ms. A log of 2007, because all voters have lost count of
 * the weeks, would be found by nobody: in doubt, time stays that of Lambda and of CloudWatch.
 */
export function timeOffsetMs({ clockOffsetMs, clocksDisagree }: ReferenceReading): number {
  const isDoubted = clocksDisagree !== undefined && clocksDisagree.sidesWith !== 'reference';
  return isDoubted ? 0 : (clockOffsetMs ?? 0);
}

/** What the handler returns: each reading in short. The log has the rest. */
export interface RunSummary extends Omit<RunResult, 'servers'> {
  servers: (Pick<
    Reading,
    | 'server'
    | 'verdict'
    | 'reason'
    | 'explanation'
    | 'offsetMs'
    | 'uncertaintyMs'
    | 'clockOffsetMs'
    | 'rootDistanceMs'
    | 'limitMs'
    | 'delayMs'
    | 'address'
    | 'vote'
    | 'drift'
    | 'remarks'
  > & { stratum: number | null; leap: number | null; refId: string | null })[];
}

export function summarise(result: RunResult): RunSummary {
  return {
    ...result,
    servers: result.servers.map((reading) => ({
      server: reading.server,
      verdict: reading.verdict,
      ...(reading.reason !== undefined && { reason: reading.reason }),
      ...(reading.explanation !== undefined && { explanation: reading.explanation }),
      offsetMs: reading.offsetMs,
      uncertaintyMs: reading.uncertaintyMs,
      clockOffsetMs: reading.clockOffsetMs,
      rootDistanceMs: reading.rootDistanceMs,
      limitMs: reading.limitMs,
      delayMs: reading.delayMs,
      stratum: reading.packet?.stratum ?? null,
      leap: reading.packet?.leap ?? null,
      refId: reading.packet?.refId ?? null,
      address: reading.address,
      vote: reading.vote,
      ...(reading.drift !== undefined && { drift: reading.drift }),
      ...(reading.remarks !== undefined && { remarks: reading.remarks }),
    })),
  };
}
