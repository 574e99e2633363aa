import { MONTHS, WEEKDAYS } from '../../../lambda/monitor/maintenance';
import { MINUTE_MS } from '../../../lambda/ntp/time-units';
import type { Json } from '../template/intrinsics';

/** Windows in which alarms are evaluated and their actions wait. */
export interface MuteRule {
  /** Names of the alarms that it mutes. */
  alarms: ReadonlySet<string>;
  durationMs: number;
  /** Whether a window begins in the minute that begins then, ms since 1970. */
  beginsAt: (minuteMs: number) => boolean;
}

/** Source: API reference, PutAlarmMuteRule. */
const MAX_MUTED_ALARMS = 100;
const MAX_MUTE_MS = 15 * 24 * 60 * MINUTE_MS;

/** The fields of a cron expression: where a time has them, their range, and names for their values. */
const MUTE_CRON_FIELDS = [
  { part: 'minute', min: 0, max: 59 },
  { part: 'hour', min: 0, max: 23 },
  { part: 'day', min: 1, max: 31 },
  { part: 'month', min: 1, max: 12, names: MONTHS },
  { part: 'weekday', min: 0, max: 6, names: WEEKDAYS },
] as const;

/** A time of day and its date in some time zone. */
type LocalTime = Record<'year' | (typeof MUTE_CRON_FIELDS)[number]['part'], number>;

/**
 * Reads the properties of an AWS::CloudWatch::AlarmMuteRule, intrinsic functions resolved.
 * @throws Error naming what AWS would refuse
 */
export function readMuteRule({ Rule, MuteTargets }: Json): MuteRule {
  const { Expression, Duration, Timezone = 'UTC' } = Rule?.Schedule ?? {};
  const alarms: string[] = MuteTargets?.AlarmNames ?? [];
  if (alarms.length > MAX_MUTED_ALARMS) {
    throw new Error(`MuteTargets: ${alarms.length} alarms; a mute rule has at most ${MAX_MUTED_ALARMS}.`);
  }
  const localTime = timeIn(Timezone);
  const matches = readExpression(String(Expression));
  return {
    alarms: new Set(alarms),
    durationMs: readDuration(String(Duration)),
    beginsAt: (minuteMs) => matches(localTime(minuteMs)),
  };
}

/** Which alarms are mute, minute by minute. */
export class MuteWindows {
  private readonly ends = new Map<MuteRule, number>();
  private checkedMs: number | undefined;

  constructor(private readonly rules: readonly MuteRule[]) {}

  /** To be called once for each minute, one after another. */
  advance(nowMs: number): void {
    const minuteMs = Math.floor(nowMs / MINUTE_MS) * MINUTE_MS;
    for (const rule of this.rules) {
      // A window may have begun before the rule was there.
      const fromMs = this.checkedMs ?? minuteMs - rule.durationMs;
      for (let timeMs = fromMs + MINUTE_MS; timeMs <= minuteMs; timeMs += MINUTE_MS) {
        if (rule.beginsAt(timeMs)) {
          this.ends.set(rule, timeMs + rule.durationMs);
        }
      }
    }
    this.checkedMs = minuteMs;
  }

  isMuted(alarm: string, nowMs: number): boolean {
    return this.rules.some((rule) => rule.alarms.has(alarm) && nowMs < (this.ends.get(rule) ?? 0));
  }
}

/** `cron(0 2 * * SUN)`, `at(2026-11-25T14:00)` */
function readExpression(text: string): (time: LocalTime) => boolean {
  const at = /^at\((\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)\)$/.exec(text)?.slice(1).map(Number);
  if (at !== undefined) {
    return ({ year, month, day, hour, minute }) => String([year, month, day, hour, minute]) === String(at);
  }
  const fields = /^cron\((\S+ \S+ \S+ \S+ \S+)\)$/.exec(text)?.[1]?.split(' ');
  if (fields === undefined) {
    throw new Error(
      `Expression: ${text} is neither cron(minutes hours day-of-month month day-of-week) nor at(yyyy-MM-ddThh:mm).`,
    );
  }
  const wanted = MUTE_CRON_FIELDS.map((field, i) => ({
    part: field.part,
    values: readField(fields[i]!, field),
  }));
  return (time) => wanted.every(({ part, values }) => values.has(time[part]));
}

/** `*`, `2`, `1-5`, `SAT,SUN` */
function readField(
  text: string,
  field: { min: number; max: number; names?: readonly string[] },
): Set<number> {
  const { min, max, names } = field;
  const number = (part: string) => {
    const named = names?.indexOf(part.toUpperCase()) ?? -1;
    const value = named < 0 ? Number(part) : named + min;
    if (!Number.isInteger(value) || value < min || value > max) {
      throw new Error(`Expression: ${part} is not within ${min} to ${max}.`);
    }
    return value;
  };
  return new Set(
    text.split(',').flatMap((part) => {
      const [from = '', to = from] = part.split('-');
      const [first, last] = part === '*' ? [min, max] : [number(from), number(to)];
      return Array.from({ length: last - first + 1 }, (_, i) => first + i);
    }),
  );
}

/** ISO 8601: `PT4H`, `P1DT30M` */
function readDuration(text: string): number {
  const [days, hours, minutes] = (/^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?$/.exec(text) ?? []).slice(1);
  const ms = ((Number(days ?? 0) * 24 + Number(hours ?? 0)) * 60 + Number(minutes ?? 0)) * MINUTE_MS;
  if (!(ms >= MINUTE_MS && ms <= MAX_MUTE_MS)) {
    throw new Error(
      `Duration: ${text}; expected an ISO 8601 duration from 1 minute (PT1M) to 15 days (P15D).`,
    );
  }
  return ms;
}

/** @throws Error when there is no such time zone */
function timeIn(timeZone: string): (timeMs: number) => LocalTime {
  const format = dateFormat(timeZone);
  return (timeMs) => {
    const parts = Object.fromEntries(format.formatToParts(timeMs).map(({ type, value }) => [type, value]));
    const number = (part: string) => Number(parts[part]);
    return {
      year: number('year'),
      month: number('month'),
      day: number('day'),
      hour: number('hour'),
      minute: number('minute'),
      weekday: WEEKDAYS.indexOf(String(parts.weekday).toUpperCase()),
    };
  };
}

function dateFormat(timeZone: string): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      weekday: 'short',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
    });
  } catch {
    throw new Error(`Timezone: there is no time zone ${timeZone}.`);
  }
}
