import { MINUTE_MS } from '../ntp/time-units';
import type { DriftHistory, DriftReading } from './drift-history';

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
  const nowMs = timesMs.at(-1) ?? 0;
  const seen: Seen[] = [];
  // Metrics don't say who had a vote: what was read back is taken for as good as the newest reading that wasn't.
  const newest = history.findLast(({ restored, readings }) => !restored && readings[server]);
  const outvoted = newest?.readings[server]?.outvoted && ({ outvoted: true } as const);
  for (let run = 0; run < history.length; run += 1) {
    const { restored, readings } = history[run]!;
    const reading = readings[server];
    if (reading) {
      const known = restored ? { ...reading, ...outvoted } : reading;
      seen.push({ run, tKs: (timesMs[run]! - nowMs) / 1e6, reading: known });
    }
  }
  return seen;
}

/**
 * When each run began, ms. Of a run that was read back only the minute is known; where in the minute the schedule
 * fires is taken from the runs that were not, so that a fast drift has no seam between the two.
 */
export function runTimesMs(history: DriftHistory): number[] {
  const phaseMs = usualPhaseMs(history);
  return history.map(({ timeMs, restored }) => (restored ? timeMs + phaseMs : timeMs));
}

/** The middle of the instants within the minute, on the circle that a minute is. */
function usualPhaseMs(history: DriftHistory): number {
  let [x, y] = [0, 0];
  for (const { timeMs, restored } of history) {
    if (!restored) {
      const angle = ((timeMs % MINUTE_MS) / MINUTE_MS) * 2 * Math.PI;
      x += Math.cos(angle);
      y += Math.sin(angle);
    }
  }
  const turn = Math.atan2(y, x) / (2 * Math.PI);
  return (turn < 0 ? turn + 1 : turn) * MINUTE_MS;
}
