import {
  PACING,
  PUBLISH_RESERVE_MS,
  REPLY_TIMEOUT_MS,
  RESOLVE_BUDGET_MS,
} from '../../../lambda/monitor/defaults';
import { SEND_GAP_MS } from '../../../lambda/ntp/pacer';
import { formatValue, type Problem } from '../config-error';
import * as limits from '../policy';
import { type Pace, readSchedule, ScheduleExpressionError } from '../schedule-expression';
import type { ServerConfig } from '../schema';
import { shardServers } from '../shards';
import type { Draft } from './together';

type Timing = Pick<Draft, 'schedule' | 'timeoutMs'>;

export function scheduleIsValid({ schedule }: Timing): Problem[] {
  try {
    schedule === undefined || readSchedule(schedule);
    return [];
  } catch (error) {
    if (error instanceof ScheduleExpressionError) {
      return [{ path: 'schedule', found: formatValue(schedule), expected: error.expected }];
    }
    throw error;
  }
}

/** An alarm cannot tell a planned pause from silence, nor see one bad run among many in its period. */
export function scheduleSuitsAlarms({ schedule }: Timing): Problem[] {
  const pace = paceOf(schedule);
  if (!pace) {
    return [];
  }
  const { longestGapMs, shortestGapMs } = pace;
  const found = `${formatValue(schedule)}, with runs up to ${minutes(longestGapMs)} apart`;
  if (longestGapMs > limits.MAX_GAP_MS) {
    const expected =
      `at most ${minutes(limits.MAX_GAP_MS)}, because an alarm looks at ` +
      `${limits.M_OF_N.evaluationPeriods} runs and CloudWatch lets it look back one day`;
    return [{ path: 'schedule', found, expected }];
  }
  if (longestGapMs > limits.MAX_GAP_RATIO * shortestGapMs) {
    const expected =
      `runs spaced evenly, the longest gap at most ${limits.MAX_GAP_RATIO} times the shortest ` +
      `(${minutes(shortestGapMs)}): to an alarm a planned pause looks like silence`;
    return [{ path: 'schedule', found, expected }];
  }
  return [];
}

export function runFits({ schedule, servers, reference, detail, timeoutMs }: Draft): Problem[] {
  const valid = servers.flatMap((server) => server ?? []);
  // A reference that was refused is taken for the one that makes runs longer.
  const shards = shardServers({ reference: reference ?? 'consensus', detail, servers: valid });
  const runMs = Math.max(...shards.map(longestRunMs));
  const shortestGapMs = paceOf(schedule)?.shortestGapMs ?? Number.POSITIVE_INFINITY;
  const found = `a list whose run may take ${seconds(runMs)}`;
  const problems: Problem[] = [];
  if (runMs > timeoutMs) {
    const expected = `a run within the function's timeout of ${seconds(timeoutMs)}; raise the timeout`;
    problems.push({ path: 'servers', found, expected });
  }
  if (timeoutMs > shortestGapMs) {
    problems.push({
      path: 'schedule',
      found: `${formatValue(schedule)}, which starts a run every ${seconds(shortestGapMs)}`,
      expected: `an interval of at least the function's timeout, ${seconds(timeoutMs)}, so that runs don't overlap`,
    });
  }
  return problems;
}

/** The longest that one run can take, ms: every name slow, every reply missing, publishing retried. */
export function longestRunMs(servers: readonly Pick<ServerConfig, 'pacing'>[]): number {
  const samplingMs = servers.map(({ pacing }) => {
    const { samples, spacingMs } = PACING[pacing];
    return samples * Math.max(spacingMs, REPLY_TIMEOUT_MS);
  });
  const sendingMs = servers.reduce((sum, { pacing }) => sum + PACING[pacing].samples * SEND_GAP_MS, 0);
  return RESOLVE_BUDGET_MS + sendingMs + Math.max(0, ...samplingMs) + PUBLISH_RESERVE_MS;
}

function paceOf(schedule: string | undefined): Pace | undefined {
  try {
    return schedule === undefined ? undefined : readSchedule(schedule);
  } catch {
    return undefined; // reported by scheduleIsValid
  }
}

function minutes(ms: number): string {
  return `${Math.round(ms / 60_000)} min`;
}

function seconds(ms: number): string {
  return `${Math.round(ms / 1000)} s`;
}
