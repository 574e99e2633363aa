import { type SegmentedFit, segmentsOf } from './segmented-fit';
import { medianOf, sumOf } from './weighted';

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
export function correctionsOf({ points, ppm, squares, freedom }: SegmentedFit): Correction[] {
  const found: Correction[] = [];
  const segments = segmentsOf(points);
  // A reading that is alone in its segment is an outlier rather than a level, once a level behind it shows that.
  const last = segments.findLastIndex(({ length }) => length > 1);
  let [beforeMs, beforeVariance] = [0, Infinity];
  for (const [i, segment] of segments.entries()) {
    if (segment.length > 1 || i > last) {
      const { tKs, yMs, missMs, total } = segment[0]!;
      const levelMs = yMs - missMs - ppm * tKs;
      const variance = squares / freedom / total;
      const stepMs = levelMs - beforeMs;
      const isClear = Math.abs(stepMs) > STEP_SIGMAS * Math.sqrt(variance + beforeVariance);
      if (isClear && stepMs * ppm < 0) {
        found.push({ atKs: tKs, stepMs });
        if (i > last) {
          break; // a clock that is right from then on seems to step with every reading
        }
      }
      [beforeMs, beforeVariance] = [levelMs, variance];
    }
  }
  return found;
}

/** The corrections of one window, and the rate they are to be measured by. */
interface CorrectedRate {
  corrections: readonly Correction[];
  ppm: number;
  sinceKs: number;
}

/** Whether the corrections are a habit that outweighs the drift. */
export function habitOf({ corrections, ppm, sinceKs }: CorrectedRate): Corrected | undefined {
  const share = Math.abs(sumOf(corrections, ({ stepMs }) => stepMs) / (ppm * sinceKs));
  return corrections.length < MIN_CORRECTIONS || share < MIN_SHARE || share > 1 / MIN_SHARE
    ? undefined
    : {
        everyMs: ((corrections.at(-1)!.atKs - corrections[0]!.atKs) / (corrections.length - 1)) * 1e6,
        stepMs: medianOf(corrections.map(({ stepMs }) => stepMs)),
      };
}
