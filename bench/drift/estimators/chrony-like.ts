import { type Estimator, observationsOf } from './estimator';
import { fitLine, weightsOf } from './least-squares';

/** chrony keeps so many samples at the most, and needs so many. */
const MAX_SAMPLES = 64;
const MIN_SAMPLES = 6;
/** One in twenty straight lines has fewer runs of one sign. */
const Z05 = 1.645;

/**
 * A weighted line through the newest samples that look straight: while residuals have too few runs of one sign, the
 * oldest sample is dropped. So chronyd does it, in short; its own weights and window differ in detail.
 */
export const chronyLike: Estimator = (history, server) => {
  let observations = observationsOf(history, server).slice(-MAX_SAMPLES);
  while (observations.length >= MIN_SAMPLES) {
    const line = fitLine(observations, weightsOf(observations));
    if (observations.length === MIN_SAMPLES || looksStraight(line.residualsMs)) {
      return line;
    }
    observations = observations.slice(1);
  }
  return undefined;
};

/** Whether the residuals change their sign as often as chance would have it. */
function looksStraight(residualsMs: readonly number[]): boolean {
  const n = residualsMs.length;
  const runs =
    residualsMs.filter((residual, i) => i > 0 && residual > 0 !== residualsMs[i - 1]! > 0).length + 1;
  return runs >= (n + 1) / 2 - (Z05 * Math.sqrt(n - 1)) / 2;
}
