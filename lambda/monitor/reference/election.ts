import type { ClockDrift } from '../../ntp/clock/clock-drift';
import { drifted } from '../../ntp/clock/clock-drift';
import { nearestInstantMs } from '../../ntp/clock/common-instant';
import { around } from '../../ntp/correctness-interval';
import { serverDistanceMs } from '../../ntp/root-distance';
import {
  type Candidate,
  type Consensus,
  correctnessInterval,
  maxLiars,
  selectReference,
} from '../../ntp/selection';
import type { Ballot, Voter } from './ballot';
import { type VoterEvidence, voterEvidence } from './voter-evidence';

/** What comes of the votes. */
export interface Election {
  candidates: Candidate[];
  /** Undefined while reference time is unknown. */
  consensus: Consensus | undefined;
  /** What bounds the voters' own errors, by name. */
  evidence: ReadonlyMap<string, VoterEvidence>;
  /** Voters that agree with the majority and not with each other: their intervals share no point. */
  disagreements: Disagreement[];
}

export interface Disagreement {
  servers: [string, string];
  /** How far their intervals are apart, ms. */
  apartMs: number;
}

/** Leaving one of many out changes nothing that is worth the time. */
const MAX_VOTES_LEFT_OUT = 64;

/** @param atMs `performance.now()` at which the statements are compared */
export function count({ configured, votes }: Ballot, drift: ClockDrift, atMs: number): Election {
  const candidates = votes.map(({ voice }) => toCandidate(voice, drift, atMs));
  const consensus = selectReference(candidates, configured);
  const liars = maxLiars(configured);
  const evidence = new Map<string, VoterEvidence>();
  if (consensus && liars > 0 && votes.length <= MAX_VOTES_LEFT_OUT) {
    for (const [i, { members }] of votes.entries()) {
      const others = candidates.filter((_, k) => k !== i);
      for (const member of members) {
        const claimMs = serverDistanceMs(member.best.packet);
        evidence.set(member.server, voterEvidence(toCandidate(member, drift, atMs), claimMs, others, liars));
      }
    }
  }
  const outvoted = new Set(consensus?.falsetickers);
  // While reference time is unknown, its explanation says who disagrees.
  const disagreements = consensus ? findDisagreements(candidates.filter(({ id }) => !outvoted.has(id))) : [];
  return { candidates, consensus, evidence, disagreements };
}

/** Statements made at different instants are compared at one; between the two the local clock drifts. */
function toCandidate(voter: Voter, drift: ClockDrift, atMs: number): Candidate {
  const { server, best, rootDistanceMs, jitterMs } = voter;
  const then = around(best.offsetMs, rootDistanceMs);
  const { lowMs, highMs } = drifted(then, drift, atMs - nearestInstantMs(best, atMs));
  return { id: server, offsetMs: (lowMs + highMs) / 2, rootDistanceMs: (highMs - lowMs) / 2, jitterMs };
}

/** For each candidate the one that it excludes by the most, each pair once. */
function findDisagreements(candidates: readonly Candidate[]): Disagreement[] {
  const stated = candidates.map((each) => ({ id: each.id, ...correctnessInterval(each) }));
  const [lowest] = [...stated].sort((a, b) => a.highMs - b.highMs);
  const [highest] = [...stated].sort((a, b) => b.lowMs - a.lowMs);
  const found = new Map<string, Disagreement>();
  for (const each of stated) {
    for (const [below, above] of [
      [each, highest!],
      [lowest!, each],
    ] as const) {
      const apartMs = above.lowMs - below.highMs;
      if (apartMs > 0) {
        found.set(JSON.stringify([below.id, above.id]), { servers: [below.id, above.id], apartMs });
      }
    }
  }
  return [...found.values()];
}
