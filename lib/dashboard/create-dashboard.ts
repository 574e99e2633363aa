import { Duration, Stack } from 'aws-cdk-lib';
import { Color, Dashboard, type IAlarm, type IWidget, PeriodOverride } from 'aws-cdk-lib/aws-cloudwatch';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { ReferenceSource } from '../../lambda/monitor/event';
import type { AlarmDefinition } from '../alarms/alarm-definition';
import { MAX_PERIOD_MINUTES } from '../config/aws-quotas';
import { resourceName } from '../config/names';
import { shownAtFirstMs } from '../config/run-window';
import type { MonitorMetrics } from '../monitor-metrics';
import { chooseServer, chosenServer } from './chosen-server';
import { LATEST, NOT_WELL } from './saved-queries';
import { alarmStatus, graph, HALF_WIDTH, heading, limitBand, logTable, offsetAxis } from './widgets';

export interface DashboardProps {
  /** Of `dashboardNameOf`. */
  readonly dashboardName: string;
  readonly monitorName: string;
  /** What every server is judged by, or those that have no limit of their own. */
  readonly limitMs: number;
  readonly limitsDiffer: boolean;
  readonly reference: ReferenceSource;
  /** Servers with metrics of their own. */
  readonly serverNames: readonly string[];
  /** How many servers vote for reference time. */
  readonly voters: number;
  readonly metrics: MonitorMetrics;
  /** The metrics' period: one run. */
  readonly period: Duration;
  readonly logGroup: ILogGroup;
  readonly alarms: Readonly<Record<AlarmDefinition['severity'], readonly IAlarm[]>>;
  /** Whether there are metrics for warnings. */
  readonly hasWarnings: boolean;
  /** What to do about each alarm. */
  readonly runbook: readonly IWidget[];
  /** Rows about a fleet as a whole. */
  readonly fleet?: readonly IWidget[][];
}

/** What the alarms on several servers count. */
const TROUBLES = [
  { key: 'serversOutside', label: 'outside', color: Color.RED },
  { key: 'serversUnusable', label: 'unusable', color: Color.ORANGE },
  { key: 'serversUncertain', label: 'uncertain', color: Color.GREY },
  { key: 'serversRemarked', label: 'remarked', color: Color.BLUE },
] as const;

/**
 * Runs that make one point of a slope or a ratio. A slope between two single runs would show the jitter of
 * the path: 1 ms in a minute is 17 ppm, more than a bad quartz drifts.
 */
const RUNS_PER_TREND = 15;
/** Of the table of servers that aren't well: mostly few, and the worst stand first. */
const NOT_WELL_HEIGHT = 5;

/** One page from "is something wrong?" at the top to "why?" at the bottom. */
export function createDashboard(scope: Construct, props: DashboardProps): Dashboard {
  const { dashboardName, serverNames, period } = props;
  return new Dashboard(scope, 'Dashboard', {
    dashboardName,
    defaultInterval: Duration.millis(shownAtFirstMs(period.toMilliseconds())),
    // Points stay one run each; zoomed out, CloudWatch would average offsets of both signs to nothing.
    periodOverride: PeriodOverride.INHERIT,
    variables: serverNames.length > 0 ? [chooseServer(serverNames)] : [],
    widgets: [
      [heading(introduction(props), 2)],
      alarmStatus('Alarms that page', props.alarms.page),
      [logTable(NOT_WELL(props.period.toMinutes()), props.logGroup, NOT_WELL_HEIGHT)],
      ...(props.fleet ?? []),
      ...(serverNames.length > 0 ? allServers(props) : []),
      reference(props),
      alarmStatus('Alarms that warn', props.alarms.warn),
      alarmStatus('Alarms that only others look at', props.alarms.none),
      [logTable(LATEST, props.logGroup)],
      ...(serverNames.length > 0 ? chosenServer(props) : []),
      [...props.runbook],
    ],
  });
}

/** Dashboards are global to an account: the same monitor in another region has one of its own. */
export function dashboardNameOf(scope: Construct, monitorName: string): string {
  return `${resourceName(monitorName)}-${Stack.of(scope).region}`;
}

