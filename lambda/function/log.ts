import { LOG_MESSAGE } from '../monitor/log-message';
import type { Reading, RunResult } from '../monitor/reading';

type Level = 'INFO' | 'WARN' | 'ERROR';

/** Writes one line of JSON: straight to stdout, because the runtime's `console` would wrap it. */
export function log(level: Level, message: string, fields: object): void {
  const timestamp = new Date().toISOString();
  process.stdout.write(`${JSON.stringify({ timestamp, level, message, ...fields })}\n`);
}

/**
 * One line per reading with every field, and one for the run.
 * @param measuredElsewhere names of servers that another shard measures, too, and reports: their lines say so, that
 *   queries can leave them out, and the run's counts do
 */
export function logResult(
  result: RunResult,
  requestId: string,
  measuredElsewhere: ReadonlySet<string> = new Set(),
): void {
  const { monitor, time, clock, reference, servers } = result;
  for (const reading of servers) {
    const mark = measuredElsewhere.has(reading.server) && { repeated: true };
    log(levelOf(reading), LOG_MESSAGE.reading, { requestId, monitor, time, ...reading, ...mark });
  }
  const own = servers.filter(({ server }) => !measuredElsewhere.has(server));
  const verdicts = countBy(own.map(({ verdict }) => verdict));
  log(reference.known ? 'INFO' : 'WARN', LOG_MESSAGE.run, {
    requestId,
    monitor,
    time,
    clock,
    reference,
    verdicts,
  });
}

function levelOf({ verdict }: Reading): Level {
  return verdict === 'outside' || verdict === 'unusable' ? 'WARN' : 'INFO';
}

function countBy(values: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const value of values) {
    counts[value] = (counts[value] ?? 0) + 1;
  }
  return counts;
}
