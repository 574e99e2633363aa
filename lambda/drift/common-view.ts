import { offsetVariances, pathStretches } from './delay-floor';
import type { Seen } from './seen';
import { medianOf } from './segmented-fit';

/** The reference of every run formed anew, so that a voter that comes or goes makes no jump. */
export interface CommonView {
  /** By run: where the common view lies in published offsets, ms. Take it from them. */
  shiftsMs: number[];
  /** By run: the variance of that, ms^2. */
  variances: number[];
}

/** What one voter shows in one run. */
interface VoterOffset {
  /** Beside the voter's own bias. */
  ms: number;
  variance: number;
}

interface ViewVoter {
  /** Numbers of the runs that have it, rising. */
  runs: number[];
  offsetsMs: number[];
  variances: number[];
  stretches: number[];
  /** By stretch of its path: its own usual distance from the common view, ms. */
  biasesMs: number[];
}

const VIEW_ROUNDS = 3;
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
  let voters = seen.map(toVoter).filter(({ runs: own }) => own.length > 0);
  let view = combineVoters(runs, voters);
  for (let left = (voters.length - 1) >> 1; left > 0; left -= 1) {
    const stray = strayOf(voters, view);
    if (!stray) {
      break;
    }
    voters = voters.filter((voter) => voter !== stray);
    view = combineVoters(runs, voters);
  }
  return view;
}

function toVoter(seen: readonly Seen[]): ViewVoter {
  const voting = seen.filter(({ reading }) => !reading.outvoted);
  const readings = voting.map(({ reading }) => reading);
  const stretches = pathStretches(readings);
  return {
    runs: voting.map(({ run }) => run),
    offsetsMs: readings.map(({ offsetMs }) => offsetMs),
    variances: offsetVariances(readings, stretches),
    stretches,
    biasesMs: [],
  };
}

function combineVoters(runs: number, voters: readonly ViewVoter[]): CommonView {
  const view: CommonView = { shiftsMs: Array(runs).fill(0), variances: Array(runs).fill(0) };
  for (let round = 0; round < VIEW_ROUNDS && voters.length > 0; round += 1) {
    const shown: VoterOffset[][] = view.shiftsMs.map(() => []);
    for (const voter of voters) {
      voter.biasesMs = biasesMs(voter, view);
      for (const [i, run] of voter.runs.entries()) {
        shown[run]!.push({ ms: besideBias(voter, i), variance: voter.variances[i]! });
      }
    }
    for (const [run, each] of shown.entries()) {
      [view.shiftsMs[run], view.variances[run]] = combined(each);
    }
  }
  return view;
}

function besideBias({ offsetsMs, biasesMs, stretches }: ViewVoter, i: number): number {
  return offsetsMs[i]! - biasesMs[stretches[i]!]!;
}

/** The weighted mean of a voter's distance from the view in each stretch of its path. */
function biasesMs({ runs, offsetsMs, variances, stretches }: ViewVoter, { shiftsMs }: CommonView): number[] {
  const [sums, weights]: [number[], number[]] = [[], []];
  for (const [i, run] of runs.entries()) {
    const stretch = stretches[i]!;
    sums[stretch] = (sums[stretch] ?? 0) + (offsetsMs[i]! - shiftsMs[run]!) / variances[i]!;
    weights[stretch] = (weights[stretch] ?? 0) + 1 / variances[i]!;
  }
  return sums.map((sum, stretch) => sum / weights[stretch]!);
}

/**
 * The weighted mean and its variance, without those far from the median voter. Every voter counts once there: one that
 * is near must not outweigh a majority that is far away.
 */
function combined(shown: VoterOffset[]): [ms: number, variance: number] {
  shown.sort((a, b) => a.ms - b.ms);
  const [low, high] = [shown[(shown.length - 1) >> 1], shown[shown.length >> 1]];
  if (!low || !high) {
    return [0, 0];
  }
  const middle = high.variance < low.variance ? high : low;
  let [sum, weights] = [0, 0];
  for (const { ms, variance } of shown) {
    if (Math.abs(ms - middle.ms) <= MAX_VOTER_SIGMAS * Math.sqrt(variance + middle.variance)) {
      sum += ms / variance;
      weights += 1 / variance;
    }
  }
  return [sum / weights, 1 / weights];
}

/** The voter that strays most, if it does so far more than the median voter and two are left without it. */
function strayOf(voters: readonly ViewVoter[], view: CommonView): ViewVoter | undefined {
  let [worst, stray]: [number, ViewVoter | undefined] = [STRAY_RATIO, undefined];
  for (const since of [0, view.shiftsMs.length - NEWEST_RUNS]) {
    const sizes = voters.map((voter) => strayRatio(voter, view, since));
    const usual = Math.max(medianOf(sizes), 1e-9);
    for (const [i, size] of sizes.entries()) {
      if (size / usual > worst) {
        [worst, stray] = [size / usual, voters[i]];
      }
    }
  }
  return stray;
}

/** The mean square of a voter's distance from the view, in variances that its delays explain. */
function strayRatio(voter: ViewVoter, { shiftsMs }: CommonView, since: number): number {
  let [sum, count] = [0, 0];
  for (const [i, run] of voter.runs.entries()) {
    if (run >= since) {
      sum += (besideBias(voter, i) - shiftsMs[run]!) ** 2 / voter.variances[i]!;
      count += 1;
    }
  }
  return sum / Math.max(count, 1);
}
