import type { DriftReport, Reading, Verdict } from '../../lambda/monitor/reading';

/** What has been seen of one server since the watch began. */
export interface WatchedServer {
  runs: number;
  /** Runs without a usable answer. */
  lost: number;
  /** How many offsets the figures are of. */
  offsets: number;
  /** Whether they are against this machine's clock, for want of reference time. */
  byClock: boolean;
  leastMs: number | null;
  meanMs: number | null;
  greatestMs: number | null;
  /** As the newest reading has it. */
  drift: DriftReport | undefined;
  /** Oldest first, at most `MAX_WATCHED_RUNS`. */
  history: readonly Verdict[];
}

const MAX_WATCHED_RUNS = 60;

const NO_OFFSETS = { offsets: 0, leastMs: null, meanMs: null, greatestMs: null } as const;

export const UNWATCHED: WatchedServer = {
  ...NO_OFFSETS,
  runs: 0,
  lost: 0,
  byClock: false,
  drift: undefined,
  history: [],
};

/**
 * One more reading of a server. Figures against reference time and against this machine's clock don't mix: they begin
 * anew when the one takes the place of the other.
 */
export function watched(
  before: WatchedServer,
  { verdict, offsetMs, clockOffsetMs, drift }: Reading,
): WatchedServer {
  const isLost = verdict === 'unusable';
  const after = {
    ...before,
    runs: before.runs + 1,
    lost: before.lost + (isLost ? 1 : 0),
    drift,
    history: [...before.history, verdict].slice(-MAX_WATCHED_RUNS),
  };
  const shownMs = offsetMs ?? clockOffsetMs;
  if (isLost || shownMs === null) {
    return after;
  }
  const byClock = offsetMs === null;
  const { offsets, leastMs, meanMs, greatestMs } = before.byClock === byClock ? before : NO_OFFSETS;
  return {
    ...after,
    byClock,
    offsets: offsets + 1,
    leastMs: Math.min(leastMs ?? shownMs, shownMs),
    meanMs: ((meanMs ?? 0) * offsets + shownMs) / (offsets + 1),
    greatestMs: Math.max(greatestMs ?? shownMs, shownMs),
  };
}
