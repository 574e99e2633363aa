import { DIMENSION, NAMESPACE } from '../../lambda/monitor/metrics/metric-entry';
import { METRICS } from '../../lambda/monitor/metrics/metrics';

/** How a Metrics Insights query finds the servers that have one trouble, each as a time series of its own. */
export interface UnhealthyQuery {
  verdict: 'outside' | 'unusable';
  query: (monitorName: string) => string;
  comparison: '>=' | '<';
  threshold: number;
}

/**
 * A fleet publishes a server's metrics only while it is not well: there is an `Offset` only of a server that is
 * outside, and a `Usable` of 0 only of one that is unusable.
 */
export const UNHEALTHY_QUERIES: readonly UnhealthyQuery[] = [
  {
    verdict: 'outside',
    query: (monitorName) => insightsQuery('COUNT', METRICS.offset.name, 'DESC', monitorName),
    comparison: '>=',
    threshold: 1,
  },
  {
    verdict: 'unusable',
    query: (monitorName) => insightsQuery('MIN', METRICS.usable.name, 'ASC', monitorName),
    comparison: '<',
    threshold: 1,
  },
];

/**
 * Every identifier stands in quotes: `OFFSET` and `MONITOR` are reserved words, in capitals or not, and a query with a
 * bare one is refused at deployment (CloudWatch User Guide, "Reserved keywords" of Metrics Insights).
 */
function insightsQuery(
  aggregate: string,
  metric: string,
  order: 'ASC' | 'DESC',
  monitorName: string,
): string {
  // A backslash makes the quotation mark after it, or a backslash, a character of the text.
  const name = monitorName.replace(/['\\]/g, String.raw`\$&`);
  const { monitor, server } = DIMENSION;
  return (
    `SELECT ${aggregate}("${metric}") FROM SCHEMA("${NAMESPACE}", "${monitor}", "${server}") ` +
    `WHERE "${monitor}" = '${name}' GROUP BY "${server}" ORDER BY ${aggregate}() ${order}`
  );
}
