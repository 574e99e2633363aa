import type { DriftHistory } from '../../../lambda/drift/drift-history';

/** A rate with its stated 95 % interval, ppm. */
export interface RateEstimate {
  ppm: number;
  halfWidthPpm: number;
}

/** Half the width of a 95 % interval, in standard deviations of a normal distribution. */
export const Z95 = 1.96;
/** What even the fastest exchange has of stamps, ms. */
export const STAMPS_MS = 0.03;

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

/** From how far a delay is above the least one: half of that is the most that queues can have added. */
export function excessesMs(observations: readonly Observation[]): number[] {
  const floorMs = Math.min(...observations.map(({ delayMs }) => delayMs));
  return observations.map(({ delayMs }) => (delayMs - floorMs) / 2);
}
