import type { Context } from 'aws-lambda';
import { Publisher } from './function/cloudwatch-publisher';
import { HistoryReader } from './function/history-reader';
import { log, logResult } from './function/log';
import { metricData } from './function/metric-data';
import { collectGarbage, keepYoungGenerationSmall } from './function/v8-heap';
import { PUBLISH_RESERVE_MS } from './monitor/defaults';
import { DriftWatch, type WatchedSchedule } from './monitor/drift-watch';
import { parseEvent } from './monitor/event';
import { LOG_MESSAGE } from './monitor/log-message';
import { clockTimeMs, type RunResult, type RunSummary, summarise } from './monitor/reading';
import { run, systemDependencies } from './monitor/run';
import { parsePublishScope } from './monitor/shard';

keepYoungGenerationSmall();

/**
 * What outlives an invocation: kiss codes to be honoured, addresses that answered, the SDK, its last answer, and
 * readings that drift is estimated from.
 */
const publisher = new Publisher();
const { connection } = publisher;
const dependencies = { ...systemDependencies(), witness: connection.witness };
const history = new HistoryReader(connection);
const driftWatch = new DriftWatch();

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
  const deadlineMs = endMs - Math.min(PUBLISH_RESERVE_MS, remainingMs / 2);
  const measured = await run(plan, dependencies, {
    deadlineMs,
    onIdle: connection.load,
    afterSampling: collectGarbage,
  });
  const schedule = { plan, scope };
  await restoreHistory(schedule, measured, { deadlineMs, requestId: context.awsRequestId });
  const result = withItsPast(schedule, measured, context.awsRequestId);
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

/** The run with what its past says of each server. Whatever fails there, nothing that was measured is lost. */
function withItsPast(schedule: WatchedSchedule, run: RunResult, requestId: string): RunResult {
  try {
    return driftWatch.observe(schedule, run);
  } catch (error) {
    const { stack } = error as Error;
    log('ERROR', LOG_MESSAGE.pastFailed, { requestId, monitor: run.monitor, explanation: stack });
    return run;
  }
}

/**
 * Reads back what this environment hasn't measured, after a cold start above all. It stands between measuring, which
 * it could disturb, and publishing: of a slow schedule every run is a cold start, whose drift would never be known.
 */
async function restoreHistory(
  schedule: WatchedSchedule,
  run: RunResult,
  { deadlineMs, requestId }: { deadlineMs: number; requestId: string },
): Promise<void> {
  const { monitor, servers } = schedule.plan;
  const gap = driftWatch.gapOf(schedule, clockTimeMs(run));
  if (!gap) {
    return;
  }
  if (!history.isReady(deadlineMs)) {
    driftWatch.leaveUnread(schedule, gap);
    return;
  }
  try {
    const question = { ...gap, monitor, servers: servers.map(({ name }) => name) };
    driftWatch.restore(schedule, await history.read(question, deadlineMs));
  } catch (error) {
    driftWatch.leaveUnread(schedule, gap);
    if (history.failures === 1) {
      log('WARN', LOG_MESSAGE.historyUnread, { requestId, monitor, explanation: (error as Error).message });
    }
  }
}
