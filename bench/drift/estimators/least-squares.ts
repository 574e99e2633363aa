import {
  type Estimator,
  type Observation,
  observationsOf,
  type RateEstimate,
  variancesOf,
  Z95,
} from './estimator';

/** A straight line and its residuals. */
export interface FittedLine {
  ppm: number;
  /** Offset minus line, ms. */
  residualsMs: number[];
  halfWidthPpm: number;
}

/** Ordinary least squares, with the textbook's interval. */
export const leastSquares: Estimator = (history, server) => {
  const observations = observationsOf(history, server);
  return observations.length < 3
    ? undefined
    : fitLine(
        observations,
        observations.map(() => 1),
      );
};

/** The same, weighted by the variance that delays suggest. */
export const delayWeighted: Estimator = (history, server) => {
  const observations = observationsOf(history, server);
  return observations.length < 3 ? undefined : fitLine(observations, weightsOf(observations));
};

export function weightsOf(observations: readonly Observation[]): number[] {
  return variancesOf(observations).map((variance) => 1 / variance);
}

export function fitLine(
  observations: readonly Observation[],
  weights: readonly number[],
): FittedLine & RateEstimate {
  const sum = (value: (each: Observation, i: number) => number) =>
    observations.reduce((total, each, i) => total + weights[i]! * value(each, i), 0);
  const weight = sum(() => 1);
  const meanKs = sum(({ tKs }) => tKs) / weight;
  const meanMs = sum(({ offsetMs }) => offsetMs) / weight;
  const squares = sum(({ tKs }) => (tKs - meanKs) ** 2);
  const ppm = sum(({ tKs, offsetMs }) => (tKs - meanKs) * (offsetMs - meanMs)) / squares;
  const residualsMs = observations.map(({ tKs, offsetMs }) => offsetMs - meanMs - ppm * (tKs - meanKs));
  const variance = sum((_, i) => residualsMs[i]! ** 2) / (observations.length - 2);
  return { ppm, residualsMs, halfWidthPpm: Z95 * Math.sqrt(variance / squares) };
}
