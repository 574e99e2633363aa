import fc from 'fast-check';
import { type MetricDatum, MINUTE_MS } from '../../../lab/alarms/datapoints';
import type { AlarmDefinition } from '../../../lab/alarms/definition';
import { AlarmSimulation, type Events, type Scenario, simulate } from '../../../lab/alarms/simulation';
import { readAlarms } from '../../../lab/alarms/template';
import { MONITOR_METRICS, NAMESPACE, SERVER_METRICS } from '../../../lambda/metrics';
import { deploy } from '../../lib/support';

const NOON = Date.UTC(2026, 10, 22, 12);

const TOPICS = { AlarmActions: ['alarm'], OKActions: ['ok'] };

/** An alarm on metric M of the given name, as a resource. */
function alarm(name: string, properties: object = {}) {
  return {
    Type: 'AWS::CloudWatch::Alarm',
    Properties: {
      AlarmName: name,
      Namespace: 'N',
      MetricName: name,
      Statistic: 'Maximum',
      Period: 60,
      ComparisonOperator: 'GreaterThanThreshold',
      Threshold: 1,
      EvaluationPeriods: 1,
      ...TOPICS,
      ...properties,
    },
  };
}

function composite(name: string, rule: string, properties: object = {}) {
  return {
    Type: 'AWS::CloudWatch::CompositeAlarm',
    Properties: { AlarmName: name, AlarmRule: rule, ...TOPICS, ...properties },
  };
}

function definitions(...resources: object[]): AlarmDefinition[] {
  return readAlarms({ Resources: Object.fromEntries(resources.map((each, i) => [`R${i}`, each])) });
}

/** A value of metric M in each minute from noon; undefined: none. It arrives so many minutes late. */
function data(metricName: string, values: readonly (number | undefined)[], lateMinutes = 0.1) {
  return values.flatMap((value, minute) => {
    const timeMs = NOON + minute * MINUTE_MS + 1_000;
    return value === undefined
      ? []
      : [{ ...datum(metricName, value, timeMs), arrivalMs: timeMs + lateMinutes * MINUTE_MS }];
  });
}

function datum(metricName: string, value: number, timeMs: number): MetricDatum {
  return { namespace: 'N', metricName, dimensions: {}, unit: 'None', timeMs, values: [{ value, count: 1 }] };
}

function run(scenario: Pick<Scenario, 'alarms' | 'data'> & Partial<Scenario>, minutes = 15): Events {
  return simulate({ startMs: NOON, endMs: NOON + minutes * MINUTE_MS, initialState: 'OK', ...scenario });
}

const minute = (timeMs: number) => (timeMs - NOON) / MINUTE_MS;
const changes = ({ transitions }: Events) =>
  transitions.map(({ timeMs, alarm, to }) => `${minute(timeMs)} ${alarm} ${to}`);
const sent = ({ notifications }: Events) =>
  notifications.map(({ sentMs, alarm, to, actions }) => `${minute(sentMs)} ${alarm} ${to} -> ${actions}`);

describe('nothing is sent', () => {
  test('without a change of state', () => {
    expect(run({ alarms: definitions(alarm('a')), data: data('a', Array(15).fill(0)) })).toEqual({
      transitions: [],
      notifications: [],
    });
  });

  test.each([
    ['with actions disabled', { ActionsEnabled: false }],
    ['where the new state has no actions', { AlarmActions: [], OKActions: [] }],
  ])('%s', (_, properties) => {
    const events = run({ alarms: definitions(alarm('a', properties)), data: data('a', [0, 2, 2, 0, 0]) });
    expect(changes(events)).toEqual(['2 a ALARM', '4 a OK', '8 a INSUFFICIENT_DATA']);
    expect(sent(events)).toEqual([]);
  });
});

test('an error says which alarm it is about', () => {
  const mixed = [...data('a', [0]), ...data('a', [0]).map((each) => ({ ...each, unit: 'Count' }))];
  expect(() => run({ alarms: definitions(alarm('a')), data: mixed })).toThrow(
    'Alarm a: N a has data in None and Count',
  );
  expect(() => new AlarmSimulation([]).state('a')).toThrow('There is no alarm a.');
});

