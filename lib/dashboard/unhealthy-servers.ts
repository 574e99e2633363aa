import { Stack } from 'aws-cdk-lib';
import { CfnInsightRule, ComparisonOperator } from 'aws-cdk-lib/aws-cloudwatch';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { isUnhealthy } from '../../lambda/monitor/fleet-metrics';
import { LOG_MESSAGE } from '../../lambda/monitor/log-message';
import { DIMENSION, NAMESPACE, SERVER_METRICS } from '../../lambda/monitor/metrics';
import { resourceName } from '../config/names';

/** How a Metrics Insights query finds the servers that have one trouble, each as a time series of its own. */
export interface ServerSelection {
  verdict: 'outside' | 'unusable';
  query: (monitorName: string) => string;
  comparison: ComparisonOperator;
  threshold: number;
}

/**
 * A fleet publishes a server's metrics only while it is not well: there is an `Offset` only of a server that is
 * outside, and a `Usable` of 0 only of one that is unusable.
 */
export const UNHEALTHY_QUERIES: readonly ServerSelection[] = [
  {
    verdict: 'outside',
    query: (monitorName) => query('COUNT', SERVER_METRICS.offset.name, 'DESC', monitorName),
    comparison: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
    threshold: 1,
  },
  {
    verdict: 'unusable',
    query: (monitorName) => query('MIN', SERVER_METRICS.usable.name, 'ASC', monitorName),
    comparison: ComparisonOperator.LESS_THAN_THRESHOLD,
    threshold: 1,
  },
];

/** CloudWatch User Guide, "Query components and syntax in CloudWatch Metrics Insights". */
function query(aggregate: string, metric: string, order: 'ASC' | 'DESC', monitorName: string): string {
  // A backslash makes the quotation mark after it, or a backslash, a character of the text.
  const name = monitorName.replace(/['\\]/g, String.raw`\$&`);
  return (
    `SELECT ${aggregate}(${metric}) FROM SCHEMA("${NAMESPACE}", ${DIMENSION.monitor}, ${DIMENSION.server}) ` +
    `WHERE ${DIMENSION.monitor} = '${name}' GROUP BY ${DIMENSION.server} ORDER BY ${aggregate}() ${order}`
  );
}

/**
 * A Contributor Insights rule over the log: who was not well, and how often. It knows any number of servers,
 * and looks back as far as the log does.
 */
export function createNotWellRule(
  scope: Construct,
  monitorName: string,
  logGroup: ILogGroup,
): CfnInsightRule {
  const verdicts = (['within', 'outside', 'uncertain', 'unusable'] as const).filter((verdict) =>
    isUnhealthy({ verdict }),
  );
  return new CfnInsightRule(scope, 'NotWell', {
    ruleName: `${resourceName(monitorName)}-not-well`,
    ruleState: 'ENABLED',
    ruleBody: Stack.of(scope).toJsonString({
      Schema: { Name: 'CloudWatchLogRule', Version: 1 },
      LogGroupNames: [logGroup.logGroupName],
      LogFormat: 'JSON',
      Contribution: {
        Keys: ['$.server', '$.verdict'],
        Filters: [
          { Match: '$.message', In: [LOG_MESSAGE.reading] },
          { Match: '$.verdict', In: verdicts },
          // Every shard measures the voters; only the first one's readings of them count.
          { Match: '$.repeated', IsPresent: false },
        ],
      },
      AggregateOn: 'Count',
    }),
  });
}
