import type { MetricStore } from './datapoints';
import { isReservedWord } from './insights-reserved-words';
import type { PeriodRange, Series } from './series';
import type { Statistic } from './statistic-functions';

/** What a Metrics Insights query asks for: a time series for each value of one dimension. */
export interface InsightsQuery {
  statistic: Statistic;
  metricName: string;
  namespace: string;
  /** Exactly the dimensions that a metric must have. */
  dimensions: readonly string[];
  /** What one of them must be. */
  where: { name: string; value: string };
  groupBy: string;
}

const STATISTIC_OF: Readonly<Record<string, Statistic>> = {
  AVG: 'Average',
  COUNT: 'SampleCount',
  MAX: 'Maximum',
  MIN: 'Minimum',
  SUM: 'Sum',
};

/** An identifier: in double quotes, or a word. */
const IDENTIFIER = String.raw`(?:"[^"]+"|\w+)`;

const QUERY = new RegExp(
  [
    String.raw`^SELECT (?<aggregate>[A-Z]+)\((?<metricName>${IDENTIFIER})\)`,
    String.raw`FROM SCHEMA\((?<namespace>${IDENTIFIER}), (?<dimensions>${IDENTIFIER}(?:, ${IDENTIFIER})*)\)`,
    String.raw`WHERE (?<name>${IDENTIFIER}) = '(?<value>(?:[^'\\]|\\.)*)'`,
    `GROUP BY (?<groupBy>${IDENTIFIER})`,
    // The order matters only where there are more series than CloudWatch evaluates.
    String.raw`ORDER BY \k<aggregate>\(\) (?:ASC|DESC)$`,
  ].join(' '),
);

export function isInsightsQuery(expression: string): boolean {
  return /^SELECT\s/i.test(expression);
}

/**
 * Source: CloudWatch User Guide, "Query components and syntax in CloudWatch Metrics Insights": of it, queries of one
 * form, for one metric of one schema, with one condition, grouped by one dimension.
 * @throws Error for any other, and for a reserved word without quotes
 */
export function parseInsights(text: string): InsightsQuery {
  const found = QUERY.exec(text)?.groups;
  const statistic = STATISTIC_OF[found?.aggregate ?? ''];
  if (found === undefined || statistic === undefined) {
    throw new Error(`the lab can't read the Metrics Insights query ${text}`);
  }
  return {
    statistic,
    metricName: identifier(found.metricName!),
    namespace: identifier(found.namespace!),
    dimensions: found.dimensions!.split(', ').map(identifier),
    where: { name: identifier(found.name!), value: found.value!.replaceAll(/\\(.)/g, '$1') },
    groupBy: identifier(found.groupBy!),
  };
}

/** @throws Error for a reserved word without quotes */
function identifier(text: string): string {
  if (text.startsWith('"')) {
    return text.slice(1, -1);
  }
  if (isReservedWord(text)) {
    throw new Error(`${text} is a reserved word of Metrics Insights: write "${text}" in double quotes`);
  }
  return text;
}

/** The series of a query, by what they are grouped by: those that have a point. */
export function insightsContributors(
  { where, groupBy, dimensions, ...metric }: InsightsQuery,
  store: MetricStore,
  range: PeriodRange,
): Map<string, Series> {
  const matching = store
    .dimensionsOf(metric)
    .filter(
      (each) =>
        each[where.name] === where.value &&
        Object.keys(each).length === dimensions.length &&
        dimensions.every((name) => name in each),
    );
  const found = new Map<string, Series>();
  for (const each of matching) {
    const name = each[groupBy]!;
    if (found.has(name)) {
      throw new Error(`there is more than one metric of ${groupBy} ${name}: the lab does not add them up`);
    }
    const query = { kind: 'stat', ...metric, dimensions: each, unit: undefined } as const;
    const series = store.series(query, range);
    if (series.some((value) => value !== undefined)) {
      found.set(name, series);
    }
  }
  return found;
}
