import { Stack } from 'aws-cdk-lib';
import { CfnAlarm, CfnDashboard } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import { type Metric, NAMESPACE } from '../../lambda/monitor/metrics/metric-entry';
import { METRICS } from '../../lambda/monitor/metrics/metrics';
import * as quotas from '../config/aws-quotas';
import { windowOf } from '../config/run-window';

/** As much of an alarm in the template as limits apply to. */
interface AlarmProps {
  alarmName?: string;
  alarmDescription?: string;
  evaluationPeriods: number;
  datapointsToAlarm?: number;
  threshold?: number;
  namespace?: string;
  metricName?: string;
  period?: number;
  metrics?: {
    expression?: string;
    period?: number;
    metricStat?: { period: number; metric: { namespace?: string; metricName?: string } };
  }[];
}

interface DashboardBody {
  widgets?: { properties?: { title?: string; metrics?: unknown[] } }[];
}

const COUNTED_AHEAD = Object.values<Metric>(METRICS).filter(({ isCounted }) => isCounted);

/**
 * What CloudWatch would refuse at deployment, or evaluate otherwise than was meant, of alarms and dashboards
 * anywhere below a construct: neither CloudFormation's schema nor the construct library looks at it.
 *
 * @param runSeconds the longest time between two runs of the function
 * @returns a sentence for each finding
 */
export function limitErrors(scope: Construct, runSeconds: number): string[] {
  const resolve = <T>(value: unknown): T => Stack.of(scope).resolve(value) as T;
  const all = scope.node.findAll();
  const alarms = all.filter(CfnAlarm.isCfnAlarm).map((alarm) => alarmProps(alarm, resolve));
  const dashboards = all.filter(CfnDashboard.isCfnDashboard);
  const insights = alarms.filter(isInsights).length;
  return [
    ...alarms.flatMap((alarm) => alarmErrors(alarm, runSeconds)),
    ...above(insights, quotas.MAX_INSIGHTS_ALARMS, 'alarms on Metrics Insights queries in a region'),
    ...dashboards.flatMap(({ dashboardBody }) => dashboardErrors(readBody(resolve(dashboardBody)))),
  ];
}

function alarmProps(alarm: CfnAlarm, resolve: <T>(value: unknown) => T): AlarmProps {
  const { alarmName, alarmDescription, evaluationPeriods, datapointsToAlarm, threshold } = alarm;
  const { namespace, metricName, period, metrics } = alarm;
  return resolve({
    ...{ alarmName, alarmDescription, evaluationPeriods, datapointsToAlarm, threshold },
    ...{ namespace, metricName, period, metrics },
  });
}

function alarmErrors(alarm: AlarmProps, runSeconds: number): string[] {
  const {
    alarmName = '',
    alarmDescription = '',
    evaluationPeriods,
    datapointsToAlarm = 0,
    metrics = [],
  } = alarm;
  const own = [
    alarm,
    ...metrics.map(({ metricStat }) => ({ ...metricStat?.metric, period: metricStat?.period })),
  ].filter(({ namespace, metricName }) => namespace === NAMESPACE && !isEveryMinute(metricName, runSeconds));
  const shortest = Math.min(...own.map(({ period = 0 }) => period));
  const period =
    alarm.period ?? Math.max(0, ...metrics.map((each) => each.metricStat?.period ?? each.period ?? 0));
  const range = period * evaluationPeriods;
  const errors = [
    ...above(
      metrics.filter(({ metricStat }) => metricStat).length,
      quotas.MAX_METRICS_IN_MATHS,
      'metrics in its maths',
    ),
    ...above(range, quotas.maxEvaluationMinutes(period / 60) * 60, 'seconds of period x evaluation periods'),
    ...above(datapointsToAlarm, evaluationPeriods, 'data points to alarm, its evaluation periods'),
    ...above(alarmName.length, quotas.MAX_ALARM_NAME_LENGTH, 'characters of name'),
    ...above(alarmDescription.length, quotas.MAX_ALARM_DESCRIPTION_LENGTH, 'characters of description'),
    ...(isInsights(alarm)
      ? above(range / 60, quotas.MAX_INSIGHTS_RANGE_MINUTES, 'minutes of Metrics Insights')
      : []),
    ...(own.length > 0 && shortest < runSeconds
      ? [
          `a period of ${shortest} s; at least the ${runSeconds} s between two runs, or some periods have no data`,
        ]
      : []),
    ...(alarm.threshold === undefined || Number.isFinite(alarm.threshold)
      ? []
      : [`a threshold of ${alarm.threshold}; a number`]),
  ];
  return errors.map((error) => `The alarm "${alarmName}" has ${error}.`);
}

/** What is counted ahead is published for every minute, unless runs are too far apart for that. */
function isEveryMinute(metricName: string | undefined, runSeconds: number): boolean {
  const { isCounted } = windowOf(runSeconds / 60);
  return isCounted && COUNTED_AHEAD.some(({ name }) => name === metricName);
}

function isInsights({ metrics = [] }: AlarmProps): boolean {
  return metrics.some(({ expression = '' }) => /^\s*SELECT\s/i.test(expression));
}

function dashboardErrors({ widgets = [] }: DashboardBody): string[] {
  const sizes = widgets.map(({ properties }) => ({
    title: properties?.title ?? '',
    metrics: properties?.metrics?.length ?? 0,
  }));
  const total = sizes.reduce((sum, { metrics }) => sum + metrics, 0);
  return [
    ...above(widgets.length, quotas.MAX_WIDGETS, 'widgets'),
    ...above(total, quotas.MAX_METRICS_IN_DASHBOARD, 'metrics'),
    ...sizes.flatMap(({ title, metrics }) =>
      above(metrics, quotas.MAX_METRICS_IN_WIDGET, `metrics in "${title}"`),
    ),
  ].map((error) => `The dashboard has ${error}.`);
}

/** The body is a text with references in it, which stand for names and regions. */
function readBody(body: unknown): DashboardBody {
  const parts =
    typeof body === 'string' ? [body] : (body as { 'Fn::Join': [string, unknown[]] })['Fn::Join'][1];
  return JSON.parse(
    parts.map((part) => (typeof part === 'string' ? part : 'reference')).join(''),
  ) as DashboardBody;
}

function above(found: number, most: number, what: string): string[] {
  return found > most ? [`${found} ${what}; CloudWatch takes ${most} at most`] : [];
}
