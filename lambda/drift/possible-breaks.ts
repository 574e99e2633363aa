import type { SegmentedFit } from './segmented-fit';

/** What one more regressor would do to a fit: a step, or a kink, at one reading. */
export interface PossibleBreak {
  kind: 'step' | 'kink';
  /** The first reading behind it. */
  at: number;
  /** Its size by least squares: ms of a step, ppm of a kink. */
  size: number;
  /** Its own square, less what levels and rate can take over: the weight of `size`. */
  own: number;
  /** What it would take off the fit's `squares`. */
  explained: number;
  /** How much of a kink of 1 ppm the fit's rate has taken over, ppm. */
  taken: number;
  /** Its value at the newest reading for a size of 1, levels taken away. */
  atEnd: number;
}

/** As many readings before and behind a kink at the least. */
const MIN_BESIDE_KINK = 4;

/**
 * Every place at which the clock may have been set, or changed its rate. What a regressor would explain follows from
 * sums over the readings behind it, because the fit's residuals are free of levels and rate already.
 */
export function possibleBreaks(fit: SegmentedFit): PossibleBreak[] {
  const { tKs, segments, residualsMs, weights, centredKs, segmentWeights, timeSquares } = fit;
  const n = tKs.length;
  const found: PossibleBreak[] = [];
  const add = (kind: PossibleBreak['kind'], at: number, [gain, square, overlap, atEnd]: BreakSums) => {
    const taken = overlap / timeSquares;
    const own = square - overlap * taken;
    if (own > 1e-9 * square) {
      found.push({ kind, at, size: gain / own, own, explained: gain ** 2 / own, taken, atEnd });
    }
  };
  // Sums over the readings from i to the end of its segment, over the later segments, and over both.
  let [w, wt, wtt, wc, wcc, wr] = [0, 0, 0, 0, 0, 0];
  let laterSquares = 0;
  let [allR, allRt] = [0, 0];
  for (let i = n - 1; i > 0; i -= 1) {
    if (segments[i] !== segments[i + 1]) {
      laterSquares += wcc;
      [w, wt, wtt, wc, wcc, wr] = [0, 0, 0, 0, 0, 0];
    }
    const [weight, t, centred] = [weights[i]!, tKs[i]!, centredKs[i]!];
    const pull = weight * residualsMs[i]!;
    w += weight;
    wt += weight * t;
    wtt += weight * t * t;
    wc += weight * centred;
    wcc += weight * centred * centred;
    wr += pull;
    allR += pull;
    allRt += pull * t;
    const isLast = segments[i] === segments[n - 1];
    const share = w / segmentWeights[i]!;
    if (segments[i - 1] === segments[i]) {
      add('step', i, [wr, w - w * share, wc, isLast ? 1 - share : 0]);
    }
    if (i >= MIN_BESIDE_KINK && n - i >= MIN_BESIDE_KINK) {
      const since = wt - t * w;
      const square = laterSquares + wtt - 2 * t * wt + t * t * w - since ** 2 / segmentWeights[i]!;
      const atEnd = isLast ? tKs[n - 1]! - t - since / segmentWeights[i]! : centredKs[n - 1]!;
      add('kink', i, [allRt - t * allR, square, laterSquares + wcc - centred * wc, atEnd]);
    }
  }
  return found;
}

type BreakSums = [gain: number, square: number, overlap: number, atEnd: number];
