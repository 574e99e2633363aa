/**
 * The wall clock to a fraction of a microsecond, from two coarse views of it.
 *
 * `Date.now()` shows whole milliseconds and `performance.now()` is precise but tied to no date. Each reading
 * of the former between two readings of the latter bounds their difference from both sides; a few hundred
 * such bounds intersect in an interval narrower than a microsecond (docs/decisions/clock.md).
 */
export interface Clock {
  /** Whole milliseconds since 1970; the origin of `wallMs`, recent, so that doubles keep nanoseconds. */
  readonly epochMs: number;
  /** Half-width of the interval that holds the true difference between wall and monotonic clock, ms. */
  readonly halfWidthMs: number;
  /** The wall clock, in ms since `epochMs`, at an instant of the monotonic clock (`performance.now()`). */
  wallMs(monotonicMs: number): number;
}

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
const BUDGET_MS = 40;

/**
 * Anchors the wall clock to the monotonic one.
 * @throws Error when the wall clock moved against the monotonic one during the calibration itself, twice
 */
export function calibrate(source: TimeSource = SYSTEM_TIME, budgetMs: number = BUDGET_MS): Clock {
  return tryCalibrate(source, budgetMs) ?? tryCalibrate(source, budgetMs) ?? fail();
}

function tryCalibrate(source: TimeSource, budgetMs: number): Clock | undefined {
  const epochMs = source.wallMs();
  const start = source.monotonicMs();
  // wall - monotonic lies in (low, high); relative to epochMs, because absolute doubles are too coarse.
  let low = Number.NEGATIVE_INFINITY;
  let high = Number.POSITIVE_INFINITY;
  let after = start;
  do {
    const before = source.monotonicMs();
    const wall = source.wallMs() - epochMs;
    after = source.monotonicMs();
    low = Math.max(low, wall - after);
    high = Math.min(high, wall + 1 - before);
  } while (high - low > GOOD_WIDTH_MS && high > low && after - start < budgetMs);
  if (high <= low) {
    return undefined;
  }
  const difference = (low + high) / 2;
  return { epochMs, halfWidthMs: (high - low) / 2, wallMs: (monotonicMs) => monotonicMs + difference };
}

function fail(): never {
  throw new Error(
    'The wall clock moved against the monotonic clock while it was being read, twice in a row. ' +
      'Something steps this clock all the time: no reading would mean anything.',
  );
}

/**
 * How far the wall clock moved between two calibrations beyond what their bounds allow, in ms; 0 when they
 * agree. A clock that was stepped during a run makes its readings suspect.
 */
export function movedMs(before: Clock, after: Clock): number {
  const shift = after.epochMs - before.epochMs + (after.wallMs(0) - before.wallMs(0));
  const allowed = before.halfWidthMs + after.halfWidthMs;
  return Math.abs(shift) <= allowed ? 0 : shift;
}
