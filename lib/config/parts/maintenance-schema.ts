import { z } from 'zod';
import { readMaintenanceCron } from '../../../lambda/monitor/maintenance';
import { MAX_MAINTENANCE_MINUTES } from '../aws-quotas';
import { integer, object, SERVER_NAME, TIME_ZONE } from '../fields';

/** What a schema can say of the expression; ranges that end before they begin are beyond it. */
const MAINTENANCE_CRON_PATTERN = (() => {
  const field = (value: string) => {
    const item = `(\\*|${value}(-${value})?)`;
    return `${item}(,${item})*`;
  };
  const names = (text: string) => text.replaceAll(/[A-Z]/g, (letter) => `[${letter}${letter.toLowerCase()}]`);
  const month = `(0?[1-9]|1[0-2]|${names('JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC')})`;
  const weekday = `(${names('SUN|MON|TUE|WED|THU|FRI|SAT')})`;
  return `^(?!\\S+ \\S+ [^* ]\\S* \\S+ [^*])${['[0-5]?[0-9]', '([01]?[0-9]|2[0-3])', '(0?[1-9]|[12][0-9]|3[01])', month, weekday].map(field).join(' ')}$`;
})();

const CRON = z
  .string({ error: 'a cron expression of five fields' })
  .superRefine((text, context) => {
    try {
      readMaintenanceCron(text);
    } catch (error) {
      context.addIssue({ code: 'custom', message: (error as Error).message });
    }
  })
  .meta({
    pattern: MAINTENANCE_CRON_PATTERN,
    description: 'Minutes, hours, day of month, month, weekday.',
    examples: ['0 2 * * SUN'],
  });

const AT_EXPECTED = 'a date and a time without seconds and zone, such as "2026-12-24T02:00"';
const AT = z
  .string({ error: AT_EXPECTED })
  .regex(/^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d$/, {
    error: AT_EXPECTED,
    abort: true,
  })
  .refine((text) => new Date(`${text}Z`).toJSON()?.startsWith(text), { error: 'a day that exists' })
  .meta({
    pattern:
      '^([0-9]{4}-((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|1[0-9]|2[0-8]))|' +
      '[0-9]{2}([02468][048]|[13579][26])-02-29)T([01][0-9]|2[0-3]):[0-5][0-9]$',
  });

/** One entry of the key `maintenance` of monitor.json. */
const maintenanceWindow = object({
  cron: CRON.optional(),
  at: AT.optional().meta({
    description: 'When it begins, if it does so once.',
    examples: ['2026-12-24T02:00'],
  }),
  timeZone: TIME_ZONE.optional().meta({
    description: 'The zone that "cron" and "at" are in. Default: UTC.',
    examples: ['Europe/Stockholm'],
  }),
  minutes: integer(
    `whole minutes, 1 to ${MAX_MAINTENANCE_MINUTES} (15 days)`,
    1,
    MAX_MAINTENANCE_MINUTES,
  ).meta({ description: 'How long it lasts: 1 minute to 15 days.' }),
  servers: z
    .array(SERVER_NAME, { error: 'a list of names of servers' })
    .min(1, { error: 'at least one name; leave the key out for every server' })
    .refine((names) => new Set(names).size === names.length, { error: 'each name once' })
    .optional()
    .meta({ uniqueItems: true, description: 'Names of the servers that it is for. Default: every server.' }),
})
  .refine(({ cron, at }) => (cron === undefined) !== (at === undefined), {
    error: 'either "cron", for a window that comes again, or "at", for one that does not',
  })
  .meta({ oneOf: [{ required: ['cron'] }, { required: ['at'] }] });

export const maintenance = z.array(maintenanceWindow, { error: 'a list of windows' });
