import {
  around,
  hullOfAgreement,
  type Interval,
  intersection,
  maxAgreeing,
} from '../../ntp/correctness-interval';
import { type Candidate, correctnessInterval } from '../../ntp/selection';

/**
 * What bounds a voter's own error, one case each: it tells the truth, or it lies. Numbers are ms against the local
 * clock. The proof is in docs/decisions/0017-judgement.md.
 */
export interface VoterEvidence {
  /** If it tells the truth, its clock is within this of true time. Undefined: it is proven to lie. */
  claimMs?: number;
  /** If it lies, the others hold true time in here. Undefined: then more would lie than may. */
  others?: Interval;
}

/**
 * @param own the voter's statement, whether or not it is the one that its vote was made of
 * @param claimMs how far its clock may be from true time on its own account
 * @param others every vote that it has no share in
 * @param liars how many voters may lie, at least 1
 */
export function voterEvidence(
  own: Candidate,
  claimMs: number,
  others: readonly Candidate[],
  liars: number,
): VoterEvidence {
  const interval = correctnessInterval(own);
  const intervals = others.map(correctnessInterval);
  // If it tells the truth, all liars are among the others; if it lies, one fewer is.
  const agreeingIfHonest = intervals.length - liars;
  const near = intervals.flatMap((each) => intersection(each, interval) ?? []);
  const bound = hullOfAgreement(intervals, agreeingIfHonest + 1);
  return {
    ...(maxAgreeing(near) >= agreeingIfHonest && { claimMs }),
    ...(bound && { others: bound }),
  };
}

/** One server's offset, and what is known of it. */
export interface Measurement {
  /** Server minus local clock, ms, and how far that may be off. */
  offsetMs: number;
  errorMs: number;
  /** Present for a voter. */
  evidence?: VoterEvidence;
}

/**
 * Where the server's true offset lies, ms: server minus true time.
 *
 * A voter's cases are each intersected with what holds for every server, so that the result is never wider than
 * that, and a server that is proven wrong by it stays proven wrong.
 *
 * @param reference where true time lies, against the local clock
 */
export function provenOffset(
  { offsetMs, errorMs, evidence = {} }: Measurement,
  reference: Interval,
): Interval {
  const against = ({ lowMs, highMs }: Interval): Interval => ({
    lowMs: offsetMs - errorMs - highMs,
    highMs: offsetMs + errorMs - lowMs,
  });
  const ordinary = against(reference);
  const { claimMs, others } = evidence;
  const cases = [
    ...(claimMs === undefined ? [] : [around(0, claimMs)]),
    ...(others === undefined ? [] : [against(others)]),
  ].flatMap((each) => intersection(each, ordinary) ?? []);
  return cases.length === 0
    ? ordinary
    : {
        lowMs: Math.min(...cases.map(({ lowMs }) => lowMs)),
        highMs: Math.max(...cases.map(({ highMs }) => highMs)),
      };
}