test('a change of state is sent once, to the actions of the new state, with what a reader needs', () => {
  const alarms = definitions(alarm('a', { AlarmDescription: 'Look at it.', AlarmActions: ['x', 'y'] }));
  const events = run({ alarms, data: data('a', [0, 2, 2, 2, 0, 0]) }, 6);
  expect(events.notifications).toEqual([
    {
      timeMs: NOON + 2 * MINUTE_MS,
      sentMs: NOON + 2 * MINUTE_MS,
      alarm: 'a',
      from: 'OK',
      to: 'ALARM',
      reason: '1 of 1 points > 1 [- 0 2]',
      description: 'Look at it.',
      actions: ['x', 'y'],
    },
    expect.objectContaining({ from: 'ALARM', to: 'OK', sentMs: NOON + 5 * MINUTE_MS, actions: ['ok'] }),
  ]);
});

test('a new alarm begins without data, and says so when it has some', () => {
  const { notifications } = run(
    {
      alarms: definitions(alarm('a')),
      data: data('a', [undefined, 0]),
      initialState: 'INSUFFICIENT_DATA',
    },
    2,
  );
  expect(notifications).toMatchObject([{ from: 'INSUFFICIENT_DATA', to: 'OK' }]);
});

describe('time', () => {
  test('data that come late are seen late, and by the periods that they belong to', () => {
    const alarms = definitions(alarm('a', { EvaluationPeriods: 3, DatapointsToAlarm: 2 }));
    const late = [...data('a', [0, 0]), ...data('a', [0, 0, 2, 2], 2.5).slice(2)];
    const prompt = data('a', Array(9).fill(0)).slice(6);
    expect(changes(run({ alarms, data: [...prompt, ...late] }, 9))).toEqual(['6 a ALARM', '8 a OK']);
  });

  test('an evaluation sees the data of the last full minute, and what has arrived by then', () => {
    const alarms = definitions(alarm('a'));
    const seen = (phaseMs: number) => {
      const startMs = NOON + 2.5 * MINUTE_MS;
      const { transitions } = run({ alarms, startMs, phaseMs, data: data('a', [0, 0, 2], 1) }, 5);
      return transitions.map(({ timeMs, to }) => `${timeMs - NOON} ms ${to}`);
    };
    expect(seen(0)).toEqual(['240000 ms ALARM']);
    expect(seen(1_000)).toEqual(['181000 ms ALARM']);
  });

  test('an alarm of a longer period is evaluated every minute too', () => {
    const alarms = definitions(alarm('a', { Period: 300, TreatMissingData: 'notBreaching' }));
    const events = run({ alarms, data: data('a', [0, 0, 2, ...Array(12).fill(0)]) });
    expect(changes(events)).toEqual(['3 a ALARM', '8 a OK']);
  });

  test('the range of the evaluation is a setting', () => {
    const alarms = definitions(alarm('a', { TreatMissingData: 'breaching' }));
    const alarming = (extraPeriods: number) =>
      changes(run({ alarms, extraPeriods, data: data('a', [0, 0, 0]) }));
    expect(alarming(2)).toEqual(['6 a ALARM']);
    expect(alarming(4)).toEqual(['8 a ALARM']);
  });
});

test('metric maths, one expression upon another', () => {
  const stat = (Id: string) => ({
    Id,
    ReturnData: false,
    MetricStat: { Metric: { Namespace: 'N', MetricName: Id }, Stat: 'Average', Period: 60 },
  });
  const { Namespace: _, MetricName: __, Statistic: ___, Period: ____, ...rest } = alarm('far').Properties;
  const Metrics = [
    { Id: 'distance', Expression: 'ABS(difference)' },
    { Id: 'difference', Expression: 'a - b', ReturnData: false },
    stat('a'),
    stat('b'),
  ];
  const alarms = definitions({ Type: 'AWS::CloudWatch::Alarm', Properties: { ...rest, Metrics } });
  const events = run({ alarms, data: [...data('a', [1, 1, 1, 1]), ...data('b', [0, 3, 2, -1])] }, 4);
  expect(changes(events)).toEqual(['2 far ALARM', '3 far OK', '4 far ALARM']);
});

