import { CloudWatchClient, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { readDeployedMonitor } from '../../../cli/status/deployed-monitor';
import { parseConfig } from '../../../lib/config/load';
import { startCloudWatch } from '../../../testkit/function/accepting-cloudwatch';
import { closeAll } from '../../../testkit/function/test-network';

/** More than one page of GetMetricData, which are 100,800 datapoints, and more than the 500 queries of a request. */
const SERVERS = Array.from({ length: 140 }, (_, i) => `server-${i}`);
const RUNS = 260;
const MINUTE_MS = 60_000;
const NOW_MS = Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS;

afterAll(closeAll);

test('every run of every server is read, however many pages they come in', async () => {
  await startCloudWatch();
  const client = new CloudWatchClient({});
  for (let run = 1; run <= RUNS; run += 1) {
    const Timestamp = new Date(NOW_MS - run * MINUTE_MS);
    const MetricData = SERVERS.flatMap((server) =>
      ['Usable', 'Offset', 'Uncertainty'].map((MetricName) => ({
        ...{ MetricName, Value: 1, Timestamp },
        Dimensions: [
          { Name: 'Monitor', Value: 'ntp' },
          { Name: 'Server', Value: server },
        ],
      })),
    );
    await client.send(new PutMetricDataCommand({ Namespace: 'NtpDrift', MetricData }));
  }
  client.destroy();
  const config = parseConfig({ name: 'ntp', servers: SERVERS, detail: 'full', schedule: 'rate(1 minute)' });
  const { readings } = await readDeployedMonitor(config, RUNS, NOW_MS);
  const all = SERVERS.flatMap((server) => readings.get(server)!);
  expect(all).toHaveLength(SERVERS.length * RUNS);
  expect(all.filter((reading) => Object.values(reading).includes(null))).toEqual([]);
});
