import { MINUTE_MS } from '../../lambda/ntp/time-units';
import { MAX_GAP_RATIO, MIN_RUNS_BETWEEN_PAUSES, PAUSE_MARGIN_MINUTES, PAUSE_RUNS_MUTED } from './policy';

const WEEK_MINUTES = 7 * 24 * 60;

/** A planned pause, such as a night: it comes again every week. */
export interface Pause {
  /** When the last run before it starts, minutes since Sunday 00:00 in the schedule's zone. */
  readonly fromMinute: number;
  /** Until the next run. */
  readonly minutes: number;
}

export interface WeeklyGaps {
  readonly shortestGapMs: number;
  /** Pauses left out. */
  readonly longestGapMs: number;
  readonly pauses: readonly Pause[];
}

/**
 * How far apart runs are that come again every week.
 * @param runs minutes since Sunday 00:00, ascending
 * @returns undefined where gaps are neither even nor pauses between stretches long enough to be watched
 */
export function weeklyGaps(runs: readonly number[]): WeeklyGaps | undefined {
  const gaps = runs.map((fromMinute, i) => ({
    fromMinute,
    minutes: (runs[i + 1] ?? runs[0]! + WEEK_MINUTES) - fromMinute,
  }));
  const shortest = Math.min(...gaps.map(({ minutes }) => minutes));
  const isPause = ({ minutes }: Pause) => minutes > MAX_GAP_RATIO * shortest;
  const pauses = gaps.filter(isPause);
  const longest = Math.max(...gaps.filter((gap) => !isPause(gap)).map(({ minutes }) => minutes));
  const muted = PAUSE_RUNS_MUTED * longest + PAUSE_MARGIN_MINUTES;
  const isWatched = pauses.every(({ fromMinute, minutes }, i) => {
    const begins = fromMinute + minutes;
    const next = pauses[i + 1]?.fromMinute ?? pauses[0]!.fromMinute + WEEK_MINUTES;
    const count = runs.filter((run) => isWithin(run, begins, next)).length;
    return count >= MIN_RUNS_BETWEEN_PAUSES && next - begins > muted;
  });
  return isWatched
    ? { shortestGapMs: shortest * MINUTE_MS, longestGapMs: longest * MINUTE_MS, pauses }
    : undefined;
}

/** What part of the week has runs at the schedule's distance. */
export function activePart({ pauses, shortestGapMs }: WeeklyGaps): number {
  const paused = pauses.reduce((sum, { minutes }) => sum + minutes - shortestGapMs / MINUTE_MS, 0);
  return 1 - paused / WEEK_MINUTES;
}

/** @param to may be in the next week */
function isWithin(run: number, from: number, to: number): boolean {
  return (run >= from && run <= to) || (run + WEEK_MINUTES >= from && run + WEEK_MINUTES <= to);
}
