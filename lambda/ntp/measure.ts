import { type Ignored, NtpClient, type Stray } from './client';
import { type ClockDrift, MIN_SERVERS, measureDrift, movementMs } from './clock/clock-drift';
import { bestAt, commonInstant, nearestInstantMs, offsetAt } from './clock/common-instant';
import type { Clock } from './clock/local-clock';
import { warmUp } from './clock/warm-up';
import { isPlausible, jitterMs } from './clock-filter';
import { diagnose, type Unusable } from './diagnose';
import { type Address, formatAddress } from './dns/address';
import type { AddressMemory } from './dns/address-memory';
import { type Resolve, resolveAll } from './dns/dns';
import { type Located, locate, type Unlocated } from './dns/locate';
import type { KissOfDeathCache } from './kiss-of-death';
import { serverDistanceMs } from './root-distance';
import { type Reply, restoreReply, type Sample, type StoredSample } from './sample';
import { type Sampled, type SampledAt, sampleAll } from './sampling';
import type { OpenSocket } from './socket';

/** A server to be measured. */
export interface Target {
  host: string;
  port: number;
  samples: number;
  spacingMs: number;
  /** Whether the others are compared with it, and so the local clock, too. Default: false. */
  isVoter?: boolean;
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
  /** The sample that says most exactly where the server is; undefined when there was no plausible one. */
  best?: Reply;
  jitterMs: number;
  /** How far the best sample's offset may be off, ms: see `errorBoundMs`. */
  errorMs?: number;
  /** RFC 5905, section 11.2.3: `errorMs` plus what the server says of itself, ms. */
  rootDistanceMs?: number;
  /** How far it moved against the others during the run, ms: a step, or a slew. Absent if it didn't. */
  shiftMs?: number;
  /** Why the server is unusable; undefined when it is usable. */
  unusable?: Unusable;
}

/** How servers are compared that were asked at different times. */
export interface ComparisonTime {
  /** How the local clock drifts against true time. */
  drift: ClockDrift;
  /** `performance.now()` at which the servers are compared best; undefined if none of them is trusted. */
  instantMs: number | undefined;
}

/** What one run's samples say. */
export interface MeasuredRun extends ComparisonTime {
  /** One entry per target, in their order. */
  servers: Measured[];
}

/** What a measurement needs of its surroundings. */
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
 */
export async function measure(targets: readonly Target[], options: MeasureOptions): Promise<MeasuredRun> {
  const { clock, kisses, addresses: memory } = options;
  const budgetMs = Math.min(options.resolveBudgetMs, options.deadlineMs - performance.now());
  const resolved = await resolveAll(targets, options.resolve, budgetMs);
  const nowMs = clock.epochMs;
  const located = targets.map((target, i) => locate(target, resolved[i]!, options, nowMs));
  const asked = located.filter((each): each is Located => !('unusable' in each));
  const client = new NtpClient(options.openSocket, options.version);
  try {
    await client.prepare(new Set(asked.flatMap(({ addresses }) => addresses.map(({ family }) => family))));
    await warmUp(options.openSocket, clock);
    const answers = await sampleAll(asked, { client, ...options });
    rememberKisses(kisses, answers, nowMs);
    const time = compareClocks(targets, asked, answers);
    let next = 0;
    const servers = located.map((each) => {
      if ('unusable' in each) {
        return unasked(each);
      }
      const measured = assess(each, answers[next++]!, { ...options, client, time });
      const { address, addresses, best } = measured;
      if (best && address) {
        memory.record(each, address, { addresses: addresses!, answeredMs: nowMs });
      }
      return measured;
    });
    return { servers, ...time };
  } finally {
    await client.close();
  }
}

/** Finds how the local clock drifts, and when to compare the servers. */
function compareClocks(
  targets: readonly Target[],
  asked: readonly Located[],
  answers: readonly Sampled[],
): ComparisonTime {
  const samplesOf = (vote: boolean) =>
    answers.filter((_, i) => asked[i]!.isVoter === vote).map(({ samples }) => samples);
  const [voters, others] = [samplesOf(true), samplesOf(false)];
  const configured = targets.filter(({ isVoter }) => isVoter).length;
  const drift =
    configured < MIN_SERVERS
      ? measureDrift([...voters, ...others], targets.length)
      : measureDrift(voters, configured);
  return { drift, instantMs: commonInstant(voters, others, drift) };
}

interface Assessing extends MeasureOptions {
  client: NtpClient;
  time: ComparisonTime;
}

function assess(
  { resolved, known, dnsFailure }: Located,
  sampled: SampledAt,
  { client, clock, replyTimeoutMs, time }: Assessing,
): Measured {
  const { samples, address } = sampled;
  // Of a name's addresses, the one that sent something says most of what is wrong.
  const heard = [address, ...(sampled.tried ?? []).map((each) => each.address)].find((each) =>
    client.stray(each),
  );
  const [ignored, stray] = [client.ignored(heard ?? address), heard && client.stray(heard)];
  const answeredAgoMs = known && clock.epochMs - known.answeredMs;
  const unusable = diagnose({ sampled, ignored, stray, answeredAgoMs, replyTimeoutMs });
  const best = bestAt(samples, time.drift, time.instantMs);
  const previousAddress = known?.addresses?.[0];
  const hasChanged = best && previousAddress && formatAddress(previousAddress) !== formatAddress(address);
  const last = samples.at(-1);
  return {
    address,
    addresses: resolved,
    sampled: best || !last ? sampled : { lastReply: restoreReply(last), ...sampled },
    ignored,
    jitterMs: 0,
    ...(hasChanged && { previousAddress }),
    ...(dnsFailure !== undefined && { dnsFailure }),
    ...(stray && { stray }),
    ...(best && assessBest(best, samples, time)),
    ...(unusable && { unusable }),
  };
}

function assessBest(best: StoredSample, samples: readonly Sample[], { drift, instantMs }: ComparisonTime) {
  const reply = restoreReply(best);
  const plausible = samples.filter(isPlausible);
  const shiftMs = movementMs(plausible, drift);
  // A server that moved was wherever its samples saw it.
  const seen = shiftMs === 0 ? [best] : plausible;
  const atMs = nearestInstantMs(best, instantMs ?? best.arrivedMs);
  const errorMs = Math.max(
    ...seen.map((each) => {
      const { lowMs, highMs } = offsetAt(each, drift, atMs);
      return Math.max(best.offsetMs - lowMs, highMs - best.offsetMs);
    }),
  );
  return {
    best: reply,
    jitterMs: jitterMs(samples, best),
    errorMs,
    rootDistanceMs: errorMs + serverDistanceMs(reply.packet),
    ...(shiftMs !== 0 && { shiftMs }),
  };
}

function unasked({ address, ...rest }: Unlocated): Measured {
  const sampled: Sampled = { requests: 0, samples: [], cutShort: false };
  return { address, sampled, ignored: {}, jitterMs: 0, ...rest };
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
