import { type CfnInsightRule, Color, type IWidget, MathExpression } from 'aws-cdk-lib/aws-cloudwatch';
import { COUNTED_REASONS } from '../../lambda/monitor/unusable-reasons';
import type { MonitorMetrics } from '../monitor-metrics';
import { absoluteOffsetAxis, graph, HALF_WIDTH } from './widgets';

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
  const spread = (key: 'absoluteOffset' | 'fleetUncertainty') =>
    STATISTICS.map((statistic) => metrics.ofMonitor(key, { statistic, label: statistic }));
  const count = (
    key: 'serversWithin' | 'serversUncertain' | 'serversOutside' | 'serversUnusable',
    label: string,
    color: string,
  ) => metrics.ofMonitor(key, { label, color });
  return [
    [
      graph('|Offset| over all servers (ms)', spread('absoluteOffset'), {
        width: HALF_WIDTH,
        leftYAxis: absoluteOffsetAxis(limitMs),
        leftAnnotations: limit,
      }),
      graph('Uncertainty over all servers (ms)', spread('fleetUncertainty'), {
        width: HALF_WIDTH,
        leftYAxis: absoluteOffsetAxis(limitMs),
        leftAnnotations: limit,
      }),
    ],
    [
      graph(
        'Servers by verdict',
        [
          count('serversWithin', 'within', Color.GREEN),
          count('serversUncertain', 'uncertain', Color.GREY),
          count('serversOutside', 'outside', Color.RED),
          count('serversUnusable', 'unusable', Color.ORANGE),
        ],
        { width: HALF_WIDTH, stacked: true, leftYAxis: { min: 0 } },
      ),
      graph(
        'Unusable servers by reason',
        COUNTED_REASONS.map((label) => metrics.unusableFor(label, { label })),
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
