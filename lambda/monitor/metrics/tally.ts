import { uncertainTogether } from '../common-cause';
import type { Reading, RunResult } from '../reading';
import type { PublishScope } from '../shard';

/** What the servers of one run have in common, as far as it decides which alarm speaks for them. */
export interface Tally {
  /** Whether servers could be judged at all. */
  referenceKnown: boolean;
  /** How many of the servers that page are so. */
  outside: number;
  unusable: number;
  /** How many more are so, and would page but for their maintenance. */
  inMaintenance: { outside: number; unusable: number };
  /** How many servers, but for those in maintenance, warnings are of. */
  uncertain: number;
  outvoted: number;
  remarked: number;
  scope: PublishScope;
}

/** @param own the readings that no other shard publishes */
export function tallyOf(run: RunResult, own: readonly Reading[], scope: PublishScope): Tally {
  const paging = own.filter(({ server }) => pages(server, scope));
  const warned = own.filter(({ server }) => !scope.inMaintenance.has(server));
  const silenced = own.filter(({ server }) => !scope.warnOnly.has(server) && scope.inMaintenance.has(server));
  return {
    referenceKnown: run.reference.source === 'clock' || run.reference.known,
    ...badOf(paging),
    inMaintenance: badOf(silenced),
    uncertain: warned.filter(isUncertain).length,
    outvoted: warned.filter(isOutvoted).length,
    remarked: warned.filter(isRemarked).length,
    scope,
  };
}

function badOf(readings: readonly Reading[]): Record<'outside' | 'unusable', number> {
  const count = (wanted: Reading['verdict']) => readings.filter(({ verdict }) => verdict === wanted).length;
  return { outside: count('outside'), unusable: count('unusable') };
}

/** Whether a server's trouble wakes people: not while it is in maintenance, nor where it only warns. */
export function pages(server: string, { warnOnly, inMaintenance }: PublishScope): boolean {
  return !warnOnly.has(server) && !inMaintenance.has(server);
}

/** 1 in the runs in which something holds, and nothing in others. */
export const when = (holds: boolean) => (holds ? 1 : null);

/** A server with an offset that proves nothing. Without reference time no server has one. */
export function isUncertain({ verdict, offsetMs }: Reading): boolean {
  return verdict === 'uncertain' && offsetMs !== null;
}

/** A voter that the majority refutes without a proof that it is outside. */
export function isOutvoted({ vote, verdict }: Reading): boolean {
  return vote === 'falseticker' && verdict !== 'outside';
}

/** A server with a remark that somebody has to look at. */
export function isRemarked({ remarks = [] }: Reading): boolean {
  return remarks.some(({ severity }) => severity === 'warn');
}

/**
 * A run that something else explains is no reason for an alarm, and no proof that all is well again: of all shards, and
 * counted for hours, still less than half a run.
 */
export const WEIGHT_OF_EXPLAINED = 0.00001;

/**
 * A run in which the alarm of a small group speaks for the server. It counts for so short a time that by itself it is no
 * reason for the server's own alarm, but completes bad runs from before: else a group that grows server by server would be
 * told late. From then on it weighs as explained.
 */
export const WEIGHT_IN_SMALL_GROUP = 1 + WEIGHT_OF_EXPLAINED;

/** A group of so many times what makes one is no small one: it did not grow server by server, and has many names. */
const LARGE_GROUPS = 2;

/**
 * What a run counts for the group's alarm. Null: there is no group. What only maintenance keeps from being one is no
 * proof that it is over: those that page are told by name meanwhile.
 */
export function weightOfGroup(
  verdict: 'outside' | 'unusable',
  { inMaintenance, scope, ...counts }: Tally,
): number | null {
  if (counts[verdict] >= scope.commonCause) {
    return 1;
  }
  return counts[verdict] + inMaintenance[verdict] >= scope.commonCause ? WEIGHT_OF_EXPLAINED : null;
}

/** What marks a time as earlier than now. As many as there may be don't change a count of runs. */
export const MARK_OF_EARLIER = -1e-9;

/**
 * A run in which nobody could tell, for a warning: a window of such runs has too few bad ones for it to go on, and too few
 * good ones for it to go off.
 */
const WEIGHT_OF_UNKNOWN = 0.3;

/** What a run counts for the warning of a kind of servers that only reference time reveals. Null: they are too few. */
export function weightOfWarning(
  kind: 'uncertain' | 'outvoted',
  { referenceKnown, scope, ...counts }: Tally,
): number | null {
  const enough = kind === 'uncertain' ? uncertainTogether(scope.configured, scope.commonCause) : 1;
  return referenceKnown ? when(counts[kind] >= enough) : WEIGHT_OF_UNKNOWN;
}

/** What a bad run counts for the server's own alarms: 1, unless the group's alarm speaks for it, or something else does. */
export function weightOf({ server, verdict }: Reading, { scope, referenceKnown, ...counts }: Tally): number {
  const isWithoutReference = verdict === 'unusable' && !referenceKnown;
  if (scope.inMaintenance.has(server) || (isWithoutReference && scope.voters.has(server))) {
    return WEIGHT_OF_EXPLAINED;
  }
  const groups = counts[verdict as 'outside' | 'unusable' | 'uncertain'] / scope.commonCause;
  // A server that only warns is no member of the group, but what silences the group silences it, too.
  if (groups < 1 || (verdict === 'outside' && scope.warnOnly.has(server))) {
    return 1;
  }
  return groups < LARGE_GROUPS && !isWithoutReference ? WEIGHT_IN_SMALL_GROUP : WEIGHT_OF_EXPLAINED;
}
