/** How long a new alarm stays in INSUFFICIENT_DATA and takes no actions. */
export interface WarmUp {
  durationMs: number;
  /** Whether it lasts to its end. Otherwise it ends as soon as data fill the evaluation window. */
  toTheEnd: boolean;
}

/**
 * Whether an alarm still warms up. Source: CloudFormation Template Reference, AWS::CloudWatch::Alarm
 * WarmUpConfiguration.
 *
 * @param ageMs since the alarm was created
 * @param windowFilled whether there is a point for each of its evaluation periods
 */
export function isWarmingUp({ durationMs, toTheEnd }: WarmUp, ageMs: number, windowFilled: boolean): boolean {
  return ageMs < durationMs && (toTheEnd || !windowFilled);
}
