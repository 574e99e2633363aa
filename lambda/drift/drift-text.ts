import type { Corrected } from './corrections';
import type { DriftStatement } from './drift-of';
import type { TimeLeft } from './time-left';

/** Corrections are timed by readings some minutes apart. */
const MINUTES_STEP = 5;

/** A drift as a sentence without a subject, for logs, alarms and people. Times are UTC. */
export function driftText(drift: DriftStatement): string {
  if (!drift.known) {
    return drift.explanation;
  }
  const { ppm, halfWidthPpm, sinceMs, band, corrected, timeLeft } = drift;
  const direction = ppm < 0 ? 'loses' : 'gains';
  const rate = `${direction} ${rateText(Math.abs(ppm))} +- ${rateText(halfWidthPpm)} ppm since ${timeText(sinceMs)}`;
  const proven =
    typeof band === 'object'
      ? `proven between ${rateText(band.lowPpm)} and ${rateText(band.highPpm)} ppm`
      : '';
  return [rate, proven, corrected ? correctedText(corrected) : '', timeLeft ? timeLeftText(timeLeft) : '']
    .filter((part) => part !== '')
    .join('; ');
}

function correctedText({ everyMs, stepMs }: Corrected): string {
  const minutes = everyMs / 60_000;
  const shown = minutes < 2 * MINUTES_STEP ? minutes : Math.round(minutes / MINUTES_STEP) * MINUTES_STEP;
  return `corrected every ${Math.round(shown)} minutes by about ${rateText(Math.abs(stepMs))} ms`;
}

/** Without a range the rate is known too badly to say more than how long it takes at the slowest. */
function timeLeftText({ hoursToLimit, rangeHours }: TimeLeft): string {
  return rangeHours
    ? `reaches its limit in ${spanText(rangeHours.least)} to ${spanText(rangeHours.most)}`
    : `reaches its limit within ${spanText(hoursToLimit)}`;
}

function spanText(hours: number): string {
  return hours < 2
    ? `${Number((hours * 60).toPrecision(2))} minutes`
    : `${Number(hours.toPrecision(2))} hours`;
}

/** Two significant digits, and never an exponent for what a clock does. */
function rateText(value: number): string {
  return Math.abs(value) >= 100 ? value.toFixed(0) : String(Number(value.toPrecision(2)));
}

function timeText(ms: number): string {
  return `${new Date(ms).toISOString().slice(11, 16)} UTC`;
}
