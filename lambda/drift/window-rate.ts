import { HOUR_MS } from '../ntp/time-units';
import { fitStraight } from './break-test';
import type { CommonView } from './common-view';
import { type Correction, correctionsOf } from './corrections';
import { weighReadings } from './delay-floor';
import { currentRate } from './kink-average';
import type { Seen } from './seen';
import { fitWeighted, type RatePoint, type SegmentedFit } from './segmented-fit';
import { meanOf, totalWeight } from './weighted';

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

/** The 97.5 % quantile of the normal distribution. */
const Z = 1.96;

/** The rate of one window; undefined with fewer than `MIN_READINGS` on its straight stretch. */
export function windowRate(seen: readonly Seen[], view: CommonView): WindowRate | undefined {
  const fit = fitStraight(
    weighReadings(seen).map((p) => {
      const { ms, variance } = view[p.run]!;
      return { ...p, yMs: p.yMs - ms, weight: 1 / (1 / p.weight + variance) };
    }),
  );
  if (!fit || fit.points.length < MIN_READINGS || fit.freedom < MIN_FREEDOM) {
    return undefined;
  }
  const { points } = fit;
  const { ppm, variance, levelMs, since } = currentRate(fit);
  const sinceKs = points[since]!.tKs;
  // An unbroken, evenly read stretch has the same variance of time at sqrt(12) standard deviations' length.
  const weight = totalWeight(points);
  const baselineKs = Math.min(Math.sqrt((12 * fit.timeSquares) / weight), points.at(-1)!.tKs - sinceKs);
  // A few good readings among many bad ones leave the freedom of a few (Kish's effective number).
  const effective = weight / meanOf(points, (point) => point.weight) / points.length;
  const error = studentT(fit.freedom * effective) * Math.sqrt(variance);
  const wander = Z * WANDER_PPM * Math.sqrt((baselineKs * 1e6) / HOUR_MS / 3);
  const corrections = correctionsOf(fit);
  const last = corrections.at(-1);
  return {
    ppm,
    halfWidthPpm: Math.hypot(error, wander) + (2 * END_ERROR_MS) / baselineKs + creepPpm(points),
    readings: points.length - since,
    ...{ sinceKs, baselineKs, levelMs },
    corrections,
    hasSettled: !last || isShownSince(last, fit),
  };
}

/**
 * What a delay that grows or shrinks may do to the rate, ppm: if all of that is one way's, offsets move by half of it.
 * Only what is surely there counts.
 */
function creepPpm(points: readonly RatePoint[]): number {
  const creep = fitWeighted(points, ({ delayMs }) => delayMs)!;
  return Math.max(Math.abs(creep.ppm) - Z * creep.errorPpm, 0) / 2;
}

/** Whoever sets a clock right often mends what made it run away, and its old rate says nothing of the new one. */
function isShownSince(
  { atKs }: Correction,
  { points, ppm, squares, freedom, inflation }: SegmentedFit,
): boolean {
  const own = fitWeighted(points.filter(({ tKs }) => tKs >= atKs));
  const noise = (squares / freedom) * inflation;
  return !!own && own.ppm * Math.sign(ppm) * Math.sqrt(own.timeSquares / noise) > MIN_SETTLED_SIGMAS;
}

/** That of Student's t, to 2 % from 3 degrees of freedom on (Abramowitz and Stegun, 26.7.5); below 2, that of 2. */
function studentT(freedom: number): number {
  const v = Math.max(freedom, 2);
  return Z + 2.372 / v + 2.823 / v ** 2 + 2.556 / v ** 3;
}
