import type { LogRecord } from '../../log-line';

/** A record's field by its path: `packet.stratum`. */
export function fieldOf(record: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>((value, key) => (value as Record<string, unknown> | null | undefined)?.[key], record);
}

/** When a record was written, ms since 1970. */
export function timeMsOf(record: LogRecord): number {
  return Date.parse(String(record['@timestamp']));
}

/** Numbers of milliseconds to the microsecond: more is noise. */
export function cellText(value: unknown): string {
  if (typeof value === 'number') {
    return Number.isInteger(value) ? String(value) : value.toFixed(3);
  }
  return value === undefined || value === null ? '' : String(value);
}
