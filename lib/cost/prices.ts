/** When the prices below were AWS's list prices in us-east-1. Other regions cost up to a quarter more. */
export const PRICES_AS_OF = 'November 2026';

/** What a part of the amount costs: up to `upTo` in all, at `usd` each. */
interface Tier {
  upTo: number;
  usd: number;
}

export interface Price {
  /** What is paid for, as the report says it. */
  what: string;
  /** What the quantity counts. */
  unit: string;
  /** USD for one of it, or tiers in ascending order. Free tiers are left out: an account has them once. */
  usd: number | readonly Tier[];
}

/**
 * Every price that a monitor comes to. Sources: the pricing pages of CloudWatch, Lambda, EventBridge and KMS.
 * What costs only while something is wrong isn't here: mails, messages in queues, metrics of single servers of
 * a fleet.
 */
export const PRICES = {
  metrics: {
    what: 'Custom metrics',
    unit: 'metrics',
    usd: [
      { upTo: 10_000, usd: 0.3 },
      { upTo: 250_000, usd: 0.1 },
      { upTo: 1_000_000, usd: 0.05 },
      { upTo: Number.POSITIVE_INFINITY, usd: 0.02 },
    ],
  },
  alarmMetrics: { what: 'Alarms', unit: 'metrics alarmed on', usd: 0.1 },
  compositeAlarms: { what: 'Composite alarms', unit: 'alarms', usd: 0.5 },
  insightsMetrics: { what: 'Metrics Insights alarms', unit: 'metrics analysed', usd: 0.1 },
  insightRules: { what: 'Contributor Insights', unit: 'rules', usd: 0.5 },
  dashboards: { what: 'Dashboards', unit: 'dashboards', usd: 3 },
  putRequests: { what: 'PutMetricData', unit: 'requests', usd: 0.01 / 1000 },
  getMetrics: { what: 'GetMetricData', unit: 'metrics requested', usd: 0.01 / 1000 },
  keys: { what: 'KMS', unit: 'keys', usd: 1 },
  schedulerInvocations: { what: 'EventBridge Scheduler', unit: 'invocations', usd: 1 / 1_000_000 },
  lambdaRequests: { what: 'Lambda requests', unit: 'requests', usd: 0.2 / 1_000_000 },
  lambdaGbSeconds: { what: 'Lambda duration (arm64)', unit: 'GB-seconds', usd: 0.000_013_333_4 },
  logIngestedGb: { what: 'Logs ingested', unit: 'GB', usd: 0.5 },
  logStoredGb: { what: 'Logs stored', unit: 'GB', usd: 0.03 },
} as const satisfies Record<string, Price>;

export type PriceKey = keyof typeof PRICES;
