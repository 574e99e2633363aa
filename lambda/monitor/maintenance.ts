import { HOUR_MS, MINUTE_MS } from '../ntp/time-units';

/** A time in which nobody is told of some servers' trouble. It begins by `cron`, again and again, or `at`, once. */
export interface MaintenanceWindow {
  /** Minutes, hours, day of month, month, weekday: "0 2 * * SUN". */
  readonly cron?: string | undefined;
  /** "2026-12-24T02:00" */
  readonly at?: string | undefined;
  /** IANA name of the zone that `cron` and `at` are in. Default: UTC. */
  readonly timeZone?: string | undefined;
  /** How long it lasts. */
  readonly minutes: number;
  /** Names of servers. Default: all of them. */
  readonly servers?: readonly string[] | undefined;
}

const QUARTER_MS = 15 * MINUTE_MS;
/** As cron expressions name them. */
export const WEEKDAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];
export const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];

/** A cron expression's fields in their order; a name stands for `min` plus its index. */
const FIELDS = [
  { name: 'minutes', min: 0, max: 59, names: [] },
  { name: 'hours', min: 0, max: 23, names: [] },
  { name: 'day of month', min: 1, max: 31, names: [] },
  { name: 'month', min: 1, max: 12, names: MONTHS },
  // Crons disagree about what the numbers of weekdays mean, so that names alone are taken.
  { name: 'weekday', min: 0, max: 6, names: WEEKDAYS },
] as const;

type Cron = readonly ReadonlySet<number>[];

/**
 * Reads a cron expression of five fields, as mute rules of CloudWatch take it: values, names of months and weekdays,
 * ranges and lists; no steps (CloudWatch API Reference, Schedule).
 * @throws Error whose message completes "expected ..."
 */
export function readMaintenanceCron(text: string): Cron {
  const fields = text.split(' ');
  if (fields.length !== FIELDS.length) {
    throw new Error(
      `five fields, "${FIELDS.map(({ name }) => name).join('", "')}", with one space between, such as "0 2 * * SUN"; ` +
        `there are ${fields.length}`,
    );
  }
  if (fields[2] !== '*' && fields[4] !== '*') {
    throw new Error('"*" as day of month or as weekday: what both together mean differs between crons');
  }
  return fields.map((field, i) => new Set(field.split(',').flatMap((item) => readItem(item, FIELDS[i]!))));
}

function readItem(item: string, field: (typeof FIELDS)[number]): number[] {
  const { name, min, max, names } = field;
  const [, from = '', to] = /^(\*|\w+)(?:-(\w+))?$/.exec(item) ?? [];
  const first = from === '*' ? min : valueIn(from, field);
  const last = from === '*' ? max : to === undefined ? first : valueIn(to, field);
  if (first === undefined || last === undefined || first > last) {
    const range = names.length > 0 ? `${names[0]} to ${names.at(-1)}` : `${min} to ${max}`;
    throw new Error(`a valid ${name} field (${range}) instead of "${item}"`);
  }
  return Array.from({ length: last - first + 1 }, (_, i) => first + i);
}

function valueIn(text: string, { name, min, max, names }: (typeof FIELDS)[number]): number | undefined {
  const index = (names as readonly string[]).indexOf(text.toUpperCase());
  if (index >= 0) {
    return min + index;
  }
  const value = /^\d{1,2}$/.test(text) && name !== 'weekday' ? Number(text) : Number.NaN;
  return value >= min && value <= max ? value : undefined;
}

/** Names of the servers that are in maintenance. */
export function inMaintenance(
  windows: readonly MaintenanceWindow[],
  servers: readonly { readonly name: string }[],
  nowMs: number,
): Set<string> {
  const open = windows.filter((window) => isOpen(window, nowMs));
  const everyone = servers.map(({ name }) => name);
  return new Set(open.flatMap((window) => window.servers ?? everyone));
}

/**
 * Whether a window has begun less than its duration ago.
 * @throws Error when its expression or its zone makes no sense
 */
export function isOpen({ cron, at, timeZone = 'UTC', minutes }: MaintenanceWindow, nowMs: number): boolean {
  const sinceMs = nowMs - minutes * MINUTE_MS;
  const offsetMs = offsetIn(timeZone);
  if (at !== undefined) {
    const localMs = Date.parse(`${at}Z`);
    const beginsMs = localMs - offsetMs(localMs - offsetMs(localMs));
    return sinceMs < beginsMs && beginsMs <= nowMs;
  }
  const fields = readMaintenanceCron(cron ?? '');
  // A zone's offset is the same within a quarter of an hour.
  for (
    let quarterMs = nowMs - (nowMs % QUARTER_MS);
    quarterMs > sinceMs - QUARTER_MS;
    quarterMs -= QUARTER_MS
  ) {
    const localMs = quarterMs + offsetMs(quarterMs);
    for (let minute = 0; minute < 15; minute += 1) {
      const beginsMs = quarterMs + minute * MINUTE_MS;
      if (sinceMs < beginsMs && beginsMs <= nowMs && begins(fields, localMs + minute * MINUTE_MS)) {
        return true;
      }
    }
  }
  return false;
}

/** @param localMs a zone's time as if it were UTC */
function begins(fields: Cron, localMs: number): boolean {
  const local = new Date(localMs);
  const values = [
    local.getUTCMinutes(),
    local.getUTCHours(),
    local.getUTCDate(),
    local.getUTCMonth() + 1,
    local.getUTCDay(),
  ];
  return fields.every((field, i) => field.has(values[i]!));
}

/** @returns how far a zone's time is ahead of UTC at some time, ms */
function offsetIn(timeZone: string): (atMs: number) => number {
  const format = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' });
  return (atMs) => {
    const text = format.formatToParts(atMs).find(({ type }) => type === 'timeZoneName')?.value ?? '';
    const [, sign, hours = '0', minutes = '0'] = /^GMT([+-])(\d\d):(\d\d)$/.exec(text) ?? [];
    return (Number(hours) * HOUR_MS + Number(minutes) * MINUTE_MS) * (sign === '-' ? -1 : 1);
  };
}
