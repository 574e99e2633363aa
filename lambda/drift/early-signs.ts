import { serverDistanceMs } from '../ntp/root-distance';
import { HOUR_MS } from '../ntp/time-units';
import type { Sighting, Sightings } from './sightings';

/** One way in which a server goes wrong before its time does, or says that it may. */
interface EarlySign {
  /** `lambda/monitor/remarks/remark.ts` says which of them somebody has to look at. */
  id: string;
  /**
   * @param history one server's sightings, oldest first; the newest is of this run
   * @param others every server's sightings, this server's among them, for signs that take a majority
   * @returns what was seen, as a sentence without a subject; undefined: not this
   */
  detect: (history: readonly Sighting[], others: readonly (readonly Sighting[])[]) => string | undefined;
}

/** Strata from here on mean "of nobody": chrony's `local` says 10, ntpd's local clock 5 to 15, orphans 6 and more. */
const MIN_LONELY_STRATUM = 8;
/** A server between two equal upstreams changes some times a day; one that changes so often has no good one. */
const MAX_REF_ID_CHANGES = 6;
/** RFC 5905's root distance is a bound, not a guess: three times that is no statement about a healthy clock. */
const MAX_CLAIM_RATIO = 3;
/** Below it nobody's job depends on it; and OpenNTPD claims a dispersion of 0. */
const MIN_WRONG_MS = 1;
/** Of the last so many runs; as alarms count. */
const OF_RUNS = 6;
const BAD_RUNS = 3;
/** A server that restarts shows odd leap bits for a run. */
const LEAP_RUNS = 3;
/** From here on what the server itself admits leaves less than half of the limit for everything else. */
const MAX_LIMIT_SHARE = 0.5;

/** Every sign, most telling first. A new one is one entry. @internal */
export const EARLY_SIGNS = [
  {
    id: 'free-running',
    detect: ([...history]) => {
      const now = history.pop()!;
      if (now.mayRunFreely) {
        return undefined;
      }
      if (now.hasNoSource) {
        return `runs on its own clock (stratum ${now.stratum}, refid ${now.refId}): check its upstream`;
      }
      const lowest = Math.min(...history.map(({ stratum }) => stratum || Infinity));
      return now.stratum >= MIN_LONELY_STRATUM && lowest < MIN_LONELY_STRATUM
        ? `is at stratum ${now.stratum} and was at ${lowest}: check its upstream`
        : undefined;
    },
  },
  {
    id: 'holdover',
    detect: holdover,
  },
  {
    id: 'wrong-by-more-than-it-claims',
    // Beyond its limit it is outside, which is told already, and so is a voter that is outvoted.
    detect: (history) => {
      const wrong = history.slice(-OF_RUNS).filter(isWrongByItsWord);
      const last = wrong.at(-1);
      return last && wrong.length >= BAD_RUNS && provenMs(history.at(-1)!) <= last.limitMs
        ? `is ${aheadText(last.offsetMs!)} off and claims to be within ${statedDistanceMs(last).toFixed(3)} ms: ` +
            'it, or what it follows, has lost its source'
        : undefined;
    },
  },
  {
    id: 'leap-of-a-minority',
    detect: (history, others) => {
      const leap = history.at(-1)!.leap;
      const announced = history.slice(-LEAP_RUNS);
      const isAnnounced = isLeap(leap) && announced.length === LEAP_RUNS;
      if (!isAnnounced || announced.some((each) => each.leap !== leap)) {
        return undefined;
      }
      const able = unsmearedLeaps(others);
      const silent = able.filter((each) => each !== leap).length;
      return silent * 2 <= able.length
        ? undefined
        : `announces a leap second (${announcedLeap(leap)}), and ${silent} of ${able.length} ` +
            "servers don't: check its leap second file";
    },
  },
  {
    id: 'leap-second',
    detect: (history, others) => {
      const { leap } = history.at(-1)!;
      if (!isLeap(leap)) {
        return undefined;
      }
      const able = unsmearedLeaps(others);
      const agree = able.filter((each) => each === leap).length;
      return agree * 2 > able.length
        ? `announces a leap second (${announcedLeap(leap)}), as ${agree} of ${able.length} servers do`
        : undefined;
    },
  },
  {
    id: 'upstream-flapping',
    detect: (history) => {
      const sinceMs = history.at(-1)!.timeMs - HOUR_MS;
      const recent = history.filter(({ timeMs }) => timeMs >= sinceMs);
      const changes = recent.filter(({ refId }, i) => i > 0 && refId !== recent[i - 1]!.refId).length;
      return changes >= MAX_REF_ID_CHANGES && isOneClock(recent)
        ? `changed what it follows ${changes} times in an hour (now ${history.at(-1)!.refId}): check its upstreams`
        : undefined;
    },
  },
  {
    id: 'stratum-risen',
    detect: (history) => {
      const now = history.at(-1)!;
      const before = history.slice(0, -1).map(({ stratum }) => stratum);
      const lowest = Math.min(...before.filter((stratum) => stratum > 0));
      return now.stratum > lowest
        ? `is at stratum ${now.stratum} and was at ${lowest} within the hour`
        : undefined;
    },
  },
  {
    id: 'large-stated-distance',
    detect: (history) => {
      const now = history.at(-1)!;
      const statedMs = statedDistanceMs(now);
      return statedMs > MAX_LIMIT_SHARE * now.limitMs
        ? `says that it may be ${statedMs.toFixed(1)} ms off; the limit is ${now.limitMs} ms`
        : undefined;
    },
  },
] as const satisfies readonly EarlySign[];

