import { CfnResource } from 'aws-cdk-lib';
import type { CfnAlarm, CfnCompositeAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import type { IConstruct } from 'constructs';
import type { Detail, ReferenceSource, Server } from '../lambda/monitor/event';
import type { AlarmSeverity } from './alarms/alarm-definition';
import type { CreatedAlarm } from './alarms/create-alarms';
import type { ResolvedConfig } from './config/resolved-config';
import { alarmUsd } from './cost/alarm-price';
import type { Cost } from './cost/price';
import { type PublishedMetric, publishedMetrics } from './cost/published-metrics';
import { dryRun } from './dry-run';

/** What a configuration would deploy, as plain data. */
export interface Explanation {
  monitor: string;
  /** The stack's name. */
  stack: string;
  schedule: string;
  reference: ReferenceSource;
  detail: Detail;
  servers: readonly Server[];
  /** How many servers each schedule asks: one, or one for each shard of a fleet. */
  schedules: number[];
  alarms: AlarmExplanation[];
  metrics: PublishedMetric[];
  /** How many resources there are of each CloudFormation type. */
  resources: Record<string, number>;
  cost: Cost;
  /** What is allowed and rarely meant. */
  warnings: string[];
  /** Why synthesis would refuse it: limits of CloudWatch. */
  problems: string[];
}

export interface AlarmExplanation {
  name: string;
  /** Who is told; nobody, where a combined alarm tells of it. */
  severity: AlarmSeverity | 'none';
  kind: 'metric' | 'composite';
  /** What is wrong while it is on, as a sentence. */
  problem: string;
  /** How long the trouble lasts until it is told, minutes, while data are not late. */
  toldAfterMinutes: number;
  /** What it costs a month, USD, beside the metrics themselves. */
  usd: number;
}

/**
 * What a configuration would deploy, from the very stack that would: built in memory, without an account.
 * @throws ConfigError when it costs more than its ceiling
 */
export function explain(config: ResolvedConfig): Explanation {
  const stack = dryRun(config);
  const { alarmDefinitions, cost } = stack.monitor;
  const constructs = stack.node.findAll();
  return {
    monitor: config.name,
    stack: stack.stackName,
    schedule: config.schedule.expression,
    reference: config.reference,
    detail: config.detail,
    servers: config.servers,
    schedules: config.shards.map(({ length }) => length),
    alarms: alarmDefinitions.map(explainAlarm),
    metrics: publishedMetrics(config),
    resources: countTypes(constructs),
    cost,
    warnings: constructs.flatMap(warningsOf),
    problems: constructs.flatMap((each) => each.node.validate()),
  };
}

function explainAlarm({ definition, alarm }: CreatedAlarm): AlarmExplanation {
  const { severity, problem, toldAfterMinutes } = definition;
  const kind = definition.kind === 'composite' ? 'composite' : 'metric';
  return {
    name: (alarm.node.defaultChild as CfnAlarm | CfnCompositeAlarm).alarmName!,
    severity,
    kind,
    problem,
    toldAfterMinutes,
    usd: alarmUsd(definition),
  };
}

function countTypes(constructs: readonly IConstruct[]): Record<string, number> {
  const types = constructs.filter(CfnResource.isCfnResource).map(({ cfnResourceType }) => cfnResourceType);
  const counts: Record<string, number> = {};
  for (const type of types.sort()) {
    counts[type] = (counts[type] ?? 0) + 1;
  }
  return counts;
}

/** Annotations end with the id by which they are acknowledged in code, which a monitor.json has none of. */
function warningsOf({ node }: IConstruct): string[] {
  return node.metadata
    .filter(({ type }) => type === 'aws:cdk:warning')
    .map(({ data }) => String(data).replace(/ \[ack: [^\]]+\]$/, ''));
}
