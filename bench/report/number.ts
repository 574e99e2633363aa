/** Three significant digits, without an exponent: 0.512, 2.97, 45.1, 1,830. */
export function significant(value: number): string {
  const magnitude = Math.abs(value);
  const digits = magnitude >= 100 ? 0 : magnitude >= 10 ? 1 : magnitude >= 1 ? 2 : 3;
  return magnitude === 0
    ? '0'
    : value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

export function signed(value: number): string {
  return value > 0 ? `+${significant(value)}` : significant(value);
}

/** How many times as much; a median of 0, from a client that shows whole milliseconds, has no ratio. */
export function ratio(value: number, to: number | undefined): string {
  return to === undefined || to === 0 || value === 0 ? '-' : `${significant(value / to)} x`;
}
