import { PUBLISH_RESERVE_MS } from '../lambda/defaults';
import { parseEvent } from '../lambda/event';
import { metricData } from '../lambda/metrics';
import { parsePublication } from '../lambda/publication';
import { Publisher } from '../lambda/publish';
import { type RunSummary, summarise } from '../lambda/reading';
import { realWorld, run } from '../lambda/run';
import type { MonitorConfig } from '../lib/config';
import { FUNCTION_TIMEOUT_MS } from '../lib/limits';
import { toEvents } from '../lib/shards';

/** One run of one schedule of a monitor. */
export interface MonitorRun {
  summary: RunSummary;
  durationMs: number;
  /** What became of its metrics; null where nothing was to be published. */
  published: { metrics: number; error?: string } | null;
}

/**
 * Runs each schedule of a monitor once, one after the other: the same events, the same code and the same time to do
 * it in as in Lambda.
 *
 * @param publish whether CloudWatch gets the metrics, by the region, credentials and endpoint of the environment
 */
export async function* runMonitor(config: MonitorConfig, publish: boolean): AsyncGenerator<MonitorRun> {
  const world = realWorld();
  const publisher = new Publisher();
  for (const event of toEvents(config)) {
    const startedMs = performance.now();
    const plan = parseEvent(event);
    const publication = parsePublication(event, plan);
    const result = await run(plan, world, {
      deadlineMs: startedMs + FUNCTION_TIMEOUT_MS - PUBLISH_RESERVE_MS,
      ...(publish && { onQuiet: publisher.load }),
    });
    const durationMs = performance.now() - startedMs;
    const data = [...metricData(result, publication)];
    const error = publish
      ? await failureOf(publisher.publish(data, performance.now() + PUBLISH_RESERVE_MS))
      : '';
    const published = publish ? { metrics: data.length, ...(error && { error }) } : null;
    yield { summary: summarise(result), durationMs, published };
  }
}

/** Why publishing failed, in the words of the SDK: what the function would say of it is meant for its log. */
async function failureOf(publishing: Promise<void>): Promise<string> {
  try {
    await publishing;
    return '';
  } catch (error) {
    const { name, message } = (error as Error & { cause?: Error }).cause ?? (error as Error);
    return `${name}: ${message}`;
  }
}
