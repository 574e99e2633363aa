import { type CfnInsightRule, Color, type IWidget, MathExpression } from 'aws-cdk-lib/aws-cloudwatch';
import { UNUSABLE_REASONS } from '../../lambda/monitor/fleet-metrics';
import type { MonitorMetrics } from '../monitor-metrics';
import { graph, HALF_WIDTH } from './widgets';

export interface FleetWidgetsProps {
  readonly metrics: MonitorMetrics;
  readonly limitMs: number;
  readonly notWell: CfnInsightRule;
}

/** Most of the servers, the worst of them, and those between. */
const STATISTICS = ['p50', 'p90', 'p99', 'Maximum'] as const;

/** What a dashboard shows of a fleet: how far off, how many, why, and who. */
export function fleetWidgets({ metrics, limitMs, notWell }: FleetWidgetsProps): IWidget[][] {
  const limit = [{ value: limitMs, label: `${limitMs} ms`, color: Color.RED }];
  const spread = (key: 'absoluteOffset' | 'uncertainty') =>
    STATISTICS.map((statistic) => metrics.distribution(key, { statistic, label: statistic }));
  const count = (key: 'within' | 'uncertain' | 'outside' | 'unusable', color: string) =>
    metrics.ofFleet(key, { label: key, color });
  return [
    [
      graph('|Offset| over all servers (ms)', spread('absoluteOffset'), {
        width: HALF_WIDTH,
        leftYAxis: { min: 0 },
        leftAnnotations: limit,
      }),
      graph('Uncertainty over all servers (ms)', spread('uncertainty'), {
        width: HALF_WIDTH,
        leftYAxis: { min: 0 },
        leftAnnotations: limit,
      }),
    ],
    [
      graph(
        'Servers by verdict',
        [
          count('within', Color.GREEN),
          count('uncertain', Color.GREY),
          count('outside', Color.RED),
          count('unusable', Color.ORANGE),
        ],
        { width: HALF_WIDTH, stacked: true, leftYAxis: { min: 0 } },
      ),
      graph(
        'Unusable servers by reason',
        UNUSABLE_REASONS.map((label) => metrics.unusableFor(label, { label })),
        { width: HALF_WIDTH, stacked: true, leftYAxis: { min: 0 } },
      ),
    ],
    [
      graph(
        'How many servers were not well (Contributor Insights has their names)',
        [
          new MathExpression({
            expression: `INSIGHT_RULE_METRIC("${notWell.ruleName}", "UniqueContributors")`,
            usingMetrics: {},
            label: notWell.ruleName,
          }),
        ],
        { leftYAxis: { min: 0 } },
      ),
    ],
  ];
}
