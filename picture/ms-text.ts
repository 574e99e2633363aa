/** The one number format of everything that prints times: milliseconds to the microsecond, or a unit that fits. */

const MS_IN_SECOND = 1000;
const MS_IN_MINUTE = 60 * MS_IN_SECOND;
const MS_IN_HOUR = 60 * MS_IN_MINUTE;
const MS_IN_DAY = 24 * MS_IN_HOUR;
const MS_IN_YEAR = 365.25 * MS_IN_DAY;

/** From so many ms on, a larger unit reads better. */
const UNITS = [
  { fromMs: 2 * MS_IN_YEAR, ms: MS_IN_YEAR, name: 'years' },
  { fromMs: 2 * MS_IN_DAY, ms: MS_IN_DAY, name: 'days' },
  { fromMs: 2 * MS_IN_HOUR, ms: MS_IN_HOUR, name: 'h' },
  { fromMs: 10 * MS_IN_SECOND, ms: MS_IN_SECOND, name: 's' },
] as const;

/** Digits that a number of ms needs: microseconds below 10 ms, and never more than six figures. */
function digits(ms: number): number {
  const size = Math.abs(ms);
  return size < 100 ? 3 : size < 1000 ? 2 : 1;
}

/** A duration or bound: `0.191 ms`, `12.40 s`. @param ms not negative */
export function msText(ms: number): string {
  const unit = UNITS.find(({ fromMs }) => ms >= fromMs);
  return unit ? `${(ms / unit.ms).toFixed(2)} ${unit.name}` : `${ms.toFixed(digits(ms))} ms`;
}

/** A limit as somebody wrote it: `50 ms`, `0.5 ms`. @param ms not negative */
export function limitText(ms: number): string {
  const [number, unit] = msText(ms).split(' ');
  return `${Number(number)} ${unit}`;
}

/** An offset with its sign: `+79.984 ms`. Zero is positive, so that nothing reads as -0.000. */
export function signedMsText(ms: number): string {
  const text = msText(Math.abs(ms));
  return `${ms < 0 && Number.parseFloat(text) !== 0 ? '-' : '+'}${text}`;
}

/** `+79.984 ± 0.191 ms`; beside years or hours a bound in ms says nothing, and is left out. */
export function intervalText(offsetMs: number, uncertaintyMs: number): string {
  const offset = signedMsText(offsetMs);
  const bound = msText(uncertaintyMs);
  const [number, unit] = offset.split(' ');
  return bound.endsWith(` ${unit}`) ? `${number} ± ${bound}` : offset;
}
