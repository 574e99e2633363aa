import type { DriftHistory, DriftReading } from '../../../lambda/drift/drift-history';
import { type DriftStatement, driftOfAll } from '../../../lambda/drift/drift-of';
import { seededRandom } from '../../../testkit/seeded-random';

/** A whole minute. */
export const FIRST_RUN_MS = 1_780_000_000_000 - (1_780_000_000_000 % 60_000);

export interface Conditions {
  /** Minutes between runs. Default: 1. */
  everyMin?: number;
  /** Queueing each way, the upper end of an even spread, ms. Default: 0.2. */
  jitterMs?: number;
  seed?: number;
  /** Changes a reading, or leaves it out. */
  alter?: (reading: DriftReading, minute: number) => DriftReading | undefined;
}

/** One server, `target`, read over a path with even jitter; its clock is given in ms by minutes. */
export function driftHistoryOf(
  runs: number,
  clockMs: (minute: number) => number,
  conditions: Conditions = {},
) {
  const { everyMin = 1, jitterMs = 0.2, seed = 1, alter = (reading) => reading } = conditions;
  const random = seededRandom(seed);
  const history: DriftHistory = Array.from({ length: runs }, (_, i) => {
    const [upMs, downMs] = [random() * jitterMs, random() * jitterMs];
    const delayMs = 2 + upMs + downMs;
    const reading = alter(
      {
        offsetMs: clockMs(i * everyMin) + (upMs - downMs) / 2,
        delayMs,
        uncertaintyMs: delayMs / 2,
        address: 'a',
      },
      i * everyMin,
    );
    return { timeMs: FIRST_RUN_MS + i * everyMin * 60_000, readings: reading ? { target: reading } : {} };
  });
  return history;
}

/** What is stated of `target`. */
export function driftOfTarget(history: DriftHistory, limitMs = 50): DriftStatement {
  return driftOfAll(history, [{ server: 'target', limitMs }], [])[0]!;
}

/** The same, for a drift that has to be known. */
export function knownDrift(history: DriftHistory, limitMs = 50) {
  const drift = driftOfTarget(history, limitMs);
  if (!drift.known) {
    throw new Error(`the drift is not known: ${drift.explanation}`);
  }
  return drift;
}
