import type { EarlySignId } from '../../drift/early-signs';

/** Every remark that a reading can carry. `warn`: somebody has to look; `info`: good to know. */
const REMARKS = {
  /** Shares its vote with another voter that it follows, or that is the same machine. */
  kin: 'info',
  /** Follows the same server as another voter; that server doesn't vote. */
  'common-upstream': 'info',
  /** Follows servers that follow it. */
  loop: 'warn',
  /** Its root distance is above `maxVoterDistanceMs`. */
  distance: 'info',
  /** Follows no source, and nothing says that this is meant. */
  'free-running': 'warn',
  /** States no dispersion although it is no primary server: it is taken to have `MIN_DISPERSION_MS`. */
  'no-dispersion': 'info',
  /** Its correctness interval and another truechimer's exclude each other. */
  disagreement: 'warn',
  /** Was stepped or slewed while it was asked. */
  moved: 'warn',
  /** Answers at another address than was asked first. */
  'other-address': 'info',
  /** Is asked at another address than in an earlier run. */
  'address-changed': 'info',
  /** Is asked where its name led in an earlier run, because DNS failed. */
  'dns-failed': 'warn',
  /** Has not heard its upstream for longer than any usual poll, and goes on by its own clock. */
  holdover: 'warn',
  /** Is off by several times what it claims to be off at most. */
  'wrong-by-more-than-it-claims': 'warn',
  /** Runs away, and reaches its limit within the day: an alarm of its own tells that. */
  drifting: 'info',
  /** Runs away and is set back, again and again. */
  corrected: 'info',
  /** Announces a leap second that most servers don't. */
  'leap-of-a-minority': 'warn',
  /** Announces a leap second, as most servers do. */
  'leap-second': 'info',
  /** Changes its upstream again and again. */
  'upstream-flapping': 'warn',
  /** Is farther from a primary server than within the hour before. */
  'stratum-risen': 'info',
  /** Says itself that it may be off by more than half of its limit. */
  'large-stated-distance': 'info',
  /** Is off by a multiple of 1024 weeks. */
  'week-rollover': 'warn',
  /** Is off by what is between UTC and a time scale without leap seconds. */
  'time-scale': 'warn',
  /** Is off by what is between UTC and a time zone. */
  'time-zone': 'warn',
} as const satisfies Record<EarlySignId, unknown> & Record<string, 'info' | 'warn'>;

export type RemarkId = keyof typeof REMARKS;
type RemarkSeverity = (typeof REMARKS)[RemarkId];

/** Something to know of a server, whatever the verdict on it is. */
export interface Remark {
  /** A stable code: log queries and counts use it. */
  id: RemarkId;
  severity: RemarkSeverity;
  /** What was seen, and what to do if anything. */
  text: string;
}

export function remark(id: RemarkId, text: string): Remark {
  return { id, severity: REMARKS[id], text };
}

const MAX_NAMES = 3;

/** Names for a sentence: all of a few, the first of many. */
export function namesText(names: readonly string[]): string {
  const shown = names.slice(0, MAX_NAMES).join(', ');
  return names.length > MAX_NAMES ? `${shown} and ${names.length - MAX_NAMES} more` : shown;
}
