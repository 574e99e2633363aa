import type { NtpServer } from '../../lab/ntp/ntp-server';
import type { DriftReport } from '../../lambda/monitor/reading';
import { eventOf } from '../../testkit/function/invocation';
import { closeAll, startServer } from '../../testkit/function/test-network';
import { type DeployedFunction, startFunction, summaryOf } from '../../testkit/lambda/deployed-function';

const MINUTE_MS = 60_000;
const RUNS = 60;
/** What the target's clock gained while other environments measured it. */
const DRIFT_PPM = 20;

let fn: DeployedFunction;
let servers: NtpServer[];

beforeEach(async () => {
  fn = await startFunction();
  servers = await Promise.all([{}, {}, {}, {}].map((behaviour) => startServer(behaviour)));
  await publishHistory();
});
afterEach(closeAll);

/** An hour of readings up to the minute before, as earlier environments have published them. */
async function publishHistory(): Promise<void> {
  const nowMs = Date.now();
  for (let ago = RUNS; ago >= 1; ago -= 1) {
    const Timestamp = (nowMs - ago * MINUTE_MS) / 1000;
    const MetricData = ['a', 'b', 'c', 'd'].flatMap((server) => {
      const Dimensions = [
        { Name: 'Monitor', Value: 'm' },
        { Name: 'Server', Value: server },
      ];
      const offsetMs = server === 'd' ? (-DRIFT_PPM * ago * MINUTE_MS) / 1e6 : 0;
      return [
        { MetricName: 'Offset', Dimensions, Timestamp, Unit: 'Milliseconds', Value: offsetMs },
        { MetricName: 'RoundTripDelay', Dimensions, Timestamp, Unit: 'Milliseconds', Value: 0.2 },
      ];
    });
    const response = await fetch(fn.cloudWatch.url, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-amz-json-1.0',
        'x-amz-target': 'GraniteServiceVersion20100801.PutMetricData',
      },
      body: JSON.stringify({ Namespace: 'NtpDrift', MetricData }),
    });
    expect(response.status).toBe(200);
  }
  fn.accepted.length = 0;
}

const invoke = (fields: { history?: boolean } = {}) =>
  fn.lambda.invoke(JSON.stringify(eventOf(servers, fields)));

const driftOf = (drift: DriftReport | undefined) => (drift?.known ? drift.ppm : undefined);

test('A cold start reads back what others have measured: the first run knows the drift, and publishes it', async () => {
  const answered: unknown[] = [];
  fn.cloudWatch.on('answered', (each) => answered.push(each));
  const summary = summaryOf(await invoke());
  expect(driftOf(summary.servers.at(-1)!.drift)).toBeCloseTo(DRIFT_PPM, 0);
  const published = fn.accepted
    .flatMap(({ points }) => points)
    .filter(({ metricName }) => metricName === 'Drift');
  expect(published.map(({ dimensions, unit }) => [dimensions.Server, unit])).toContainEqual(['d', 'None']);

  await invoke();
  expect(answered).toEqual([{ operation: 'GetMetricData' }]); // the second run has the first one's memory
});

test('Two environments at once, and then in turns, state one drift: both read what either has published', async () => {
  const event = JSON.stringify(eventOf(servers));
  const atOnce = await Promise.all([invoke(), invoke()]);
  const [one, other] = fn.lambda.started;
  const inTurns = [];
  for (const environment of [one!, other!, other!, one!]) {
    inTurns.push(await environment.invoke(`turn-${inTurns.length}`, event));
  }

  expect(fn.lambda.started).toHaveLength(2);
  const readings = [...atOnce, ...inTurns].map((each) => summaryOf(each).servers.at(-1)!);
  for (const reading of readings) {
    expect(reading).toMatchObject({ drift: { known: true, window: expect.any(String) } });
    const { drift } = reading;
    // All of it is one hour's readings but for the newest.
    expect(driftOf(drift)).toBeCloseTo(driftOf(readings[0]!.drift)!, 1);
    expect(drift?.known && Math.abs(drift.ppm - DRIFT_PPM) <= drift.halfWidthPpm).toBe(true);
  }
});

test('Where it is refused, the run goes on without it, and the log says so once', async () => {
  fn.cloudWatch.breakDown('refuse', undefined, 'GetMetricData');
  const first = await invoke();
  expect(summaryOf(first).servers.map(({ verdict, drift }) => [verdict, drift?.known])).toEqual(
    Array.from({ length: 4 }, () => ['within', false]),
  );
  expect(fn.accepted).toHaveLength(1);
  const unread = (log: readonly string[]) =>
    log.map((line) => JSON.parse(line)).filter(({ message }) => message === 'history-unread');
  expect(unread(first.log)).toEqual([
    expect.objectContaining({
      level: 'WARN',
      monitor: 'm',
      requestId: first.requestId,
      explanation: expect.stringContaining('cloudwatch:GetMetricData'),
    }),
  ]);
  expect(unread((await invoke()).log)).toEqual([]);
});

test('"history": false asks for nothing', async () => {
  const answered: unknown[] = [];
  fn.cloudWatch.on('answered', (each) => answered.push(each));
  const { servers: readings } = summaryOf(await invoke({ history: false }));
  expect(readings.map(({ drift }) => drift?.known)).toEqual([false, false, false, false]);
  expect(answered).toEqual([]);
});
