import { type Detail, isReference, type RunPlan } from './event';
import { bad, readObject, readOneOf } from './event-values';

/** What one run publishes of what it measured. */
export interface PublishScope {
  detail: Detail;
  /** Whether this run publishes the metrics of the monitor as a whole. */
  includesMonitor: boolean;
  /** Whether other runs publish the rest of the same fleet. */
  sharded: boolean;
  /** Names of servers that another shard publishes: those that reference time needs, but for the first shard. */
  measuredElsewhere: ReadonlySet<string>;
}

/** What a monitor without shards publishes at full detail: everything that was measured. */
export const EVERYTHING: PublishScope = {
  detail: 'full',
  includesMonitor: true,
  sharded: false,
  measuredElsewhere: new Set(),
};

/**
 * Reads from an event what its run publishes.
 * @param plan the same event, checked
 * @throws Error naming the path, the value and what was expected
 */
export function parsePublishScope(event: unknown, plan: RunPlan): PublishScope {
  const { detail = 'full', shard = { number: 1, of: 1 } } = readObject(event, 'event');
  const { number, of } = readObject(shard, 'shard');
  if (!isCount(of) || !isCount(number) || number > of) {
    throw bad('shard', shard, 'a "number" from 1 to "of"');
  }
  const first = number === 1;
  const measuredElsewhere = plan.servers.filter((each) => !first && isReference(each, plan.reference));
  return {
    detail: readOneOf(detail, 'detail', ['full', 'fleet']),
    includesMonitor: first,
    sharded: of > 1,
    measuredElsewhere: new Set(measuredElsewhere.map(({ name }) => name)),
  };
}

function isCount(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= 1;
}
