import { type PossibleBreak, possibleBreaks } from './possible-breaks';
import { fitWeighted, MIN_SQUARES, rateErrorPpm, type SegmentedFit } from './segmented-fit';

/** What the rate is now, when it may have changed within the stretch. */
export interface CurrentRate {
  ppm: number;
  /** Of the rate, ppm^2: what noise makes of it, and not knowing whether and when it changed. */
  variance: number;
  /** Where the clock stands at the newest reading, ms. */
  levelMs: number;
  /** The reading since which the rate is what it is: 0, or the most likely kink when one is likely. */
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
  const kinks = possibleBreaks(fit).filter(({ kind }) => kind === 'kink');
  const noise = withoutKink(fit, kinks);
  const scale = (Math.max(noise.squares, MIN_SQUARES) / Math.max(noise.freedom - 1, 1)) * noise.inflation;
  const models = kinks.map(({ at, size, own, taken, atEnd }) => {
    const variance = scale / own;
    const believed = KINK_PPM ** 2 / (KINK_PPM ** 2 + variance);
    const evidence = Math.min((size ** 2 / variance / 2) * believed, MAX_EVIDENCE);
    return {
      odds: (KINK_PRIOR / kinks.length) * Math.sqrt(1 - believed) * Math.exp(evidence),
      ppm: size * believed * (1 - taken),
      variance: believed * variance * (1 - taken) ** 2,
      levelMs: size * believed * (atEnd - taken * fit.centredKs.at(-1)!),
      at,
    };
  });
  let [total, ppm, ppmSquares, levelMs, likeliest] = [1, 0, 0, 0, { odds: 0, at: 0 }]; // "no kink" has odds of 1
  for (const model of models) {
    total += model.odds;
    ppm += model.odds * model.ppm;
    ppmSquares += model.odds * (model.variance + model.ppm ** 2);
    levelMs += model.odds * model.levelMs;
    likeliest = model.odds > likeliest.odds ? model : likeliest;
  }
  return {
    ppm: fit.ppm + ppm / total,
    variance: rateErrorPpm(noise) ** 2 + Math.max(ppmSquares / total - (ppm / total) ** 2, 0),
    levelMs: fit.yMs.at(-1)! - fit.residualsMs.at(-1)! + levelMs / total,
    since: total > 2 ? likeliest.at : 0,
  };
}

/** The fit to readings that have the best kink taken away, so that it doesn't pass for noise. */
function withoutKink(fit: SegmentedFit, kinks: readonly PossibleBreak[]): SegmentedFit {
  let best: PossibleBreak | undefined;
  for (const each of kinks) {
    best = !best || each.explained > best.explained ? each : best;
  }
  const { tKs, yMs } = fit;
  const straight = best && yMs.map((y, i) => y - best.size * Math.max(tKs[i]! - tKs[best.at]!, 0));
  return (straight && fitWeighted({ ...fit, yMs: straight })) ?? fit;
}
