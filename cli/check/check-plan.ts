import { isIP } from 'node:net';
import { DEFAULTS } from '../../lambda/monitor/defaults';
import { SERVER_DEFAULTS } from '../../lambda/monitor/server-keys';
import type { QueryOptions } from '../query/query';
import type { HostAndPort } from '../query/target';
import type { CheckOptions } from './check-options';
import type { PluginLimits } from './plugin-output';
import { thresholdRange } from './threshold-range';

/** Whom a check asks, how, and what it makes of the answers. */
export interface CheckPlan {
  targets: readonly HostAndPort[];
  query: QueryOptions;
  limits: PluginLimits;
}

/** For each reply, ms. */
const MAX_REPLY_MS = 2000;
/** Resolving names and warming up, ms. */
const PREPARATION_MS = 500;

/** @throws Error saying which options contradict each other */
export function checkPlan(options: CheckOptions): CheckPlan {
  const { hostname, port } = options;
  const family = options.useIpv4 ? 4 : options.useIpv6 ? 6 : undefined;
  const targets = hostname.map((each) =>
    port !== undefined && each.port === SERVER_DEFAULTS.port ? { ...each, port } : each,
  );
  const unreachable = targets.find(({ host }) => family && isIP(host) !== 0 && isIP(host) !== family);
  if (unreachable) {
    throw new Error(
      `-${family} asks over IPv${family} only, and ${unreachable.host} is no such address; leave one of the two out`,
    );
  }
  return {
    targets,
    query: {
      ...times(options),
      ...(family && { family }),
      limitMs: DEFAULTS.limitMs, // ranges judge here
      ntpVersion: 4,
    },
    limits: pluginLimits(options),
  };
}

/** The answers have to be there before the time is over. */
function times({ timeout, samples, delay, pollDelay, fast }: CheckOptions) {
  const withinMs = 1000 * timeout;
  const spacingMs = fast ? 0 : 1000 * (pollDelay ?? delay);
  const replyTimeoutMs = Math.min(MAX_REPLY_MS, withinMs / 2);
  const leftMs = Math.max(withinMs - replyTimeoutMs - PREPARATION_MS, 0);
  const fitting = spacingMs === 0 ? samples : 1 + Math.floor(leftMs / spacingMs);
  return { samples: Math.min(samples, fitting), spacingMs, timeoutSeconds: replyTimeoutMs / 1000, withinMs };
}

function pluginLimits(options: CheckOptions): PluginLimits {
  const { warning = thresholdRange('60'), critical = thresholdRange('120'), quiet, timeOffset } = options;
  if (Number(warning.text) > Number(critical.text)) {
    throw new Error(
      options.critical === undefined
        ? `--warning ${warning.text} is above ${critical.text}, the default of --critical; give both`
        : `--warning ${warning.text} is above --critical ${critical.text}; swap the two`,
    );
  }
  return { warning, critical, addedMs: timeOffset * 1000, unanswered: quiet ? 'UNKNOWN' : 'CRITICAL' };
}
