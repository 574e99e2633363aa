import type { Duration } from 'aws-cdk-lib';
import {
  Color,
  DashboardVariable,
  DefaultValue,
  type IWidget,
  MathExpression,
  Values,
  VariableInputType,
  VariableType,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { MonitorMetrics } from '../monitor-metrics';
import { driftLinesOf, historyOf } from './saved-queries';
import { graph, HALF_WIDTH, heading, limitBand, logLines, logTable, offsetAxis } from './widgets';

/**
 * Stands in the body for the name of the server that is chosen on the dashboard; CloudWatch puts the name in
 * its place wherever it stands (API reference, "Dashboard body structure", pattern variables).
 @internal */
export const CHOSEN_SERVER = 'CHOSEN_SERVER';

export interface ChosenServerProps {
  readonly metrics: MonitorMetrics;
  readonly limitMs: number;
  readonly limitsDiffer: boolean;
  /** The metrics' period: one run. */
  readonly period: Duration;
  readonly logGroup: ILogGroup;
  readonly hasWarnings: boolean;
}

/** Lets people choose one of the servers at the top of the page. */
export function chooseServer(serverNames: readonly string[]): DashboardVariable {
  return new DashboardVariable({
    id: 'server',
    label: 'Server',
    type: VariableType.PATTERN,
    value: CHOSEN_SERVER,
    inputType: VariableInputType.SELECT,
    values: Values.fromValues(...serverNames.map((value) => ({ value, label: value }))),
    defaultValue: DefaultValue.value(serverNames[0]),
  });
}

/** One server closely: how far off it may be at most, where it is going, and what it said. */
export function chosenServer(props: ChosenServerProps): IWidget[][] {
  const { metrics, limitMs, limitsDiffer, period, logGroup, hasWarnings } = props;
  const averages = { statistic: 'Average', period };
  // With its label and colour wherever it is used: the dashboard lists equal metrics once, as the first of them.
  const offset = metrics.of('offset', CHOSEN_SERVER, {
    ...averages,
    label: 'offset',
    color: Color.BLUE,
  });
  const uncertainty = metrics.of('uncertainty', CHOSEN_SERVER, averages);
  const bound = (sign: '+' | '-', label: string) =>
    new MathExpression({
      expression: `offset ${sign} uncertainty`,
      usingMetrics: { offset, uncertainty },
      label,
      color: Color.GREY,
      period,
    });
  return [
    [heading(`## ${CHOSEN_SERVER}\nThe server chosen at the top of the page.`, 2)],
    [
      graph(
        `${CHOSEN_SERVER}: offset and the bounds of the true one (ms)`,
        [bound('+', 'at most'), offset, bound('-', 'at least')],
        // A variable puts a name in the place of another, and no number in that of a limit.
        {
          width: HALF_WIDTH,
          ...(!limitsDiffer && { leftYAxis: offsetAxis(limitMs), leftAnnotations: limitBand(limitMs) }),
        },
      ),
      ...(hasWarnings ? [logLines(driftLinesOf(CHOSEN_SERVER, period.toMinutes()), logGroup)] : []),
    ],
    ...(hasWarnings
      ? [
          [
            graph(`${CHOSEN_SERVER}: hours to its limit, while it drifts there`, [
              metrics.of('hoursToLimit', CHOSEN_SERVER, { ...averages, label: 'hours' }),
            ]),
          ],
        ]
      : []),
    [logTable(historyOf(CHOSEN_SERVER), logGroup)],
  ];
}