export type EarlySignId = (typeof EARLY_SIGNS)[number]['id'];

/**
 * What one server's sightings show by now: ask for servers that answered in this run.
 * @param all every server's, made once for all of a fleet
 */
export function earlySignsOf(
  sightings: Sightings,
  server: string,
  all: readonly (readonly Sighting[])[] = Object.values(sightings),
): { id: EarlySignId; text: string }[] {
  const history = sightings[server];
  return EARLY_SIGNS.flatMap(({ id, detect }) => {
    const text = history && detect(history, all);
    return text === undefined ? [] : [{ id, text }];
  });
}

/** A reference timestamp that stands still: the server serves its own clock as if nothing had happened. */
function holdover(history: readonly Sighting[]): string | undefined {
  const [before, now] = [history.at(-2), history.at(-1)!];
  if (now.referenceTimeMs === null || before?.referenceTimeMs == null) {
    return undefined;
  }
  const ageMs = now.timeMs - now.referenceTimeMs;
  return ageMs > now.maxReferenceAgeMs && now.referenceTimeMs <= before.referenceTimeMs
    ? `has not heard its upstream for ${(ageMs / HOUR_MS).toFixed(1)} h and goes on alone: ` +
        'check its upstream'
    : undefined;
}

/** A clock is never set earlier than it was set last; several machines behind one address seem to be. */
function isOneClock(history: readonly Sighting[]): boolean {
  const setMs = history.flatMap(({ referenceTimeMs }) => referenceTimeMs ?? []);
  return setMs.every((ms, i) => i === 0 || ms >= setMs[i - 1]!);
}

/** More than nothing is known of the error, and more of it than the server's own word allows. */
function isWrongByItsWord(each: Sighting): boolean {
  const isFar = provenMs(each) > Math.max(MAX_CLAIM_RATIO * serverDistanceMs(each), MIN_WRONG_MS);
  return isFar && !each.isOutvoted && !each.mayBeApart;
}

/** How far the server is off at the least. */
function provenMs({ offsetMs, uncertaintyMs }: Sighting): number {
  return Math.abs(offsetMs ?? 0) - (uncertaintyMs ?? 0);
}

/** RFC 5905, section 11.2.3, without the client's own part: what the server says of itself, ms. */
function statedDistanceMs({ rootDelayMs, rootDispersionMs }: Sighting): number {
  return rootDelayMs / 2 + rootDispersionMs;
}

/** What each server says that tells leap seconds: one that smears them doesn't. */
function unsmearedLeaps(servers: readonly (readonly Sighting[])[]): number[] {
  return servers.flatMap((each) => (each.length === 0 || each.at(-1)!.smeared ? [] : [each.at(-1)!.leap]));
}

function announcedLeap(leap: number): string {
  return leap === 1 ? 'inserted' : 'deleted';
}

function isLeap(leap: number): boolean {
  return leap === 1 || leap === 2;
}

/** With its sign: positive is ahead. */
export function aheadText(ms: number): string {
  return `${ms < 0 ? '' : '+'}${ms.toFixed(3)} ms`;
}
