import type { NtpServer } from '../../lab/ntp/ntp-server';
import { eventOf, metricsIn } from '../../testkit/function/invocation';
import { closeAll, startServer } from '../../testkit/function/test-network';
import { type DeployedFunction, startFunction, summaryOf } from '../../testkit/lambda/deployed-function';

/** Far below what a silent server that is asked politely would be waited for: 4 times 2 s. */
const SHORT_TIMEOUT_MS = 3000;

let fn: DeployedFunction;
let good: NtpServer[];

beforeEach(async () => {
  fn = await startFunction({ timeoutMs: SHORT_TIMEOUT_MS });
  good = await Promise.all([startServer(), startServer(), startServer()]);
});
afterEach(closeAll);

describe('A malformed event', () => {
  test('is an error that reaches the failures destination, with the event and what is wrong with it', async () => {
    const event = eventOf(good, { limitMs: -1 });
    const { error } = await fn.lambda.invoke(JSON.stringify(event));
    expect(error).toMatchObject({
      errorType: 'Error',
      errorMessage: expect.stringContaining('limitMs is -1'),
    });
    expect(fn.lambda.failures).toEqual([
      expect.objectContaining({ requestPayload: event, responsePayload: error }),
    ]);
    expect(fn.accepted).toEqual([]);
  });

  test('leaves its environment usable', async () => {
    const bad = await fn.lambda.invoke('{}');
    const next = await fn.lambda.invoke(JSON.stringify(eventOf(good)));
    expect(next.pid).toBe(bad.pid);
    expect(summaryOf(next).reference.known).toBe(true);
  });

  test('is in the log as one object of JSON, with the request that it belongs to', async () => {
    const { log, requestId } = await fn.lambda.invoke('{}');
    expect(log.map((line) => JSON.parse(line))).toEqual([
      expect.objectContaining({
        level: 'ERROR',
        requestId,
        message: expect.objectContaining({ errorMessage: expect.stringContaining('servers is missing') }),
      }),
    ]);
  });
});

describe("Before the function's timeout", () => {
  test('a silent server is waited for no longer, and what the others said is published', async () => {
    await fn.lambda.invoke(JSON.stringify(eventOf(good))); // loads the SDK, for which a busy machine takes long
    const silent = await startServer({ silent: true });
    const event = eventOf([...good, silent]);
    event.servers[3]!.pacing = 'polite';
    const { servers } = summaryOf(await fn.lambda.invoke(JSON.stringify(event)));
    expect(servers.map(({ verdict, reason }) => reason ?? verdict)).toEqual([
      'within',
      'within',
      'within',
      'deadline',
    ]);
    expect(metricsIn(fn.accepted)).toMatchObject({ Truechimers: 3, 'Usable a': 1, 'Usable d': 0 });
  });

  test('CloudWatch that hangs is given up: the run fails in its own words, with every reading in the log', async () => {
    fn.cloudWatch.breakDown('hang');
    const { error, log } = await fn.lambda.invoke(JSON.stringify(eventOf(good)));
    expect(error?.errorMessage).toMatch(/^CloudWatch did not take 1 of 1 PutMetricData requests: /);
    expect(log.map((line) => JSON.parse(line).server).filter(Boolean)).toEqual(['a', 'b', 'c']);
    expect(fn.lambda.failures).toHaveLength(1);
  });
});

test('A failed run is not repeated when no retries are configured', async () => {
  fn.cloudWatch.breakDown('refuse');
  await fn.lambda.invoke(JSON.stringify(eventOf(good)));
  expect(fn.lambda.failures[0]!.requestContext.approximateInvokeCount).toBe(1);
  expect(good.map(({ requests }) => requests)).toEqual([8, 8, 8]);
});
