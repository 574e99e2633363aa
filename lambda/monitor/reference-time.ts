import { formatAddress } from '../ntp/address';
import { PHI } from '../ntp/local-clock';
import type { Measured } from '../ntp/measure';
import type { Sample } from '../ntp/sample';
import { type Candidate, type Consensus, selectReference } from '../ntp/selection';
import type { ReferenceSource, RunPlan } from './event';
import type { ReferenceReading } from './reading';

/** What servers are judged against. */
export interface Reference {
  reading: ReferenceReading;
  /** How each voter voted; servers that did not vote are missing. */
  votes: ReadonlyMap<string, 'truechimer' | 'falseticker'>;
  /** Voters without a vote, because one that was asked at the same address has it: its name. */
  sameAddress?: ReadonlyMap<string, string>;
  /** Undefined while reference time is unknown. */
  time?: {
    /** Reference time minus local clock, ms. */
    offsetMs: number;
    /** How far `offsetMs` may be from true time at an instant of `performance.now()`, ms. */
    boundAtMs: (monotonicMs: number) => number;
  };
}

/** A voter that can vote: usable, with a best sample. */
interface Voter {
  server: string;
  /** `formatAddress` of where it was asked. */
  address: string;
  best: Sample;
  rootDistanceMs: number;
  jitterMs: number;
}

/**
 * Finds what the plan's servers are judged against.
 * @param measured one entry per server of the plan, in order
 * @param clockBoundMs how far the function's own clock may be from what was read from it, ms
 */
export function findReference(plan: RunPlan, measured: readonly Measured[], clockBoundMs: number): Reference {
  return plan.reference === 'clock'
    ? clockReference(clockBoundMs)
    : consensusReference(votersOf(plan, measured));
}

/** No reference time, and why. */
export function unknownReference(source: ReferenceSource, explanation: string): Reference {
  return {
    reading: {
      source,
      known: false,
      clockOffsetMs: null,
      boundMs: null,
      truechimers: [],
      falsetickers: [],
      explanation,
    },
    votes: new Map(),
  };
}

/** Judging by the function's own clock trusts it by choice; what is left is how well it can be read. */
function clockReference(boundMs: number): Reference {
  return {
    reading: {
      source: 'clock',
      known: true,
      clockOffsetMs: 0,
      boundMs,
      truechimers: [],
      falsetickers: [],
    },
    votes: new Map(),
    time: { offsetMs: 0, boundAtMs: () => boundMs },
  };
}

function consensusReference(usable: readonly Voter[]): Reference {
  const { voters, sameAddress } = oneForEachAddress(usable);
  const atMs = mean(voters.map((voter) => voter.best.arrivedMs));
  const candidates = voters.map((voter) => toCandidate(voter, atMs));
  const consensus = selectReference(candidates);
  if (!consensus) {
    return { ...disagreement(candidates, sameAddress), sameAddress };
  }
  const { offsetMs, lowMs, highMs } = consensus;
  const boundMs = Math.max(offsetMs - lowMs, highMs - offsetMs);
  return {
    reading: {
      source: 'consensus',
      known: true,
      clockOffsetMs: offsetMs,
      boundMs,
      truechimers: consensus.truechimers,
      falsetickers: falsetickers(consensus, candidates),
    },
    votes: new Map([
      ...consensus.truechimers.map((server) => [server, 'truechimer'] as const),
      ...consensus.falsetickers.map((server) => [server, 'falseticker'] as const),
    ]),
    sameAddress,
    time: {
      offsetMs,
      boundAtMs: (monotonicMs) => boundMs + PHI * Math.abs(monotonicMs - atMs),
    },
  };
}

/** Statements made at different instants are compared at one; between the two the local clock may drift. */
function toCandidate({ server, best, rootDistanceMs, jitterMs }: Voter, atMs: number): Candidate {
  return {
    id: server,
    offsetMs: best.offsetMs,
    rootDistanceMs: rootDistanceMs + PHI * Math.abs(best.arrivedMs - atMs),
    jitterMs,
  };
}

function falsetickers(consensus: Consensus, candidates: readonly Candidate[]) {
  const named = new Set(consensus.falsetickers);
  return candidates
    .filter((each) => named.has(each.id))
    .map((each) => ({ server: each.id, offsetMs: each.offsetMs - consensus.offsetMs }));
}

function disagreement(candidates: readonly Candidate[], sameAddress: ReadonlyMap<string, string>): Reference {
  const statements = candidates.map(
    ({ id, offsetMs, rootDistanceMs }) =>
      `${id} ${offsetMs < 0 ? '' : '+'}${offsetMs.toFixed(3)} +- ${rootDistanceMs.toFixed(3)} ms`,
  );
  const explanation =
    candidates.length < 2
      ? `reference time needs two usable voting servers that agree, and ${candidates.length} answered usably`
      : `no majority of the ${candidates.length} usable voting servers agrees; against the function's clock: ` +
        statements.join(', ');
  const doubles = [...sameAddress].map(([server, voter]) => `${server} is at the address of ${voter}`);
  const all = doubles.length === 0 ? explanation : `${explanation}; one vote each: ${doubles.join(', ')}`;
  return unknownReference('consensus', all);
}

function votersOf(plan: RunPlan, measured: readonly Measured[]): Voter[] {
  return plan.servers.flatMap((server, i) => {
    const { address, best, rootDistanceMs, jitterMs, unusable } = measured[i]!;
    return server.role === 'reference' && address && best && rootDistanceMs !== undefined && !unusable
      ? [{ server: server.name, address: formatAddress(address), best, rootDistanceMs, jitterMs }]
      : [];
  });
}

/** The first voter at each address votes, whatever else leads there: two names of a liar would outvote one server. */
function oneForEachAddress(usable: readonly Voter[]) {
  const voters = new Map<string, Voter>();
  const sameAddress = new Map<string, string>();
  for (const voter of usable) {
    const first = voters.get(voter.address);
    if (first) {
      sameAddress.set(voter.server, first.server);
    } else {
      voters.set(voter.address, voter);
    }
  }
  return { voters: [...voters.values()], sameAddress };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value / values.length, 0);
}
