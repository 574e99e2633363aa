import { next, parse } from 'aws-cron-parser';
import { DAY_MS, MINUTE_MS } from '../../lambda/ntp/time-units';
import { type Pause, type WeeklyGaps, weeklyGaps } from './schedule-pauses';

/** A schedule that was read. */
export interface ParsedSchedule {
  /** As EventBridge Scheduler takes it. */
  readonly expression: string;
  /** Between two runs, ms. */
  readonly shortestGapMs: number;
  /** Between two runs, ms; planned pauses left out. */
  readonly longestGapMs: number;
  /** Every week's, such as nights of a schedule for office hours. */
  readonly pauses: readonly Pause[];
}

type Gaps = Omit<ParsedSchedule, 'expression'>;

/** A schedule expression that EventBridge Scheduler would refuse, or that never fires. */
export class ScheduleExpressionError extends Error {
  override readonly name = 'ScheduleExpressionError';

  constructor(readonly expected: string) {
    super(`expected ${expected}`);
  }
}

const UNIT_MS: Record<string, number> = { minute: MINUTE_MS, hour: 60 * MINUTE_MS, day: DAY_MS };

/**
 * Reads `rate(...)` and `cron(...)` as EventBridge Scheduler does (its User Guide, "Schedule types"), and
 * finds out how far apart the runs are. Both the service's L2 and the bundled validator take any text.
 *
 * @param from runs are looked at from here on
 * @throws ScheduleExpressionError saying what was expected
 */
export function readSchedule(expression: string, from: Date = new Date()): ParsedSchedule {
  if (expression.startsWith('rate(')) {
    return { expression, ...readRate(expression) };
  }
  if (expression.startsWith('cron(')) {
    return { expression, ...readCron(expression, from) };
  }
  throw new ScheduleExpressionError('rate(...) or cron(...), such as "rate(1 minute)"');
}

function readRate(expression: string): Gaps {
  const [, digits, unit, plural] = /^rate\(([1-9]\d*) (minute|hour|day)(s?)\)$/.exec(expression) ?? [];
  if (digits === undefined || unit === undefined) {
    throw new ScheduleExpressionError(
      'rate(VALUE UNIT) with a whole number of at least 1 and minute(s), hour(s) or day(s)',
    );
  }
  if ((Number(digits) === 1) !== (plural === '')) {
    const right = Number(digits) === 1 ? unit : `${unit}s`;
    throw new ScheduleExpressionError(`"rate(${digits} ${right})": singular for 1, plural for more`);
  }
  const gapMs = Number(digits) * UNIT_MS[unit]!;
  return { shortestGapMs: gapMs, longestGapMs: gapMs, pauses: [] };
}

/** A cron expression's fields in their order, each with what may stand between its commas, and its numbers. */
const CRON_FIELDS = (() => {
  const number = String.raw`\d{1,2}`;
  const month = `(${number}|JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)`;
  const weekday = '([1-7]|SUN|MON|TUE|WED|THU|FRI|SAT)';
  const items = (value: string, special = '(?!)') =>
    new RegExp(`^((\\*|${value}(-${value})?)(/${number})?|${special})$`, 'i');
  return [
    { name: 'minutes', item: items(number), inRange: String.raw`[0-5]?\d` },
    { name: 'hours', item: items(number), inRange: String.raw`([01]?\d|2[0-3])` },
    {
      name: 'day-of-month',
      item: items(number, String.raw`\?|L|\d{1,2}W`),
      inRange: String.raw`(0?[1-9]|[12]\d|3[01])`,
    },
    { name: 'month', item: items(month), inRange: '(0?[1-9]|1[0-2])' },
    { name: 'day-of-week', item: items(weekday, String.raw`\?|L|[1-7]L|[1-7]#[1-5]`), inRange: '[1-7]' },
    { name: 'year', item: items(String.raw`\d{4}`), inRange: String.raw`(19[7-9]|2[01]\d)\d` },
  ] as const;
})();

/** What schemas can say of schedule expressions: everything but how far apart a cron's runs are. */
export const SCHEDULE_PATTERN = (() => {
  const fields = CRON_FIELDS.map(({ item, inRange }) => {
    const source = caseless(item.source.slice(1, -1)).replaceAll(/\\d\{[124,]+\}/g, inRange);
    return `${source}(,${source})*`;
  });
  const steps = String.raw`(?!.*/0+\b)`;
  const one = String.raw`(?!\S+ \S+ \? \S+ \? )(?!\S+ \S+ [^? ]\S* \S+ [^? ]\S* )`;
  const upToADay = String.raw`([2-9]|[1-9]\d|[1-9]\d\d|1[0-3]\d\d|14[0-3]\d|1440) minutes|([2-9]|1\d|2[0-4]) hours`;
  const rate = String.raw`rate\((1 (minute|hour|day)|${upToADay})\)`;
  return String.raw`^(${rate}|cron\(${steps}${one}${fields.join(' ')}\))$`;
})();

/** Patterns of JSON Schema have no flags. */
function caseless(source: string): string {
  return source.replace(/(?<!\\)[A-Z]/g, (letter) => `[${letter}${letter.toLowerCase()}]`);
}

