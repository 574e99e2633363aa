import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { compileExpression } from '../../../lab/cloudwatch/alarms/math';
import type { AlarmDefinition, MetricAlarm } from '../../../lib/alarms/alarm-definition';
import { alarmsLeftOut } from '../../../lib/alarms/policy';
import { parseConfig } from '../../../lib/config/load';
import { policyFor, TARGETS, titles } from '../../../testkit/alarms/policies';
import { type Json, monitorJson, resources, SERVERS, stackOf } from '../../../testkit/stack/synthesise';

// Synthesis prints its warnings.
beforeEach(() => jest.spyOn(console, 'error').mockImplementation());
afterEach(() => jest.restoreAllMocks());

const leftOut = (changes: Record<string, unknown>) =>
  alarmsLeftOut(parseConfig(monitorJson(changes))).map(({ title }) => title);

describe('alarms that a schedule is too slow for are left out', () => {
  test.each<[schedule: string, missing: string[]]>([
    ['rate(1 minute)', []],
    ['rate(4 hours)', []],
    ['rate(12 hours)', []],
    ['rate(13 hours)', ['more servers outside', 'more servers lost']],
    ['rate(1 day)', ['more servers outside', 'more servers lost']],
  ])('with %s: %j', (schedule, missing) => {
    expect(leftOut({ schedule })).toEqual(missing);
    expect(titles(policyFor({ schedule })).filter((title) => missing.includes(title))).toEqual([]);
  });

  test.each<[schedule: string, least: number, of: number]>([
    ['rate(5 minutes)', 3, 4],
    ['cron(0/5 8-17 ? * MON-FRI *)', 3, 8],
    ['rate(1 hour)', 2, 6],
  ])(
    'with %s, failing takes %d of %d runs: hardly one between them only where "sparse" tells of the others',
    (schedule, least, of) => {
      const alarms = policyFor({ schedule });
      for (const title of ['failing', 'not delivered']) {
        const alarm = alarms.find((each) => each.title === title) as MetricAlarm;
        expect([alarm.datapointsToAlarm, alarm.evaluationPeriods]).toEqual([least, of]);
      }
      expect(titles(alarms).includes('sparse')).toBe(least === of - 1);
    },
  );

  test('a fleet has no alarms by contributors where Metrics Insights sees too few runs', () => {
    const fleet = { servers: [...SERVERS, ...TARGETS.slice(0, 97)] };
    expect(leftOut({ ...fleet, schedule: 'rate(30 minutes)' })).toEqual([]);
    expect(leftOut({ ...fleet, schedule: 'rate(1 hour)' })).toEqual(['names outside', 'names unusable']);
  });

  test('synthesis says which, and why', () => {
    Annotations.fromStack(stackOf({ schedule: 'rate(1 day)' })).hasWarning(
      '*',
      Match.stringLikeRegexp('"more servers lost": its period would be 48 hours long, .* takes 24 hours'),
    );
    Annotations.fromStack(stackOf({})).hasNoWarning('*', Match.stringLikeRegexp('left out'));
  });
});

test('a daily monitor is told of what a day can tell: a dead server after two days, silence after two', () => {
  const told = new Map(
    policyFor({ schedule: 'rate(1 day)' }).map((each) => [each.title, each.toldAfterMinutes]),
  );
  expect(['unusable', 'outside', 'not watching'].map((title) => told.get(title))).toEqual([2880, 2880, 2880]);
});

