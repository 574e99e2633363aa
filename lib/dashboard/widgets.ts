import {
  AlarmStatusWidget,
  AlarmStatusWidgetSortBy,
  Color,
  GraphWidget,
  type GraphWidgetProps,
  type HorizontalAnnotation,
  type IAlarm,
  type IMetric,
  type IWidget,
  LegendPosition,
  LogQueryVisualizationType,
  LogQueryWidget,
  type LogQueryWidgetProps,
  Shading,
  TextWidget,
  type YAxisProps,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import { MAX_ALARMS_IN_WIDGET } from '../config/aws-quotas';
import type { LogQuery } from './saved-queries';

/** CloudWatch's grid has 24 columns. */
export const FULL_WIDTH = 24;
export const HALF_WIDTH = FULL_WIDTH / 2;
const GRAPH_HEIGHT = 7;

/** About so many boxes with an alarm's name fit beside each other in 24 columns. */
const ALARMS_PER_ROW = 4;
/** What is on stands first, so that the rest may be scrolled for. */
const MAX_ALARM_STATUS_HEIGHT = 6;

/** A heading with a line or two on how to read what is below it. */
export function heading(markdown: string, height = 1): IWidget {
  return new TextWidget({ markdown, width: FULL_WIDTH, height });
}

/** Lines over time. Points stay as far apart as the metrics' periods say. */
export function graph(title: string, left: IMetric[], options: Partial<GraphWidgetProps> = {}): IWidget {
  return new GraphWidget({
    title,
    left,
    width: FULL_WIDTH,
    height: GRAPH_HEIGHT,
    legendPosition: LegendPosition.BOTTOM,
    ...options,
  });
}

/** A graph of offsets reaches so many limits: one server that is seconds off must not flatten all others. */
const SHOWN_LIMITS = 2;

/** The axis of a graph of signed offsets. */
export function offsetAxis(limitMs: number): YAxisProps {
  return { min: -SHOWN_LIMITS * limitMs, max: SHOWN_LIMITS * limitMs };
}

/** The axis of a graph of offsets without their signs. */
export function absoluteOffsetAxis(limitMs: number): YAxisProps {
  return { ...offsetAxis(limitMs), min: 0 };
}

/** Everything beyond the limit is shaded, on both sides: what is right stays in the band between. */
export function limitBand(limitMs: number): HorizontalAnnotation[] {
  return [
    { value: limitMs, label: `+${limitMs} ms`, color: Color.RED, fill: Shading.ABOVE },
    { value: -limitMs, label: `-${limitMs} ms`, color: Color.RED, fill: Shading.BELOW },
  ];
}

/** The states of alarms, a widget for each hundred: those that are on first, and of them the newest. */
export function alarmStatus(title: string, alarms: readonly IAlarm[]): IWidget[] {
  const widgets: IWidget[] = [];
  const count = Math.ceil(alarms.length / MAX_ALARMS_IN_WIDGET);
  for (let i = 0; i < alarms.length; i += MAX_ALARMS_IN_WIDGET) {
    const number = count === 1 ? '' : ` (${i / MAX_ALARMS_IN_WIDGET + 1} of ${count})`;
    const part = alarms.slice(i, i + MAX_ALARMS_IN_WIDGET);
    const height = Math.min(MAX_ALARM_STATUS_HEIGHT, 1 + Math.ceil(part.length / ALARMS_PER_ROW));
    const sortBy = AlarmStatusWidgetSortBy.STATE_UPDATED_TIMESTAMP;
    widgets.push(
      new AlarmStatusWidget({ title: `${title}${number}`, alarms: part, width: FULL_WIDTH, height, sortBy }),
    );
  }
  return widgets;
}

/** A log query's result as a table. */
export function logTable(query: LogQuery, logGroup: ILogGroup, height: number = GRAPH_HEIGHT): IWidget {
  return logWidget(query, logGroup, { height });
}

/** A log query's result as lines over time: it has `stats ... by bin(...)`. */
export function logLines(query: LogQuery, logGroup: ILogGroup): IWidget {
  return logWidget(query, logGroup, { view: LogQueryVisualizationType.LINE, width: HALF_WIDTH });
}

function logWidget(
  { title, lines }: LogQuery,
  logGroup: ILogGroup,
  options: Partial<LogQueryWidgetProps>,
): IWidget {
  return new LogQueryWidget({
    title,
    logGroupNames: [logGroup.logGroupName],
    queryLines: [...lines],
    width: FULL_WIDTH,
    height: GRAPH_HEIGHT,
    ...options,
  });
}
