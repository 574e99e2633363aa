import { precisionMs, type Sample } from './sample';

/** The one reading that a server's samples boil down to. */
export interface Filtered {
  /** The sample with the lowest delay: the one that queues disturbed least. */
  best: Sample;
  /** RMS of the other samples' offsets against the best one's, ms; 0 for a single sample. */
  jitterMs: number;
}

/** Keeps samples whose delay is possible: below zero by more than the server's precision, a clock lied. */
export function plausible(samples: readonly Sample[]): Sample[] {
  return samples.filter((sample) => sample.delayMs >= -precisionMs(sample.packet));
}

/**
 * The clock filter of RFC 5905, section 10, for the samples of one run: the lowest delay wins.
 * @returns undefined when there is no plausible sample
 */
export function filterSamples(samples: readonly Sample[]): Filtered | undefined {
  const [best, ...others] = plausible(samples).sort((a, b) => a.delayMs - b.delayMs);
  if (!best) {
    return undefined;
  }
  const squares = others.reduce((sum, sample) => sum + (sample.offsetMs - best.offsetMs) ** 2, 0);
  return { best, jitterMs: others.length === 0 ? 0 : Math.sqrt(squares / others.length) };
}
