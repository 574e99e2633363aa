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

/** By window; undefined where it has none. */
interface Rates {
  short: WindowRate | undefined;
  long: WindowRate | undefined;
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
  const seen = (server: string) => seenOf(history, timesMs, server).filter(({ tKs }) => tKs >= -longMs / 1e6);
  const view = commonView(history.length, voters.map(seen));
  return questions.map(({ server, limitMs }) =>
    driftOf(bestOfEach(intervalMs * MIN_SPACING, seen(server)), { view, nowMs, limitMs }),
  );
}

interface DriftContext {
  view: CommonView;
  nowMs: number;
  limitMs: number;
}

function driftOf(seen: readonly Seen[], { view, nowMs, limitMs }: DriftContext): DriftStatement {
  const best = bestOfEach(BUCKET_MS, seen);
  const newest = seen.filter(({ tKs }) => tKs >= -SHORT_WINDOW_MS / 1e6);
  const windows: Rates = { short: windowRate(newest, view), long: windowRate(best, view) };
  const rates = withoutRepetition(windows);
  const band = provenBand(best);
  const proven = band && { band };
  const window = chooseWindow(rates);
  if (!window) {
    const explanation = `its rate needs ${MIN_READINGS} readings on a straight stretch, of ${seen.length} in all`;
    return { known: false, reason: 'too-few-readings', explanation, ...proven };
  }
  const { ppm, halfWidthPpm, readings, sinceKs } = rates[window]!;
  if (halfWidthPpm > Math.max(TELLING_PPM, Math.abs(ppm))) {
    const explanation = `its rate can't be told from 0: ${ppm.toFixed(2)} +- ${halfWidthPpm.toFixed(2)} ppm`;
    return { known: false, reason: 'too-uncertain', explanation, ...proven };
  }
  const corrected = habit(windows.short) ?? habit(windows.long);
  const left = corrected ? undefined : soonest(rates, limitMs);
  return {
    ...{ known: true, ppm, halfWidthPpm, ...proven, window, readings },
    sinceMs: nowMs + sinceKs * 1e6,
    stretchMs: -sinceKs * 1e6,
    ...(corrected && { corrected }),
    ...(left && { timeLeft: left }),
  };
}

function withoutRepetition({ short, long }: Rates): Rates {
  const isLonger = !short || (long && long.baselineKs > MIN_LENGTH_RATIO * short.baselineKs);
  return { short, long: isLonger ? long : undefined };
}

/** The more certain one, unless the two exclude each other: then the newer one. */
function chooseWindow({ short, long }: Rates): 'short' | 'long' | undefined {
  if (!short || !long) {
    return short ? 'short' : long && 'long';
  }
  return areApart(short, long) || short.halfWidthPpm < long.halfWidthPpm ? 'short' : 'long';
}

/** The long one knows less of what is new, so that it is wrong by now. */
function areApart(short: WindowRate, long: WindowRate): boolean {
  return Math.abs(short.ppm - long.ppm) > short.halfWidthPpm + long.halfWidthPpm;
}

function habit(rate: WindowRate | undefined): Corrected | undefined {
  return rate && habitOf(rate.corrections, rate.ppm * rate.sinceKs);
}

function soonest({ short, long }: Rates, limitMs: number): TimeLeft | undefined {
  const first = short && timeLeft(short, limitMs, 'short');
  const second = long && !(short && areApart(short, long)) ? timeLeft(long, limitMs, 'long') : undefined;
  return first && second ? (first.hoursToLimit < second.hoursToLimit ? first : second) : (first ?? second);
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
