import type { Reading, Verdict } from '../reading';
import { pages, type Tally } from './tally';

/** A server that doesn't know the time itself has an offset to be read, and none to be alarmed by. */
export const ifUsable =
  (value: (reading: Reading, tally: Tally) => number | null) => (reading: Reading, tally: Tally) =>
    reading.verdict === 'unusable' ? null : value(reading, tally);

export const is = (verdict: Verdict) => (reading: Reading) => reading.verdict === verdict;

/** Servers that page, so that their number decides whether a group's alarm does. */
export const isPaging =
  (verdict: Verdict) =>
  (reading: Reading, { scope }: Tally) =>
    reading.verdict === verdict && pages(reading.server, scope);

/** Servers that somebody is warned of: nobody is, of a server in maintenance. */
export const unlessInMaintenance =
  (counts: (reading: Reading) => boolean) =>
  (reading: Reading, { scope }: Tally) =>
    counts(reading) && !scope.inMaintenance.has(reading.server);

/** Null unless the rule for a warning is met. */
export const hoursToLimit = ({ drift, server }: Reading, { scope }: Tally) =>
  (drift?.known && !scope.inMaintenance.has(server) ? drift.timeLeft?.hoursToLimit : undefined) ?? null;

/** A server that somebody has to look at, and that a fleet therefore publishes metrics of. */
export function isUnhealthy({ verdict }: Pick<Reading, 'verdict'>): boolean {
  return verdict === 'outside' || verdict === 'unusable';
}
