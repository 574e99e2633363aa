import type { SegmentedFit } from './segmented-fit';

/** What one more regressor, a step or a kink, would do to a fit. */
export interface PossibleBreak {
  /** The first reading behind it. */
  at: number;
  /** Its size by least squares: ms of a step, ppm of a kink. */
  size: number;
  /** Its own square, less what levels and rate can take over: the weight of `size`. */
  own: number;
  /** What it would take off the fit's `squares`. */
  explained: number;
  /** What a kink of 1 ppm adds to the newest rate, ppm: less than 1, for the fit has taken over some of it. */
  newestPpm: number;
  /** And to where the clock stands at the newest reading, ms. */
  newestMs: number;
}

type BreakSums = [gain: number, square: number, overlap: number, levelMs: number];

/** As many readings before and behind a kink at the least. */
const MIN_BESIDE_KINK = 4;
const NO_BREAK = { at: 0, size: 0, explained: 0 };

/**
 * Every place at which the clock may have been set, or changed its rate. What a regressor would explain follows from
 * sums over the readings behind it, because the fit's residuals are free of levels and rate already.
 */
export function possibleBreaks({ points, timeSquares }: SegmentedFit) {
  const steps: PossibleBreak[] = [];
  const kinks: PossibleBreak[] = [];
  const n = points.length;
  const newest = points[n - 1]!;
  const add = (breaks: PossibleBreak[], at: number, [gain, square, overlap, levelMs]: BreakSums) => {
    const newestPpm = 1 - overlap / timeSquares;
    const own = square - overlap ** 2 / timeSquares;
    if (own > 1e-9 * square) {
      const newestMs = newestPpm * newest.centredKs - levelMs;
      breaks.push({ at, size: gain / own, own, explained: gain ** 2 / own, newestPpm, newestMs });
    }
  };
  // Sums over the readings from i to the end of its segment; and over all from i on.
  let [w, wc, wm] = [0, 0, 0];
  let [wcc, wmc] = [0, 0];
  for (let i = n - 1; i > 0; i -= 1) {
    const { segment, weight, centredKs, missMs, total } = points[i]!;
    if (segment !== points[i + 1]?.segment) {
      [w, wc, wm] = [0, 0, 0];
    }
    w += weight;
    wc += weight * centredKs;
    wm += weight * missMs;
    wcc += weight * centredKs ** 2;
    wmc += weight * missMs * centredKs;
    if (segment === points[i - 1]!.segment) {
      add(steps, i, [wm, w - w ** 2 / total, wc, 0]);
    }
    if (i >= MIN_BESIDE_KINK && n - i >= MIN_BESIDE_KINK) {
      const since = wc - centredKs * w;
      const overlap = wcc - centredKs * wc;
      const levelMs = segment === newest.segment ? centredKs + since / total : 0;
      const square = overlap - centredKs * since - since ** 2 / total;
      add(kinks, i, [wmc - centredKs * wm, square, overlap, levelMs]);
    }
  }
  return { steps, kinks };
}

/** The one that explains most; one of size 0 without any. */
export function strongest(breaks: readonly PossibleBreak[]): typeof NO_BREAK {
  return breaks.reduce<typeof NO_BREAK>(
    (best, each) => (each.explained > best.explained ? each : best),
    NO_BREAK,
  );
}