describe('composite alarms', () => {
  const quiet = { AlarmActions: [], OKActions: [] };

  test('follow in the same minute, whatever the order in the template', () => {
    const alarms = definitions(
      composite('top', 'ALARM(both) AND NOT ALARM(c)', { AlarmActions: ['page'] }),
      composite('both', 'ALARM(a) AND ALARM(b)', quiet),
      ...['a', 'b', 'c'].map((name) => alarm(name, { ...quiet, TreatMissingData: 'ignore' })),
    );
    const events = run({
      alarms,
      data: [...data('a', [0, 2]), ...data('b', [0, 0, 2]), ...data('c', [0, 0, 0, 2])],
    });
    expect(changes(events)).toEqual([
      '2 a ALARM',
      '3 b ALARM',
      '3 both ALARM',
      '3 top ALARM',
      '4 c ALARM',
      '4 top OK',
    ]);
    expect(sent(events)).toEqual(['3 top ALARM -> page', '4 top OK -> ok']);
    expect(events.notifications[0]?.reason).toBe('[both: ALARM, c: OK]');
  });

  const suppressed = (wait: number, extension: number) =>
    definitions(
      ...['cause', 'effect'].map((name) => alarm(name, { ...quiet, TreatMissingData: 'ignore' })),
      composite('page', 'ALARM(effect)', {
        ActionsSuppressor: 'cause',
        ActionsSuppressorWaitPeriod: wait,
        ActionsSuppressorExtensionPeriod: extension,
      }),
    );

  test('a suppressor that follows within the wait keeps the page back; what lasts is sent after it', () => {
    const events = run({
      alarms: suppressed(120, 180),
      data: [...data('effect', [0, 2]), ...data('cause', [0, 0, 2, 2, 2, 0])],
    });
    expect(changes(events)).toEqual(['2 effect ALARM', '2 page ALARM', '3 cause ALARM', '6 cause OK']);
    expect(sent(events)).toEqual(['9 page ALARM -> alarm']);
    expect(minute(events.notifications[0]!.timeMs)).toBe(2);
  });

  test('a suppressor that never comes delays the page by the wait', () => {
    const events = run({
      alarms: suppressed(120, 180),
      data: [...data('effect', [0, 2]), ...data('cause', [0])],
    });
    expect(sent(events)).toEqual(['4 page ALARM -> alarm']);
  });

  test('a suppressor can depend on what it suppresses', () => {
    const alarms = definitions(
      alarm('a', quiet),
      composite('x', 'ALARM(a)', {
        ActionsSuppressor: 'y',
        ActionsSuppressorWaitPeriod: 60,
        ActionsSuppressorExtensionPeriod: 60,
      }),
      composite('y', 'ALARM(x)'),
    );
    expect(sent(run({ alarms, data: data('a', [0, 2, 2, 2]) }, 4))).toEqual(['2 y ALARM -> alarm']);
  });

  test('another suppressor discards what the old one kept back', () => {
    const before = suppressed(180, 60);
    const after = before.map((definition) =>
      definition.kind === 'composite' ? { ...definition, suppressor: undefined } : definition,
    );
    const all = [...data('effect', [0, 2]), ...data('cause', [0])];
    const at = NOON + 3.5 * MINUTE_MS;
    expect(
      sent(run({ alarms: before, data: all, deployments: [{ atMs: at, alarms: before }] })),
    ).toHaveLength(1);
    expect(sent(run({ alarms: before, data: all, deployments: [{ atMs: at, alarms: after }] }))).toEqual([]);
  });
});

