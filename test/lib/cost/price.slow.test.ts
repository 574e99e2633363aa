import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { type ILogGroup, LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { metricData } from '../../../lambda/function/metric-data';
import { parseEvent } from '../../../lambda/monitor/event';
import { LOG_MESSAGE } from '../../../lambda/monitor/log-message';
import { parsePublishScope } from '../../../lambda/monitor/shard';
import { toEvents } from '../../../lib/config/schedule-input';
import { type Cost, ceilingProblems, costOf } from '../../../lib/cost/price';
import { PRICES, type PriceKey } from '../../../lib/cost/prices';
import { READING_LINE_BYTES } from '../../../lib/cost/quantities';
import { KNOWN_DRIFT, reading, result } from '../../../testkit/function/sample-readings';
import { deploy, type Json, manyServers, newApp, SERVERS, stackOf } from '../../../testkit/stack/synthesise';

const NOTHING = Object.fromEntries(Object.keys(PRICES).map((key) => [key, 0])) as Record<PriceKey, number>;

function quantity(cost: Cost, key: PriceKey): number {
  return cost.lines.find((line) => line.key === key)!.quantity;
}

describe('A ceiling', () => {
  const cost = costOf({ ...NOTHING, metrics: 30, dashboards: 1 });

  test('refuses a configuration that costs more, with the sum and the biggest part of it', () => {
    expect(ceilingProblems(cost, 11.99)).toEqual([
      {
        path: 'costCeilingUsd',
        found: '11.99',
        expected: expect.stringMatching(
          /^at least the \$12\.00 a month .* is "Custom metrics" with \$9\.00: /,
        ),
      },
    ]);
  });

  test.each([12, 13, undefined])('of %p lets $12 pass', (ceilingUsd) => {
    expect(ceilingProblems(cost, ceilingUsd)).toEqual([]);
  });

  test('in monitor.json stops the synthesis', () => {
    expect(() => stackOf({ costCeilingUsd: 5 })).toThrow(
      /^NtpDriftMonitor Test\/Monitor has a problem:\n {2}costCeilingUsd is 5; expected at least the \$/,
    );
    expect(() => stackOf({ costCeilingUsd: 100 })).not.toThrow();
  });
});

test.each([
  [0, 0],
  [1, 0.3],
  [10_000, 3000],
  [10_001, 3000.1],
  [250_000, 27_000],
  [1_000_000, 64_500],
  [2_000_000, 84_500],
])('%d metrics cost $%d: each tier at its own price', (metrics, usd) => {
  expect(costOf({ ...NOTHING, metrics }).totalUsd).toBeCloseTo(usd, 6);
});

test.each([
  ['rate(1 minute)', 1],
  ['rate(1 hour)', 1],
  ['cron(0 0/2 * * ? *)', 1 / 2],
  ['rate(4 hours)', 1 / 4],
])(
  'with %s, metrics cost %d of a month: CloudWatch charges the hours in which they are published',
  (schedule, share) => {
    const [often, seldom] = ['rate(1 minute)', schedule].map(
      (each) => stackOf({ schedule: each }).monitor.cost,
    );
    expect(quantity(seldom!, 'metrics')).toBeCloseTo(share * quantity(often!, 'metrics'), 6);
  },
);

test('a log that is kept for ever is priced as one of ten years', () => {
  const stored = (logRetention: RetentionDays) =>
    quantity(deploy({ logRetention }).monitor.cost, 'logStoredGb');
  expect(stored(RetentionDays.INFINITE)).toBeCloseTo(10 * stored(RetentionDays.ONE_YEAR), 6);
  expect(stored(RetentionDays.INFINITE)).toBeGreaterThan(0);
});

test.each<[what: string, days: number, logGroupIn: (stack: Stack) => ILogGroup, assumed: RegExp]>([
  [
    'of this app is priced by its own retention',
    7,
    (stack) => new LogGroup(stack, 'Theirs', { retention: RetentionDays.ONE_WEEK }),
    /^(?!.*The log)/,
  ],
  [
    'of another is priced as kept for a year, which is said',
    365,
    (stack) => LogGroup.fromLogGroupName(stack, 'Theirs', 'theirs'),
    /The log group is not of this app: its log is priced as kept for 365 days/,
  ],
])('a log group %s', (_what, days, logGroupIn, assumed) => {
  const stack = new Stack(newApp(), 'Test');
  const { cost } = deploy({ logGroup: logGroupIn(stack) }, stack).monitor;
  expect(quantity(cost, 'logStoredGb')).toBeCloseTo(
    (days / 365) * quantity(deploy().monitor.cost, 'logStoredGb'),
    6,
  );
  expect(cost.assumptions.join(' ')).toMatch(assumed);
});

const TARGETS = manyServers(997).map((server) => ({ ...server, role: 'target' }));

describe.each<[what: string, changes: Record<string, unknown>]>([
  ['three servers', {}],
  ['three servers as a fleet', { detail: 'fleet' }],
  ['the clock as reference', { reference: 'clock', schedule: 'rate(5 minutes)' }],
  ['fifty servers', { servers: [...SERVERS, ...TARGETS.slice(0, 47)] }],
  ['a hundred servers at full detail', { servers: [...SERVERS, ...TARGETS.slice(0, 97)], detail: 'full' }],
  ['a fleet of a thousand', { servers: [...SERVERS, ...TARGETS], schedule: 'cron(0/15 * * * ? *)' }],
])('With %s, the price counts', (_what, changes) => {
  const stack = stackOf(changes);
  const { cost } = stack.monitor;
  const template: Json = Template.fromStack(stack).toJSON();
  const ofType = (type: string): Json[] =>
    Object.values<Json>(template.Resources).filter(({ Type }) => Type === type);

  test('every resource that is in the template', () => {
    const alarms = ofType('AWS::CloudWatch::Alarm').map(({ Properties }) => Properties);
    const metrics = alarms.flatMap(({ Metrics }) =>
      Metrics ? Metrics.filter(({ MetricStat }: Json) => MetricStat) : [{}],
    );
    expect(quantity(cost, 'alarmMetrics')).toBe(metrics.length);
    expect(quantity(cost, 'compositeAlarms')).toBe(ofType('AWS::CloudWatch::CompositeAlarm').length);
    expect(quantity(cost, 'dashboards')).toBe(ofType('AWS::CloudWatch::Dashboard').length);
    expect(quantity(cost, 'insightRules')).toBe(ofType('AWS::CloudWatch::InsightRule').length);
    expect(quantity(cost, 'keys')).toBe(ofType('AWS::KMS::Key').length);
  });

  test('every metric that a healthy run publishes, and every request', () => {
    const events = toEvents(stack.config);
    const published = events.map((event) => {
      const plan = parseEvent(event);
      const reference = { source: typeof plan.reference === 'object' ? 'server' : plan.reference } as const;
      const run = result(
        plan.servers.map(({ name }) => reading(name, { drift: KNOWN_DRIFT })),
        reference,
      );
      return [...metricData(run, parsePublishScope(event, plan))];
    });
    const names = published
      .flat()
      .map(({ MetricName, Dimensions }) => JSON.stringify([MetricName, Dimensions]));
    expect(quantity(cost, 'metrics')).toBe(new Set(names).size);
    const requests = published.reduce((sum, data) => sum + Math.ceil(data.length / 1000), 0);
    const runs = quantity(cost, 'lambdaRequests') / events.length;
    expect(quantity(cost, 'putRequests') / runs).toBeCloseTo(requests, 6);
  });

  test('every schedule as often as it fires', () => {
    const expression = stack.config.schedule.expression;
    const minutes = expression.startsWith('cron') ? 15 : Number(/\d+/.exec(expression)![0]);
    const schedules = ofType('AWS::Scheduler::Schedule').length;
    expect(quantity(cost, 'schedulerInvocations')).toBeCloseTo((schedules * 730 * 60) / minutes, 6);
    expect(quantity(cost, 'lambdaRequests')).toBe(quantity(cost, 'schedulerInvocations'));
  });
});

test('a healthy fleet of ten thousand costs at most $100 a month beside Lambda and logs', () => {
  const voters = SERVERS.map((server) => ({ ...server, pacing: 'fast' }));
  const targets = manyServers(9997).map((server) => ({ ...server, role: 'target' }));
  const { lines } = stackOf({ servers: [...voters, ...targets] }).monitor.cost;
  const beside = lines.filter(({ key }) => !/^(lambda|log)/.test(key));
  expect(beside.reduce((sum, { usd }) => sum + usd, 0)).toBeLessThan(100);
});

test('a line of the log is about as long as the price takes it to be', () => {
  const time = '2026-11-22T12:00:00.123456789Z';
  const packet = {
    ...{ leap: 0, version: 4, mode: 4, stratum: 2, poll: 6, precision: -24 },
    ...{ rootDelayMs: 12.3456, rootDispersionMs: 1.2345, refId: '192.0.2.123' },
    ...{
      referenceTime: time,
      originTime: time,
      receiveTime: time,
      transmitTime: time,
      destinationTime: time,
    },
  };
  const measured = reading('server-of-some-length', {
    packet,
    offsetMs: -0.123456789,
    uncertaintyMs: 12.3456789,
  });
  const line = JSON.stringify({
    ...{ timestamp: time, level: 'INFO', message: LOG_MESSAGE.reading },
    ...{ requestId: '8f507cfc-example-4697-b07a-ac58fc914c95', monitor: 'ntp', time, ...measured },
  });
  const bytes = Buffer.byteLength(line) + 26; // which CloudWatch adds to each event
  expect(bytes).toBeGreaterThan(0.7 * READING_LINE_BYTES);
  expect(bytes).toBeLessThan(1.1 * READING_LINE_BYTES);
});
