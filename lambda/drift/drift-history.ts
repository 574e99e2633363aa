import { DAY_MS, HOUR_MS, MINUTE_MS } from '../ntp/time-units';
import { medianOf } from './weighted';

/** One server's part of a run, as far as its rate depends on it. */
export interface DriftReading {
  /** Server minus reference time, ms, as published. */
  offsetMs: number;
  delayMs: number;
  /** Half-width of the interval around `offsetMs` that holds the true offset; unknown after reading back. */
  uncertaintyMs?: number;
  /** Where the server was asked; unknown after reading back. */
  address?: string;
  /** True for a voter that had no vote of its own, or not with the majority: it takes no part in the common view. */
  outvoted?: true;
}

/** All servers at one instant. */
export interface DriftRun {
  /** When the run began, ms since 1970, by the function's clock, as metrics are; its minute when it was read back. */
  timeMs: number;
  /** True when it comes from metrics, whose stamps are whole minutes. */
  restored?: true;
  /** By server; those without an offset are missing. */
  readings: Record<string, DriftReading>;
}

/** The runs of one schedule, oldest first: plain data, so that it can be stored, compared and merged. */
export type DriftHistory = readonly DriftRun[];

/** What the long window sees: a route's day is longer, a clock's mood is not. */
export const LONG_WINDOW_MS = 6 * HOUR_MS;
/** Slower schedules have too few readings in six hours; theirs is a window of runs. */
const SLOW_INTERVAL_MS = 30 * MINUTE_MS;
const SLOW_RUNS = 24;
const MAX_SLOW_WINDOW_MS = 7 * DAY_MS;
/** One a minute for six hours, and some that a retry added. */
const MAX_RUNS = 400;
/** About 10 MB of a function that has 170; a fleet remembers fewer runs instead of more bytes. */
const MAX_READINGS = 100_000;

/** A run comes so late at the most: a retry of an event that Lambda could not deliver. */
const MAX_LATE_MS = 5 * MINUTE_MS;

/** How far back the rate of a server may look, ms, by the usual time between two runs, ms. */
export function longWindowMs(intervalMs: number): number {
  return intervalMs > SLOW_INTERVAL_MS
    ? Math.min(SLOW_RUNS * intervalMs, MAX_SLOW_WINDOW_MS)
    : LONG_WINDOW_MS;
}

/** The median time between two runs, ms; 0 with fewer than two. A few lost runs don't move it. */
export function usualIntervalMs(history: DriftHistory): number {
  const gaps = history.slice(1).map(({ timeMs }, i) => timeMs - history[i]!.timeMs);
  return medianOf(gaps) || 0;
}

/** The history with one more run, without what is too old to matter. The given one stays as it is. */
export function recordRun(history: DriftHistory, run: DriftRun): DriftHistory {
  const newest = history.at(-1);
  if (!newest || newest.timeMs < run.timeMs) {
    return retain([...history, run]);
  }
  // Far ahead of this run are those of a clock that was set back since: nobody knows when they were.
  return mergeRuns(
    history.filter(({ timeMs }) => timeMs - run.timeMs < MAX_LATE_MS),
    [run],
  );
}

/** All runs of both, in order of time; of two at one instant the first history's is kept. */
export function mergeRuns(history: DriftHistory, others: DriftHistory): DriftHistory {
  const known = new Set(history.map(({ timeMs }) => timeMs));
  const runs = [...history, ...others.filter(({ timeMs }) => !known.has(timeMs))];
  return retain(runs.sort((a, b) => a.timeMs - b.timeMs));
}

function retain(runs: DriftHistory): DriftHistory {
  const last = runs.length - 1;
  const nowMs = runs[last]?.timeMs ?? 0;
  let readings = 0;
  let first = last;
  for (; first >= 0; first -= 1) {
    const { timeMs, readings: ofServers } = runs[first]!;
    const isRecent = nowMs - timeMs <= LONG_WINDOW_MS;
    const isOfSlow = last - first < SLOW_RUNS && nowMs - timeMs <= MAX_SLOW_WINDOW_MS;
    readings += Object.keys(ofServers).length;
    if (!(isRecent || isOfSlow) || last - first >= MAX_RUNS || readings > MAX_READINGS) {
      break;
    }
  }
  return first < 0 ? runs : runs.slice(first + 1);
}
