import type { MetricKey } from '../../../lambda/monitor/metrics/metric-keys';
import { METRICS } from '../../../lambda/monitor/metrics/metrics';
import { MINUTE_MS } from '../../../lambda/ntp/time-units';
import type { LogRecord } from '../../log-line';
import type { GraphLine, GraphWidget, Limit, Range } from '../../web/page/page-state';
import { compileExpression } from '../alarms/math';
import type { Series } from '../alarms/series';
import { parseStatistic } from '../alarms/statistic-functions';
import type { Json } from '../template/intrinsics';
import { uniqueContributors } from './insight-rule';
import { runQueryOverTime } from './log-query';
import type { WidgetSource } from './widget-source';

/** CloudWatch's own order of colours for lines that have none. */
const PALETTE = [
  '#1f77b4',
  '#ff7f0e',
  '#2ca02c',
  '#d62728',
  '#9467bd',
  '#8c564b',
  '#e377c2',
  '#7f7f7f',
  '#bcbd22',
  '#17becf',
];
/** What CloudWatch takes where a body gives neither (API reference, "Dashboard body structure"). */
const DEFAULT_PERIOD_S = 300;
const DEFAULT_STATISTIC = 'Average';

/** One entry of a widget's `metrics`, with the widget's defaults filled in. */
interface GraphEntry {
  id: string;
  label: string;
  colour: string | undefined;
  axis: 'left' | 'right';
  visible: boolean;
  periodMs: number;
  /** Its points within so many periods up to an instant. */
  series: (endMs: number, count: number) => Series;
}

/**
 * A metric widget as CloudWatch draws it.
 *
 * @param properties of the widget in the dashboard's body
 * @param range what is shown, ms since 1970
 * @throws Error when it asks for something that the lab doesn't know
 */
export function graphWidget(
  properties: Json,
  source: WidgetSource,
  range: { startMs: number; endMs: number },
): GraphWidget {
  checkView(properties.view ?? 'timeSeries');
  const entries = readEntries(properties, source);
  const shown = entries.filter(({ visible }) => visible);
  const points = shown.map((entry) => pointsOf(entry, range));
  const times = [...new Set(points.flatMap((each) => [...each.keys()]))].sort((a, b) => a - b);
  return {
    kind: 'graph',
    times: times.map((ms) => ms / 1000),
    lines: shown.map(
      ({ label, colour, axis }, i): GraphLine => ({
        label,
        colour: colour ?? PALETTE[i % PALETTE.length]!,
        axis,
        values: times.map((ms) => points[i]!.get(ms) ?? null),
      }),
    ),
    stacked: properties.stacked === true,
    limits: (properties.annotations?.horizontal ?? []).map(limit),
    left: axisRange(properties.yAxis?.left),
    right: axisRange(properties.yAxis?.right),
    whenEmpty: whenEmpty(properties.metrics ?? []),
  };
}

/**
 * A log widget as CloudWatch draws it over time.
 *
 * @param range what is shown, ms since 1970
 * @throws Error when it asks for something that the lab doesn't know
 */
export function logGraph(
  query: string,
  view: string,
  records: readonly LogRecord[],
  range: { startMs: number; endMs: number },
): GraphWidget {
  checkView(view);
  const { timesMs, lines } = runQueryOverTime(query, records, range);
  return {
    kind: 'graph',
    times: timesMs.map((ms) => ms / 1000),
    lines: lines.map(({ name, values }, i) => ({
      ...{ label: name, colour: PALETTE[i % PALETTE.length]!, axis: 'left', values },
    })),
    ...{ stacked: false, limits: [], left: axisRange(undefined), right: axisRange(undefined) },
    whenEmpty: 'The log has nothing of it in the time shown.',
  };
}

function checkView(view: string): void {
  if (view !== 'timeSeries') {
    throw new Error(`the lab does not draw the view ${view}`);
  }
}

/** When metrics are published that not every run publishes: why a graph may be empty. */
const PUBLISHED_WHILE: Readonly<Partial<Record<MetricKey, string>>> = {
  offset: 'the server is usable and reference time is known',
  roundTripDelay: 'the server answers',
  drift: "enough readings are known to tell a clock's rate from the path's jitter",
  hoursToLimit: 'the server is drifting towards its limit',
  clockOffset: 'reference time is known',
  absoluteOffset: 'reference time is known',
};

