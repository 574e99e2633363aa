import {
  type Alarm,
  AlarmStatusWidget,
  Color,
  Dashboard,
  GraphWidget,
  type GraphWidgetProps,
  type HorizontalAnnotation,
  type IMetric,
  type IWidget,
  PeriodOverride,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import type { MonitorMetrics } from './metrics';
import { resourceName } from './names';

/** CloudWatch: an alarm status widget shows at most 100 alarms. */
const ALARMS_PER_WIDGET = 100;
const FULL_WIDTH = 24;
const GRAPH_HEIGHT = 8;

export interface DashboardProps {
  readonly monitorName: string;
  readonly limitMs: number;
  readonly serverNames: readonly string[];
  readonly metrics: MonitorMetrics;
  readonly monitorAlarms: readonly Alarm[];
  readonly serverAlarms: readonly Alarm[];
}

/** One page from "is something wrong?" at the top to "why?" at the bottom. */
export function createDashboard(scope: Construct, props: DashboardProps): Dashboard {
  const { metrics, limitMs } = props;
  const ofServers = (key: Parameters<MonitorMetrics['ofServer']>[0], statistic: string) =>
    props.serverNames.map((name) => metrics.ofServer(key, name, { statistic, label: name }));
  return new Dashboard(scope, 'Dashboard', {
    dashboardName: resourceName(props.monitorName),
    // Points stay one run each; zoomed out, CloudWatch would average offsets of both signs to nothing.
    periodOverride: PeriodOverride.INHERIT,
    widgets: [
      alarmStatus('Monitor', props.monitorAlarms),
      alarmStatus('Servers', props.serverAlarms),
      [
        graph(
          'Offset from reference time (ms; above 0: the server is ahead)',
          ofServers('offset', 'Average'),
          {
            leftAnnotations: band(limitMs),
          },
        ),
      ],
      [
        graph('Uncertainty of the offset (ms)', ofServers('uncertainty', 'Maximum'), {
          width: FULL_WIDTH / 2,
          leftAnnotations: [{ value: limitMs, label: 'Limit', color: Color.RED }],
          leftYAxis: { min: 0 },
        }),
        graph('Round-trip delay (ms)', ofServers('roundTripDelay', 'Maximum'), {
          width: FULL_WIDTH / 2,
          leftYAxis: { min: 0 },
        }),
      ],
      [
        graph('Usable (1) or not (0)', ofServers('usable', 'Minimum'), {
          width: FULL_WIDTH / 2,
          leftYAxis: { min: 0, max: 1 },
        }),
        graph(
          "Reference time: ahead of the function's clock (ms), and by how many servers",
          [metrics.ofMonitor('clockOffset', { statistic: 'Average', label: 'clock offset (ms)' })],
          {
            width: FULL_WIDTH / 2,
            right: [metrics.ofMonitor('truechimers', { statistic: 'Minimum', label: 'truechimers' })],
            rightYAxis: { min: 0 },
          },
        ),
      ],
    ],
  });
}

function graph(title: string, left: IMetric[], options: GraphWidgetProps): GraphWidget {
  return new GraphWidget({ title, left, width: FULL_WIDTH, height: GRAPH_HEIGHT, ...options });
}

/** The limit on both sides. Servers with a limit of their own are judged by that, in their alarms. */
function band(limitMs: number): HorizontalAnnotation[] {
  return [
    { value: limitMs, label: 'Limit', color: Color.RED },
    { value: -limitMs, label: 'Limit', color: Color.RED },
  ];
}

function alarmStatus(title: string, alarms: readonly Alarm[]): IWidget[] {
  const widgets: IWidget[] = [];
  for (let i = 0; i < alarms.length; i += ALARMS_PER_WIDGET) {
    const part = alarms.slice(i, i + ALARMS_PER_WIDGET);
    const height = Math.min(12, 2 + Math.ceil(part.length / 4));
    widgets.push(new AlarmStatusWidget({ title, alarms: part, width: FULL_WIDTH, height }));
  }
  return widgets;
}
