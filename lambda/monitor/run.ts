import type { ClockDrift } from '../ntp/clock/clock-drift';
import {
  type Clock,
  calibrate,
  maxDeviationMs,
  SYSTEM_TIME,
  stepMs,
  type TimeSource,
} from '../ntp/clock/local-clock';
import type { Unusable } from '../ntp/diagnose';
import { AddressMemory } from '../ntp/dns/address-memory';
import { hostResolver, type Resolve } from '../ntp/dns/dns';
import { KissOfDeathCache } from '../ntp/kiss-of-death';
import { type Measured, measure } from '../ntp/measure';
import { type OpenSocket, socketOpener } from '../ntp/socket';
import { PACING, REPLY_TIMEOUT_MS, RESOLVE_BUDGET_MS } from './defaults';
import { isReference, type Pacing, type RunPlan } from './event';
import { type ClockReading, type RunResult, timeOffsetMs } from './reading';
import type { Witness } from './reference/clock-dispute';
import { findReference, unknownReference } from './reference-time';
import { toReading } from './verdict';

/** What one run needs of its surroundings; tests and the command line replace single parts. */
export interface Dependencies {
  time: TimeSource;
  resolve: Resolve;
  openSocket: OpenSocket;
  kisses: KissOfDeathCache;
  addresses: AddressMemory;
  /** What a third clock showed when the run began; undefined while it is not known. */
  witness?: (clock: Clock) => Witness | undefined;
}

export function systemDependencies(): Dependencies {
  return {
    time: SYSTEM_TIME,
    resolve: hostResolver(),
    openSocket: socketOpener(),
    kisses: new KissOfDeathCache(),
    addresses: new AddressMemory(),
  };
}

export interface RunOptions {
  /** `performance.now()` by which the measurement has to be over. */
  deadlineMs: number;
  /** Called at most once during the measurement, when it can't be disturbed. */
  onIdle?: () => void;
  /** Called when nothing is measured any more, before readings are made: time for whatever takes a while. */
  afterSampling?: () => void;
  /** How servers of each pacing are sampled. Default: `PACING`. */
  pacing?: Record<Pacing, { samples: number; spacingMs: number }>;
  /** Default: `REPLY_TIMEOUT_MS`. */
  replyTimeoutMs?: number;
  /** NTP version of the requests. Default: 4. */
  version?: number;
  /** How far reference time and the local clock may be apart, ms. Default: `MAX_CLOCK_DIFFERENCE_MS`. */
  maxClockDifferenceMs?: number;
}

/**
 * One run: calibrate the clock, measure every server, find reference time, judge.
 * @returns one reading per server of the plan, in its order
 */
export async function run(
  plan: RunPlan,
  dependencies: Dependencies,
  options: RunOptions,
): Promise<RunResult> {
  const clock = calibrate(dependencies.time);
  const pacings = options.pacing ?? PACING;
  const targets = plan.servers.map((server) => ({
    host: server.host,
    port: server.port,
    ...pacings[server.pacing],
    isVoter: isReference(server, plan.reference),
  }));
  const { servers: measured, ...comparison } = await measure(targets, {
    resolveBudgetMs: RESOLVE_BUDGET_MS,
    replyTimeoutMs: REPLY_TIMEOUT_MS,
    ...dependencies,
    ...options,
    clock,
  });
  const clockAfter = calibrate(dependencies.time);
  options.afterSampling?.();
  const clockStepMs = stepMs(clock, clockAfter);
  const reference =
    clockStepMs === 0
      ? findReference(plan, measured, {
          comparison,
          clockBoundMs: maxDeviationMs(clock, clockAfter),
          maxClockDifferenceMs: options.maxClockDifferenceMs,
          witness: dependencies.witness?.(clock),
        })
      : unknownReference(plan.reference, movedText(clockStepMs));
  const findings = { plan, reference, clock };
  const trusted = clockStepMs === 0 ? measured : measured.map((each) => withMovedClock(each, clockStepMs));
  return {
    monitor: plan.monitor,
    time: new Date(clock.epochMs + timeOffsetMs(reference.reading)).toISOString(),
    clock: clockReading(comparison.drift),
    reference: reference.reading,
    servers: plan.servers.map((server, i) => toReading(server, trusted[i]!, findings)),
  };
}

/** The local clock gains what true time loses on it. */
function clockReading({ lowMs, highMs }: ClockDrift): ClockReading {
  return { ratePpm: -(lowMs + highMs) * 500, boundPpm: (highMs - lowMs) * 500 };
}

function withMovedClock(measured: Measured, clockStepMs: number): Measured {
  const unusable: Unusable = { reason: 'clock-moved', explanation: movedText(clockStepMs) };
  return { ...measured, unusable: measured.unusable ?? unusable };
}

function movedText(clockStepMs: number): string {
  const moved = `the function's wall clock was moved by ${clockStepMs.toFixed(3)} ms during the run`;
  return `${moved}; what it measured can't be trusted`;
}
