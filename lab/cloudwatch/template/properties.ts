import { z } from 'zod';
import { formatPath } from '../../../lib/config/config-error';
import { COMPARISON_OPERATORS, MISSING_DATA_TREATMENTS } from '../alarms/evaluation';
import { STATISTIC_FUNCTIONS } from '../alarms/statistic-functions';

const keys = <K extends string>(object: Readonly<Record<K, unknown>>) =>
  z.enum(Object.keys(object) as [K, ...K[]]);

/** API reference, PutMetricAlarm and PutCompositeAlarm. */
const MAX_ACTIONS = 5;
const actions = z.array(z.string()).max(MAX_ACTIONS).default([]);

const COMMON_PROPERTIES = {
  AlarmName: z
    .string()
    .regex(/^[^\p{Cc}]{1,255}$/u, '1 to 255 characters without control characters')
    .optional(),
  AlarmDescription: z.string().max(1024).default(''),
  ActionsEnabled: z.boolean().default(true),
  AlarmActions: actions,
  OKActions: actions,
  InsufficientDataActions: actions,
};

const METRIC = {
  Namespace: z.string().min(1).max(255),
  MetricName: z.string().min(1).max(255),
  Dimensions: z
    .array(z.strictObject({ Name: z.string().min(1).max(255), Value: z.string().min(1).max(1024) }))
    .max(30)
    .default([]),
};

/** Seconds. A shorter one makes an alarm of high resolution, which is evaluated every 10 seconds. */
const PERIOD = z.int().positive().multipleOf(60);

const EVALUATION_PROPERTIES = {
  ComparisonOperator: keys(COMPARISON_OPERATORS),
  Threshold: z.number(),
  EvaluationPeriods: z.int().positive(),
  DatapointsToAlarm: z.int().positive().optional(),
  TreatMissingData: z.enum(MISSING_DATA_TREATMENTS).default('missing'),
  WarmUpConfiguration: z
    .strictObject({
      WarmUpPeriodDurationInMinutes: z.int().min(1).max(2880),
      OnlyStartEvaluatingAfterWarmUpPeriodEnds: z.boolean().default(false),
    })
    .optional(),
};

const METRIC_STAT = z.strictObject({
  Metric: z.strictObject(METRIC),
  Stat: keys(STATISTIC_FUNCTIONS),
  Unit: z.string().optional(),
  Period: PERIOD,
});

const QUERY_PROPERTIES = {
  Id: z.string().regex(/^[a-z][a-zA-Z0-9_]{0,254}$/),
  Label: z.string().optional(),
  ReturnData: z.boolean().default(true),
};

/**
 * The properties of AWS::CloudWatch::Alarm and AWS::CloudWatch::CompositeAlarm that are understood, intrinsic
 * functions resolved. They are strict: what is not among them may change what the alarm does.
 */
export const MathsAlarm = z.strictObject({
  ...COMMON_PROPERTIES,
  ...EVALUATION_PROPERTIES,
  Metrics: z
    .array(
      z.union([
        z.strictObject({ ...QUERY_PROPERTIES, MetricStat: METRIC_STAT }),
        z.strictObject({
          ...QUERY_PROPERTIES,
          Expression: z.string().min(1).max(2048),
          Period: PERIOD.optional(),
        }),
      ]),
    )
    // PutMetricAlarm, Metrics
    .refine((metrics) => metrics.filter((each) => 'MetricStat' in each).length <= 10, 'more than 10 metrics'),
});
export type MathsAlarm = z.infer<typeof MathsAlarm>;

export const SingleMetricAlarm = z.strictObject({
  ...COMMON_PROPERTIES,
  ...EVALUATION_PROPERTIES,
  ...METRIC,
  Statistic: keys(STATISTIC_FUNCTIONS),
  Unit: z.string().optional(),
  Period: PERIOD,
});
export type SingleMetricAlarm = z.infer<typeof SingleMetricAlarm>;

export const RuleAlarm = z.strictObject({
  ...COMMON_PROPERTIES,
  AlarmRule: z.string(),
  ActionsSuppressor: z.string().optional(),
  ActionsSuppressorWaitPeriod: z.int().nonnegative().optional(),
  ActionsSuppressorExtensionPeriod: z.int().nonnegative().optional(),
});

/** @throws Error with every property that is wrong or not supported */
export function parseProperties<T>(schema: z.ZodType<T>, properties: unknown): T {
  const { data, error } = schema.safeParse(properties);
  if (error !== undefined) {
    throw new Error(`${error.issues.flatMap(sentences).join('; ')}.`);
  }
  return data as T;
}

function sentences(issue: z.core.$ZodIssue): string[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => `${formatPath([...issue.path, key])} is not supported`);
  }
  if (issue.code === 'invalid_union') {
    // The alternative that fits best is the one that was meant.
    const [best] = [...issue.errors].sort((a, b) => a.length - b.length);
    return (best ?? []).flatMap((each) => sentences({ ...each, path: [...issue.path, ...each.path] }));
  }
  return [`${formatPath(issue.path)}: ${issue.message}`];
}
