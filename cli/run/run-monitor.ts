import { Publisher } from '../../lambda/function/cloudwatch-publisher';
import { type Datum, metricData } from '../../lambda/function/metric-data';
import { PUBLISH_RESERVE_MS } from '../../lambda/monitor/defaults';
import { parseEvent } from '../../lambda/monitor/event';
import type { RunResult } from '../../lambda/monitor/reading';
import { run, systemDependencies } from '../../lambda/monitor/run';
import { parsePublishScope } from '../../lambda/monitor/shard';
import { FUNCTION_TIMEOUT_MS } from '../../lib/config/policy';
import type { ResolvedConfig } from '../../lib/config/resolved-config';
import { toEvents } from '../../lib/config/schedule-input';
import { inLocalWords } from '../query/local-words';

/** One run of one schedule of a monitor. */
export interface MonitorRun {
  result: RunResult;
  durationMs: number;
  /** How many metrics it had, and why CloudWatch did not take all of them; null where it was not asked to. */
  published: { metrics: number; error?: string } | null;
}

/**
 * Runs each schedule of a monitor once, one after the other: the same events, the same code and the same time to do
 * it in as in Lambda.
 *
 * @param publish whether CloudWatch gets the metrics, by the region, credentials and endpoint of the environment
 */
export async function* runMonitor(config: ResolvedConfig, publish: boolean): AsyncGenerator<MonitorRun> {
  const dependencies = systemDependencies();
  const publisher = new Publisher();
  for (const event of toEvents(config)) {
    const startedMs = performance.now();
    const plan = parseEvent(event);
    const publication = parsePublishScope(event, plan);
    const measured = await run(plan, dependencies, {
      deadlineMs: startedMs + FUNCTION_TIMEOUT_MS - PUBLISH_RESERVE_MS,
      ...(publish && { onIdle: publisher.connection.load }),
    });
    const durationMs = performance.now() - startedMs;
    const result = inLocalWords(measured);
    const published = publish ? await putMetrics(publisher, [...metricData(result, publication)]) : null;
    yield { result, durationMs, published };
  }
}

/** A failure is told in the words of the SDK: what the publisher says of it is meant for the function's log. */
async function putMetrics(publisher: Publisher, data: readonly Datum[]): Promise<MonitorRun['published']> {
  try {
    await publisher.publish(data, performance.now() + PUBLISH_RESERVE_MS);
    return { metrics: data.length };
  } catch (error) {
    const { name, message } = (error as Error & { cause?: Error }).cause ?? (error as Error);
    return { metrics: data.length, error: name === 'Error' ? message : `${name}: ${message}` };
  }
}
