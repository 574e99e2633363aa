import { HOUR_MS } from '../ntp/time-units';
import { fitStraight, pointsFrom } from './break-test';
import type { CommonView } from './common-view';
import { type Correction, correctionsOf } from './corrections';
import { offsetVariances, pathStretches } from './delay-floor';
import type { DriftReading } from './drift-history';
import { currentRate } from './kink-average';
import type { Seen } from './seen';
import { fitWeighted, MIN_SQUARES, rateErrorPpm, type SegmentedFit } from './segmented-fit';

/** A server's rate, as one window shows it. */
export interface WindowRate {
  /** Positive: the server gains. */
  ppm: number;
  /** Half of the 95 % interval, ppm. */
  halfWidthPpm: number;
  /** Readings that the rate comes from. */
  readings: number;
  /** When its straight stretch begins: at the window's start or the last kink, 1,000 s since the newest run. */
  sinceKs: number;
  /** The length that the rate is as good as: shorter than the stretch when steps cut it, 1,000 s. */
  baselineKs: number;
  /** Where the fitted line stands at the newest reading, ms. */
  levelMs: number;
  /** Steps against the drift, as somebody makes who sets the clock back. */
  corrections: Correction[];
  /** Whether the readings since the last of them show the rate by themselves. */
  hasSettled: boolean;
}

/** The least count of readings that a rate is stated from. */
export const MIN_READINGS = 10;
const MIN_FREEDOM = 3;
/** What readings since a correction have to show by themselves, in standard deviations. */
const MIN_SETTLED_SIGMAS = 3;
/** What slowly changes at both ends of a window and no delay shows, ms. */
const END_ERROR_MS = 0.05;
/** How a good clock's own rate wanders: ppm in an hour, growing with the root of time. */
const WANDER_PPM = 0.05;

/** The rate of one window; undefined with fewer than `MIN_READINGS` on its straight stretch. */
export function windowRate(seen: readonly Seen[], view: CommonView): WindowRate | undefined {
  if (seen.length < MIN_READINGS) {
    return undefined;
  }
  const readings = seen.map(({ reading }) => reading);
  const segments = pathStretches(readings);
  const variances = offsetVariances(readings, segments);
  const fit = fitStraight({
    tKs: seen.map(({ tKs }) => tKs),
    yMs: seen.map(({ run, reading }) => reading.offsetMs - view.shiftsMs[run]!),
    weights: seen.map(({ run }, i) => 1 / (variances[i]! + view.variances[run]!)),
    segments,
  });
  if (!fit || fit.tKs.length < MIN_READINGS || fit.freedom < MIN_FREEDOM) {
    return undefined;
  }
  const { ppm, variance, levelMs, since } = currentRate(fit);
  const sinceKs = fit.tKs[since]!;
  // An unbroken, evenly read stretch has the same variance of time at sqrt(12) standard deviations' length.
  const weight = sumOf(fit.weights);
  const baselineKs = Math.min(Math.sqrt((12 * fit.timeSquares) / weight), fit.tKs.at(-1)! - sinceKs);
  // A few good readings among many bad ones leave the freedom of a few (Kish's effective number).
  const effective = weight ** 2 / sumOf(fit.weights.map((each) => each ** 2)) / fit.weights.length;
  const error = studentT(fit.freedom * effective) * Math.sqrt(variance);
  const wander = Z * WANDER_PPM * Math.sqrt((baselineKs * 1e6) / HOUR_MS / 3);
  const corrections = correctionsOf(fit);
  return {
    ppm,
    halfWidthPpm: Math.hypot(error, wander) + (2 * END_ERROR_MS) / baselineKs + creepPpm(fit, readings),
    readings: fit.tKs.length - since,
    ...{ sinceKs, baselineKs, levelMs },
    corrections,
    hasSettled: isShownSince(fit, corrections.at(-1)?.atKs),
  };
}

/**
 * What a delay that grows or shrinks may do to the rate, ppm: if all of that is one way's, offsets move by half of it.
 * Only what is surely there counts.
 */
function creepPpm(fit: SegmentedFit, readings: readonly DriftReading[]): number {
  const delaysMs = readings.slice(-fit.tKs.length).map(({ delayMs }) => delayMs);
  const creep = fitWeighted({ ...fit, yMs: delaysMs });
  return creep ? Math.max(Math.abs(creep.ppm) - Z * rateErrorPpm(creep), 0) / 2 : 0;
}

/** Whoever sets a clock right often mends what made it run away, and its old rate says nothing of the new one. */
function isShownSince(fit: SegmentedFit, correctedKs: number | undefined): boolean {
  if (correctedKs === undefined) {
    return true;
  }
  const own = fitWeighted(pointsFrom(fit, fit.tKs.indexOf(correctedKs)));
  const noise = (Math.max(fit.squares, MIN_SQUARES) / fit.freedom) * fit.inflation;
  const sigmas = own ? own.ppm * Math.sqrt(own.timeSquares / noise) : 0;
  return sigmas * Math.sign(fit.ppm) > MIN_SETTLED_SIGMAS;
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, each) => sum + each, 0);
}

/** The 97.5 % quantile of the normal distribution. */
const Z = 1.96;

/** That of Student's t, to 2 % from 3 degrees of freedom on (Abramowitz and Stegun, 26.7.5); below 2, that of 2. */
function studentT(freedom: number): number {
  const v = Math.max(freedom, 2);
  return Z + 2.372 / v + 2.823 / v ** 2 + 2.556 / v ** 3;
}
