import { judge, publish } from '../../lambda/monitor/judge';
import { provenOffset, voterEvidence } from '../../lambda/monitor/reference/voter-evidence';
import { around, type Interval } from '../../lambda/ntp/correctness-interval';
import { type Candidate, maxLiars, selectReference } from '../../lambda/ntp/selection';
import { type Random, seededRandom } from '../../testkit/seeded-random';

export interface SilenceOptions {
  seed: number;
  elections: number;
}

/** What became of elections in which any minority lies and anyone is silent. */
export interface SilenceTally {
  elections: number;
  /** Elections in which reference time was known; in the others too few were heard, or nobody agreed. */
  known: number;
  /** Voters' offsets that were judged, and how many of them are narrower than against reference time alone. */
  judged: number;
  narrower: number;
  /** Everything that must not be: each with the election, to be played again. */
  violations: { what: string; voters: readonly DrawnVoter[] }[];
}

const DRAWN_VOTERS = { least: 3, most: 9 };
const LIMIT_MS = 50;
const ARITHMETIC_ERROR_MS = 1e-9;

/** A voter as it truly is. Milliseconds; true time is zero, and so is the local clock. */
interface DrawnVoter {
  lies: boolean;
  silent: boolean;
  /** Whether it follows the first voter, or is that one: all of these share a vote. */
  isKin: boolean;
  /** How far its clock is from true time, and how far it says that it may be. */
  trueOffsetMs: number;
  claimMs: number;
  /** How far it was measured to be, and how far that may be off. */
  measuredMs: number;
  errorMs: number;
}

/** Elections without a network: a million take seconds. */
export function checkSilence({ seed, elections }: SilenceOptions): SilenceTally {
  const random = seededRandom(seed);
  const tally: SilenceTally = { elections: 0, known: 0, judged: 0, narrower: 0, violations: [] };
  while (tally.elections < elections) {
    checkSilentElection(drawVoters(random), tally);
    tally.elections += 1;
  }
  return tally;
}

function checkSilentElection(voters: readonly DrawnVoter[], tally: SilenceTally): void {
  const violate = (what: string) => tally.violations.push({ what, voters });
  const votes = toVotes(voters);
  const candidates = votes.map(([voice]) => drawnCandidate(voters[voice!]!, voice!));
  const consensus = selectReference(candidates, voters.length);
  if (!consensus) {
    return;
  }
  tally.known += 1;
  if (!holds(consensus, 0)) {
    violate('reference time');
  }
  for (const [i, members] of votes.entries()) {
    const others = candidates.filter((_, k) => k !== i);
    for (const member of members) {
      const { measuredMs, errorMs, claimMs, trueOffsetMs } = voters[member]!;
      const own = drawnCandidate(voters[member]!, member);
      const evidence = voterEvidence(own, claimMs, others, maxLiars(voters.length));
      const measurement = { offsetMs: measuredMs, errorMs };
      const ordinary = provenOffset(measurement, consensus);
      const proven = provenOffset({ ...measurement, evidence }, consensus);
      tally.judged += 1;
      tally.narrower += width(proven) < width(ordinary) - ARITHMETIC_ERROR_MS ? 1 : 0;
      if (!holds(proven, trueOffsetMs)) {
        violate(`voter ${member}'s offset`);
      }
      checkJudgement(measuredMs - consensus.offsetMs, { proven, ordinary }, violate);
    }
  }
}

function checkJudgement(
  estimateMs: number,
  { proven, ordinary }: { proven: Interval; ordinary: Interval },
  violate: (what: string) => void,
): void {
  const published = publish(estimateMs, proven, LIMIT_MS);
  const stated = around(published.offsetMs, published.uncertaintyMs);
  if (!holds(stated, proven.lowMs) || !holds(stated, proven.highMs)) {
    violate('what is published is narrower than what is proven');
  }
  const verdictOf = (interval: Interval) =>
    judge({ offsetMs: middle(interval), uncertaintyMs: width(interval) / 2 }, LIMIT_MS);
  if (judge(published, LIMIT_MS) !== verdictOf(proven)) {
    violate('what is published proves something else');
  }
  if (verdictOf(ordinary) === 'outside' && verdictOf(proven) !== 'outside') {
    violate('an outside was lost');
  }
}

/** Each clock's voters that are heard, whose statement counts before the others. */
function toVotes(voters: readonly DrawnVoter[]): number[][] {
  const heard = voters.flatMap(({ silent }, i) => (silent ? [] : [i]));
  const kin = heard.filter((i) => voters[i]!.isKin);
  const others = heard.filter((i) => !voters[i]!.isKin).map((i) => [i]);
  return kin.length === 0 ? others : [kin, ...others];
}

function drawnCandidate({ measuredMs, errorMs, claimMs }: DrawnVoter, i: number): Candidate {
  return { id: String(i), offsetMs: measuredMs, rootDistanceMs: errorMs + claimMs, jitterMs: 0 };
}

function drawVoters(random: Random): DrawnVoter[] {
  const count = DRAWN_VOTERS.least + Math.floor(random() * (DRAWN_VOTERS.most - DRAWN_VOTERS.least + 1));
  const liars = Math.floor(random() * (maxLiars(count) + 1));
  const silence = random() * 0.6;
  const kinship = random() < 0.3 ? 0.4 : 0;
  const scaleMs = 0.1 * 1000 ** random();
  const common = { at: anySign(random) * scaleMs * 2, claim: random() * scaleMs };
  return Array.from({ length: count }, (_, i): DrawnVoter => {
    const lies = i < liars;
    const together = random() < 0.5;
    const claimMs = random() < 0.2 ? 0 : lies && together ? common.claim : random() * scaleMs;
    const trueOffsetMs = lies
      ? together
        ? common.at
        : anySign(random) * scaleMs * 3
      : extreme(random) * claimMs;
    const errorMs = random() * scaleMs * (random() < 0.3 ? 5 : 1);
    return {
      lies,
      silent: random() < silence,
      isKin: i === 0 || random() < kinship,
      trueOffsetMs,
      claimMs,
      measuredMs: trueOffsetMs + extreme(random) * errorMs,
      errorMs,
    };
  });
}

function anySign(random: Random): number {
  return 2 * random() - 1;
}

/**
 * From -1 to 1, and often all but one of the two: what is just allowed is where proofs break. Not quite, because
 * intervals that only touch may miss each other by rounding, here and in no clock.
 */
function extreme(random: Random): number {
  const value = anySign(random);
  return random() < 0.4 ? Math.sign(value) * (1 - 1e-9) : value;
}

function holds({ lowMs, highMs }: Interval, value: number): boolean {
  return lowMs - ARITHMETIC_ERROR_MS <= value && value <= highMs + ARITHMETIC_ERROR_MS;
}

function width({ lowMs, highMs }: Interval): number {
  return highMs - lowMs;
}

function middle({ lowMs, highMs }: Interval): number {
  return (lowMs + highMs) / 2;
}
