import { MetricStore } from '../../../lab/cloudwatch/alarms/datapoints';
import { SimulatedDashboard } from '../../../lab/cloudwatch/dashboard/dashboard-body';
import { graphWidget } from '../../../lab/cloudwatch/dashboard/graph-data';
import { runQuery, runQueryOverTime } from '../../../lab/cloudwatch/dashboard/log-query';
import type { WidgetSource } from '../../../lab/cloudwatch/dashboard/widget-source';
import type { GraphWidget } from '../../../lab/web/page/page-state';

const NOON = Date.UTC(2026, 10, 22, 12);
const MINUTE = 60_000;

/** A metric with a value a minute up to noon. */
function storeOf(metricName: string, points: readonly (number | undefined)[]): MetricStore {
  const store = new MetricStore();
  points.forEach((value, i) => {
    if (value !== undefined) {
      const timeMs = NOON - (points.length - i) * MINUTE;
      const values = [{ value, count: 1 }];
      store.add({ namespace: 'N', metricName, dimensions: {}, unit: 'None', timeMs, values });
    }
  });
  return store;
}

const sourceOf = (metricName: string, points: readonly (number | undefined)[]): WidgetSource => ({
  store: storeOf(metricName, points),
  records: [],
  rules: new Map(),
});

const draw = (properties: object, values: readonly (number | undefined)[]): GraphWidget =>
  graphWidget(properties, sourceOf('M', values), { startMs: NOON - 10 * MINUTE, endMs: NOON });

describe('A graph', () => {
  test('has a point for each period, at its beginning, and none where nothing was published', () => {
    const { times, lines } = draw({ metrics: [['N', 'M', { period: 60 }]] }, [1, undefined, 3]);
    expect(times).toEqual([NOON - 3 * MINUTE, NOON - MINUTE].map((ms) => ms / 1000));
    expect(lines).toEqual([{ label: 'M', colour: '#1f77b4', axis: 'left', values: [1, 3] }]);
  });

  test('shows results of maths, and not the metrics that they are made of', () => {
    const metrics = [
      [{ expression: 'DIFF(m) * 2', label: 'drift', period: 60 }],
      ['N', 'M', { id: 'm', visible: false, period: 60 }],
    ];
    const { lines } = draw({ metrics }, [0, 6, 12]);
    expect(lines).toEqual([expect.objectContaining({ label: 'drift', values: [12, 12] })]);
  });

  test('takes what a body leaves out as CloudWatch does: averages of five minutes', () => {
    const { times, lines } = draw({ metrics: [['N', 'M']] }, [1, 2, 3, 4, 5]);
    expect([times, lines[0]!.values]).toEqual([[(NOON - 5 * MINUTE) / 1000], [3]]);
  });

  test.each([
    ['p0', 1],
    ['p50', 2],
    ['p75', 3],
    ['p99.9', 9],
  ])('shows the percentile %s', (stat, expected) => {
    const { lines } = draw({ metrics: [['N', 'M', { stat, period: 240 }]] }, [9, 1, 3, 2]);
    expect(lines[0]!.values).toEqual([expected]);
  });

  test('has its annotations and its axes', () => {
    const properties = {
      metrics: [],
      annotations: { horizontal: [{ value: 50, label: 'limit', color: '#d62728', fill: 'above' }] },
      yAxis: { left: { min: 0 } },
    };
    expect(draw(properties, [])).toMatchObject({
      limits: [{ value: 50, label: 'limit', colour: '#d62728', fill: 'above' }],
      left: { min: 0, max: undefined },
    });
  });

  test.each([
    [{ view: 'gauge' }, 'view gauge'],
    [{ metrics: [['N', 'M', { stat: 'p101' }]] }, 'statistic p101'],
    [{ metrics: [['N', 'M', { stat: 'TM(5%:95%)' }]] }, 'statistic TM'],
    [{ metrics: [[{ expression: 'nobody + 1' }]] }, 'refers to nobody'],
  ])('says what it does not know: %j', (properties, why) => {
    expect(() => draw(properties, [1])).toThrow(why);
  });
});

