import type { App } from 'aws-cdk-lib';
import type { Metric } from '../lambda/monitor/metrics/metric-entry';
import { METRICS } from '../lambda/monitor/metrics/metrics';
import { UNHEALTHY_QUERIES } from './alarms/unhealthy-queries';
import { type ResolvedConfig, withDetail } from './config/resolved-config';
import { type Cost, dollars, elsewhereUsd } from './cost/price';
import { PRICES, PRICES_AS_OF } from './cost/prices';
import { hoursCharged } from './cost/quantities';
import { dryRun } from './dry-run';
import { MonitorStack } from './monitor-stack';

/** What a configuration costs: its stack is built in memory, and thrown away. @internal */
export function costOfConfig(config: ResolvedConfig): Cost {
  // A ceiling is for what is deployed.
  return dryRun({ ...config, costCeilingUsd: undefined }).monitor.cost;
}

/** What a configuration costs, for people: who draws it knows how wide a line may be. */
export interface CostReport {
  title: string;
  rows: CostRow[];
  /** What is left out, what else may come, and what would be cheaper: a sentence each. */
  notes: string[];
}

export interface CostRow {
  what: string;
  /** `1 key`, `19 metrics`, `0.04 GB`. */
  quantity: string;
  /** `$8.40`. */
  price: string;
  assumes: string;
}

/** The price of every monitor.json that an app deploys. */
export function costReports(app: App): CostReport[] {
  return app.node.children.flatMap((stack) =>
    stack instanceof MonitorStack ? [costReport(stack.config, stack.monitor.cost)] : [],
  );
}

/** The price of a configuration by line, as every synthesis prints it. */
export function costReport(config: ResolvedConfig, cost: Cost = costOfConfig(config)): CostReport {
  const lines = cost.lines.filter(({ usd }) => usd >= 0.005);
  return {
    title:
      `Monthly cost of the monitor ${config.name} while all servers are well, in USD at us-east-1 list prices of ` +
      `${PRICES_AS_OF}; free tiers not subtracted:`,
    rows: [
      ...lines.map(({ key, quantity, usd }) => ({
        what: PRICES[key].what,
        quantity: amount(quantity, PRICES[key].unit),
        price: dollars(usd),
        assumes: PRICES[key].assumes,
      })),
      { what: 'Total', quantity: '', price: dollars(cost.totalUsd), assumes: '' },
    ],
    notes: [...cost.assumptions, ...hints(config, cost)],
  };
}

/** A fleet's server that is not well: its metrics, and what the alarms with contributors analyse of them. */
function notWellUsd(config: ResolvedConfig): number {
  return (
    Object.values<Metric>(METRICS).filter(
      ({ scope, detail }) => scope === 'server' && detail.includes('fleet'),
    ).length *
      PRICES.metrics.usd[0].usd *
      hoursCharged(config) +
    UNHEALTHY_QUERIES.length * PRICES.insightsMetrics.usd
  );
}

function hints(config: ResolvedConfig, cost: Cost): string[] {
  return [
    `In other commercial regions logs and Lambda cost more, and all the rest the same: ${dollars(elsewhereUsd(cost))} at most.`,
    ...detailHints(config, cost),
    ...alarmHints(config, cost),
  ];
}

function alarmHints(config: ResolvedConfig, { totalUsd }: Cost): string[] {
  if (config.alarms === 'essential') {
    return [];
  }
  const saved = totalUsd - costOfConfig({ ...config, alarms: 'essential' }).totalUsd;
  return [`"alarms": "essential" would save ${dollars(saved)}: pages without warnings.`];
}

function detailHints(config: ResolvedConfig, { totalUsd }: Cost): string[] {
  if (config.detail === 'fleet') {
    return [`A server that is not well for a whole month adds up to ${dollars(notWellUsd(config))}.`];
  }
  const saved = totalUsd - costOfConfig(withDetail(config, 'fleet')).totalUsd;
  return saved > 0
    ? [`"detail": "fleet" would save ${dollars(saved)}: counts and distributions for metrics of each server.`]
    : ['"detail": "fleet" would save nothing: so few servers are cheaper with metrics of their own.'];
}

function amount(value: number, unit: string): string {
  const digits = value < 10 ? { maximumSignificantDigits: 2 } : { maximumFractionDigits: 0 };
  return `${value.toLocaleString('en-US', digits)} ${value === 1 ? unit.replace(/s\b/, '') : unit}`;
}
