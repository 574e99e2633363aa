/** When the prices below were AWS's list prices in us-east-1. */
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
  /** What its quantity takes for granted, as the report says it. */
  assumes: string;
  /** How many times as much it costs in the dearest commercial region. Default: the same. */
  elsewhere?: number;
}

/** What a query of the log costs, USD for a GB that it scans: only people and walls ask. */
export const LOG_QUERY_USD_PER_GB = 0.005;

/**
 * Every price that a monitor comes to. Sources: the pricing pages of CloudWatch, Lambda, EventBridge and KMS.
 * What costs only while something is wrong isn't here: mails, messages in queues, metrics of single servers of
 * a fleet.
 */
export const PRICES = {
  metrics: {
    what: 'Custom metrics',
    unit: 'metrics',
    assumes: 'each by the hour in which a run publishes it',
    usd: [
      { upTo: 10_000, usd: 0.3 },
      { upTo: 250_000, usd: 0.1 },
      { upTo: 1_000_000, usd: 0.05 },
      { upTo: Number.POSITIVE_INFINITY, usd: 0.02 },
    ],
  },
  alarmMetrics: {
    what: 'Alarms',
    unit: 'metrics alarmed on',
    usd: 0.1,
    assumes: 'by the metrics that they look at',
  },
  compositeAlarms: { what: 'Composite alarms', unit: 'alarms', usd: 0.5, assumes: 'a flat price' },
  insightsMetrics: {
    what: 'Metrics Insights alarms',
    unit: 'metrics analysed',
    usd: 0.1,
    assumes: 'none while all servers are well',
  },
  insightRules: {
    what: 'Contributor Insights',
    unit: 'rules',
    usd: 0.5,
    assumes: 'a flat price; its events are few',
  },
  dashboards: { what: 'Dashboards', unit: 'dashboards', usd: 3, assumes: 'a flat price' },
  putRequests: {
    what: 'PutMetricData',
    unit: 'requests',
    usd: 0.01 / 1000,
    assumes: 'a request for up to 1,000 metrics',
  },
  getMetrics: {
    what: 'GetMetricData',
    unit: 'metrics requested',
    usd: 0.01 / 1000,
    assumes: 'drift is read back after each cold start',
  },
  // Each of the first two rotations adds a dollar (AWS KMS pricing).
  keys: {
    what: 'KMS',
    unit: 'keys',
    usd: 1,
    assumes: 'in its first year; each of its first two yearly rotations adds $1',
  },
  schedulerInvocations: {
    what: 'EventBridge Scheduler',
    unit: 'invocations',
    usd: 1 / 1_000_000,
    assumes: '730 hours a month',
  },
  lambdaRequests: {
    what: 'Lambda requests',
    unit: 'requests',
    usd: 0.2 / 1_000_000,
    assumes: '730 hours a month',
  },
  lambdaGbSeconds: {
    what: 'Lambda duration (arm64)',
    unit: 'GB-seconds',
    usd: 0.000_013_333_4,
    assumes: "samples' spacing, 1 s, and 2.6 ms a server",
    elsewhere: 1.35,
  },
  logIngestedGb: { what: 'Logs ingested', unit: 'GB', usd: 0.5, assumes: '1 KB a reading', elsewhere: 1.8 },
  logStoredGb: {
    what: 'Logs stored',
    unit: 'GB',
    usd: 0.03,
    assumes: 'compressed to a fifth; as when it is full',
    elsewhere: 1.4,
  },
} as const satisfies Record<string, Price>;

export type PriceKey = keyof typeof PRICES;
