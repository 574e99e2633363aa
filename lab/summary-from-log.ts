import { LOG_MESSAGE } from '../lambda/monitor/log-message';
import { type Reading, type RunResult, type RunSummary, summarise } from '../lambda/monitor/reading';
import { parseLogLine } from './log-line';

/**
 * One run's summary out of its log, for a run that measured everything and then could not publish: what was
 * measured isn't lost with it.
 *
 * @param lines what the function wrote in one invocation
 * @returns undefined when the log holds no complete run
 */
export function summaryFromLog(lines: readonly string[]): RunSummary | undefined {
  const records = lines.map(parseLogLine).filter((record) => record !== undefined);
  const run = records.find(({ message }) => message === LOG_MESSAGE.run) as unknown as RunResult | undefined;
  if (run === undefined) {
    return undefined;
  }
  const servers = records.filter(({ message }) => message === LOG_MESSAGE.reading) as unknown as Reading[];
  const { monitor, time, clock, reference } = run;
  return summarise({ monitor, time, clock, reference, servers });
}
