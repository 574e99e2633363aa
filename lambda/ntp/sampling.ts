import type { Answer, NtpClient } from './client';
import type { Clock } from './clock/local-clock';
import type { Address } from './dns/address';
import { IdleDetector } from './idle-detector';
import { kissCode } from './kiss-of-death';
import { createPacer, SEND_GAP_MS } from './pacer';
import { isSynchronised } from './packet';
import { type Reply, type StoredSample, toSample } from './sample';

/** What to ask of one server. */
export interface SamplingTarget {
  /** Where, one after the other until one answers. */
  addresses: readonly [Address, ...Address[]];
  /** How many samples to take, at least 1. */
  samples: number;
  /** The least time between two requests to one address, ms. */
  spacingMs: number;
}

/** Why a request was not answered. */
export type Failure = Exclude<Answer, { kind: 'reply' }>;

/** An address that gave nothing. */
export interface Tried {
  address: Address;
  /** What became of its last request. */
  failure: Failure;
}

/** What one server answered in one run. */
export interface Sampled {
  requests: number;
  samples: StoredSample[];
  /**
   * The last reply, where its packet is wanted although it is of no use: it ended the sampling (a kiss, an
   * unsynchronised server), or no sample has a round trip that is possible.
   */
  lastReply?: Reply;
  /** What became of the last request that was not answered. */
  lastFailure?: Failure;
  /** The kiss that ended the sampling. */
  kiss?: string;
  /** True when the deadline came before the last request could be sent, or waited for as long as any other. */
  cutShort: boolean;
  /** The other addresses that were asked in vain, in this order. */
  tried?: Tried[];
}

/** The same, and where: the first address that was asked if it answered nowhere. */
export interface SampledAt extends Sampled {
  address: Address;
}

export interface SamplingOptions {
  client: NtpClient;
  clock: Clock;
  /** How long one request waits for its reply, ms. */
  replyTimeoutMs: number;
  /** `performance.now()` after which nothing is sent and nobody is waited for. */
  deadlineMs: number;
  /** Called at most once, when no reply is awaited and no request due for a while: time for heavy work. */
  onIdle?: () => void;
}

/**
 * So many addresses of a name are asked at the most: a run has an end, and more servers would hear of its troubles. One
 * that nothing can be sent to, such as any of IPv6 without a route, costs no time and doesn't count.
 */
const MAX_ASKED = 3;
/** After so many silences in a row an address is given up, if another is left or there is no spacing. */
const MAX_SILENCES = 2;

/**
 * Samples all servers side by side, each at its own spacing, the sends of all of them paced.
 * One server's silence, error or garbage changes nothing for another. Never rejects.
 * @returns one entry per target, in their order
 */
export async function sampleAll(
  targets: readonly SamplingTarget[],
  options: SamplingOptions,
): Promise<SampledAt[]> {
  const turn = createPacer(SEND_GAP_MS);
  const idle = new IdleDetector(targets.length, options.onIdle);
  return Promise.all(
    targets.map((target) => sampleOne(target, { ...options, turn, idle }).finally(() => idle.leave())),
  );
}

interface Sampling extends SamplingOptions {
  turn: () => Promise<void>;
  idle: IdleDetector;
}

async function sampleOne(target: SamplingTarget, sampling: Sampling): Promise<SampledAt> {
  const [address, ...others] = target.addresses;
  const first = await sampleAt(address, target, sampling, others.length > 0);
  if (!isSilent(first)) {
    return first;
  }
  const tried: Tried[] = [];
  let requests = first.requests;
  let asked = askedBy(first);
  for (const [i, other] of others.entries()) {
    if (asked === MAX_ASKED) {
      break;
    }
    const canGoOn = i < others.length - 1 && asked < MAX_ASKED - 1;
    const sampled = await sampleAt(other, target, sampling, canGoOn);
    requests += sampled.requests;
    asked += askedBy(sampled);
    if (hasAnswered(sampled)) {
      const inVain = [{ address, failure: first.lastFailure! }, ...tried];
      return { ...sampled, requests, tried: inVain };
    }
    if (sampled.lastFailure) {
      tried.push({ address: other, failure: sampled.lastFailure });
    }
  }
  return { ...first, requests, ...(tried.length > 0 && { tried }) };
}

function askedBy({ lastFailure }: Sampled): number {
  return lastFailure?.kind === 'send-failed' ? 0 : 1;
}

/** Whether another address may do better: this one had its time, and nothing came of it. */
function isSilent(sampled: Sampled): boolean {
  return !hasAnswered(sampled) && sampled.lastFailure !== undefined && !sampled.cutShort;
}

export function hasAnswered({ samples, lastReply }: Sampled): boolean {
  return samples.length > 0 || lastReply !== undefined;
}

/** @param canGoOn whether there is another address to ask when this one is silent */
async function sampleAt(
  address: Address,
  { samples, spacingMs }: SamplingTarget,
  { client, clock, replyTimeoutMs, deadlineMs, turn, idle }: Sampling,
  canGoOn: boolean,
): Promise<SampledAt> {
  const result: SampledAt = { address, requests: 0, samples: [], cutShort: false };
  let silences = 0;
  let nextMs = -Infinity;
  while (result.requests < samples) {
    if (nextMs >= deadlineMs) {
      return { ...result, cutShort: true };
    }
    await idle.sleepUntil(nextMs);
    await turn();
    const sentMs = performance.now();
    if (sentMs >= deadlineMs) {
      return { ...result, cutShort: true };
    }
    nextMs = sentMs + spacingMs;
    // A server that has been silent so far gets a connected socket, the only kind that hears of closed ports.
    const silent = result.requests > 0 && !hasAnswered(result);
    result.requests += 1;
    const leftMs = deadlineMs - sentMs;
    const answer = await client.ask(address, Math.min(replyTimeoutMs, leftMs), silent);
    result.cutShort = answer.kind === 'timeout' && leftMs < replyTimeoutMs;
    if (answer.kind === 'reply') {
      silences = 0;
      if (!record(result, answer, clock)) {
        return result;
      }
    } else {
      silences += 1;
      result.lastFailure = answer;
      if (isGivenUp(answer, silences, spacingMs, canGoOn && !hasAnswered(result))) {
        return result;
      }
    }
  }
  return result;
}

function isGivenUp({ kind }: Failure, silences: number, spacingMs: number, canGoOn: boolean): boolean {
  const isFinal = kind === 'port-closed' || (canGoOn && kind === 'send-failed');
  return isFinal || (silences >= MAX_SILENCES && (canGoOn || spacingMs === 0));
}

/** Notes a reply; false when this server must not, or need not, be asked again in this run. */
function record(result: Sampled, answer: Extract<Answer, { kind: 'reply' }>, clock: Clock): boolean {
  const { bytes, t1, t4, receiveLatencyMs } = answer;
  const reply = toSample(answer.packet, { t1, t4, receiveLatencyMs }, clock);
  const { packet, ...sample } = reply;
  const kiss = kissCode(packet);
  if (kiss !== undefined || !isSynchronised(packet)) {
    result.lastReply = reply;
    if (kiss !== undefined) {
      result.kiss = kiss;
    }
    return false;
  }
  result.samples.push({ ...sample, bytes: bytes.toString('latin1') });
  return true;
}
