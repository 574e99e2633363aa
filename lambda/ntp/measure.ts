import { type Address, formatAddress } from './address';
import { type AddressMemory, inTurn, type Known } from './address-memory';
import { type Ignored, NtpClient, type Stray } from './client';
import { jitterMs } from './clock-filter';
import { diagnose, type Unusable } from './diagnose';
import { type Resolve, type Resolved, resolveAll, type Unresolved } from './dns';
import type { Held, KissOfDeathCache } from './kiss-of-death';
import type { Clock } from './local-clock';
import { serverDistanceMs } from './root-distance';
import { errorBoundMs, type Reply } from './sample';
import { type Sampled, type SampledAt, sampleAll } from './sampling';
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
  /** Where it answered, or where it was asked first; null when its name has no address. */
  address: Address | null;
  /** Every address that its name resolved to. Default: that one. */
  addresses?: readonly Address[];
  /** Where it answered in an earlier run of this process, if that was elsewhere. */
  previousAddress?: Address;
  /** Why its addresses are an earlier run's: DNS failed, and how. */
  dnsFailure?: string;
  sampled: Sampled;
  ignored: Ignored;
  /** The last packet that came instead of an answer. */
  stray?: Stray;
  /** The sample with the lowest delay; undefined when there was no plausible one. */
  best?: Reply;
  jitterMs: number;
  /** How far the best sample's offset may be off, ms: see `errorBoundMs`. */
  errorMs?: number;
  /** RFC 5905, section 11.2.3: `errorMs` plus what the server says of itself, ms. */
  rootDistanceMs?: number;
  /** Why the server is unusable; undefined when it is usable. */
  unusable?: Unusable;
}

/** What a measurement needs of the world. */
export interface MeasureOptions {
  clock: Clock;
  resolve: Resolve;
  openSocket: OpenSocket;
  kisses: KissOfDeathCache;
  addresses: AddressMemory;
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
  const { clock, kisses, addresses: memory } = options;
  const budgetMs = Math.min(options.resolveBudgetMs, options.deadlineMs - performance.now());
  const resolved = await resolveAll(targets, options.resolve, budgetMs);
  const nowMs = clock.epochMs;
  const located = targets.map((target, i) => locate(target, resolved[i]!, options));
  const asked = located.flatMap((each) =>
    'inTurn' in each ? [{ ...each.target, addresses: each.inTurn }] : [],
  );
  const client = new NtpClient(options.openSocket, options.version);
  try {
    await client.prepare(new Set(asked.flatMap(({ addresses }) => addresses.map(({ family }) => family))));
    await warmUp(options.openSocket, clock);
    const answers = await sampleAll(asked, { client, ...options });
    rememberKisses(kisses, answers, nowMs);
    let next = 0;
    return located.map((each) => {
      if (!('inTurn' in each)) {
        return each;
      }
      const measured = assess(each, answers[next++]!, client, options);
      const { address, addresses, best } = measured;
      if (best && address) {
        memory.record(each.target, address, { addresses: addresses!, answeredMs: nowMs });
      }
      return measured;
    });
  } finally {
    await client.close();
  }
}

/** A server that has an address to be asked at. */
interface Located extends Pick<Measured, 'dnsFailure'> {
  target: Target;
  addresses: readonly Address[];
  inTurn: readonly [Address, ...Address[]];
  known: Known | undefined;
}

function locate(
  target: Target,
  found: Resolved,
  { addresses, kisses, clock }: MeasureOptions,
): Located | Measured {
  const known = addresses.recall(target.host, target.port);
  const remembered = 'reason' in found && found.reason === 'dns-failed' ? known?.addresses : undefined;
  const all = 'addresses' in found ? found.addresses : remembered;
  if (!all) {
    return unasked(null, unresolved(found as Unresolved));
  }
  const [first, ...others] = inTurn(all, known?.addresses?.[0]).filter(
    (each) => !kisses.active(each, clock.epochMs),
  );
  if (!first) {
    return { ...unasked(all[0]!, held(kisses.active(all[0]!, clock.epochMs)!)), addresses: all };
  }
  const dnsFailure = 'explanation' in found && { dnsFailure: found.explanation };
  return { target, addresses: all, inTurn: [first, ...others], known, ...dnsFailure };
}

function assess(
  { addresses, known, dnsFailure }: Located,
  sampled: SampledAt,
  client: NtpClient,
  { clock, replyTimeoutMs }: MeasureOptions,
): Measured {
  const { best, samples, address } = sampled;
  const errorMs = best && errorBoundMs(best);
  const rootDistanceMs = best && errorMs! + serverDistanceMs(best.packet);
  const [ignored, stray] = [client.ignored(address), client.stray(address)];
  const answeredAgoMs = known && clock.epochMs - known.answeredMs;
  const unusable = diagnose({ sampled, ignored, stray, answeredAgoMs, replyTimeoutMs });
  const previousAddress = known?.addresses?.[0];
  const hasMoved = best && previousAddress && formatAddress(previousAddress) !== formatAddress(address);
  return {
    address,
    addresses,
    sampled,
    ignored,
    jitterMs: best ? jitterMs(samples, best) : 0,
    ...(hasMoved && { previousAddress }),
    ...(dnsFailure !== undefined && { dnsFailure }),
    ...(stray && { stray }),
    ...(best && { best, errorMs: errorMs!, rootDistanceMs: rootDistanceMs! }),
    ...(unusable && { unusable }),
  };
}

function unasked(address: Address | null, unusable: Unusable): Measured {
  const sampled: Sampled = { requests: 0, samples: [], cutShort: false };
  return { address, sampled, ignored: {}, jitterMs: 0, unusable };
}

function unresolved({ reason, explanation }: Unresolved): Unusable {
  const advice =
    reason === 'name-not-found'
      ? `the name could not be resolved: ${explanation}; check it`
      : `no name server could say where it is: ${explanation}; check the function's DNS, and the way to it (port 53)`;
  return { reason, explanation: advice };
}

function held({ code, untilMs }: Held): Unusable {
  const until = new Date(untilMs).toISOString();
  const explanation = `the server sent the kiss code ${code} in an earlier run; it is left alone until ${until}`;
  return { reason: 'kiss', explanation };
}

/** Who answered has forgiven, unless it sent a kiss to another server's name for the same address. */
function rememberKisses(kisses: KissOfDeathCache, all: readonly SampledAt[], nowMs: number): void {
  const kissed = new Map<string, { address: Address; code: string }>();
  for (const { address, kiss } of all) {
    if (kiss !== undefined) {
      kissed.set(formatAddress(address), { address, code: kiss });
    }
  }
  for (const { address, samples } of all) {
    if (samples.length > 0 && !kissed.has(formatAddress(address))) {
      kisses.clear(address);
    }
  }
  for (const { address, code } of kissed.values()) {
    kisses.record(address, code, nowMs);
  }
}
