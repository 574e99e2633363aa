import type { Duration } from 'aws-cdk-lib';
import type { ReferenceSource } from '../../lambda/monitor/event';

/** What alarms go off at, where it depends on the monitor. What doesn't is `M_OF_N` in limits.ts. */

/** A deployment or a failover may pause everything this long, and nobody is paged. */
const PAUSE_MINUTES = 3;

/**
 * The dead-man alarm's periods: one more than a pause can empty. CloudWatch's evaluation lags by some periods of
 * its own (it fills gaps only when real points run out), but nothing documents how many, so that alone can't be
 * what keeps a pause from paging.
 */
export function heartbeatPeriods(period: Duration) {
  const periods = Math.ceil(PAUSE_MINUTES / period.toMinutes()) + 1;
  return { datapointsToAlarm: periods, evaluationPeriods: periods };
}

/** This part of all servers, and two at least, failing at once have a cause in common. */
const SHARE_IN_COMMON = 1 / 4;

/**
 * How many servers must be unusable in the same run to be one problem and not one for each of them; undefined
 * for a single server, which is always its own. Never more than leaves one voter: then reference time is lost,
 * and that is the problem to tell of.
 */
export function commonCauseThreshold(subject: {
  servers: number;
  voters: number;
  reference: ReferenceSource;
}): number | undefined {
  const { servers, voters, reference } = subject;
  const share = Math.ceil(servers * SHARE_IN_COMMON);
  const loss = reference === 'consensus' ? voters - 1 : Number.POSITIVE_INFINITY;
  return servers < 2 ? undefined : Math.max(2, Math.min(share, loss));
}
