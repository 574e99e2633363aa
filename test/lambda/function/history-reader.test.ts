import type { CloudWatch } from '../../../lab/aws/cloudwatch-endpoint';
import { CloudWatchConnection } from '../../../lambda/function/cloudwatch-connection';
import { HistoryReader } from '../../../lambda/function/history-reader';
import { startCloudWatch } from '../../../testkit/function/accepting-cloudwatch';
import { closeAll } from '../../../testkit/function/test-network';

const MINUTE_MS = 60_000;
const NOW_MS = Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS;

let cloudWatch: CloudWatch;
let connection: CloudWatchConnection;
let reads = 0;

beforeAll(async () => {
  cloudWatch = await startCloudWatch();
  cloudWatch.on('answered', () => {
    reads += 1;
  });
  connection = new CloudWatchConnection();
  const { client, PutMetricDataCommand } = await connection.sdk();
  const datum = (MetricName: string, server: string, minutesAgo: number, Value: number) => ({
    MetricName,
    Dimensions: [
      { Name: 'Monitor', Value: 'm' },
      { Name: 'Server', Value: server },
    ],
    Timestamp: new Date(NOW_MS - minutesAgo * MINUTE_MS + 20_000),
    Value,
  });
  for (const server of ['a', 'b']) {
    for (const minutesAgo of [3, 2, 1]) {
      await client.send(
        new PutMetricDataCommand({
          Namespace: 'NtpDrift',
          MetricData: [
            datum('Offset', server, minutesAgo, minutesAgo / 10),
            datum('RoundTripDelay', server, minutesAgo, 2),
          ],
        }),
      );
    }
  }
});
beforeEach(() => {
  reads = 0;
});
afterEach(() => cloudWatch.recover());
afterAll(closeAll);

const question = (servers = ['a', 'b'], minutes = 360) => ({
  monitor: 'm',
  servers,
  fromMs: NOW_MS - minutes * MINUTE_MS,
  toMs: NOW_MS,
});
const soon = () => performance.now() + 20_000;

test("The reader reads each server's offsets and delays by their minutes", async () => {
  const [a, b] = await new HistoryReader(connection).read(question(), soon());
  expect(a!.server).toBe('a');
  expect([...a!.offset.timestampsMs].sort()).toEqual(
    [3, 2, 1].map((minutes) => NOW_MS - minutes * MINUTE_MS),
  );
  expect([...b!.offset.values].sort()).toEqual([0.1, 0.2, 0.3]);
  expect(b!.roundTripDelay.values).toEqual([2, 2, 2]);
});

test('The reader follows pages to the end, whatever a metric is cut at', async () => {
  cloudWatch.maxDatapoints = 5;
  const series = await new HistoryReader(connection).read(question(), soon());
  cloudWatch.maxDatapoints = undefined;
  expect(series.flatMap(({ offset }) => offset.values)).toHaveLength(6);
  expect(series.flatMap(({ roundTripDelay }) => roundTripDelay.values)).toHaveLength(6);
  expect(reads).toBe(3);
});

test('The reader leaves out what lies before the gap', async () => {
  const [a] = await new HistoryReader(connection).read(question(['a'], 1), soon());
  expect(a!.offset.values).toEqual([0.1]);
});

test('The reader asks for 250 servers at a time: a request takes 500 queries', async () => {
  const servers = Array.from({ length: 251 }, (_, i) => `s${i}`);
  await expect(new HistoryReader(connection).read(question(servers), soon())).resolves.toHaveLength(251);
  expect(reads).toBe(2);
});

describe('When it is refused', () => {
  test('it says what failed, that the rest goes on, and what to do', async () => {
    cloudWatch.breakDown('refuse', 1, 'GetMetricData');
    await expect(new HistoryReader(connection).read(question(), soon())).rejects.toThrow(
      /could not be read back: AccessDenied.*: User is not authorized.* Offsets and alarms go on.*"history": false/,
    );
  });

  test('it is left alone for a while', async () => {
    const reader = new HistoryReader(connection);
    expect(reader.isReady(soon())).toBe(true);
    cloudWatch.breakDown('refuse', 1, 'GetMetricData');
    await reader.read(question(), soon()).catch(() => undefined);
    expect(reader.isReady(soon())).toBe(false);
    expect(reader.failures).toBe(1);
  });
});

test.each(['InternalError', 'Forbidden'] as const)(
  'a result that is %s is no empty past',
  async (StatusCode) => {
    // The stand-in never fails within an answer.
    const sdk = await connection.sdk();
    const client = { send: async () => ({ MetricDataResults: [{ Id: 'o0', StatusCode }] }) };
    const failing = { sdk: async () => ({ ...sdk, client }) } as unknown as CloudWatchConnection;
    const reader = new HistoryReader(failing);
    await expect(reader.read(question(['a']), soon())).rejects.toThrow(StatusCode);
    expect(reader.failures).toBe(1);
  },
);

test('an endpoint that hangs costs no more than the deadline', async () => {
  cloudWatch.breakDown('hang', 1, 'GetMetricData');
  const startMs = performance.now();
  await expect(new HistoryReader(connection).read(question(), startMs + 300)).rejects.toThrow('AbortError');
  expect(performance.now() - startMs).toBeLessThan(1500);
});

test('it is not tried where the deadline is too near', () => {
  expect(new HistoryReader(connection).isReady(performance.now() + 100)).toBe(false);
});
