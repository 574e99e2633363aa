import { setTimeout as sleep } from 'node:timers/promises';
import { DriftWatch, type WatchedSchedule } from '../../lambda/monitor/drift-watch';
import type { RunPlan } from '../../lambda/monitor/event';
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

/** Runs again and again, and remembers: drift and early signs take several readings. @param ask one run of the plan */
export async function* watch(
  plan: RunPlan,
  ask: () => Promise<RunResult>,
  { everyMs, runs = Number.POSITIVE_INFINITY, signal }: WatchOptions,
): AsyncGenerator<WatchedRun> {
  const servers = new Map<string, WatchedServer>();
  const drifts = new DriftWatch();
  const schedule: WatchedSchedule = { plan, scope: { detail: 'full', shard: 1 } };
  for (let number = 1; number <= runs && !signal.aborted; number += 1) {
    const startMs = performance.now();
    const result = drifts.observe(schedule, await ask());
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
