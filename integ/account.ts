import {
  CloudWatchClient,
  GetMetricDataCommand,
  type MetricDatum,
  PutMetricDataCommand,
  paginateDescribeAlarms,
  SetAlarmStateCommand,
} from '@aws-sdk/client-cloudwatch';
import { DIMENSION, NAMESPACE } from '../lambda/monitor/metrics/metric-entry';
import { drain } from './queue';

/** What CloudWatch told a topic, as far as it matters here. */
export interface Heard {
  alarm: string;
  state: string;
  /** When it was received, ms since 1970. */
  timeMs: number;
}

/** SQS's long polling takes at most so long (API reference, ReceiveMessage). */
const MAX_WAIT_S = 20;

/** The account by its APIs: region, credentials and endpoints are those of the environment. */
export class Account {
  private readonly cloudWatch = new CloudWatchClient({});

  /** @param queueUrl of the queue that is subscribed to every topic */
  constructor(
    private readonly queueUrl: string,
    private readonly waitSeconds = MAX_WAIT_S,
  ) {}

  /** How many data a metric of a monitor has between two times, both ms since 1970. */
  async count(monitor: string, metricName: string, [fromMs, toMs]: [number, number]): Promise<number> {
    const Metric = {
      Namespace: NAMESPACE,
      MetricName: metricName,
      Dimensions: [{ Name: DIMENSION.monitor, Value: monitor }],
    };
    const { MetricDataResults } = await this.cloudWatch.send(
      new GetMetricDataCommand({
        StartTime: new Date(fromMs),
        EndTime: new Date(toMs),
        MetricDataQueries: [{ Id: 'm', MetricStat: { Metric, Period: 60, Stat: 'SampleCount' } }],
      }),
    );
    return (MetricDataResults?.[0]?.Values ?? []).reduce((sum, value) => sum + value, 0);
  }

  /** The states of all alarms whose names begin so, by name. */
  async alarmStates(prefix: string): Promise<ReadonlyMap<string, string>> {
    const states = new Map<string, string>();
    const pages = paginateDescribeAlarms(
      { client: this.cloudWatch, pageSize: 100 },
      { AlarmNamePrefix: prefix, AlarmTypes: ['MetricAlarm', 'CompositeAlarm'] },
    );
    for await (const { MetricAlarms = [], CompositeAlarms = [] } of pages) {
      for (const { AlarmName, StateValue } of [...MetricAlarms, ...CompositeAlarms]) {
        states.set(AlarmName!, StateValue!);
      }
    }
    return states;
  }

  /** CloudWatch takes the alarm's actions, and sets its state right at the next evaluation. */
  async setOn(alarm: string): Promise<void> {
    const reason = 'npm run integ';
    await this.cloudWatch.send(
      new SetAlarmStateCommand({ AlarmName: alarm, StateValue: 'ALARM', StateReason: reason }),
    );
  }

  async publish(namespace: string, data: MetricDatum[]): Promise<void> {
    if (data.length > 0) {
      await this.cloudWatch.send(new PutMetricDataCommand({ Namespace: namespace, MetricData: data }));
    }
  }

  /** What has come into the queue since it was asked last. */
  async heard(nowMs: number): Promise<Heard[]> {
    const bodies = await drain(this.queueUrl, this.waitSeconds);
    return bodies.map((body) => {
      const { AlarmName, NewStateValue } = JSON.parse(JSON.parse(body).Message);
      return { alarm: AlarmName, state: NewStateValue, timeMs: nowMs };
    });
  }

  close(): void {
    this.cloudWatch.destroy();
  }
}
