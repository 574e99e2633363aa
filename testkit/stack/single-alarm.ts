/** The properties of a small valid alarm on one metric. */
export const SINGLE_ALARM = {
  AlarmName: 'one',
  Namespace: 'NtpDrift',
  MetricName: 'Usable',
  Dimensions: [
    { Name: 'Monitor', Value: 'lab' },
    { Name: 'Server', Value: 'a' },
  ],
  Statistic: 'Maximum',
  Period: 60,
  ComparisonOperator: 'LessThanThreshold',
  Threshold: 1,
  EvaluationPeriods: 5,
  DatapointsToAlarm: 3,
};
