import { LOG_MESSAGE } from '../lambda/monitor/log-message';
import { type Reading, type RunResult, type RunSummary, summarise } from '../lambda/monitor/reading';

type Line = { message?: string } & Record<string, unknown>;

/**
 * One run's summary out of its log, for a run that measured everything and then could not publish: what was
 * measured isn't lost with it.
 *
 * @param lines what the function wrote in one invocation
 * @returns undefined when the log holds no complete run
 */
export function summaryFromLog(lines: readonly string[]): RunSummary | undefined {
  const records = lines.map(parse);
  const run = records.find(({ message }) => message === LOG_MESSAGE.run) as RunResult | undefined;
  if (run === undefined) {
    return undefined;
  }
  const servers = records.filter(({ message }) => message === LOG_MESSAGE.reading) as unknown as Reading[];
  const { monitor, time, reference } = run;
  return summarise({ monitor, time, reference, servers });
}

/** A line that isn't JSON comes from the runtime or a warning, and is nobody's reading. */
function parse(line: string): Line {
  try {
    return (JSON.parse(line) as Line | null) ?? {};
  } catch {
    return {};
  }
}