function readCron(expression: string, from: Date): Gaps {
  const fields = /^cron\((.*)\)$/.exec(expression)?.[1]?.split(' ') ?? [];
  checkCronSyntax(fields);
  return weeklyCron(fields) ?? unlikeWeeks(fields, from);
}

/** The gaps of an expression with days that are not every week's, such as the first of the month. */
function unlikeWeeks([minutes, hours, ...days]: readonly string[], from: Date): Gaps {
  // Each day looks like the next, so two days show every gap within a day and across midnight.
  const withinDays = gapsOf(firings(`${minutes} ${hours} * * ? *`, from, 2 * DAY_MS));
  const betweenDays = gapsOf(firings(`0 0 ${days.join(' ')}`, from, 400 * DAY_MS));
  return {
    shortestGapMs: Math.min(...withinDays),
    longestGapMs: Math.max(...withinDays, ...betweenDays.filter((gapMs) => gapMs > DAY_MS)),
    pauses: [],
  };
}

/** A Sunday, 00:00. */
const SUNDAY_MS = Date.UTC(2026, 10, 22);

/** The gaps of an expression whose weeks are all alike. */
function weeklyCron(fields: readonly string[]): WeeklyGaps | undefined {
  const [minutes, hours, dayOfMonth = '', month, dayOfWeek = '', year] = fields;
  if (!/^[*?]$/.test(dayOfMonth) || /[L#]/.test(dayOfWeek) || !isEveryMonth(month) || year !== '*') {
    return undefined;
  }
  const within = (cron: string, ms: number) =>
    firings(cron, new Date(SUNDAY_MS - 1), ms)
      .map((time) => time - SUNDAY_MS)
      .filter((time) => time < ms);
  const ofDay = within(`${minutes} ${hours} * * ? *`, DAY_MS);
  const days = within(`0 0 ${fields.slice(2).join(' ')}`, 7 * DAY_MS);
  return weeklyGaps(days.flatMap((day) => ofDay.map((run) => (day + run) / MINUTE_MS)));
}

/** Also `1-12`, and all of them in a list. */
function isEveryMonth(month: string | undefined): boolean {
  const year = firings(`0 0 1 ${month} ? *`, new Date(Date.UTC(2026, 0, 1) - 1), 365 * DAY_MS);
  return year.filter((time) => time < Date.UTC(2027, 0, 1)).length === 12;
}

/** What the parser lets through or reports unclearly. */
function checkCronSyntax(fields: readonly string[]): void {
  if (fields.length !== CRON_FIELDS.length) {
    throw new ScheduleExpressionError(
      `six fields, cron(${CRON_FIELDS.map(({ name }) => name).join(' ')}), with one space between; ` +
        `there are ${fields.length}`,
    );
  }
  for (const [i, { name, item }] of CRON_FIELDS.entries()) {
    const bad = fields[i]!.split(',').find((each) => !item.test(each));
    if (bad !== undefined) {
      throw new ScheduleExpressionError(`a valid ${name} field (field ${i + 1}) instead of "${bad}"`);
    }
  }
  if ((fields[2] === '?') === (fields[4] === '?')) {
    throw new ScheduleExpressionError('"?" as either day-of-month or day-of-week, and not as both');
  }
}

/** The gaps between times, ms. */
function gapsOf(times: readonly number[]): number[] {
  return times.slice(1).map((time, i) => time - times[i]!);
}

const PARSED_FIELDS = ['minutes', 'hours', 'daysOfMonth', 'months', 'daysOfWeek', 'years'] as const;

/**
 * Lists item by item and in ascending order: of `0/30,15` the parser forgets what stands beside the step, and of `30,0`
 * its next run skips what is out of order.
 */
function parseCron(cron: string): ReturnType<typeof parse> {
  const parsed = parse(cron);
  const texts = cron.split(' ');
  const alone = (i: number, item: string) => parse(texts.map((text, j) => (j === i ? item : text)).join(' '));
  for (const [i, field] of PARSED_FIELDS.entries()) {
    const values = texts[i]!.split(',').flatMap((item) => alone(i, item)[field]);
    if (values.every((value) => typeof value === 'number')) {
      parsed[field] = [...new Set(values)].sort((a, b) => a - b);
    }
  }
  return parsed;
}

/** All runs of a cron expression in some time, and the first one after it, ms since 1970. */
function firings(cron: string, from: Date, forMs: number): number[] {
  const found: number[] = [];
  try {
    const schedule = parseCron(cron);
    const first = next(schedule, from);
    if (!first) {
      throw new ScheduleExpressionError('a schedule that fires from now on; this one never does');
    }
    for (let run: typeof first | null = first; run; run = next(schedule, run)) {
      found.push(run.getTime());
      if (run.getTime() - from.getTime() > forMs) {
        break;
      }
    }
    return found;
  } catch (error) {
    if (error instanceof ScheduleExpressionError) {
      throw error;
    }
    // The parser's own messages name the value for a number out of range, and an internal state otherwise.
    const reason = error instanceof Error && error.message.startsWith('Invalid: ') ? error.message : '';
    throw new ScheduleExpressionError(
      `a cron expression of EventBridge Scheduler${reason.replace('Invalid: ', '; ')}`,
    );
  }
}
