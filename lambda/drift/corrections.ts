import { medianOf, type SegmentedFit } from './segmented-fit';

/** A step against the drift. */
export interface Correction {
  /** Of the first reading behind it, 1,000 s. */
  atKs: number;
  stepMs: number;
}

/** How a server is kept near the right time: by being set, again and again. */
export interface Corrected {
  everyMs: number;
  /** The median step, ms, with its sign. */
  stepMs: number;
}

/** A step is one if it exceeds so many standard deviations of the levels on both sides. */
const STEP_SIGMAS = 4;
/** Two steps may be chance; three are a habit. */
const MIN_CORRECTIONS = 3;
/** They have to take back this share of the drift at least; and what takes back far more is no answer to it. */
const MIN_SHARE = 0.5;

/** The steps between segments that go against the rate, beyond what their readings' noise explains. */
export function correctionsOf(fit: SegmentedFit): Correction[] {
  const { tKs, yMs, segments, residualsMs, segmentWeights, ppm } = fit;
  const scale = fit.squares / Math.max(fit.freedom, 1);
  const found: Correction[] = [];
  let before: { levelMs: number; variance: number } | undefined;
  // A reading that is alone in its segment is an outlier rather than a level, once a level behind it shows that.
  const newest = segments.findLastIndex((segment, i) => segment === segments[i - 1]) + 1;
  for (const [i, atKs] of tKs.entries()) {
    if (i >= newest || (segments[i] !== segments[i - 1] && segments[i] === segments[i + 1])) {
      const levelMs = yMs[i]! - residualsMs[i]! - ppm * atKs;
      const variance = scale / segmentWeights[i]!;
      const stepMs = before ? levelMs - before.levelMs : 0;
      const isClear = before && Math.abs(stepMs) > STEP_SIGMAS * Math.sqrt(variance + before.variance);
      if (isClear && stepMs * ppm < 0) {
        found.push({ atKs, stepMs });
        if (i >= newest) {
          break; // a clock that is right from then on seems to step with every reading
        }
      }
      before = { levelMs, variance };
    }
  }
  return found;
}

/**
 * Whether corrections are a habit that outweighs the drift.
 * @param driftMs what the clock gained by its rate while they were looked for, ms
 */
export function habitOf(corrections: readonly Correction[], driftMs: number): Corrected | undefined {
  const takenMs = corrections.reduce((sum, { stepMs }) => sum + stepMs, 0);
  const share = Math.abs(takenMs / driftMs);
  const [first, last] = [corrections[0], corrections.at(-1)];
  if (!first || corrections.length < MIN_CORRECTIONS || share < MIN_SHARE || share > 1 / MIN_SHARE) {
    return undefined;
  }
  return {
    everyMs: ((last!.atKs - first.atKs) / (corrections.length - 1)) * 1e6,
    stepMs: medianOf(corrections.map(({ stepMs }) => stepMs)),
  };
}
