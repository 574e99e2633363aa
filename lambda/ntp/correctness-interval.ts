/**
 * Correctness intervals (RFC 5905, section 11.2.1) and how many of them hold a point. Ends belong to the
 * interval. All numbers are milliseconds against the local clock.
 */
export interface Interval {
  lowMs: number;
  highMs: number;
}

export function around(midMs: number, halfWidthMs: number): Interval {
  return { lowMs: midMs - halfWidthMs, highMs: midMs + halfWidthMs };
}

export function widened({ lowMs, highMs }: Interval, byMs: number): Interval {
  return { lowMs: lowMs - byMs, highMs: highMs + byMs };
}

export function meets(a: Interval, b: Interval): boolean {
  return a.lowMs <= b.highMs && b.lowMs <= a.highMs;
}

/** @returns undefined when the two share no point */
export function intersection(a: Interval, b: Interval): Interval | undefined {
  return meets(a, b)
    ? { lowMs: Math.max(a.lowMs, b.lowMs), highMs: Math.min(a.highMs, b.highMs) }
    : undefined;
}

/** How many intervals hold the point that most of them hold; 0 without any interval. */
export function maxAgreeing(intervals: readonly Interval[]): number {
  const { lows, highs } = sortedEnds(intervals);
  let closed = 0;
  return lows.reduce((most, point, i) => {
    while (highs[closed]! < point) {
      closed += 1;
    }
    return Math.max(most, i + 1 - closed);
  }, 0);
}

/**
 * From the first to the last point that at least `agreeing` (1 or more) intervals hold. If that many tell the
 * truth, the truth lies between the two.
 * @returns undefined when no point is held by so many
 */
export function hullOfAgreement(intervals: readonly Interval[], agreeing: number): Interval | undefined {
  const { lows, highs } = sortedEnds(intervals);
  const lowMs = firstHeld(lows, highs, agreeing);
  return lowMs === undefined
    ? undefined
    : { lowMs, highMs: -firstHeld(negated(highs), negated(lows), agreeing)! };
}

function sortedEnds(intervals: readonly Interval[]): { lows: number[]; highs: number[] } {
  return {
    lows: intervals.map(({ lowMs }) => lowMs).sort((a, b) => a - b),
    highs: intervals.map(({ highMs }) => highMs).sort((a, b) => a - b),
  };
}

/** The first point that `agreeing` intervals hold, from their sorted lower and upper ends. */
function firstHeld(lows: readonly number[], highs: readonly number[], agreeing: number): number | undefined {
  let closed = 0;
  return lows.find((point, i) => {
    while (highs[closed]! < point) {
      closed += 1;
    }
    return i + 1 - closed >= agreeing;
  });
}

function negated(sorted: readonly number[]): number[] {
  return sorted.map((value) => -value).reverse();
}
