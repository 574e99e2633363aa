import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Alarm, Dashboard, GraphWidget, type IMetric, type Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { MetricMethods } from '../../lib/metric-methods';
import { NtpDriftMonitor } from '../../lib/ntp-drift-monitor';
import type { NtpDriftMonitorProps } from '../../lib/ntp-drift-monitor-props';
import {
  alarmsByName,
  CODE,
  manyServers,
  newApp,
  onlyResource,
  SERVERS,
} from '../../testkit/stack/synthesise';

const ENV = { account: '111122223333', region: 'eu-west-1' };

// Synthesis prints its warnings.
beforeEach(() => jest.spyOn(console, 'error').mockImplementation());
afterEach(() => jest.restoreAllMocks());

const METHODS = Object.getOwnPropertyNames(MetricMethods.prototype).filter((name) =>
  name.startsWith('metric'),
);

function monitorIn(stack: Stack, props: Partial<NtpDriftMonitorProps> = {}): NtpDriftMonitor {
  return new NtpDriftMonitor(stack, 'Monitor', {
    monitorName: 'test',
    servers: SERVERS,
    code: CODE,
    ...props,
  });
}

/** The metric of a method; undefined where a monitor does not publish it. */
function metricOf(monitor: NtpDriftMonitor, method: string): Metric | undefined {
  const call = monitor[method as 'metricOffset'];
  try {
    return call.length === 2 ? call.call(monitor, 'a') : (call as unknown as () => Metric).call(monitor);
  } catch {
    return undefined;
  }
}

test('metrics of every method carry the region and the account of the monitor', () => {
  const place = (id: string) => new Stack(newApp(), id, { env: ENV });
  const full = monitorIn(place('Full'));
  const fleet = monitorIn(place('Fleet'), { detail: 'fleet', servers: [...SERVERS, ...manyServers(57)] });
  for (const method of METHODS) {
    const metric = metricOf(full, method) ?? metricOf(fleet, method);
    expect({ method, account: metric?.account, region: metric?.region }).toEqual({ method, ...ENV });
  }
});

test('metrics by their keys carry them, too, unless a call says otherwise', () => {
  const { metrics } = monitorIn(new Stack(newApp(), 'Test', { env: ENV }));
  const found = [
    metrics.ofServer('offset', 'a'),
    metrics.ofMonitor('truechimers'),
    metrics.of('offset', 'a'),
  ];
  expect(found.map(({ account, region }) => ({ account, region }))).toEqual(found.map(() => ENV));
  expect(metrics.ofServer('offset', 'a', { region: 'us-east-1' }).region).toBe('us-east-1');
});

test('a dashboard of a stack in another region shows the metrics of the region of the monitor', () => {
  const app = newApp();
  const monitor = monitorIn(new Stack(app, 'Monitors', { env: ENV }));
  const far = new Stack(app, 'Far', { env: { ...ENV, region: 'us-east-1' } });
  const left = [monitor.metricOffset('a'), monitor.metricTruechimers()] as IMetric[];
  new Dashboard(far, 'Dashboard', { widgets: [[new GraphWidget({ left })]] });
  const body = JSON.stringify(onlyResource(Template.fromStack(far), 'AWS::CloudWatch::Dashboard'));
  for (const name of ['Offset', 'Truechimers']) {
    expect(body).toMatch(new RegExp(`${name}.{1,120}region.{1,9}eu-west-1`));
  }
});

test("an alarm of the monitor's own stack on a metric names no place", () => {
  const stack = new Stack(newApp(), 'Test', { env: ENV });
  const monitor = monitorIn(stack);
  const metric = monitor.metricOffset('a') as IMetric;
  new Alarm(stack, 'Theirs', { alarmName: 'theirs', metric, threshold: 1, evaluationPeriods: 1 });
  expect(alarmsByName(Template.fromStack(stack)).theirs).toMatchObject({
    MetricName: 'Offset',
    Namespace: 'NtpDrift',
  });
});
