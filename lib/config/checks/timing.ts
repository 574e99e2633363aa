import {
  PACING,
  PUBLISH_RESERVE_MS,
  REPLY_TIMEOUT_MS,
  RESOLVE_BUDGET_MS,
} from '../../../lambda/monitor/defaults';
import type { Server } from '../../../lambda/monitor/event';
import { SEND_GAP_MS } from '../../../lambda/ntp/pacer';
import { formatValue, type Problem } from '../config-error';
import type { Draft } from '../draft';
import * as limits from '../policy';
/** An alarm cannot tell a planned pause from silence, nor see one bad run among many in its period. */
export function scheduleSuitsAlarms({ schedule }: Draft): Problem[] {
  if (!schedule) {
    return [];
  }
  const { expression, longestGapMs, shortestGapMs } = schedule;
  const found = `${formatValue(expression)}, with runs up to ${minutes(longestGapMs)} apart`;
  if (longestGapMs > limits.MAX_GAP_MS) {
    const expected =
      `at most ${minutes(limits.MAX_GAP_MS)}, because an alarm looks at a run a period, and a period of CloudWatch ` +
      'is a day at most';
    return [{ path: 'schedule', found, expected }];
  }
  if (longestGapMs > limits.MAX_GAP_RATIO * shortestGapMs) {
    const expected =
      `runs spaced evenly, the longest gap at most ${limits.MAX_GAP_RATIO} times the shortest ` +
      `(${minutes(shortestGapMs)}); or pauses that come again every week, with ${limits.MIN_RUNS_BETWEEN_PAUSES} runs ` +
      `or more between them that last longer than ${limits.PAUSE_RUNS_MUTED} runs and ${limits.PAUSE_MARGIN_MINUTES} min: ` +
      'to an alarm any other pause looks like silence';
    return [{ path: 'schedule', found, expected }];
  }
  return [];
}

/** A run ends within the function's timeout, and before the next one starts. */
export function runFits({ schedule, shards, timeoutMs }: Draft): Problem[] {
  const runMs = Math.max(...shards.map(longestRunMs));
  const found = `a list whose run may take ${wholeSeconds(runMs)}`;
  const problems: Problem[] = [];
  if (runMs > timeoutMs) {
    const expected = `a run within the function's timeout of ${wholeSeconds(timeoutMs)}; raise the timeout`;
    problems.push({ path: 'servers', found, expected });
  }
  if (schedule && timeoutMs > schedule.shortestGapMs) {
    problems.push({
      path: 'schedule',
      found: `${formatValue(schedule.expression)}, which starts a run every ${wholeSeconds(schedule.shortestGapMs)}`,
      expected: `an interval of at least the function's timeout, ${wholeSeconds(timeoutMs)}, so that runs don't overlap`,
    });
  }
  return problems;
}

/** The longest that one run can take, ms: every name slow, every reply missing, publishing retried. @internal */
export function longestRunMs(servers: readonly Pick<Server, 'pacing'>[]): number {
  const samplingMs = servers.map(({ pacing }) => {
    const { samples, spacingMs } = PACING[pacing];
    return samples * Math.max(spacingMs, REPLY_TIMEOUT_MS);
  });
  const sendingMs = servers.reduce((sum, { pacing }) => sum + PACING[pacing].samples * SEND_GAP_MS, 0);
  return RESOLVE_BUDGET_MS + sendingMs + Math.max(0, ...samplingMs) + PUBLISH_RESERVE_MS;
}

function minutes(ms: number): string {
  return `${Math.round(ms / 60_000)} min`;
}

function wholeSeconds(ms: number): string {
  return `${Math.round(ms / 1000)} s`;
}
