import type { Context } from 'aws-lambda';
import { Publisher } from './function/cloudwatch-publisher';
import { log, logResult } from './function/log';
import { metricData } from './function/metric-data';
import { collectGarbage, keepYoungGenerationSmall } from './function/v8-heap';
import { PUBLISH_RESERVE_MS } from './monitor/defaults';
import { parseEvent } from './monitor/event';
import { LOG_MESSAGE } from './monitor/log-message';
import { type RunSummary, summarise } from './monitor/reading';
import { run, systemDependencies } from './monitor/run';
import { parsePublishScope } from './monitor/shard';

keepYoungGenerationSmall();

/** What outlives an invocation: kiss codes to be honoured, addresses that answered, the SDK, its last answer. */
const publisher = new Publisher();
const dependencies = { ...systemDependencies(), witness: publisher.witness };

/** Left for the runtime to deliver the result after the last attempt to publish. */
const RETURN_RESERVE_MS = 500;

/**
 * One run: ask every server of the event for the time, judge them, log every reading, publish.
 *
 * @param event the schedule's Input, see `MonitorEvent`
 * @returns the readings in short
 * @throws Error for a malformed event, before anything is sent; or when CloudWatch did not take the metrics,
 *   after every reading has been logged
 */
export async function handler(
  event: unknown,
  context: Pick<Context, 'getRemainingTimeInMillis' | 'awsRequestId'>,
): Promise<RunSummary> {
  const remainingMs = context.getRemainingTimeInMillis();
  const endMs = performance.now() + remainingMs;
  const plan = parseEvent(event);
  const scope = parsePublishScope(event, plan);
  const result = await run(plan, dependencies, {
    deadlineMs: endMs - Math.min(PUBLISH_RESERVE_MS, remainingMs / 2),
    onIdle: publisher.load,
    afterSampling: collectGarbage,
  });
  logResult(result, context.awsRequestId, scope.measuredElsewhere);
  try {
    await publisher.publish(metricData(result, scope), endMs - RETURN_RESERVE_MS);
  } catch (error) {
    log('ERROR', LOG_MESSAGE.publishFailed, {
      requestId: context.awsRequestId,
      monitor: plan.monitor,
      explanation: (error as Error).message,
    });
    throw error;
  }
  return summarise(result);
}
