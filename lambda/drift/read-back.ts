import { MINUTE_MS } from '../ntp/time-units';
import { byServer } from './by-server';
import {
  type DriftHistory,
  type DriftReading,
  type DriftRun,
  LONG_WINDOW_MS,
  longWindowMs,
  mergeRuns,
} from './drift-history';

/** What to ask the metrics for, ms since 1970; whole minutes, as their stamps are. */
export interface HistoryGap {
  /** Included. */
  fromMs: number;
  /** Not included. */
  toMs: number;
}

/** One server's published values; `GetMetricData` gives a list of stamps and one of values for each metric. */
export interface PublishedSeries {
  server: string;
  offset: PublishedValues;
  roundTripDelay: PublishedValues;
}

interface PublishedValues {
  timestampsMs: readonly number[];
  values: readonly number[];
}

/** A run that comes late, or one that is lost, is no gap. */
const MAX_INTERVALS = 2.5;

/**
 * Which stretch of the past this environment hasn't measured: after a cold start all that the estimate looks at, after
 * runs in another environment those. Call it before the current run is recorded.
 * @param intervalMs the schedule's
 * @param unreadFromMs where a gap began that could not be read back before
 * @returns undefined when nothing is missing
 */
export function gapOf(
  history: DriftHistory,
  nowMs: number,
  intervalMs: number,
  unreadFromMs = Infinity,
): HistoryGap | undefined {
  const newestMs = history.at(-1)?.timeMs ?? -Infinity;
  const firstMs = nowMs - Math.max(longWindowMs(intervalMs), LONG_WINDOW_MS);
  const isOwn = nowMs - newestMs <= MAX_INTERVALS * intervalMs;
  // What was unread and is too old by now is not missed any more.
  if (isOwn && (unreadFromMs === Infinity || (history[0]?.timeMs ?? Infinity) <= firstMs)) {
    return undefined;
  }
  const fromMs = Math.max(Math.min(newestMs + MINUTE_MS, unreadFromMs), firstMs);
  return { fromMs: toMinute(fromMs), toMs: toMinute(nowMs) };
}

/**
 * The history with what was read back. A minute that it has already is left as it is, so that merging twice, or in
 * another order, changes nothing. Offsets without a delay are left out: nobody knows what they are worth.
 */
export function mergeReadBack(history: DriftHistory, published: readonly PublishedSeries[]): DriftHistory {
  const known = new Set(history.map(({ timeMs }) => toMinute(timeMs)));
  const runs = new Map<number, Record<string, DriftReading>>();
  for (const { server, offset, roundTripDelay } of published) {
    const delays = new Map(
      roundTripDelay.timestampsMs.map((ms, i) => [toMinute(ms), roundTripDelay.values[i]]),
    );
    for (const [i, timestampMs] of offset.timestampsMs.entries()) {
      const timeMs = toMinute(timestampMs);
      const [offsetMs, delayMs] = [offset.values[i], delays.get(timeMs)];
      if (!known.has(timeMs) && Number.isFinite(offsetMs) && Number.isFinite(delayMs)) {
        const readings = runs.get(timeMs) ?? byServer<DriftReading>([]);
        readings[server] = { offsetMs: offsetMs!, delayMs: delayMs! };
        runs.set(timeMs, readings);
      }
    }
  }
  const restored = [...runs].map(([timeMs, readings]): DriftRun => ({ timeMs, restored: true, readings }));
  return mergeRuns(history, restored);
}

function toMinute(ms: number): number {
  return Math.floor(ms / MINUTE_MS) * MINUTE_MS;
}
