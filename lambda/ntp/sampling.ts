import type { Address } from './address';
import type { Answer, NtpClient } from './client';
import { isBetter } from './clock-filter';
import { kissCode } from './kiss-of-death';
import type { Clock } from './local-clock';
import { createPacer, SEND_GAP_MS } from './pacer';
import { isSynchronised } from './packet';
import { type Reply, type Sample, toSample } from './sample';

/** What to ask of one server. */
export interface SamplingTarget {
  address: Address;
  /** How many samples to take, at least 1. */
  samples: number;
  /** The least time between two requests to this server, ms. */
  spacingMs: number;
}

/** What one server answered in one run. */
export interface Sampled {
  requests: number;
  samples: Sample[];
  /** The best of `samples` with its packet; the others' packets would take most of a fleet's memory. */
  best?: Reply;
  /** The last reply that was accepted, be it usable or not. */
  lastReply?: Reply;
  /** What became of the last request that was not answered. */
  lastFailure?: Exclude<Answer, { kind: 'reply' }>;
  /** The kiss that ended the sampling. */
  kiss?: string;
  /** True when the deadline came before the last request could be sent, or waited for as long as any other. */
  cutShort: boolean;
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

/** A server that stays silent this often in a row is not asked again in a run without spacing. */
const SILENCES_WITHOUT_SPACING = 2;
/** What `onIdle` can count on. */
const IDLE_MS = 1000;

/**
 * Samples all servers side by side, each at its own spacing, the sends of all of them paced.
 * One server's silence, error or garbage changes nothing for another. Never rejects.
 * @returns one entry per target, in their order
 */
export async function sampleAll(
  targets: readonly SamplingTarget[],
  options: SamplingOptions,
): Promise<Sampled[]> {
  const turn = createPacer(SEND_GAP_MS);
  const quiet = new IdleDetector(targets.length, options.onIdle);
  return Promise.all(
    targets.map((target) => sampleOne(target, options, turn, quiet).finally(() => quiet.leave())),
  );
}

async function sampleOne(
  target: SamplingTarget,
  { client, clock, replyTimeoutMs, deadlineMs }: SamplingOptions,
  turn: () => Promise<void>,
  quiet: IdleDetector,
): Promise<Sampled> {
  const result: Sampled = { requests: 0, samples: [], cutShort: false };
  let silences = 0;
  let nextMs = Number.NEGATIVE_INFINITY;
  while (result.requests < target.samples) {
    if (nextMs >= deadlineMs) {
      return { ...result, cutShort: true };
    }
    await quiet.sleepUntil(nextMs);
    await turn();
    const sentMs = performance.now();
    if (sentMs >= deadlineMs) {
      return { ...result, cutShort: true };
    }
    nextMs = sentMs + target.spacingMs;
    // A server that has been silent so far gets a connected socket, the only kind that hears of closed ports.
    const silent = result.requests > 0 && result.lastReply === undefined;
    result.requests += 1;
    const leftMs = deadlineMs - sentMs;
    const answer = await client.ask(target.address, Math.min(replyTimeoutMs, leftMs), silent);
    result.cutShort = answer.kind === 'timeout' && leftMs < replyTimeoutMs;
    if (answer.kind === 'reply') {
      silences = 0;
      if (!record(result, answer, clock)) {
        return result;
      }
    } else {
      silences += 1;
      result.lastFailure = answer;
      const silentForLong = target.spacingMs === 0 && silences === SILENCES_WITHOUT_SPACING;
      if (answer.kind === 'port-closed' || silentForLong) {
        return result;
      }
    }
  }
  return result;
}

/** Notes a reply; false when this server must not, or need not, be asked again in this run. */
function record(result: Sampled, answer: Extract<Answer, { kind: 'reply' }>, clock: Clock): boolean {
  const { packet, t1, t4, receiveLatencyMs } = answer;
  const reply = toSample(packet, t1, t4, clock, receiveLatencyMs);
  result.lastReply = reply;
  const kiss = kissCode(packet);
  if (kiss !== undefined) {
    result.kiss = kiss;
    return false;
  }
  if (!isSynchronised(packet)) {
    return false;
  }
  const { packet: _, ...sample } = reply;
  result.samples.push(sample);
  if (isBetter(sample, result.best)) {
    result.best = reply;
  }
  return true;
}

/** Finds the first moment at which every server that is still being sampled sleeps. */
class IdleDetector {
  private readonly wakeUps = new Set<{ atMs: number }>();
  private called = false;

  constructor(
    private active: number,
    private readonly onIdle: (() => void) | undefined,
  ) {}

  /** A server's sampling is over. */
  leave(): void {
    this.active -= 1;
    this.callIfQuiet();
  }

  async sleepUntil(atMs: number): Promise<void> {
    const waitMs = atMs - performance.now();
    if (waitMs <= 0) {
      return;
    }
    const wakeUp = { atMs };
    this.wakeUps.add(wakeUp);
    this.callIfQuiet();
    await new Promise((resolve) => setTimeout(resolve, waitMs));
    this.wakeUps.delete(wakeUp);
  }

  private callIfQuiet(): void {
    if (this.called || this.active === 0 || this.wakeUps.size < this.active) {
      return;
    }
    const nextMs = Math.min(...[...this.wakeUps].map((wakeUp) => wakeUp.atMs));
    if (nextMs - performance.now() >= IDLE_MS) {
      this.called = true;
      this.onIdle?.();
    }
  }
}
