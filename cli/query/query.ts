import { promises as dns } from 'node:dns';
import { DEFAULTS } from '../../lambda/monitor/defaults';
import type { RunPlan } from '../../lambda/monitor/event';
import type { RunResult } from '../../lambda/monitor/reading';
import { run, systemDependencies } from '../../lambda/monitor/run';
import { SERVER_DEFAULTS } from '../../lambda/monitor/server-keys';
import type { Resolve } from '../../lambda/ntp/dns/dns';
import { inLocalWords, TIMEOUT_WORDS } from './local-words';
import { type HostAndPort, targetText } from './target';

export interface QueryOptions {
  samples: number;
  /** Between two samples of one server; 0 is for servers of one's own. Default: 2 s. */
  spacingMs?: number;
  /** For each reply. */
  timeoutSeconds: number;
  /** For everything. Default: what that takes at the most. */
  withinMs?: number;
  /** IP version, where only one may be asked over. */
  family?: 4 | 6;
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

/**
 * One run against these servers, by the code that runs in Lambda.
 * @param dependencies with what earlier runs left: a server that sent a kiss is not asked again
 */
export async function query(
  targets: readonly HostAndPort[],
  options: QueryOptions,
  dependencies = systemDependencies(),
): Promise<RunResult> {
  const { samples, spacingMs = BURST_SPACING_MS, family } = options;
  const replyTimeoutMs = options.timeoutSeconds * 1000;
  const { withinMs = samples * (spacingMs + replyTimeoutMs) + OVERHEAD_MS } = options;
  const pacing = { samples, spacingMs };
  const asked = { ...dependencies, ...(family && { resolve: resolverOf(family) }) };
  const result = await run(queryPlan(targets, options), asked, {
    deadlineMs: performance.now() + withinMs,
    pacing: { polite: pacing, fast: pacing },
    replyTimeoutMs,
    version: options.ntpVersion,
  });
  return inLocalWords(result, TIMEOUT_WORDS);
}

/** The system's resolver: of two families, `hostResolver` doesn't wait for the second for long. */
function resolverOf(family: 4 | 6): Resolve {
  return async (host) => {
    try {
      return (await dns.lookup(host, { all: true, family })).map(({ address }) => address);
    } catch (error) {
      const { code = '' } = error as NodeJS.ErrnoException;
      throw Object.assign(new Error(`the system finds no IPv${family} address (${code})`), { code });
    }
  };
}