function whenEmpty(metrics: readonly Json[][]): string {
  const names = new Set(metrics.flatMap(([, name]) => (typeof name === 'string' ? [name] : [])));
  const [reason = 'Every run publishes it.'] = Object.entries(PUBLISHED_WHILE).flatMap(([key, text]) => {
    const { name } = METRICS[key as MetricKey];
    return names.has(name) ? [`${name} is published while ${text}.`] : [];
  });
  return `Nothing was published in the time shown. ${reason}`;
}

function readEntries(properties: Json, source: WidgetSource): GraphEntry[] {
  const entries: GraphEntry[] = (properties.metrics ?? []).map((parts: Json[], i: number) => {
    const options = typeof parts.at(-1) === 'object' ? parts.at(-1) : {};
    const names: string[] = parts.filter((part) => typeof part === 'string');
    const periodMs = (options.period ?? properties.period ?? DEFAULT_PERIOD_S) * 1000;
    return {
      id: options.id ?? `_${i}`,
      label: options.label ?? names[1] ?? options.expression,
      colour: options.color,
      axis: options.yAxis ?? 'left',
      visible: options.visible !== false,
      periodMs,
      series:
        options.expression === undefined
          ? stat(names, options.stat ?? properties.stat ?? DEFAULT_STATISTIC, periodMs, source)
          : expression(options.expression, periodMs, source, (id) =>
              entries.find((entry) => entry.id === id),
            ),
    };
  });
  return entries;
}

function stat(
  [namespace, metricName, ...pairs]: string[],
  statistic: string,
  periodMs: number,
  { store }: WidgetSource,
): GraphEntry['series'] {
  const dimensions = Object.fromEntries(
    pairs.flatMap((name, i) => (i % 2 === 0 ? [[name, pairs[i + 1]!]] : [])),
  );
  const query = {
    kind: 'stat' as const,
    namespace: namespace!,
    metricName: metricName!,
    dimensions,
    statistic: parseStatistic(statistic),
    unit: undefined,
  };
  return (endMs, count) => store.series(query, { periodMs, endMs, count });
}

function expression(
  text: string,
  periodMs: number,
  { rules, records }: WidgetSource,
  entry: (id: string) => GraphEntry | undefined,
): GraphEntry['series'] {
  const ruleName = /^INSIGHT_RULE_METRIC\("([^"]+)", "UniqueContributors"\)$/.exec(text)?.[1];
  if (ruleName === undefined) {
    return maths(text, entry);
  }
  const rule = rules.get(ruleName);
  if (rule === undefined) {
    throw new Error(`there is no Contributor Insights rule ${ruleName}`);
  }
  return (endMs, count) => uniqueContributors(rule, records, { periodMs, endMs, count });
}

function maths(text: string, entry: (id: string) => GraphEntry | undefined): GraphEntry['series'] {
  const expression = compileExpression(text);
  return (endMs, count) =>
    expression.evaluate((id) => {
      const referred = entry(id);
      if (referred === undefined) {
        throw new Error(`${text} refers to ${id}, which is not in the widget`);
      }
      return referred.series(endMs, count);
    });
}

/** Points by the beginning of their periods, which lie at round times, the last one perhaps incomplete. */
function pointsOf({ periodMs, series }: GraphEntry, { startMs, endMs }: { startMs: number; endMs: number }) {
  const minutes = Math.max(periodMs, MINUTE_MS);
  const lastMs = Math.ceil(endMs / minutes) * minutes;
  // One more than is shown: a slope needs the point before.
  const count = Math.ceil((lastMs - startMs) / minutes) + 1;
  const points = new Map<number, number>();
  series(lastMs, count).forEach((value, i) => {
    const timeMs = lastMs - (count - i) * minutes;
    if (value !== undefined && timeMs >= startMs - minutes) {
      points.set(timeMs, value);
    }
  });
  return points;
}

function limit({ value, label, color, fill }: Json): Limit {
  return { value, label: label ?? '', colour: color ?? '#7f7f7f', fill };
}

function axisRange(axis: Json): Range {
  return { min: axis?.min, max: axis?.max };
}
