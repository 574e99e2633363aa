import { HOUR_MS, MINUTE_MS } from '../ntp/time-units';
import { type CommonView, commonView } from './common-view';
import { type Corrected, habitOf } from './corrections';
import { type DriftHistory, longWindowMs, usualIntervalMs } from './drift-history';
import { type ProvenBand, provenBand } from './proven-band';
import { runTimesMs, type Seen, seenOf } from './seen';
import { type TimeLeft, timeLeft } from './time-left';
import { MIN_READINGS, type WindowRate, windowRate } from './window-rate';

/** What is asked about one server. */
export interface DriftQuestion {
  server: string;
  /** How far it may be off, ms. */
  limitMs: number;
}

/** How fast a server's clock runs away, or why nobody knows. */
export type DriftStatement = UnknownDrift | KnownDrift;

export interface UnknownDrift {
  known: false;
  reason: 'too-few-readings' | 'too-uncertain';
  explanation: string;
  /** See `KnownDrift`. */
  band?: ProvenBand | 'step';
}

export interface KnownDrift {
  known: true;
  /** Positive: the server gains. */
  ppm: number;
  /** Half of the 95 % interval, ppm. */
  halfWidthPpm: number;
  /** What the readings' uncertainties prove of the rate, without any assumption about noise. */
  band?: ProvenBand | 'step';
  window: 'short' | 'long';
  /** Readings that the rate comes from. */
  readings: number;
  /** The server has run straight, as far as can be seen, since then: ms since 1970. */
  sinceMs: number;
  /** The length of that, ms. */
  stretchMs: number;
  /** Present while somebody or something sets the server back again and again: it has no time left then. */
  corrected?: Corrected;
  /** Present while the rule for a warning is met. */
  timeLeft?: TimeLeft;
}

/** The short window reacts within the hour; the long one averages what noise a route has. */
const SHORT_WINDOW_MS = HOUR_MS;
/** In the long window the reading with the least delay of each five minutes counts. */
const BUCKET_MS = 5 * MINUTE_MS;
/** Runs closer together than this share of the usual time between two share what disturbed them: they count as one. */
const MIN_SPACING = 0.5;
/** A long window that reaches hardly farther back has the short one's readings, and fewer. */
const MIN_LENGTH_RATIO = 1.5;
/** An interval that holds 0 says nothing, unless it is so narrow that "about 0" is news: 1 ppm is 86 ms a day. */
const TELLING_PPM = 1;

/**
 * The drift of each server asked about: a pure function of the history.
 * @param voters names of the servers that make reference time; none: offsets are taken as published
 */
export function driftOfAll(
  history: DriftHistory,
  questions: readonly DriftQuestion[],
  voters: readonly string[],
): DriftStatement[] {
  const timesMs = runTimesMs(history);
  const nowMs = timesMs.at(-1) ?? 0;
  const intervalMs = usualIntervalMs(history);
  const longMs = longWindowMs(intervalMs);
  const seen = (server: string) => newerThan(longMs, seenOf(history, timesMs, server));
  const view = commonView(history.length, voters.map(seen));
  return questions.map(({ server, limitMs }) =>
    driftOf(bestOfEach(intervalMs * MIN_SPACING, seen(server)), view, limitMs, nowMs),
  );
}

function driftOf(seen: readonly Seen[], view: CommonView, limitMs: number, nowMs: number): DriftStatement {
  const best = bestOfEach(BUCKET_MS, seen);
  const short = windowRate(newerThan(SHORT_WINDOW_MS, seen), view);
  const long = windowRate(best, view);
  const told = short && long && !addsTo(short, long) ? [short] : [short, long];
  const rates = told.filter((rate) => rate !== undefined).sort((a, b) => a.halfWidthPpm - b.halfWidthPpm);
  const windowOf = (rate: WindowRate) => (rate === short ? 'short' : 'long');
  const band = provenBand(best);
  const proven = band && { band };
  const unknown = (reason: UnknownDrift['reason'], explanation: string): UnknownDrift => {
    return { known: false, reason, explanation, ...proven };
  };
  if (!rates[0]) {
    return unknown(
      'too-few-readings',
      `its rate needs ${MIN_READINGS} readings on a straight stretch, of ${seen.length} in all`,
    );
  }
  const { ppm, halfWidthPpm, readings, sinceKs } = rates[0];
  if (halfWidthPpm > Math.max(TELLING_PPM, Math.abs(ppm))) {
    return unknown(
      'too-uncertain',
      `its rate can't be told from 0: ${ppm.toFixed(2)} +- ${halfWidthPpm.toFixed(2)} ppm`,
    );
  }
  const corrected = (short && habitOf(short)) ?? (long && habitOf(long));
  const left = rates.flatMap((rate) => timeLeft(rate, limitMs, windowOf(rate)) ?? []);
  const [soonest] = left.sort((a, b) => a.hoursToLimit - b.hoursToLimit);
  return {
    ...{ known: true, ppm, halfWidthPpm, ...proven, window: windowOf(rates[0]), readings },
    sinceMs: nowMs + sinceKs * 1e6,
    stretchMs: -sinceKs * 1e6,
    ...(corrected ? { corrected } : soonest && { timeLeft: soonest }),
  };
}

/**
 * Whether the long window says what the short one doesn't: it reaches farther back, and the two don't exclude each
 * other. If they do, the long one knows less of what is new, so that it is wrong by now.
 */
function addsTo(short: WindowRate, long: WindowRate): boolean {
  return (
    long.baselineKs > MIN_LENGTH_RATIO * short.baselineKs &&
    Math.abs(short.ppm - long.ppm) <= short.halfWidthPpm + long.halfWidthPpm
  );
}

function newerThan(ageMs: number, seen: readonly Seen[]): Seen[] {
  return seen.filter(({ tKs }) => tKs >= -ageMs / 1e6);
}

/** Of the readings within each such time, counted back from the newest, the one with the least delay. */
function bestOfEach(lengthMs: number, seen: readonly Seen[]): Seen[] {
  const best: Seen[] = [];
  let sinceKs = Infinity;
  for (const each of seen.toReversed()) {
    if (each.tKs <= sinceKs - lengthMs / 1e6) {
      sinceKs = each.tKs;
      best.push(each);
    } else if (each.reading.delayMs < best.at(-1)!.reading.delayMs) {
      best[best.length - 1] = each;
    }
  }
  return best.reverse();
}
