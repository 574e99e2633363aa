import { MINUTE_MS } from '../ntp/time-units';
import type { DriftHistory, DriftReading } from './drift-history';
import { sumOf } from './weighted';

/** One reading of one server, placed in time. */
export interface Seen {
  /** The number of its run in the history. */
  run: number;
  /** 1,000 s since the newest run, so not positive: slopes in ms / 1,000 s are in ppm, and squares keep digits. */
  tKs: number;
  reading: DriftReading;
}

/** A server's readings, oldest first. */
export function seenOf(history: DriftHistory, timesMs: readonly number[], server: string): Seen[] {
  // Metrics don't say who had a vote: what was read back is taken for as good as the newest reading that wasn't.
  const newest = history.findLast(({ restored, readings }) => !restored && readings[server]);
  const outvoted = newest?.readings[server]?.outvoted && ({ outvoted: true } as const);
  return history.flatMap(({ restored, readings }, run) => {
    const reading = readings[server];
    const tKs = (timesMs[run]! - timesMs.at(-1)!) / 1e6;
    return reading ? { run, tKs, reading: restored ? { ...reading, ...outvoted } : reading } : [];
  });
}

/**
 * When each run began, ms. Of a run that was read back only the minute is known; where in the minute the schedule
 * fires is the mean of the runs that were not, so that a fast drift has no seam between the two.
 */
export function runTimesMs(history: DriftHistory): number[] {
  const own = history.filter(({ restored }) => !restored);
  // A minute is a circle: what is up to half of one before or after the newest is near it.
  const centreMs = (own.at(-1)?.timeMs ?? 0) + MINUTE_MS / 2;
  const backMs = sumOf(own, ({ timeMs }) => (centreMs - timeMs) % MINUTE_MS) / own.length;
  const phaseMs = (centreMs - backMs) % MINUTE_MS || 0;
  return history.map(({ timeMs, restored }) => (restored ? timeMs + phaseMs : timeMs));
}
