import { possibleBreaks, strongest } from './possible-breaks';
import { fitWeighted, type SegmentedFit } from './segmented-fit';

/** What the rate is now, when it may have changed within the stretch. */
export interface CurrentRate {
  ppm: number;
  /** Of the rate, ppm^2: what noise makes of it, and not knowing whether and when it changed. */
  variance: number;
  /** Where the clock stands at the newest reading, ms. */
  levelMs: number;
  /** The reading since which the rate is what it is: 0, or the kink that explains most when one is likely. */
  since: number;
}

/** How likely a clock is to change its rate within a window, before its readings were seen. */
const KINK_PRIOR = 0.03;
/** And by how much, ppm: the standard deviation of such changes. */
const KINK_PPM = 8;
/** e to this is as good as certain, and still a number. */
const MAX_EVIDENCE = 500;

/**
 * The mean over "no kink" and a kink at each reading, by how likely each is (Bayesian model averaging). A change that
 * noise still hides widens the interval, where a test would say yes or no.
 */
export function currentRate(fit: SegmentedFit): CurrentRate {
  const { kinks } = possibleBreaks(fit);
  // The best kink is taken away from what counts as noise.
  const best = strongest(kinks);
  const kinkKs = fit.points[best.at]!.tKs;
  const noise = fitWeighted(fit.points, ({ tKs, yMs }) => yMs - best.size * Math.max(tKs - kinkKs, 0))!;
  const scale = (noise.squares / (noise.freedom - 1)) * noise.inflation;
  let [total, ppm, squares, levelMs] = [1, 0, 0, 0]; // "no kink" has odds of 1
  let likeliest = { odds: 0, at: 0 };
  for (const { at, size, own, newestPpm, newestMs } of kinks) {
    const variance = scale / own;
    const believed = KINK_PPM ** 2 / (KINK_PPM ** 2 + variance);
    const evidence = Math.min((size ** 2 / variance / 2) * believed, MAX_EVIDENCE);
    const odds = (KINK_PRIOR / kinks.length) * Math.sqrt(1 - believed) * Math.exp(evidence);
    total += odds;
    likeliest = odds > likeliest.odds ? { odds, at } : likeliest;
    ppm += odds * believed * size * newestPpm;
    squares += odds * believed * (variance + believed * size ** 2) * newestPpm ** 2;
    levelMs += odds * believed * size * newestMs;
  }
  const { yMs, missMs } = fit.points.at(-1)!;
  return {
    ppm: fit.ppm + ppm / total,
    variance: noise.errorPpm ** 2 + Math.max(squares / total - (ppm / total) ** 2, 0),
    levelMs: yMs - missMs + levelMs / total,
    since: total > 2 ? likeliest.at : 0,
  };
}
