/**
 * The wall clock to a fraction of a microsecond, from two coarse views of it.
 *
 * `Date.now()` shows whole milliseconds and `performance.now()` is precise but tied to no date. Each reading
 * of the former between two readings of the latter bounds their difference from both sides; a few hundred
 * such bounds intersect in an interval narrower than a microsecond (docs/decisions/0001-clock.md).
 */
export interface Clock {
  /** Whole milliseconds since 1970; the origin of `wallMs`, recent, so that doubles keep nanoseconds. */
  readonly epochMs: number;
  /** Half-width of the interval that holds the true difference between wall and monotonic clock, ms. */
  readonly halfWidthMs: number;
  /** When that was so: `performance.now()` at the end of the calibration. */
  readonly anchoredMs: number;
  /** The wall clock, in ms since `epochMs`, at an instant of the monotonic clock (`performance.now()`). */
  wallMs(monotonicMs: number): number;
}

/** RFC 5905, section 7.2 (figure 6): how fast a clock may go wrong unnoticed, 15 ppm. */
export const PHI = 15e-6;

/** Where the time comes from; replaced in tests only. */
export interface TimeSource {
  /** Monotonic milliseconds with fractions. */
  monotonicMs(): number;
  /** Whole milliseconds of the wall clock since 1970. */
  wallMs(): number;
}

export const SYSTEM_TIME: TimeSource = {
  monotonicMs: () => performance.now(),
  wallMs: () => Date.now(),
};

/** Narrower than this brings nothing: an exchange over a real network errs by more. */
const GOOD_WIDTH_MS = 0.0005;
/** Under a small CPU share a calibration is descheduled again and again; this bounds its wall time. */
const CALIBRATION_BUDGET_MS = 40;

/**
 * Anchors the wall clock to the monotonic one. Should the wall clock be moved meanwhile, the anchor is where it
 * is at the end; should it be moved all the time, `halfWidthMs` says how little is known.
 * @param budgetMs the longest that this may take
 */
export function calibrate(source: TimeSource = SYSTEM_TIME, budgetMs: number = CALIBRATION_BUDGET_MS): Clock {
  const epochMs = source.wallMs();
  const start = source.monotonicMs();
  // wall - monotonic lies in (low, high); relative to epochMs, because absolute doubles are too coarse.
  let low = -Infinity;
  let high = Infinity;
  let after = start;
  do {
    const before = source.monotonicMs();
    const wall = source.wallMs() - epochMs;
    after = source.monotonicMs();
    low = Math.max(low, wall - after);
    high = Math.min(high, wall + 1 - before);
    if (high <= low) {
      // No difference fits all that was seen: the wall clock was moved, and only what it shows now counts.
      low = wall - after;
      high = wall + 1 - before;
    }
  } while (high - low > GOOD_WIDTH_MS && after - start < budgetMs);
  const difference = (low + high) / 2;
  return {
    epochMs,
    halfWidthMs: (high - low) / 2,
    anchoredMs: after,
    wallMs: (monotonicMs) => monotonicMs + difference,
  };
}

/**
 * How far the wall clock was moved against the monotonic one between two calibrations, in ms; 0 when no more
 * than their bounds and PHI allow. Linux slews both clocks alike, but macOS the wall clock alone, by as much as
 * its crystal errs: that is no reason to throw a run away. A clock that was stepped, or slewed in earnest, is.
 */
export function stepMs(before: Clock, after: Clock): number {
  const shift = shiftMs(before, after);
  const allowed =
    before.halfWidthMs + after.halfWidthMs + PHI * Math.abs(after.anchoredMs - before.anchoredMs);
  return Math.abs(shift) <= allowed ? 0 : shift;
}

/**
 * How far the wall clock can have been from the line of its first calibration at any time between the two, ms,
 * if it moved one way only, be it slowly or at once.
 */
export function maxDeviationMs(before: Clock, after: Clock): number {
  return Math.max(before.halfWidthMs, Math.abs(shiftMs(before, after)) + after.halfWidthMs);
}

function shiftMs(before: Clock, after: Clock): number {
  return after.epochMs - before.epochMs + (after.wallMs(0) - before.wallMs(0));
}
