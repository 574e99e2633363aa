import type { UnusableReason } from '../ntp/diagnose';
import type { Reading, RunResult, Verdict } from './reading';

/** A distribution over all servers: dimension Monitor. Null: the server has none in this run. */
export interface FleetDistribution {
  name: string;
  unit: 'Milliseconds';
  value: (reading: Reading) => number | null;
}

/** How many servers there are of a kind: dimension Monitor. Always published, zeros too. */
export interface FleetCount {
  name: string;
  unit: 'Count';
  counts: (reading: Reading) => boolean;
}

/** A server that doesn't know the time itself has an offset to be read, and none to be alarmed by. */
export function ifUsable(value: (reading: Reading) => number | null): (reading: Reading) => number | null {
  return (reading) => (reading.verdict === 'unusable' ? null : value(reading));
}

/** Every distribution of a fleet. Signs would cancel in averages, so that offsets come without theirs. */
export const FLEET_DISTRIBUTIONS = {
  absoluteOffset: {
    name: 'AbsoluteOffset',
    unit: 'Milliseconds',
    value: ifUsable(({ offsetMs }) => (offsetMs === null ? null : Math.abs(offsetMs))),
  },
  uncertainty: { name: 'Uncertainty', unit: 'Milliseconds', value: ifUsable((r) => r.uncertaintyMs) },
} as const satisfies Record<string, FleetDistribution>;

/** A number that each shard of a fleet has for itself: dimension Monitor, from all of them. Null: it has none. */
export interface ShardMetric {
  name: string;
  unit: 'Count';
  value: (run: RunResult) => number | null;
}

/**
 * Every metric of the shards; without several there is nothing that `MONITOR_METRICS` don't say. Those are the first
 * shard's, and any other may have lost reference time, too.
 */
export const SHARD_METRICS = {
  withoutReference: {
    name: 'ShardsWithoutReference',
    unit: 'Count',
    value: ({ reference: { source, known } }) => (source !== 'clock' ? Number(!known) : null),
  },
} as const satisfies Record<string, ShardMetric>;

const is = (verdict: Verdict) => (reading: Reading) => reading.verdict === verdict;

/** Every count of a fleet. `servers` is the sum of the others: too low a sum is how a lost shard shows. */
export const FLEET_COUNTS = {
  servers: { name: 'Servers', unit: 'Count', counts: () => true },
  within: { name: 'ServersWithin', unit: 'Count', counts: is('within') },
  outside: { name: 'ServersOutside', unit: 'Count', counts: is('outside') },
  uncertain: { name: 'ServersUncertain', unit: 'Count', counts: is('uncertain') },
  unusable: { name: 'ServersUnusable', unit: 'Count', counts: is('unusable') },
} as const satisfies Record<string, FleetCount>;

/**
 * The values of the dimension `Reason`, by which `ServersUnusable` is published once more. The list is closed,
 * because every entry is a metric that costs money; a reason that isn't in it counts as the last one.
 */
export const UNUSABLE_REASONS = [
  'timeout',
  'port-closed',
  'name-not-found',
  'dns-failed',
  'unsynchronised',
  'kiss',
  'bad-packet',
  'negative-delay',
  'network',
  'deadline',
  'clock-moved',
  'other',
] as const satisfies readonly (UnusableReason | 'other')[];

/** @returns for every entry of `UNUSABLE_REASONS` how many servers are unusable for it */
export function unusableByReason(readings: readonly Reading[]): Map<string, number> {
  const counts = new Map<string, number>(UNUSABLE_REASONS.map((reason) => [reason, 0]));
  for (const { reason = 'other' } of readings.filter(FLEET_COUNTS.unusable.counts)) {
    const known = counts.has(reason) ? reason : 'other';
    counts.set(known, counts.get(known)! + 1);
  }
  return counts;
}

/** A server that somebody has to look at, and that a fleet therefore publishes metrics of. */
export function isUnhealthy({ verdict }: Pick<Reading, 'verdict'>): boolean {
  return verdict === 'outside' || verdict === 'unusable';
}
