import { setTimeout as sleep } from 'node:timers/promises';
import type { RunResult } from '../../lambda/monitor/reading';
import { UNWATCHED, type WatchedServer, watched } from './watched-server';

export interface WatchOptions {
  /** From the start of one run to the start of the next, ms; a run that takes longer is followed at once. */
  everyMs: number;
  /** How many runs; default: until it is interrupted. */
  runs?: number;
  /** Ends the watch after the run under way. */
  signal: AbortSignal;
}

export interface WatchedRun {
  number: number;
  result: RunResult;
  durationMs: number;
  /** What has been seen of every server so far, this run included. */
  servers: ReadonlyMap<string, WatchedServer>;
}

/** Runs again and again. @param ask one run */
export async function* watch(
  ask: () => Promise<RunResult>,
  { everyMs, runs = Number.POSITIVE_INFINITY, signal }: WatchOptions,
): AsyncGenerator<WatchedRun> {
  const servers = new Map<string, WatchedServer>();
  for (let number = 1; number <= runs && !signal.aborted; number += 1) {
    const startMs = performance.now();
    const result = await ask();
    const durationMs = performance.now() - startMs;
    for (const reading of result.servers) {
      servers.set(reading.server, watched(servers.get(reading.server) ?? UNWATCHED, reading));
    }
    yield { number, result, durationMs, servers };
    if (number < runs) {
      // Called off while it waits, it ends without an error.
      await sleep(Math.max(everyMs - durationMs, 0), undefined, { signal }).catch(() => undefined);
    }
  }
}
