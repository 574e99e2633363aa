import { type Resolve, resolveHost } from '../ntp/dns';
import { KissMemory } from '../ntp/kiss-of-death';
import { calibrate, movedMs, SYSTEM_TIME, strayMs, type TimeSource } from '../ntp/local-clock';
import { type Measured, measure } from '../ntp/measure';
import { type OpenSocket, openSocket } from '../ntp/socket';
import { PACING, REPLY_TIMEOUT_MS, RESOLVE_BUDGET_MS } from './defaults';
import type { Pacing, RunPlan } from './event';
import type { RunResult } from './reading';
import { findReference, unknownReference } from './reference-time';
import { toReading } from './verdict';

/** What one run needs of the world; tests and the command line replace single parts. */
export interface World {
  time: TimeSource;
  resolve: Resolve;
  openSocket: OpenSocket;
  kisses: KissMemory;
}

export function realWorld(): World {
  return { time: SYSTEM_TIME, resolve: resolveHost, openSocket, kisses: new KissMemory() };
}

export interface RunOptions {
  /** `performance.now()` by which the measurement has to be over. */
  deadlineMs: number;
  /** Called at most once during the measurement, when it can't be disturbed. */
  onQuiet?: () => void;
  /** Called when nothing is measured any more, before readings are made: time for whatever takes a while. */
  onMeasured?: () => void;
  /** How servers of each pacing are sampled. Default: `PACING`. */
  pacing?: Record<Pacing, { samples: number; spacingMs: number }>;
  /** Default: `REPLY_TIMEOUT_MS`. */
  replyTimeoutMs?: number;
  /** NTP version of the requests. Default: 4. */
  version?: number;
}

/**
 * One run: calibrate the clock, measure every server, find reference time, judge.
 * @returns one reading per server of the plan, in its order
 */
export async function run(plan: RunPlan, world: World, options: RunOptions): Promise<RunResult> {
  const clock = calibrate(world.time);
  const pacings = options.pacing ?? PACING;
  const targets = plan.servers.map(({ host, port, pacing }) => ({ host, port, ...pacings[pacing] }));
  const measured = await measure(targets, {
    resolveBudgetMs: RESOLVE_BUDGET_MS,
    replyTimeoutMs: REPLY_TIMEOUT_MS,
    ...world,
    ...options,
    clock,
  });
  const clockAfter = calibrate(world.time);
  options.onMeasured?.();
  const clockMovedMs = movedMs(clock, clockAfter);
  const reference =
    clockMovedMs === 0
      ? findReference(plan, measured, strayMs(clock, clockAfter))
      : unknownReference(plan.reference, movedText(clockMovedMs));
  const trusted = clockMovedMs === 0 ? measured : measured.map((each) => withMovedClock(each, clockMovedMs));
  return {
    monitor: plan.monitor,
    time: new Date(clock.epochMs + (reference.time?.offsetMs ?? 0)).toISOString(),
    reference: reference.reading,
    servers: plan.servers.map((server, i) => toReading(server, trusted[i]!, reference, clock)),
  };
}

function withMovedClock(measured: Measured, clockMovedMs: number): Measured {
  const unusable = { reason: 'clock-moved', explanation: movedText(clockMovedMs) };
  return { ...measured, unusable: measured.unusable ?? unusable };
}

function movedText(clockMovedMs: number): string {
  const moved = `the function's wall clock was moved by ${clockMovedMs.toFixed(3)} ms during the run`;
  return `${moved}; what it measured can't be trusted`;
}