describe('a planned pause', () => {
  const rulesOf = (changes: Record<string, unknown>): Json[] =>
    Object.values(resources(Template.fromStack(stackOf(changes)), 'AWS::CloudWatch::AlarmMuteRule')).map(
      ({ Rule }) => [Rule.Schedule.Expression, Rule.Schedule.Duration, Rule.Schedule.Timezone],
    );

  test('is mute from one run after its beginning until two runs and 10 minutes after the first run', () => {
    expect(rulesOf({ schedule: 'cron(0/5 8-17 ? * MON-FRI *)' })).toEqual([
      ['cron(0 18 * * MON,TUE,WED,THU)', 'PT14H20M', undefined],
      ['cron(0 18 * * FRI)', 'P2DT14H20M', undefined],
    ]);
  });

  test('of every day takes one rule', () => {
    expect(rulesOf({ schedule: 'cron(* 6-21 * * ? *)' })).toEqual([
      ['cron(2 22 * * *)', 'PT8H10M', undefined],
    ]);
  });

  test('in a zone whose clocks change lasts an hour more, and the schedule is in that zone', () => {
    const changes = { schedule: 'cron(0/5 8-17 * * ? *)', timeZone: 'Europe/Stockholm' };
    expect(rulesOf(changes)).toEqual([['cron(0 18 * * *)', 'PT15H20M', 'Europe/Stockholm']]);
    const [schedule] = Object.values(
      resources(Template.fromStack(stackOf(changes)), 'AWS::Scheduler::Schedule'),
    );
    expect(schedule.ScheduleExpressionTimezone).toBe('Europe/Stockholm');
  });

  test('mutes nothing but the silence', () => {
    const template = Template.fromStack(stackOf({ schedule: 'cron(0/5 8-17 * * ? *)' }));
    const [{ MuteTargets }] = Object.values(resources(template, 'AWS::CloudWatch::AlarmMuteRule')) as [Json];
    const names = MuteTargets.AlarmNames.map(({ Ref }: Json) => template.toJSON().Resources[Ref]);
    expect(names.map(({ Properties }: Json) => Properties.AlarmName)).toEqual(['test not watching']);
  });

  test('leaves out what counts runs over its beginning, and synthesis says so', () => {
    const schedule = 'cron(0/5 8-17 ? * MON-FRI *)';
    expect(titles(policyFor({ schedule }))).not.toContain('sparse');
    Annotations.fromStack(stackOf({ schedule })).hasWarning(
      '*',
      Match.stringLikeRegexp('pauses every week, up to 62 hours: nobody watches.*There is no alarm "sparse"'),
    );
  });
});

const outsideOf = (alarms: readonly AlarmDefinition[]) =>
  alarms.find(({ title, server }) => title === 'outside' && server === 'a') as MetricAlarm;

test('With runs too far apart to be counted ahead of time, alarms look at each run by itself', () => {
  const alarms = policyFor({ schedule: 'rate(1 hour)' });
  expect(outsideOf(alarms)).toMatchObject({
    expression:
      'IF(bad + 1000000 * (seen > 1.5) <= 0, 0, IF(ABS(bad + 1000000 * (seen > 1.5) - 1) <= 0.5, 1))',
    ...{ threshold: 1, datapointsToAlarm: 2, evaluationPeriods: 4 },
  });
  expect(titles(alarms)).not.toContain('sparse');
});

test.each<
  [what: string, schedule: string, bad: number | undefined, seen: number, expected: number | undefined]
>([
  ['a good run', 'rate(1 hour)', undefined, 1, 0],
  ['one that something else explains', 'rate(1 hour)', 0.00001, 1, undefined],
  ['a bad one', 'rate(1 hour)', 1, 1, 1],
  ['a bad one of a group', 'rate(1 hour)', 1.00001, 1, 1],
  ['good runs of a faster schedule', 'rate(1 hour)', undefined, 3, undefined],
  ['what a faster schedule has counted ahead', 'rate(1 hour)', 3, 1, undefined],
  ['two good runs, which this schedule has at times', 'cron(0 6,12,22 * * ? *)', undefined, 2, 0],
  ['two bad ones', 'cron(0 6,12,22 * * ? *)', 2, 2, 1],
])('With runs far apart the point of %s (%s) of %p in %d is %p', (_what, schedule, bad, seen, expected) => {
  const { expression } = outsideOf(policyFor({ schedule }));
  expect(compileExpression(expression!).evaluate((id) => [id === 'bad' ? bad : seen])).toEqual([expected]);
});
