import { Stack, Token } from 'aws-cdk-lib';
import { CfnAlarm, CfnCompositeAlarm, CfnDashboard, CfnInsightRule } from 'aws-cdk-lib/aws-cloudwatch';
import { CfnKey } from 'aws-cdk-lib/aws-kms';
import { CfnFunction } from 'aws-cdk-lib/aws-lambda';
import { CfnLogGroup } from 'aws-cdk-lib/aws-logs';
import { CfnSchedule } from 'aws-cdk-lib/aws-scheduler';
import type { Construct, IConstruct } from 'constructs';
import { PACING } from '../../lambda/monitor/defaults';
import type { Server } from '../../lambda/monitor/event';
import { MAX_DATA_PER_REQUEST } from '../../lambda/monitor/metrics/put-quotas';
import { type ResolvedConfig, readsHistory } from '../config/resolved-config';
import { shownAtFirstMs } from '../config/run-window';
import { activePart } from '../config/schedule-pauses';
import { costOf, dollars, type Quantities } from './price';
import { LOG_QUERY_USD_PER_GB } from './prices';
import { publishedMetrics } from './published-metrics';

/** A month as AWS bills it: 730 hours. */
const BILLED_HOUR_MS = 3_600_000;
const MONTH_MS = 730 * BILLED_HOUR_MS;
const GB = 1e9;

/**
 * A run beside the spacing of its samples: names, the last round trip, publishing; and, for each server, its CPU
 * time (0.76 ms, docs/accuracy/fleet.md) at the 29 % of a core that the function has. Both ms.
 */
const RUN_OVERHEAD_MS = 1000;
const RUN_MS_PER_SERVER = 2.6;

/** A line of the log, with the 26 bytes that CloudWatch adds; a test holds it against a real run's. @internal */
export const READING_LINE_BYTES = 1000;
const RUN_LINE_BYTES = 500;

/**
 * How long an execution environment lives, and how long one that isn't used is kept: neither is documented; these are
 * what is seen.
 */
const ENVIRONMENT_LIFE_MS = 2 * BILLED_HOUR_MS;
const ENVIRONMENT_IDLE_MS = 10 * 60_000;
/** `Offset` and `RoundTripDelay`. */
const METRICS_READ_OF_SERVER = 2;

/** CloudWatch bills stored logs compressed: JSON lines that are much alike shrink to a fifth at most. */
const COMPRESSION = 0.2;

/** What a log that is kept for ever is priced as: its storage grows without end, and this is a monitor's lifetime. */
const FOREVER_YEARS = 10;
const FOREVER_DAYS = FOREVER_YEARS * 365;

/** How often a dashboard on a wall asks again: one of the console's choices. */
const WALL_REFRESH_MS = 5 * 60_000;

/** A monitor, as far as its price depends on what it was given. */
interface PricedMonitor extends IConstruct {
  readonly function: { readonly logGroup: IConstruct };
}

/**
 * How much of everything a month takes while all servers are well. What CloudFormation makes is counted in the
 * construct tree, not derived anew; what runs cause follows from the plan.
 */
export function quantitiesOf(monitor: PricedMonitor, config: ResolvedConfig): Quantities {
  const { shards } = config;
  const runs = runsOf(config);
  const invocations = runs * countConstructs(monitor, CfnSchedule.isCfnSchedule);
  const alarmMetrics = constructsOf(monitor, CfnAlarm.isCfnAlarm).map(metricsOfAlarm);
  const ingestedGb = logGb(config);
  const [fn] = constructsOf(monitor, CfnFunction.isCfnFunction);
  const retentionMs = (retentionDays(monitor, config) ?? FOREVER_DAYS) * 24 * BILLED_HOUR_MS;
  return {
    metrics: countMetrics(config) * hoursCharged(config),
    alarmMetrics: alarmMetrics.reduce((sum, metrics) => sum + metrics, 0),
    compositeAlarms: countConstructs(monitor, CfnCompositeAlarm.isCfnCompositeAlarm),
    insightsMetrics: 0, // their queries match only the metrics of servers that are not well
    insightRules: countConstructs(monitor, CfnInsightRule.isCfnInsightRule),
    dashboards: countConstructs(monitor, CfnDashboard.isCfnDashboard),
    putRequests:
      config.detail === 'full' ? runs * Math.ceil(countMetrics(config) / MAX_DATA_PER_REQUEST) : invocations,
    getMetrics: coldStarts(config) * metricsReadBack(config),
    keys: countConstructs(monitor, CfnKey.isCfnKey),
    schedulerInvocations: invocations,
    lambdaRequests: invocations,
    lambdaGbSeconds:
      runs * shards.reduce((sum, servers) => sum + runMs(servers) / 1000, 0) * ((fn?.memorySize ?? 0) / 1024),
    logIngestedGb: ingestedGb,
    logStoredGb: ingestedGb * COMPRESSION * (retentionMs / MONTH_MS),
  };
}

/** What is charged while nothing runs, USD a month. */
function standingUsd(quantities: Quantities): number {
  const { alarmMetrics, compositeAlarms, insightRules, dashboards, keys } = quantities;
  const none = Object.fromEntries(Object.keys(quantities).map((key) => [key, 0])) as Quantities;
  return costOf({ ...none, alarmMetrics, compositeAlarms, insightRules, dashboards, keys }).totalUsd;
}

