import { compileExpression } from '../../../lab/cloudwatch/alarms/math';
import { parseEvent } from '../../../lambda/monitor/event';
import { DIMENSION, NAMESPACE } from '../../../lambda/monitor/metrics/metric-entry';
import type { MetricScope } from '../../../lambda/monitor/metrics/metric-keys';
import { METRICS } from '../../../lambda/monitor/metrics/metrics';
import { CHOSEN_SERVER } from '../../../lib/dashboard/chosen-server';
import { bodyOf, expressionsOf, metricsOf, widgetsOf } from '../../../testkit/stack/dashboard-json';
import { deploy, onlyResource, resources } from '../../../testkit/stack/synthesise';

/**
 * CloudFormation looks at a dashboard's body only when it is deployed, and a bad one fails then (aws-cdk#31066).
 * Source of the rules: CloudWatch API reference, "Dashboard body structure and syntax", and the service quotas.
 */
const COLUMNS = 24;
const TALLEST = 1000;
const LIMITS = { widgets: 500, metricsPerWidget: 500, metrics: 2500, alarmsPerWidget: 100 };

const MANY = Array.from({ length: 140 }, (_, i) => ({ host: `time-server-number-${i}.example.com` }));

describe.each([
  ['a few servers', {}],
  ['servers judged by the clock', { reference: 'clock' as const }],
  ['as many servers as a stack can hold', { servers: MANY, detail: 'full' as const }],
])('The body for %s', (_name, props) => {
  const { template } = deploy(props);
  const body = bodyOf(template);
  const graphs = widgetsOf(body, 'metric');

  test('lies on the grid, and no widget on another', () => {
    const taken = new Set<string>();
    for (const { x, y, width, height } of body.widgets) {
      expect(x + width).toBeLessThanOrEqual(COLUMNS);
      expect(height).toBeLessThanOrEqual(TALLEST);
      for (let cell = 0; cell < width * height; cell += 1) {
        const at = `${x + (cell % width)},${y + Math.floor(cell / width)}`;
        expect(taken).not.toContain(at);
        taken.add(at);
      }
    }
  });

  test("is within CloudWatch's quotas", () => {
    const counts: number[] = graphs.map(({ properties }) => properties.metrics.length);
    expect(body.widgets.length).toBeLessThanOrEqual(LIMITS.widgets);
    expect(Math.max(...counts)).toBeLessThanOrEqual(LIMITS.metricsPerWidget);
    expect(counts.reduce((sum, count) => sum + count)).toBeLessThanOrEqual(LIMITS.metrics);
    for (const { properties } of widgetsOf(body, 'alarm')) {
      expect(properties.alarms.length).toBeLessThanOrEqual(LIMITS.alarmsPerWidget);
    }
  });

  test('draws only what is published', () => {
    const event = JSON.parse(onlyResource(template, 'AWS::Scheduler::Schedule').Target.Input);
    const names = [...parseEvent(event).servers.map(({ name }) => name), CHOSEN_SERVER];
    const published = new Set([
      ...[...ofScope('monitor'), ...ofScope('count')].map(({ name }) =>
        JSON.stringify([name, { Monitor: 'test' }]),
      ),
      ...ofScope('server').flatMap(({ name }) =>
        names.map((server) =>
          JSON.stringify([name, { [DIMENSION.monitor]: 'test', [DIMENSION.server]: server }]),
        ),
      ),
    ]);
    for (const { namespace, metricName, dimensions } of graphs.flatMap(metricsOf)) {
      expect(namespace).toBe(NAMESPACE);
      expect(published).toContain(JSON.stringify([metricName, dimensions]));
    }
  });

  test('has only maths that can be worked out, of metrics that are there, with the same period', () => {
    for (const graph of graphs) {
      const periods = Object.fromEntries(metricsOf(graph).map(({ options }) => [options.id, options.period]));
      for (const { expression, period } of expressionsOf(graph)) {
        const { references } = compileExpression(expression);
        expect(references.map((id) => periods[id])).toEqual(references.map(() => period));
      }
    }
  });

  test('shows alarms and asks logs of this very stack', () => {
    const alarms = Object.keys({
      ...resources(template, 'AWS::CloudWatch::Alarm'),
      ...resources(template, 'AWS::CloudWatch::CompositeAlarm'),
    }).map((id) => `${id}.Arn`);
    for (const { properties } of widgetsOf(body, 'alarm')) {
      expect(alarms).toEqual(expect.arrayContaining(properties.alarms));
    }
    const [logGroup] = Object.keys(resources(template, 'AWS::Logs::LogGroup'));
    for (const { properties } of widgetsOf(body, 'log')) {
      expect(properties.query).toMatch(new RegExp(`^SOURCE '${logGroup}' \\| `));
    }
  });

  test("leaves the stack within CloudFormation's 500 resources and 1 MB", () => {
    expect(Object.keys(template.toJSON().Resources).length).toBeLessThan(400);
    expect(Buffer.byteLength(JSON.stringify(template.toJSON(), null, 1))).toBeLessThan(950_000);
  });

  test("leaves the schedule's input within the Scheduler's 256 KB", () => {
    const { Target } = onlyResource(template, 'AWS::Scheduler::Schedule');
    expect(Buffer.byteLength(Target.Input)).toBeLessThan(256 * 1024);
  });
});

function ofScope(scope: MetricScope) {
  return Object.values(METRICS).filter((each) => each.scope === scope);
}
