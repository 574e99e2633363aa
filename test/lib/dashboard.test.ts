import type { Template } from 'aws-cdk-lib/assertions';
import { MONITOR_METRICS, NAMESPACE, SERVER_METRICS } from '../../lambda/metrics';
import { deploy, type Json, onlyResource, SERVERS } from './support';

/** The dashboard's body with `${LogicalId}` for what is known only after deployment. */
function bodyOf(template: Template): Json {
  const [, parts] = onlyResource(template, 'AWS::CloudWatch::Dashboard').DashboardBody['Fn::Join'];
  const text = parts.map((part: Json) =>
    typeof part === 'string' ? part : (part.Ref ?? part['Fn::GetAtt'][0]),
  );
  return JSON.parse(text.join(''));
}

const { template, stack, monitor } = deploy({ limitMs: 20 });
const body = bodyOf(template);
const graphs: Json[] = body.widgets.filter(({ type }: Json) => type === 'metric');

/** A graph's metrics as [name, dimension, value, ...]. */
function lines(widget: Json): Json[] {
  return widget.properties.metrics.filter((line: Json) => typeof line[0] === 'string');
}

function graphOf(metricName: string): Json {
  return graphs.find((widget) => lines(widget).some((line) => line[1] === metricName));
}

test.each(Object.values(SERVER_METRICS))('shows $name of every server', ({ name }) => {
  const shown = lines(graphOf(name)).map((line) => line.slice(0, 6));
  expect(shown).toEqual(SERVERS.map((server) => [NAMESPACE, name, 'Monitor', 'test', 'Server', server.name]));
});

test.each(Object.values(MONITOR_METRICS))('shows $name of the monitor', ({ name }) => {
  expect(lines(graphOf(name)).map((line) => line.slice(0, 4))).toContainEqual([
    NAMESPACE,
    name,
    'Monitor',
    'test',
  ]);
});

test('the limit is a band around no offset', () => {
  const { annotations } = graphOf(SERVER_METRICS.offset.name).properties;
  expect(annotations.horizontal.map(({ value }: Json) => value)).toEqual([20, -20]);
});

test('one point is one run, however long the time that is shown: averages of both signs would cancel', () => {
  expect(body.periodOverride).toBe('inherit');
  const offsets = lines(graphOf(SERVER_METRICS.offset.name));
  expect(offsets.map((line) => line.at(-1).period)).toEqual([60, 60, 60]);
});

test('every alarm is on it', () => {
  const shown = body.widgets.flatMap(({ properties }: Json) => properties.alarms ?? []);
  expect(shown).toHaveLength(monitor.alarms.length);
  expect(new Set(shown).size).toBe(monitor.alarms.length);
});

describe('with as many servers as a stack can hold', () => {
  const servers = Array.from({ length: 150 }, (_, i) => ({ host: `time-server-number-${i}.example.com` }));
  const large = deploy({ servers, detail: 'full' }).template;

  test("the stack is within CloudFormation's 500 resources and 1 MB", () => {
    expect(Object.keys(large.toJSON().Resources).length).toBeLessThan(400);
    expect(Buffer.byteLength(JSON.stringify(large.toJSON(), null, 1))).toBeLessThan(700_000);
  });

  test("the dashboard is within CloudWatch's 500 widgets, 500 metrics a widget, 2,500 in all", () => {
    const { widgets } = bodyOf(large);
    const counts: number[] = widgets.map(({ properties }: Json) => properties.metrics?.length ?? 0);
    expect(widgets.length).toBeLessThanOrEqual(500);
    expect(Math.max(...counts)).toBeLessThanOrEqual(500);
    expect(counts.reduce((sum, count) => sum + count)).toBeLessThanOrEqual(2500);
    for (const { properties } of widgets) {
      expect(properties.alarms?.length ?? 0).toBeLessThanOrEqual(100);
    }
  });

  test("the schedule's input is within the Scheduler's 256 KB", () => {
    const { Target } = onlyResource(large, 'AWS::Scheduler::Schedule');
    expect(Buffer.byteLength(Target.Input)).toBeLessThan(256 * 1024);
  });
});

test('the dashboard is called as the monitor', () => {
  expect(stack.resolve(monitor.dashboard.dashboardName)).toEqual({ Ref: expect.any(String) });
  expect(onlyResource(template, 'AWS::CloudWatch::Dashboard').DashboardName).toBe('test');
});