describe('A log query', () => {
  const records = [
    { message: 'reading', server: 'a', packet: { stratum: 1 }, offsetMs: 0.12345 },
    { message: 'reading', server: 'b', packet: null, offsetMs: null },
    { message: 'run' },
    { message: 'reading', server: 'a', packet: { stratum: 2 }, offsetMs: 7 },
  ];

  test('filters, picks fields under other names, sorts, and keeps the first of each', () => {
    const query =
      'SOURCE \'x\' | filter message = "reading" | fields server, packet.stratum as stratum, offsetMs ' +
      '| sort @timestamp desc | dedup server | limit 5';
    expect(runQuery(query, records, NOON)).toEqual({
      columns: ['server', 'stratum', 'offsetMs'],
      rows: [
        ['a', '2', '7'],
        ['b', '', ''],
      ],
    });
  });

  test('takes the newest of each server, and those that are meant of them, sorted', () => {
    const query =
      'SOURCE x | filter @timestamp > now() - 2h | filter message = "reading" and not ispresent(repeated) ' +
      '| stats latest(verdict) as verdictNow by server | filter verdictNow != "within" | sort verdictNow asc, server asc';
    const at = (minutesAgo: number) => new Date(NOON - minutesAgo * MINUTE).toISOString();
    const verdicts = [
      { server: 'a', verdict: 'outside', '@timestamp': at(121) },
      { server: 'b', verdict: 'outside', '@timestamp': at(3) },
      { server: 'b', verdict: 'within', '@timestamp': at(2) },
      { server: 'c', verdict: 'unusable', '@timestamp': at(2) },
      { server: 'd', verdict: 'outside', '@timestamp': at(2) },
      { server: 'd', verdict: 'within', '@timestamp': at(1), repeated: true },
    ].map((record) => ({ message: 'reading', ...record }));
    expect(runQuery(query, verdicts, NOON).rows).toEqual([
      ['d', 'outside'],
      ['c', 'unusable'],
    ]);
  });

  test('takes several conditions, and numbers to the microsecond', () => {
    const query = 'SOURCE x | filter message = "reading" and server = "a" | fields offsetMs | limit 1';
    expect(runQuery(query, records, NOON).rows).toEqual([['0.123']]);
  });

  describe('over time', () => {
    const DRIFT =
      'SOURCE x | filter message = "reading" | fields drift.ppm + drift.halfWidthPpm as upper ' +
      '| stats avg(upper) as atMost, avg(drift.ppm) as ppm by bin(5m)';
    const said = (minutesAgo: number, drift: object) => {
      return { message: 'reading', '@timestamp': new Date(NOON - minutesAgo * MINUTE).toISOString(), drift };
    };
    const records = [
      said(31, { ppm: 9, halfWidthPpm: 1 }),
      said(14, { ppm: 1, halfWidthPpm: 0.5 }),
      said(11, { ppm: 2, halfWidthPpm: 0.5 }),
      said(9, { known: false }),
      said(4, { ppm: 4, halfWidthPpm: 0.25 }),
    ];
    const ofHalfAnHour = { startMs: NOON - 30 * MINUTE, endMs: NOON };

    test('has a line for each column, with the mean of each bin of the time shown, and gaps', () => {
      expect(runQueryOverTime(DRIFT, records, ofHalfAnHour)).toEqual({
        timesMs: [15, 10, 5].map((minutes) => NOON - minutes * MINUTE),
        lines: [
          { name: 'atMost', values: [2, null, 4.25] },
          { name: 'ppm', values: [1.5, null, 4] },
        ],
      });
    });

    test('needs bins', () => {
      const query = 'SOURCE x | stats latest(server) as last by server';
      expect(() => runQueryOverTime(query, records, ofHalfAnHour)).toThrow('need stats ... by bin(...)');
    });
  });

  test.each([
    ['stats count(*) by server', 'command stats count(*)'],
    ['sort offsetMs desc', 'sort by offsetMs'],
    ['filter offsetMs > 3', 'condition offsetMs'],
  ])('says what it does not know: %s', (command, why) => {
    expect(() => runQuery(`SOURCE x | ${command}`, records, NOON)).toThrow(why);
  });
});

describe('A dashboard', () => {
  const widget = (type: string, properties: object) => ({
    type,
    x: 0,
    y: 0,
    width: 6,
    height: 2,
    properties,
  });
  const body = {
    variables: [
      { id: 'server', pattern: 'CHOSEN', values: [{ value: 'a' }, { value: 'b"' }], defaultValue: 'a' },
    ],
    widgets: [
      widget('text', { markdown: 'About CHOSEN' }),
      widget('alarm', { title: 'Alarms', alarms: ['arn:aws:cloudwatch:us-east-1:1:alarm:m a: outside'] }),
      widget('explorer', { title: 'Explorer' }),
    ],
  };
  const dashboard = new SimulatedDashboard({
    Resources: {
      D: { Type: 'AWS::CloudWatch::Dashboard', Properties: { DashboardBody: JSON.stringify(body) } },
    },
  });
  const source = sourceOf('M', []);
  const shown = (chosen: Record<string, string>) => ({ startMs: 0, endMs: NOON, chosen });

  test.each([
    [{}, 'a'],
    [{ server: 'b"' }, 'b"'],
    [{ server: 'nobody' }, 'a'],
  ])('puts what is chosen in the place of the pattern: %j', (chosen, name) => {
    expect(dashboard.widgets(source, shown(chosen as Record<string, string>))[0]).toMatchObject({
      kind: 'text',
      markdown: `About ${name}`,
    });
  });

  test('knows alarms by their names, and says what it cannot draw', () => {
    expect(dashboard.widgets(source, shown({})).slice(1)).toMatchObject([
      { kind: 'alarm', title: 'Alarms', alarms: ['m a: outside'] },
      { kind: 'unsupported', title: 'Explorer', why: expect.stringContaining('explorer') },
    ]);
  });
});
