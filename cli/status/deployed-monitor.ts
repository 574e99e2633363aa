import type { CloudWatchClient, MetricDataQuery } from '@aws-sdk/client-cloudwatch';
import { DIMENSION, NAMESPACE } from '../../lambda/monitor/metrics/metric-entry';
import { METRICS } from '../../lambda/monitor/metrics/metrics';
import { MAX_QUERIES_PER_REQUEST } from '../../lib/config/aws-quotas';
import type { ResolvedConfig } from '../../lib/config/resolved-config';

/** Which metrics tell how a server was, and by which statistic a period is told. */
const ASKED = [
  { key: 'usable', stat: 'Minimum' },
  { key: 'offset', stat: 'Average' },
  { key: 'uncertainty', stat: 'Average' },
] as const;

/** What was published of one server in one period; null: nothing was. */
export type PublishedReading = Record<(typeof ASKED)[number]['key'], number | null>;

/** An alarm of the monitor. */
export interface AlarmStatus {
  name: string;
  state: string;
}

/** What CloudWatch knows of a deployed monitor. */
export interface DeployedMonitor {
  /** The end of the last period, ms since 1970. */
  endMs: number;
  /** By server, oldest first; a fleet has none. */
  readings: Map<string, PublishedReading[]>;
  alarms: AlarmStatus[];
}

/** Reads the last runs of a monitor, and the states of its alarms, in the region and account of the SDK's settings. */
export async function readDeployedMonitor(
  config: ResolvedConfig,
  runs: number,
  nowMs: number = Date.now(),
): Promise<DeployedMonitor> {
  // The SDK takes a while to load, which the commands that ask servers need not wait for.
  const { CloudWatchClient } = await import('@aws-sdk/client-cloudwatch');
  const client = new CloudWatchClient({});
  try {
    const periodMs = Math.ceil(config.schedule.longestGapMs / 60_000) * 60_000;
    const endMs = Math.floor(nowMs / periodMs) * periodMs;
    const times = Array.from({ length: runs }, (_, i) => endMs - (runs - i) * periodMs);
    return {
      endMs,
      readings: config.detail === 'full' ? await readReadings(client, config, times) : new Map(),
      alarms: await readAlarmStates(client, config.name),
    };
  } finally {
    client.destroy();
  }
}

async function readReadings(
  client: CloudWatchClient,
  { name, servers }: ResolvedConfig,
  times: readonly number[],
): Promise<Map<string, PublishedReading[]>> {
  const { paginateGetMetricData } = await import('@aws-sdk/client-cloudwatch');
  const [firstMs, secondMs] = [times[0]!, times[1] ?? times[0]! + 60_000];
  const Period = (secondMs - firstMs) / 1000;
  const queries = servers.flatMap((server, i) =>
    ASKED.map(({ key, stat }): MetricDataQuery => {
      const Dimensions = [
        { Name: DIMENSION.monitor, Value: name },
        { Name: DIMENSION.server, Value: server.name },
      ];
      const Metric = { Namespace: NAMESPACE, MetricName: METRICS[key].name, Dimensions };
      return { Id: `${key}${i}`, MetricStat: { Metric, Period, Stat: stat } };
    }),
  );
  const values = new Map<string, number>();
  for (let first = 0; first < queries.length; first += MAX_QUERIES_PER_REQUEST) {
    const input = {
      StartTime: new Date(firstMs),
      EndTime: new Date(firstMs + times.length * Period * 1000),
      MetricDataQueries: queries.slice(first, first + MAX_QUERIES_PER_REQUEST),
    };
    for await (const { MetricDataResults = [] } of paginateGetMetricData({ client }, input)) {
      for (const { Id, Timestamps = [], Values = [] } of MetricDataResults) {
        for (const [i, timestamp] of Timestamps.entries()) {
          values.set(`${Id} ${timestamp.getTime()}`, Values[i]!);
        }
      }
    }
  }
  const readingAt = (server: number, timeMs: number) =>
    Object.fromEntries(
      ASKED.map(({ key }) => [key, values.get(`${key}${server} ${timeMs}`) ?? null]),
    ) as PublishedReading;
  return new Map(servers.map((server, i) => [server.name, times.map((timeMs) => readingAt(i, timeMs))]));
}

async function readAlarmStates(client: CloudWatchClient, monitor: string): Promise<AlarmStatus[]> {
  const { paginateDescribeAlarms } = await import('@aws-sdk/client-cloudwatch');
  const alarms: AlarmStatus[] = [];
  const pages = paginateDescribeAlarms(
    { client, pageSize: 100 },
    { AlarmNamePrefix: `${monitor} `, AlarmTypes: ['MetricAlarm', 'CompositeAlarm'] },
  );
  for await (const { MetricAlarms = [], CompositeAlarms = [] } of pages) {
    for (const { AlarmName, StateValue } of [...MetricAlarms, ...CompositeAlarms]) {
      alarms.push({ name: AlarmName ?? '', state: StateValue ?? '' });
    }
  }
  return alarms;
}
