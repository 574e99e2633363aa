import { type Estimator, observationsOf, Z95 } from './estimator';

/** The median of all pairs' slopes; its interval is Sen's, from the variance of Kendall's count (Sen 1968). */
export const theilSen: Estimator = (history, server) => {
  const observations = observationsOf(history, server);
  const n = observations.length;
  const slopes: number[] = [];
  for (let j = 1; j < n; j += 1) {
    for (let i = 0; i < j; i += 1) {
      const [early, late] = [observations[i]!, observations[j]!];
      slopes.push((late.offsetMs - early.offsetMs) / (late.tKs - early.tKs));
    }
  }
  if (slopes.length < 3) {
    return undefined;
  }
  slopes.sort((a, b) => a - b);
  const width = (Z95 * Math.sqrt((n * (n - 1) * (2 * n + 5)) / 18)) / 2;
  const at = (index: number) => slopes[Math.min(Math.max(Math.round(index), 0), slopes.length - 1)]!;
  const middle = (slopes.length - 1) / 2;
  return { ppm: at(middle), halfWidthPpm: (at(middle + width) - at(middle - width)) / 2 };
};
