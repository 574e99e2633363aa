import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { metricData } from '../../lambda/function/metric-data';
import { parseEvent } from '../../lambda/monitor/event';
import { NAMESPACE } from '../../lambda/monitor/metrics/metric-entry';
import { EVERYTHING } from '../../lambda/monitor/shard';
import { reading, result } from '../../testkit/function/sample-readings';
import { fleetOf } from '../../testkit/stack/fleet-configs';
import {
  alarmsByName,
  type Json,
  manyServers,
  onlyResource,
  resources,
  SERVERS,
  stackOf,
} from '../../testkit/stack/synthesise';

describe.each([
  [1000, 2],
  [10_000, 14],
])('A fleet of %d servers', (size, shards) => {
  const stack = fleetOf(size);
  const template = Template.fromStack(stack);
  const schedules: Json[] = Object.values(resources(template, 'AWS::Scheduler::Schedule'));

  test('is a template that CloudFormation takes: 500 resources and 1 MB at most', () => {
    const json = template.toJSON();
    expect(Object.keys(json.Resources).length).toBeLessThanOrEqual(500);
    expect(Buffer.byteLength(JSON.stringify(json))).toBeLessThanOrEqual(1_000_000);
  });

  test(`has ${shards} schedules in one group, each with an input well below 256 KB`, () => {
    expect(schedules.map(({ Name }) => Name)).toEqual([
      'test',
      ...Array.from({ length: shards - 1 }, (_, i) => `test-${i + 2}`),
    ]);
    for (const { GroupName, Target } of schedules) {
      expect(GroupName).toBe('test');
      expect(Buffer.byteLength(Target.Input)).toBeLessThan(128_000);
    }
  });

  test('asks for every server', () => {
    const asked = schedules.flatMap(({ Target }) => parseEvent(JSON.parse(Target.Input)).servers);
    expect(new Set(asked.map(({ name }) => name)).size).toBe(size);
  });

  test('takes no more resources than a small monitor, but for its schedules', () => {
    expect(Object.keys(alarmsByName(template)).length).toBeLessThan(30);
    expect(Object.keys(template.toJSON().Resources).length).toBeLessThan(70 + shards);
  });
});

test('a Contributor Insights rule finds in the log who is not well, each reading once', () => {
  const template = Template.fromStack(fleetOf(60));
  const { RuleBody, RuleName, RuleState } = onlyResource(template, 'AWS::CloudWatch::InsightRule');
  expect([RuleName, RuleState]).toEqual(['test-not-well', 'ENABLED']);
  const [before, logGroup, after] = RuleBody['Fn::Join'][1];
  expect(logGroup).toEqual({ Ref: expect.stringContaining('Log') });
  expect(JSON.parse(`${before}LOG${after}`)).toEqual({
    Schema: { Name: 'CloudWatchLogRule', Version: 1 },
    LogGroupNames: ['LOG'],
    LogFormat: 'JSON',
    Contribution: {
      Keys: ['$.server', '$.verdict'],
      Filters: [
        { Match: '$.message', In: ['reading'] },
        { Match: '$.verdict', In: ['outside', 'unusable'] },
        { Match: '$.repeated', IsPresent: false },
      ],
    },
    AggregateOn: 'Count',
  });
});

test('someone whose voters are asked too often by all shards together is told so', () => {
  const polite = fleetOf(1000, {
    servers: [...SERVERS, ...manyServers(997).map((s) => ({ ...s, role: 'target' }))],
  });
  const hurried = Match.stringLikeRegexp('Each of the 2 shards asks every voter: one request every 7.5 s');
  Annotations.fromStack(polite).hasNoWarning('*', hurried);
  const many = manyServers(9997).map((server) => ({ ...server, role: 'target' }));
  Annotations.fromStack(stackOf({ servers: [...SERVERS, ...many] })).hasWarning(
    '/Test/Monitor',
    Match.stringLikeRegexp('Each of the 14 shards asks every voter: one request every 1.1 s'),
  );
});

test('The dashboard of a fleet draws what a fleet publishes, and nothing else of the namespace', () => {
  const stack = stackOf({ detail: 'fleet' });
  const { DashboardBody } = onlyResource(Template.fromStack(stack), 'AWS::CloudWatch::Dashboard');
  const parts: unknown[] = DashboardBody['Fn::Join'][1];
  const { widgets } = JSON.parse(parts.map((part) => (typeof part === 'string' ? part : '-')).join(''));
  const drawn = widgets
    .flatMap(({ properties }: Json) => properties.metrics ?? [])
    .filter(([namespace]: Json) => namespace === NAMESPACE)
    .map((metric: Json[]) =>
      metric
        .slice(1)
        .filter((part) => typeof part === 'string')
        .join(' '),
    );
  const run = result(SERVERS.map(({ name }) => reading(name)));
  const published = [...metricData({ ...run, monitor: 'test' }, { ...EVERYTHING, detail: 'fleet' })].map(
    ({ MetricName, Dimensions }) =>
      [MetricName, ...Dimensions.flatMap(({ Name, Value }) => [Name, Value])].join(' '),
  );
  expect(drawn).toContain('AbsoluteOffset Monitor test');
  expect(drawn).toContain('ServersUnusable Monitor test Reason timeout');
  expect(drawn.filter((metric: string) => !published.includes(metric))).toEqual([]);
});
