import type { Metric } from '../../../lambda/monitor/metrics/metric-entry';
import { METRICS } from '../../../lambda/monitor/metrics/metrics';
import { CHOSEN_SERVER } from '../../../lib/dashboard/chosen-server';
import { bodyOf, expressionsOf, metricsOf, widgetsOf } from '../../../testkit/stack/dashboard-json';
import { deploy, type Json, onlyResource, SERVERS } from '../../../testkit/stack/synthesise';

/** What the dashboard shows. That CloudWatch takes it is in dashboard-body.test.ts. */
const { template, monitor } = deploy({ limitMs: 20 });
const body = bodyOf(template);
const graphs = widgetsOf(body, 'metric');

function graphOf(title: string): Json {
  const found = graphs.filter(({ properties }) => properties.title.includes(title));
  expect(found).toHaveLength(1);
  return found[0];
}

const serversIn = (widget: Json, metricName: string) =>
  metricsOf(widget)
    .filter((metric) => metric.metricName === metricName)
    .map(({ dimensions }) => dimensions.Server);

test.each([
  ['Offset (ms)', METRICS.offset.name],
  ['Round-trip delay', METRICS.roundTripDelay.name],
  ['Usable answers', METRICS.usable.name],
])('"%s" shows every server', (title, metricName) => {
  expect(serversIn(graphOf(title), metricName)).toEqual(SERVERS.map(({ name }) => name));
});

test.each(
  Object.values<Metric>(METRICS).filter(({ detail, isCounted }) => detail.includes('full') && !isCounted),
)('$name is on it', ({ name }) => {
  expect(graphs.flatMap(metricsOf).map(({ metricName }) => metricName)).toContain(name);
});

test('every alarm is on it, once', () => {
  const shown = widgetsOf(body, 'alarm').flatMap(({ properties }) => properties.alarms);
  expect(shown).toHaveLength(monitor.alarms.length);
  expect(new Set(shown).size).toBe(monitor.alarms.length);
});

test('alarms stand by severity, those that wake somebody first, and of each those that are on', () => {
  const shown = widgetsOf(body, 'alarm').map(({ properties }) => properties);
  expect(shown.map(({ title, sortBy }) => [title, sortBy])).toEqual([
    ['Alarms that page', 'stateUpdatedTimestamp'],
    ['Alarms that warn', 'stateUpdatedTimestamp'],
    ['Alarms that only others look at', 'stateUpdatedTimestamp'],
  ]);
  const [page] = shown;
  expect(page!.alarms).toHaveLength(monitor.alarmsOf({ severity: 'page' }).length);
});

test('a list of who is not well stands above every graph', () => {
  const list = widgetsOf(body, 'log').find(({ properties }) => properties.title.includes('not well'));
  expect(list.y).toBeLessThan(Math.min(...graphs.map(({ y }) => y)));
});

test('a server that is seconds off flattens no other: offsets are shown up to two limits', () => {
  for (const title of ['Offset (ms)', 'offset and the bounds']) {
    expect(graphOf(title).properties.yAxis.left).toEqual({ min: -40, max: 40 });
  }
});

test('the limit is a band around no offset: what is beyond is shaded', () => {
  for (const title of ['Offset (ms)', 'offset and the bounds']) {
    const shades = graphOf(title).properties.annotations.horizontal;
    expect(shades.map(({ value, fill }: Json) => [value, fill])).toEqual([
      [20, 'above'],
      [-20, 'below'],
    ]);
  }
});

describe('Limits', () => {
  const bodyWith = (...limitsMs: number[]) => {
    const servers = SERVERS.map((server, i) => ({ ...server, limitMs: limitsMs[i] ?? 20 }));
    return bodyOf(deploy({ limitMs: 20, servers }).template);
  };
  const bandOf = (one: Json, title: string): number[] => {
    const widget = widgetsOf(one, 'metric').find(({ properties }) => properties.title.includes(title));
    return (widget.properties.annotations?.horizontal ?? []).map(({ value }: Json) => value);
  };
  const introductionOf = (one: Json): string => widgetsOf(one, 'text')[0].properties.markdown;

  test("that differ leave no band around the chosen server's offset, which may have another", () => {
    const one = bodyWith(5);
    expect(bandOf(one, 'offset and the bounds')).toEqual([]);
    expect(bandOf(one, 'Offset (ms)')).toEqual([20, -20]);
    expect(introductionOf(one)).toContain(
      'The limit is 20 ms unless a server has its own: beyond 20 ms is red.',
    );
  });

  test.each([
    ["are the monitor's", [20, 20, 20], 20],
    ["are the same for all servers, and not the monitor's", [5, 5, 5], 5],
  ])('that %s are the band of both graphs', (_name, limitsMs, limitMs) => {
    const one = bodyWith(...limitsMs);
    expect(bandOf(one, 'offset and the bounds')).toEqual([limitMs, -limitMs]);
    expect(bandOf(one, 'Offset (ms)')).toEqual([limitMs, -limitMs]);
    expect(introductionOf(one)).toContain(`The limit is ${limitMs} ms: beyond it is red.`);
  });
});

test('one point is one run, however long the time that is shown: averages of both signs would cancel', () => {
  expect(body.periodOverride).toBe('inherit');
  expect(metricsOf(graphOf('Offset (ms)')).map(({ options }) => options.period)).toEqual([60, 60, 60]);
});

describe('The chosen server', () => {
  test('is one of those watched, the first at the beginning', () => {
    const names = SERVERS.map(({ name }) => name);
    expect(body.variables).toEqual([
      expect.objectContaining({
        type: 'pattern',
        pattern: CHOSEN_SERVER,
        inputType: 'select',
        values: names.map((name) => ({ value: name, label: name })),
        defaultValue: names[0],
      }),
    ]);
  });

  test('is shown with both bounds of its offset', () => {
    const [offset] = metricsOf(graphOf('offset and the bounds'));
    expect(offset!.options).toMatchObject({ label: 'offset', color: '#1f77b4' });
    expect(expressionsOf(graphOf('offset and the bounds')).map(({ expression }) => expression)).toEqual([
      'offset + uncertainty',
      'offset - uncertainty',
    ]);
  });

  test('drifts in ppm, as lines between the ends of the 95 % interval', () => {
    const drift = widgetsOf(bodyOf(template), 'log').find(({ properties }) =>
      properties.title.includes('ppm'),
    );
    expect(drift.properties).toMatchObject({ view: 'timeSeries', stacked: false });
    expect(drift.properties.query).toMatch(
      /stats avg\(upper\) as atMost, avg\(drift.ppm\) as ppm, avg\(lower\) as atLeast by bin\(1m\)$/,
    );
  });
});

test("without a consensus there is nothing to say about the function's clock", () => {
  const titles = widgetsOf(bodyOf(deploy({ reference: 'clock' }).template), 'metric').map(
    ({ properties }) => properties.title,
  );
  expect(titles.join()).not.toMatch(/clock|Truechimers/);
});

test('the dashboard is called as the monitor and its region: dashboards are global to an account', () => {
  const { DashboardName } = onlyResource(template, 'AWS::CloudWatch::Dashboard');
  expect(DashboardName).toEqual({ 'Fn::Join': ['', ['test-', { Ref: 'AWS::Region' }]] });
});
