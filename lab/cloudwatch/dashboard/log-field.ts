/** A record's field by its path: `packet.stratum`. */
export function fieldOf(record: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>((value, key) => (value as Record<string, unknown> | null | undefined)?.[key], record);
}

/** Numbers of milliseconds to the microsecond: more is noise. */
export function cellText(value: unknown): string {
  if (typeof value === 'number') {
    return Number.isInteger(value) ? String(value) : value.toFixed(3);
  }
  return value === undefined || value === null ? '' : String(value);
}
