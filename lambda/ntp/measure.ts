import { type Address, formatAddress } from './address';
import { type Ignored, NtpClient } from './client';
import { jitterMs } from './clock-filter';
import { diagnose } from './diagnose';
import { type Resolve, resolveAll } from './dns';
import type { KissOfDeathCache } from './kiss-of-death';
import type { Clock } from './local-clock';
import { serverDistanceMs } from './root-distance';
import { errorBoundMs, type Reply } from './sample';
import { type Sampled, sampleAll } from './sampling';
import type { OpenSocket } from './socket';
import { warmUp } from './warm-up';

/** A server to be measured. */
export interface Target {
  host: string;
  port: number;
  samples: number;
  spacingMs: number;
}

/** What one server's samples say about its clock, against the local one. */
export interface Measured {
  address: Address | null;
  /** Every address that its name resolved to. Default: that one. */
  addresses?: readonly Address[];
  sampled: Sampled;
  ignored: Ignored;
  /** The sample with the lowest delay; undefined when there was no plausible one. */
  best?: Reply;
  jitterMs: number;
  /** How far the best sample's offset may be off, ms: see `errorBoundMs`. */
  errorMs?: number;
  /** RFC 5905, section 11.2.3: `errorMs` plus what the server says of itself, ms. */
  rootDistanceMs?: number;
  /** Why the server is unusable; undefined when it is usable. */
  unusable?: { reason: string; explanation: string };
}

/** What a measurement needs of the world. */
export interface MeasureOptions {
  clock: Clock;
  resolve: Resolve;
  openSocket: OpenSocket;
  kisses: KissOfDeathCache;
  resolveBudgetMs: number;
  replyTimeoutMs: number;
  /** `performance.now()` by which to be done. */
  deadlineMs: number;
  onIdle?: () => void;
  /** NTP version of the requests. Default: 4. */
  version?: number;
}

/**
 * Resolves, asks, filters and diagnoses every server. Never rejects for anything that a server, a name or
 * the network does.
 * @returns one entry per target, in their order
 */
export async function measure(targets: readonly Target[], options: MeasureOptions): Promise<Measured[]> {
  const { clock, kisses, replyTimeoutMs } = options;
  const budgetMs = Math.min(options.resolveBudgetMs, options.deadlineMs - performance.now());
  const resolved = await resolveAll(targets, options.resolve, budgetMs);
  const nowMs = clock.epochMs;
  const asked = targets.flatMap((target, i) => {
    const found = resolved[i]!;
    const address = 'address' in found ? found.address : undefined;
    return address && !kisses.active(address, nowMs) ? [{ ...target, address, i }] : [];
  });
  const client = new NtpClient(options.openSocket, options.version);
  try {
    await client.prepare(new Set(asked.map((target) => target.address.family)));
    await warmUp(options.openSocket, clock);
    const answers = await sampleAll(asked, { client, ...options });
    const sampledBy = new Map(asked.map((target, k) => [target.i, answers[k]!]));
    remember(
      kisses,
      asked.map(({ address }, k) => ({ address, sampled: answers[k]! })),
      nowMs,
    );
    return targets.map((_, i) => {
      const found = resolved[i]!;
      if (!('address' in found)) {
        return unasked(
          null,
          'name-not-found',
          `the name could not be resolved: ${found.explanation}; check it`,
        );
      }
      const { address } = found;
      const sampled = sampledBy.get(i);
      if (!sampled) {
        const { code, untilMs } = kisses.active(address, nowMs)!;
        return unasked(address, 'kiss', heldText(code, untilMs));
      }
      return assess(address, sampled, client.ignored(address), replyTimeoutMs);
    });
  } finally {
    await client.close();
  }
}

function assess(address: Address, sampled: Sampled, ignored: Ignored, replyTimeoutMs: number): Measured {
  const { best, samples } = sampled;
  const errorMs = best && errorBoundMs(best);
  const rootDistanceMs = best && errorMs! + serverDistanceMs(best.packet);
  const unusable = diagnose({ sampled, ignored, replyTimeoutMs });
  return {
    address,
    sampled,
    ignored,
    jitterMs: best ? jitterMs(samples, best) : 0,
    ...(best && { best, errorMs: errorMs!, rootDistanceMs: rootDistanceMs! }),
    ...(unusable && { unusable }),
  };
}

function unasked(address: Address | null, reason: string, explanation: string): Measured {
  const sampled: Sampled = { requests: 0, samples: [], cutShort: false };
  return { address, sampled, ignored: {}, jitterMs: 0, unusable: { reason, explanation } };
}

function heldText(code: string, untilMs: number): string {
  const until = new Date(untilMs).toISOString();
  return `the server sent the kiss code ${code} in an earlier run; it is left alone until ${until}`;
}

/** Who answered has forgiven, unless it sent a kiss to another server's name for the same address. */
function remember(
  kisses: KissOfDeathCache,
  asked: readonly { address: Address; sampled: Sampled }[],
  nowMs: number,
): void {
  const kissed = new Map<string, { address: Address; code: string }>();
  for (const { address, sampled } of asked) {
    if (sampled.kiss !== undefined) {
      kissed.set(formatAddress(address), { address, code: sampled.kiss });
    }
  }
  for (const { address, sampled } of asked) {
    if (sampled.samples.length > 0 && !kissed.has(formatAddress(address))) {
      kisses.clear(address);
    }
  }
  for (const { address, code } of kissed.values()) {
    kisses.record(address, code, nowMs);
  }
}
