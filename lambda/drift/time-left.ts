import type { WindowRate } from './window-rate';

/** When a drifting server will have reached its limit. */
export interface TimeLeft {
  /** Hours at the slowest rate that is proven: the metric `HoursToLimit`. */
  hoursToLimit: number;
  /** Hours at the fastest and at the slowest rate, each rounded to 10 %; absent while the rate is too uncertain. */
  rangeHours?: { least: number; most: number };
}

/** A rate counts by what is left of it after so many half widths: a step that is half noise bends it by more than one. */
const MARGIN = 1.3;
const HORIZON_HOURS = 24;
/** A rate is believed for so many times the stretch it was seen on: for less where a step may be half noise. */
const TRUST = { short: 2.5, long: 3 };
/** Straight for so long: a window of few good readings is as good as a shorter one, and has seen no less. */
const MIN_STRETCH_KS = 0.6;
/** The range is stated once the half width is below this share of the rate. */
const MAX_RELATIVE_WIDTH = 1 / 3;
const KS_PER_HOUR = 3.6;

/**
 * The time that is left, if the rule for the warning is met: inside the limit and on the way out, straight for 10
 * minutes and more, and sure to be outside soon enough for the rate to be believed until then.
 */
export function timeLeft(rate: WindowRate, limitMs: number, window: 'short' | 'long'): TimeLeft | undefined {
  const { ppm, halfWidthPpm, levelMs, sinceKs, baselineKs, hasSettled } = rate;
  const slowestPpm = Math.abs(ppm) - MARGIN * halfWidthPpm;
  const distanceMs = limitMs - Math.abs(levelMs);
  const hoursToLimit = distanceMs / slowestPpm / KS_PER_HOUR;
  const horizonHours = Math.min(HORIZON_HOURS, (TRUST[window] * baselineKs) / KS_PER_HOUR);
  const isLeaving = hasSettled && distanceMs > 0 && levelMs * ppm > 0;
  if (!isLeaving || slowestPpm <= 0 || -sinceKs < MIN_STRETCH_KS || hoursToLimit >= horizonHours) {
    return undefined;
  }
  const isSure = halfWidthPpm < MAX_RELATIVE_WIDTH * Math.abs(ppm);
  const hoursAt = (pace: number) => distanceMs / pace / KS_PER_HOUR;
  return {
    hoursToLimit,
    ...(isSure && {
      rangeHours: {
        least: roundTo10Percent(hoursAt(Math.abs(ppm) + halfWidthPpm), Math.floor),
        most: roundTo10Percent(hoursAt(Math.abs(ppm) - halfWidthPpm), Math.ceil),
      },
    }),
  };
}

/** The next of 1, 1.1, 1.2 ... 1.9, 2, 2.2 ... 4.8, 5, 5.5 ... 9.5, 10: steps of at most 10 %. @internal */
export function roundTo10Percent(value: number, round: (value: number) => number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  const lead = value / power;
  const step = (lead < 2 ? 0.1 : lead < 5 ? 0.2 : 0.5) * power;
  return Number((round(value / step) * step).toPrecision(3));
}
