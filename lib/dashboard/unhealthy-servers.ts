import { Annotations, Stack } from 'aws-cdk-lib';
import { CfnInsightRule } from 'aws-cdk-lib/aws-cloudwatch';
import { CfnLogGroup, type ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { LOG_MESSAGE } from '../../lambda/monitor/log-message';
import { isUnhealthy } from '../../lambda/monitor/metrics/metric-values';
import { resourceName } from '../config/names';

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
  warnOfLogClass(scope, logGroup);
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

/** Source: Amazon CloudWatch Logs API Reference, CreateLogGroup; User Guide, "Commands supported in log classes". */
function warnOfLogClass(scope: Construct, { node }: ILogGroup): void {
  const resource = node.defaultChild;
  if (CfnLogGroup.isCfnLogGroup(resource) && resource.logGroupClass === 'INFREQUENT_ACCESS') {
    Annotations.of(scope).addWarningV2(
      'ntp-drift-monitor:log-class',
      `${node.path} is a log group of the class INFREQUENT_ACCESS, which has a subset of what CloudWatch Logs can do: ` +
        'queries find the readings, but the rule of Contributor Insights, which names the servers that are not well, ' +
        'may stay empty. ' +
        'Give a fleet a log group of the class STANDARD.',
    );
  }
}
