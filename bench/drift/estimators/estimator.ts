import type { DriftHistory } from '../../../lambda/drift/drift-history';

/** A rate with its stated 95 % interval, ppm. */
export interface RateEstimate {
  ppm: number;
  halfWidthPpm: number;
}

/** Half the width of a 95 % interval, in standard deviations of a normal distribution. */
export const Z95 = 1.96;
/** What even the fastest exchange has of stamps, ms. */
const STAMPS_MS = 0.01;
const MEAN_FLOOR_ERROR = 0.15;
const REFERENCE_VOTERS = 3;

/** One server's published readings, as every estimator but ours takes them. */
export interface Observation {
  /** 1,000 s. */
  tKs: number;
  offsetMs: number;
  delayMs: number;
  uncertaintyMs: number;
}

/** undefined: it states nothing. */
export type Estimator = (
  history: DriftHistory,
  server: string,
  voters: readonly string[],
) => RateEstimate | undefined;

export function observationsOf(history: DriftHistory, server: string): Observation[] {
  const nowMs = history.at(-1)?.timeMs ?? 0;
  return history.flatMap(({ timeMs, readings }) => {
    const reading = readings[server];
    const uncertaintyMs = reading?.uncertaintyMs ?? Infinity;
    return reading ? [{ tKs: (timeMs - nowMs) / 1e6, ...reading, uncertaintyMs }] : [];
  });
}

/**
 * The variance that a delay above the least one suggests, ms^2, for every estimator that weighs: half of the excess is
 * the most that queues can have added, the least delay of a window is above the path's own, and three voters on paths of
 * the same kind have noise, too.
 */
export function variancesOf(observations: readonly Observation[]): number[] {
  const floorMs = Math.min(...observations.map(({ delayMs }) => delayMs));
  const excessesMs = observations.map(({ delayMs }) => (delayMs - floorMs) / 2);
  const meanMs = excessesMs.reduce((sum, each) => sum + each, 0) / excessesMs.length;
  const ofReference =
    excessesMs.reduce((sum, each) => sum + each ** 2 / 3 / REFERENCE_VOTERS, 0) / excessesMs.length;
  const common = (MEAN_FLOOR_ERROR * meanMs) ** 2 / 3 + ofReference + STAMPS_MS ** 2;
  return excessesMs.map((each) => each ** 2 / 3 + common);
}