/** Where people open it. */
export function dashboardUrl(scope: Construct, dashboardName: string): string {
  const { region } = Stack.of(scope);
  return (
    `https://${region}.${consoleDomain(region)}/cloudwatch/home?region=${region}` +
    `#dashboards/dashboard/${dashboardName}`
  );
}

/** A region that only deployment knows is taken for one of the commercial partition. */
function consoleDomain(region: string): string {
  if (region.startsWith('cn-')) {
    return 'console.amazonaws.cn';
  }
  return region.startsWith('us-gov-') ? 'console.amazonaws-us-gov.com' : 'console.aws.amazon.com';
}

function introduction({ monitorName, limitMs, limitsDiffer, reference: source }: DashboardProps): string {
  const judge =
    source === 'clock' ? "the function's own clock" : 'the time that most voting servers agree on';
  const limit = limitsDiffer
    ? `The limit is ${limitMs} ms unless a server has its own: beyond ${limitMs} ms is red.`
    : `The limit is ${limitMs} ms: beyond it is red.`;
  return (
    `## NTP servers watched by ${monitorName}\n` +
    `Offsets are against ${judge}; above 0, the server is ahead. ${limit}`
  );
}

function allServers({ metrics, limitMs, serverNames, period, hasWarnings }: DashboardProps): IWidget[][] {
  const of = (
    key: Parameters<MonitorMetrics['ofServer']>[0],
    options: { statistic: string; period?: Duration },
  ) => serverNames.map((name) => metrics.ofServer(key, name, { label: name, ...options }));
  return [
    [
      graph('Offset (ms)', of('offset', { statistic: 'Average' }), {
        height: 9,
        leftYAxis: offsetAxis(limitMs),
        leftAnnotations: limitBand(limitMs),
      }),
    ],
    [
      graph(
        'Servers in trouble',
        TROUBLES.filter(({ key }) => hasWarnings || key !== 'serversRemarked').map(({ key, label, color }) =>
          metrics.ofMonitor(key, { statistic: 'Maximum', label, color }),
        ),
        { leftYAxis: { min: 0 }, ...(hasWarnings && { width: HALF_WIDTH }) },
      ),
      ...(hasWarnings
        ? [
            graph('Drift (ppm; above 0 a server gains)', of('drift', { statistic: 'Average' }), {
              width: HALF_WIDTH,
              leftAnnotations: [{ value: 0, color: Color.GREY }],
            }),
          ]
        : []),
    ],
    [
      graph('Round-trip delay (ms)', of('roundTripDelay', { statistic: 'Maximum' }), {
        width: HALF_WIDTH,
        leftYAxis: { min: 0 },
      }),
      graph(
        `Usable answers (share of ${RUNS_PER_TREND} runs)`,
        of('usable', { statistic: 'Average', period: trendPeriod(period) }),
        { width: HALF_WIDTH, leftYAxis: { min: 0, max: 1 } },
      ),
    ],
  ];
}

/** What the servers are judged by, and by whose consent. */
function reference({ metrics, reference: source, voters, hasWarnings }: DashboardProps): IWidget[] {
  if (source === 'clock') {
    return []; // there is no consensus, and so nothing to compare the clock with
  }
  return [
    graph(
      "The function's own clock: reference time is ahead by (ms)",
      [metrics.ofMonitor('clockOffset', { statistic: 'Average', label: 'clock offset' })],
      { width: HALF_WIDTH },
    ),
    graph(
      'Truechimers: voting servers that agree',
      [
        metrics.ofMonitor('truechimers', { statistic: 'Minimum', label: 'truechimers' }),
        ...(hasWarnings ? [metrics.ofMonitor('outvoted', { statistic: 'Maximum', label: 'outvoted' })] : []),
      ],
      {
        width: HALF_WIDTH,
        leftYAxis: { min: 0 },
        leftAnnotations: [{ value: voters, label: 'all voters', color: Color.GREEN }],
      },
    ),
  ];
}

function trendPeriod(period: Duration): Duration {
  const wanted = period.toSeconds() * RUNS_PER_TREND;
  return Duration.seconds(Math.min(wanted, MAX_PERIOD_MINUTES * 60));
}
