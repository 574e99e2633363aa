import { HOUR_MS, SECOND_MS } from '../../ntp/time-units';
import type { ClockDispute } from '../reference/clock-dispute';
import { type Remark, type RemarkId, remark } from './remark';

/** GPS counts weeks modulo 1024: a receiver that takes the wrong turn is off by 19.6 years. */
const ROLLOVER_MS = 1024 * 7 * 24 * HOUR_MS;
/** Zones lie at whole quarters of an hour, from UTC-12 to UTC+14. */
const ZONE_STEP_MS = HOUR_MS / 4;
const MAX_ZONE_MS = 14 * HOUR_MS;
/** Seconds by which time scales without leap seconds are ahead of UTC, since 2017 (IERS Bulletin C 52). */
const SCALES = [
  [18, 'GPS time'],
  [37, 'TAI'],
] as const;

/** A mistake of this kind is exact; what else the clock errs by is small beside it. */
const TOLERANCE_MS = { rollover: 60 * SECOND_MS, zone: SECOND_MS, scale: 250 };

/**
 * What an offset looks like, if it looks like a mistake that is made in many places.
 * @param offsetMs server minus reference time
 * @param clockOffsetMs server minus local clock: all there is without reference time
 * @param sidesWith whom a witness proves right, where reference time and the local clock disagree. While nobody is,
 *   only a rollover counts: local clocks are off by some hours, and never by weeks of GPS.
 */
export function offsetHints(
  offsetMs: number | null,
  clockOffsetMs: number | null,
  sidesWith: ClockDispute['sidesWith'] = 'reference',
): Remark[] {
  const byClockMs = clockOffsetMs ?? 0;
  const hint =
    sidesWith === 'nobody'
      ? rolloverText(byClockMs)
      : hintOf(sidesWith === 'clock' ? byClockMs : (offsetMs ?? byClockMs));
  return hint ? [remark(...hint)] : [];
}

type Hint = [RemarkId, string];

function hintOf(offsetMs: number): Hint | undefined {
  return rolloverText(offsetMs) ?? scaleText(offsetMs) ?? zoneText(offsetMs);
}

function rolloverText(offsetMs: number): Hint | undefined {
  const times = Math.round(offsetMs / ROLLOVER_MS);
  return times !== 0 && Math.abs(offsetMs - times * ROLLOVER_MS) <= TOLERANCE_MS.rollover
    ? [
        'week-rollover',
        `it is off by ${Math.abs(times) * 1024} weeks: its GPS receiver has lost count of the weeks (rollover); ` +
          'update its firmware, or replace it',
      ]
    : undefined;
}

function scaleText(offsetMs: number): Hint | undefined {
  const scale = SCALES.find(
    ([seconds]) => Math.abs(Math.abs(offsetMs) - seconds * SECOND_MS) <= TOLERANCE_MS.scale,
  );
  return (
    scale && [
      'time-scale',
      `it is off by the ${scale[0]} s between ${scale[1]} and UTC; make it serve UTC: check its leap seconds`,
    ]
  );
}

function zoneText(offsetMs: number): Hint | undefined {
  const steps = Math.round(offsetMs / ZONE_STEP_MS);
  const isZone = steps !== 0 && Math.abs(offsetMs) <= MAX_ZONE_MS + TOLERANCE_MS.zone;
  return isZone && Math.abs(offsetMs - steps * ZONE_STEP_MS) <= TOLERANCE_MS.zone
    ? [
        'time-zone',
        `it is off by ${Math.abs(steps) / 4} h: it serves local time; NTP is UTC, check its time zone`,
      ]
    : undefined;
}
