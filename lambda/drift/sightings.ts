import { HOUR_MS } from '../ntp/time-units';
import { byServer } from './by-server';

/** What one reply said of its server, and what the run found: plain data. */
export interface Sighting {
  /** When, ms since 1970, by reference time. */
  timeMs: number;
  /** 0 to 3 (RFC 5905, figure 9). */
  leap: number;
  stratum: number;
  /** As `refIdText` shows it. */
  refId: string;
  /** The reference timestamp, ms since 1970; null when the server has none. */
  referenceTimeMs: number | null;
  rootDelayMs: number;
  rootDispersionMs: number;
  /** What `isFreeRunning` of `lambda/ntp/reference-id` says of its packet. */
  hasNoSource: boolean;
  /** Server minus reference time, ms; null while reference time is unknown. */
  offsetMs: number | null;
  /** Half-width of the interval around `offsetMs` that holds the true offset. */
  uncertaintyMs: number | null;
  /** Whether the majority refutes its vote. */
  isOutvoted: boolean;
  /** As configured, like all that follows. */
  limitMs: number;
  smeared?: boolean;
  /** Whether a leap second may keep it and reference time apart, as both are configured. */
  mayBeApart?: boolean;
  /** Whether it may run without an upstream. */
  mayRunFreely?: boolean;
  /** How old its reference timestamp may be. */
  maxReferenceAgeMs: number;
}

/** By server, oldest first. */
export type Sightings = Readonly<Record<string, readonly Sighting[]>>;

/** No sign looks farther back. */
const KEPT_MS = HOUR_MS;
/** No sign needs more of the newest ones, however slow the schedule is. */
const MIN_KEPT = 6;
/** About 10 MB; a large fleet remembers the newest ones of each server only. */
const MAX_KEPT = 100_000;

/** The sightings with those of one more run; servers that it doesn't name are forgotten once all theirs are old. */
export function recordSightings(known: Sightings, run: Readonly<Record<string, Sighting>>): Sightings {
  const nowMs = Math.max(...Object.values(run).map(({ timeMs }) => timeMs));
  const servers = [...new Set([...Object.keys(known), ...Object.keys(run)])];
  const most = Math.max(MIN_KEPT, Math.floor(MAX_KEPT / Math.max(servers.length, 1)));
  const kept = servers.map((server): [string, readonly Sighting[]] => {
    const all = [...(known[server] ?? []), ...(run[server] ? [run[server]] : [])].slice(-most);
    const first = all.findIndex(({ timeMs }) => nowMs - timeMs <= KEPT_MS);
    const from = first < 0 ? all.length : first;
    // A server that answers keeps its newest few, however old; one that is gone keeps none.
    return [server, all.slice(run[server] ? Math.min(from, Math.max(all.length - MIN_KEPT, 0)) : from)];
  });
  return byServer(kept.filter(([, all]) => all.length > 0));
}
