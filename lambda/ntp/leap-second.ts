import { DAY_MS } from './time-units';

/** A leap second comes at the end of June or December; a smear takes a day before, after, or around it. */
export function mayBeSmeared(timeMs: number): boolean {
  const [dayBefore, dayAfter] = [-1, 1].map((days) => new Date(timeMs + days * DAY_MS).getUTCMonth());
  return dayBefore !== dayAfter && (dayAfter === 0 || dayAfter === 6);
}
