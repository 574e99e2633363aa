import type { Reading, Verdict } from '../../lambda/monitor/reading';

/** What has been seen of one server since the watch began. */
export interface WatchedServer {
  runs: number;
  /** Runs without a usable answer. */
  lost: number;
  leastMs: number | null;
  meanMs: number | null;
  greatestMs: number | null;
  /** Oldest first, at most `MAX_HISTORY`. */
  history: readonly Verdict[];
}

const MAX_WATCHED_RUNS = 60;

export const UNWATCHED: WatchedServer = {
  runs: 0,
  lost: 0,
  leastMs: null,
  meanMs: null,
  greatestMs: null,
  history: [],
};

/** One more reading of a server; without an offset it counts as lost and moves no figure. */
export function watched(before: WatchedServer, { verdict, offsetMs }: Reading): WatchedServer {
  const seen = before.runs - before.lost;
  const after = {
    ...before,
    runs: before.runs + 1,
    lost: before.lost + (offsetMs === null ? 1 : 0),
    history: [...before.history, verdict].slice(-MAX_WATCHED_RUNS),
  };
  return offsetMs === null
    ? after
    : {
        ...after,
        leastMs: Math.min(before.leastMs ?? offsetMs, offsetMs),
        meanMs: ((before.meanMs ?? 0) * seen + offsetMs) / (seen + 1),
        greatestMs: Math.max(before.greatestMs ?? offsetMs, offsetMs),
      };
}
