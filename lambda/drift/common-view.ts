import { weighReadings } from './delay-floor';
import type { Seen } from './seen';
import { type RatePoint, segmentsOf } from './segmented-fit';
import { groupBy, meanOf, medianOf, sumOf, totalWeight } from './weighted';

/**
 * The reference of every run formed anew, so that a voter that comes or goes makes no jump. By run: where it lies in
 * published offsets, ms (take it from them), and the variance of that, ms^2.
 */
export type CommonView = readonly { ms: number; variance: number }[];

/** What one voter shows in one run; as soon as that is known, `yMs` is beside the voter's own bias. */
type VoterPoint = RatePoint;

/** Biases that a straying voter has bent differ by more than readings do, and find back only round by round. */
const VIEW_ROUNDS = 6;
/** A voter farther from the median of the voters is left out of that run, in standard deviations. */
const MAX_VOTER_SIGMAS = 4;
/** A voter that strays this much more than its delays explain, measured by how the median voter does, has no say. */
const STRAY_RATIO = 2;
/** Of how many runs that is judged, beside all of them. */
const NEWEST_RUNS = 60;

/**
 * Every voter has a constant of its own (path, calibration); what they show in common, once those are taken away, is
 * the reference's own motion. A voter that moves against the others is left out as long as two are left.
 * @param runs how many the history has
 * @param seen of each voter; without any, published offsets stand as they are
 */
export function commonView(runs: number, seen: readonly (readonly Seen[])[]): CommonView {
  let voters = seen
    .map((each) => weighReadings(each.filter(({ reading }) => !reading.outvoted)))
    .filter((votes) => votes.length > 0);
  for (let spare = (voters.length - 1) >> 1; ; spare -= 1) {
    const view = combineVoters(runs, voters);
    const stray = spare > 0 && strayOf(voters, view);
    if (!stray) {
      return view;
    }
    voters = voters.filter((votes) => votes !== stray);
  }
}

/** Finds the voters' biases and the view in turn: each follows from the other. */
function combineVoters(runs: number, voters: readonly VoterPoint[][]): CommonView {
  const view = Array.from({ length: runs }, () => ({ ms: 0, variance: 0 }));
  const stretches = voters.flatMap(segmentsOf);
  const byRun = groupBy(voters.flat(), ({ run }) => run);
  for (let round = 0; round < VIEW_ROUNDS; round += 1) {
    for (const votes of stretches) {
      const biasMs = meanOf(votes, ({ yMs, run }) => yMs - view[run]!.ms);
      for (const vote of votes) {
        vote.yMs -= biasMs;
      }
    }
    for (const votes of byRun) {
      view[votes[0]!.run] = combined(votes);
    }
  }
  return view;
}

/**
 * The weighted mean and its variance, without those far from the median voter. Every voter counts once there: one that
 * is near must not outweigh a majority that is far away.
 */
function combined(votes: VoterPoint[]): CommonView[number] {
  votes.sort((a, b) => a.yMs - b.yMs);
  const [low, high] = [votes[(votes.length - 1) >> 1]!, votes[votes.length >> 1]!];
  const middle = high.weight > low.weight ? high : low;
  const near = votes.filter(
    ({ yMs, weight }) =>
      Math.abs(yMs - middle.yMs) <= MAX_VOTER_SIGMAS * Math.sqrt(1 / weight + 1 / middle.weight),
  );
  return { ms: meanOf(near, ({ yMs }) => yMs), variance: 1 / totalWeight(near) };
}

/**
 * The voter that strays most, if it does so far more than the median voter, by the mean square of its distance from the
 * view, in variances that its delays explain.
 */
function strayOf(voters: readonly VoterPoint[][], view: CommonView): VoterPoint[] | undefined {
  const ratios = [0, view.length - NEWEST_RUNS].flatMap((since) => {
    const sizes = voters.map((votes) => {
      const judged = votes.filter(({ run }) => run >= since);
      return (
        sumOf(judged, ({ run, yMs, weight }) => weight * (yMs - view[run]!.ms) ** 2) / (judged.length || 1)
      );
    });
    const usual = Math.max(medianOf(sizes), 1e-9);
    return sizes.map((size) => size / usual);
  });
  const worst = Math.max(...ratios);
  return worst > STRAY_RATIO ? voters[ratios.indexOf(worst) % voters.length] : undefined;
}
