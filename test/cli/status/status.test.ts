import { CloudWatchClient, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { readDeployedMonitor } from '../../../cli/status/deployed-monitor';
import { monitorStatus } from '../../../cli/status/monitor-status';
import { statusText } from '../../../cli/status/status-text';
import type { CloudWatch } from '../../../lab/aws/cloudwatch-endpoint';
import { parseConfig } from '../../../lib/config/load';
import { startCloudWatch } from '../../../testkit/function/accepting-cloudwatch';
import { closeAll } from '../../../testkit/function/test-network';

const MINUTE_MS = 60_000;
const NOW_MS = Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS;
const CONFIG = parseConfig({ name: 'ntp', servers: ['a', 'b', 'c', 'd'], limitMs: 50 });
const TERMINAL = { colour: false, width: 120 };

let cloudWatch: CloudWatch;

beforeAll(async () => {
  cloudWatch = await startCloudWatch();
  cloudWatch.alarms = () => [
    { name: 'ntp outside b', description: '', state: 'ALARM' },
    { name: 'ntp not watching', description: '', state: 'OK' },
    { name: 'ntp2 outside b', description: '', state: 'ALARM' },
  ];
  await publish('a', 3, { Usable: 1, Offset: 0.5, Uncertainty: 1 });
  await publish('a', 2, { Usable: 0 });
  await publish('a', 1, { Usable: 1, Offset: 0.5, Uncertainty: 1 });
  await publish('b', 1, { Usable: 1, Offset: 80, Uncertainty: 1 });
  await publish('c', 1, { Usable: 1, Offset: 49, Uncertainty: 2 });
});
afterEach(() => cloudWatch.recover());
afterAll(closeAll);

async function publish(server: string, minutesAgo: number, metrics: Record<string, number>): Promise<void> {
  const client = new CloudWatchClient({});
  const Dimensions = [
    { Name: 'Monitor', Value: 'ntp' },
    { Name: 'Server', Value: server },
  ];
  const Timestamp = new Date(NOW_MS - minutesAgo * MINUTE_MS + 20_000);
  const MetricData = Object.entries(metrics).map(([MetricName, Value]) => ({
    ...{ MetricName, Value, Dimensions, Timestamp },
  }));
  await client.send(new PutMetricDataCommand({ Namespace: 'NtpDrift', MetricData }));
  client.destroy();
}

const status = async () => monitorStatus(CONFIG, await readDeployedMonitor(CONFIG, 3, NOW_MS));

test('The status tells each server by its last runs, judged as the function judges', async () => {
  const { servers } = await status();
  expect(servers.map(({ server, verdict, history }) => [server, verdict, history])).toEqual([
    ['a', 'within', ['within', 'unusable', 'within']],
    ['b', 'outside', [null, null, 'outside']],
    ['c', 'uncertain', [null, null, 'uncertain']],
    ['d', null, [null, null, null]],
  ]);
});

test('The status tells the alarms that are on: those of this monitor, and of no other with a like name', async () => {
  const { alarms, alarmStates } = await status();
  expect({ alarms, alarmStates }).toEqual({ alarms: ['ntp outside b'], alarmStates: { ALARM: 1, OK: 1 } });
});

test('The status draws the newest offsets and the strip of runs, and names who is missing', async () => {
  const text = statusText(await status(), TERMINAL);
  expect(text).toContain('1 of its 2 alarms is on:\n  ntp outside b');
  expect(text).toMatch(/b .*80\.0.* outside/);
  expect(text).toMatch(/a .*within +▁x▁/);
  expect(text).toContain('Nothing was published of d.');
});

test('a monitor without alarms is not deployed here', async () => {
  const other = parseConfig({ name: 'other', servers: ['a', 'b', 'c'] });
  const text = statusText(monitorStatus(other, await readDeployedMonitor(other, 3, NOW_MS)), TERMINAL);
  expect(text).toContain('It has no alarms here: is it deployed in this region and account?');
});