/** What the quantities take for granted that can't be seen in them, as sentences. */
export function assumptionsOf(monitor: PricedMonitor, config: ResolvedConfig): string[] {
  const metrics = countMetrics(config);
  const charged = metrics * hoursCharged(config);
  const isPaused = constructsOf(monitor, CfnSchedule.isCfnSchedule).every(
    ({ state }) => state === 'DISABLED',
  );
  return [
    ...(isPaused
      ? [
          'It is paused, and priced as it will run: until then its alarms, dashboard and key are charged, ' +
            `${dollars(standingUsd(quantitiesOf(monitor, config)))}.`,
        ]
      : []),
    ...(charged < metrics
      ? [
          `Metrics are charged by the hour in which they are published: ${metrics} count as ${charged.toFixed(1)} ` +
            `with ${config.schedule.expression}.`,
        ]
      : []),
    ...(ownRetention(monitor) === undefined
      ? [`The log group is not of this app: its log is priced as kept for ${config.logRetentionDays} days.`]
      : []),
    ...(retentionDays(monitor, config) === undefined
      ? [
          `The log is kept for ever; its storage is priced as after ${FOREVER_YEARS} years, and goes on growing.`,
        ]
      : []),
    ...constructsOf(monitor, CfnDashboard.isCfnDashboard).map((dashboard) => wallText(dashboard, config)),
  ];
}

/** A dashboard's log queries, of which every refresh scans again what is shown. */
function wallText(dashboard: CfnDashboard, config: ResolvedConfig): string {
  const body = JSON.stringify(Stack.of(dashboard).resolve(dashboard.dashboardBody));
  const queries = body.split('\\"type\\":\\"log\\"').length - 1;
  const shown = shownAtFirstMs(config.schedule.longestGapMs) / WALL_REFRESH_MS;
  const usd = queries * logGb(config) * shown * LOG_QUERY_USD_PER_GB;
  return (
    `On a wall, refreshed every ${WALL_REFRESH_MS / 60_000} minutes day and night, the dashboard's log queries add ` +
    `${dollars(usd)}.`
  );
}

/** What a month of runs writes to the log, GB. */
function logGb(config: ResolvedConfig): number {
  return (runsOf(config) * config.shards.reduce((sum, servers) => sum + logBytes(servers), 0)) / GB;
}

/** How many runs a month has. */
function runsOf({ schedule }: Pick<ResolvedConfig, 'schedule'>): number {
  return (activePart(schedule) * MONTH_MS) / schedule.shortestGapMs;
}

/** The share of hours with a run: CloudWatch charges a metric by the hour in which it is published. */
export function hoursCharged({ schedule }: Pick<ResolvedConfig, 'schedule'>): number {
  return activePart(schedule) * Math.min(1, BILLED_HOUR_MS / schedule.shortestGapMs);
}

/** How often a month a run finds no warm memory, and reads back what it needs. */
function coldStarts({ schedule }: ResolvedConfig): number {
  const lifeMs = schedule.longestGapMs < ENVIRONMENT_IDLE_MS ? ENVIRONMENT_LIFE_MS : schedule.shortestGapMs;
  return (activePart(schedule) * MONTH_MS) / lifeMs;
}

function metricsReadBack({ detail, history, servers }: ResolvedConfig): number {
  return readsHistory({ detail, history }) ? servers.length * METRICS_READ_OF_SERVER : 0;
}

/** How long the log is kept, days; undefined when for ever. */
function retentionDays(monitor: PricedMonitor, { logRetentionDays }: ResolvedConfig): number | undefined {
  const own = ownRetention(monitor) ?? logRetentionDays;
  return own === 'forever' ? undefined : own;
}

/** What the log group says; undefined of one that isn't in this app, or says it at deployment only. */
function ownRetention({ function: { logGroup } }: PricedMonitor): number | 'forever' | undefined {
  const resource = logGroup.node.defaultChild;
  if (!CfnLogGroup.isCfnLogGroup(resource) || Token.isUnresolved(resource.retentionInDays)) {
    return undefined;
  }
  return resource.retentionInDays ?? 'forever';
}

/** How many metrics a healthy monitor publishes. */
function countMetrics(config: ResolvedConfig): number {
  return publishedMetrics(config).reduce((sum, { count }) => sum + count, 0);
}

/** How long a run of so many servers takes while all of them answer, ms. */
function runMs(servers: readonly Server[]): number {
  const spacings = servers.map(({ pacing }) => (PACING[pacing].samples - 1) * PACING[pacing].spacingMs);
  return Math.max(0, ...spacings) + RUN_OVERHEAD_MS + RUN_MS_PER_SERVER * servers.length;
}

function logBytes(servers: readonly Server[]): number {
  return servers.length * READING_LINE_BYTES + RUN_LINE_BYTES;
}

/** What CloudWatch bills: the metrics that an alarm refers to. A Metrics Insights query refers to none. */
function metricsOfAlarm(alarm: CfnAlarm): number {
  const metrics = Stack.of(alarm).resolve(alarm.metrics) as CfnAlarm.MetricDataQueryProperty[] | undefined;
  return metrics ? metrics.filter(({ metricStat }) => metricStat !== undefined).length : 1;
}

function constructsOf<T extends IConstruct>(scope: Construct, is: (x: unknown) => x is T): T[] {
  return scope.node.findAll().filter(is);
}

function countConstructs(scope: Construct, is: (x: unknown) => boolean): number {
  return scope.node.findAll().filter(is).length;
}