test('a deployment keeps the states of alarms that stay, starts new ones, and ends the rest', () => {
  const keep = { TreatMissingData: 'ignore', InsufficientDataActions: ['none'] };
  const all = ['a', 'b', 'c'].flatMap((name) => data(name, [0, 2]));
  const events = run({
    alarms: definitions(alarm('a', keep), alarm('b', keep)),
    deployments: [{ atMs: NOON + 3 * MINUTE_MS, alarms: definitions(alarm('a', keep), alarm('c', keep)) }],
    data: [...all, ...data('b', [0, 2, 2, 2, 0, 0])],
  });
  expect(sent(events)).toEqual(['2 a ALARM -> alarm', '2 b ALARM -> alarm', '3 c ALARM -> alarm']);
});

test('the order in which data arrive within a minute makes no difference', () => {
  const alarms = definitions(
    alarm('a', { EvaluationPeriods: 3, DatapointsToAlarm: 2, Statistic: 'Sum' }),
    alarm('b'),
  );
  const measured = [
    ...data('a', [0, 1, 2, 0, 2, 2]),
    ...data('a', [1, 1, 0, 0, 0, 0]),
    ...data('b', [0, 2, 2, 0]),
  ];
  const together = measured.map((each) => ({
    ...each,
    arrivalMs: Math.ceil(each.arrivalMs / MINUTE_MS) * MINUTE_MS,
  }));
  const expected = run({ alarms, data: together });
  expect(expected.notifications.length).toBeGreaterThan(0);
  fc.assert(
    fc.property(fc.shuffledSubarray(together, { minLength: together.length }), (shuffled) => {
      expect(run({ alarms, data: shuffled })).toEqual(expected);
    }),
    { numRuns: 30 },
  );
});

describe("this project's own alarms", () => {
  const alarms = readAlarms(deploy().template.toJSON());
  const SERVERS = ['a', 'b', 'c'];

  /** What the function publishes in each minute; offsets by server and minute, undefined where it doesn't run. */
  function published(offsets: readonly (Partial<Record<string, number>> | undefined)[]) {
    return offsets.flatMap((offset, i) => {
      if (offset === undefined) {
        return [];
      }
      const timeMs = NOON + i * MINUTE_MS + 2_000;
      const common = { namespace: NAMESPACE, timeMs, arrivalMs: timeMs + 9_000 };
      const of = ({ name, unit }: { name: string; unit: string }, value: number, server?: string) => ({
        ...common,
        metricName: name,
        unit,
        values: [{ value, count: 1 }],
        dimensions: { Monitor: 'test', ...(server && { Server: server }) },
      });
      return [
        of(MONITOR_METRICS.truechimers, 3),
        ...SERVERS.flatMap((server) => [
          of(SERVER_METRICS.offset, offset[server] ?? 0, server),
          of(SERVER_METRICS.uncertainty, 1, server),
          of(SERVER_METRICS.usable, 1, server),
        ]),
      ];
    });
  }

  const minutes = (count: number, offset: Partial<Record<string, number>> | undefined = {}) =>
    Array.from({ length: count }, () => offset);
  const pages = (offsets: Parameters<typeof published>[0]) => {
    const startMs = NOON + 6 * MINUTE_MS;
    const { notifications } = run(
      { alarms, data: published([...minutes(6), ...offsets]), startMs },
      6 + offsets.length,
    );
    return notifications.map(({ sentMs, alarm, to }) => `${minute(sentMs) - 6} ${alarm} ${to}`);
  };

  test('a quiet monitor sends nothing, nor does one bad sample', () => {
    expect(pages(minutes(20))).toEqual([]);
    expect(pages([...minutes(5), { a: 80 }, ...minutes(10)])).toEqual([]);
  });

  test('a server that steps 80 ms, either way, pages within 5 minutes, and so does its recovery', () => {
    expect(pages([...minutes(10, { a: -80 }), ...minutes(10)])).toEqual([
      '3 test a outside ALARM',
      '13 test a outside OK',
    ]);
  });

  test('silence is one page; a pause of 3 minutes is none', () => {
    expect(pages([...Array(3).fill(undefined), ...minutes(10)])).toEqual([]);
    expect(pages([...Array(10).fill(undefined), ...minutes(5)])).toEqual([
      '4 test silent ALARM',
      '11 test silent OK',
    ]);
  });
});
