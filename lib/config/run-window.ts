import { badRunsToAlarm, proofWindowRuns } from '../../lambda/monitor/bad-run-window';
import { MAX_AHEAD_MINUTES } from '../../lambda/monitor/shard';
import { HOUR_MS, MINUTE_MS } from '../../lambda/ntp/time-units';

/** How many runs an alarm looks back, and how many bad ones among them it takes. */
export interface RunWindow {
  runs: number;
  bad: number;
  /** Whether the function counts bad runs for the alarm; else the alarm looks at each run by itself. */
  isCounted: boolean;
}

/** Windows by how far runs are apart: what is asked rarely can't be told both soon and quietly. */
const WINDOWS: readonly { upToMinutes: number; runs: number }[] = [
  { upToMinutes: 2, runs: 12 },
  { upToMinutes: 10, runs: 8 },
  { upToMinutes: Number.POSITIVE_INFINITY, runs: 6 },
];

/** @param gapMinutes the longest time between two runs */
export function windowOf(gapMinutes: number): RunWindow {
  const { runs } = WINDOWS.find(({ upToMinutes }) => gapMinutes <= upToMinutes)!;
  return { runs, bad: badRunsToAlarm(runs), isCounted: (runs - 1) * gapMinutes <= MAX_AHEAD_MINUTES };
}

/** The window of what is proven, in which as many bad runs are enough. */
export function proofWindowOf(gapMinutes: number): RunWindow {
  const window = windowOf(gapMinutes);
  return { ...window, runs: proofWindowRuns(window.runs) };
}

/** A warning is in no hurry, and wants most of the window. */
export function warnWindowOf(gapMinutes: number): RunWindow {
  const window = windowOf(gapMinutes);
  return { ...window, bad: Math.ceil(window.runs * 0.8) };
}

/** At most so many bad runs of a warning's window, as a part of it, are as good as none. */
const FEW = 1 / 4;

/** How many good runs end a warning. */
export function goodRunsToEnd({ runs }: RunWindow): number {
  return runs - Math.floor(runs * FEW);
}

/** Long enough to see a drift come, short enough to see single runs. */
const MIN_SHOWN_MS = 3 * HOUR_MS;
const MIN_RUNS_SHOWN = 30;

/** How far back the dashboard looks before somebody chooses. */
export function shownAtFirstMs(longestGapMs: number): number {
  return Math.max(MIN_SHOWN_MS, MIN_RUNS_SHOWN * longestGapMs);
}

export const DAY_MINUTES = 24 * 60;

/** How many runs may lie within a period. */
export function mostRunsOf(periodMinutes: number, { shortestGapMs }: { shortestGapMs: number }): number {
  return Math.ceil((periodMinutes * MINUTE_MS) / shortestGapMs);
}

/** Alarms look at one run a period: as long as the longest gap between runs, in whole minutes. */
export function alarmPeriodMinutes(longestGapMs: number): number {
  return Math.ceil(longestGapMs / MINUTE_MS);
}
