import { DEFAULTS } from '../../lambda/monitor/defaults';
import type { RunPlan } from '../../lambda/monitor/event';
import type { RunResult } from '../../lambda/monitor/reading';
import { run, systemDependencies } from '../../lambda/monitor/run';
import { SERVER_DEFAULTS } from '../../lambda/monitor/server-keys';
import { type HostAndPort, targetText } from './target';

export interface QueryOptions {
  samples: number;
  /** Without spacing between the samples: for servers of one's own. */
  fast: boolean;
  timeoutSeconds: number;
  limitMs: number;
  /** NTP version, 1 to 4. */
  ntpVersion: number;
}

/** Nobody waits longer for a server. */
export const MAX_REPLY_TIMEOUT_S = 60;

/** Between two samples of one server, as RFC 5905 spaces a burst (section 13.2). */
const BURST_SPACING_MS = 2000;
/** Resolving names, calibrating and warming up. */
const OVERHEAD_MS = 5000;

/** What is asked of servers that are named by hand: several judge each other. */
export function queryPlan(
  targets: readonly HostAndPort[],
  { limitMs }: Pick<QueryOptions, 'limitMs'>,
): RunPlan {
  return {
    monitor: 'query',
    limitMs,
    maxVoterDistanceMs: DEFAULTS.maxVoterDistanceMs,
    history: false,
    intervalMs: 60_000,
    maintenance: [],
    reference: targets.length === 1 ? 'clock' : 'consensus',
    servers: targets.map(({ host, port }) => ({
      ...SERVER_DEFAULTS,
      host,
      port,
      name: targetText({ host, port }),
      limitMs,
    })),
  };
}

/** One run against these servers, by the code that runs in Lambda. */
export function query(targets: readonly HostAndPort[], options: QueryOptions): Promise<RunResult> {
  const spacingMs = options.fast ? 0 : BURST_SPACING_MS;
  const replyTimeoutMs = options.timeoutSeconds * 1000;
  const pacing = { samples: options.samples, spacingMs };
  return run(queryPlan(targets, options), systemDependencies(), {
    deadlineMs: performance.now() + options.samples * (spacingMs + replyTimeoutMs) + OVERHEAD_MS,
    pacing: { polite: pacing, fast: pacing },
    replyTimeoutMs,
    version: options.ntpVersion,
  });
}
