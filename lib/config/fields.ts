import { isIP } from 'node:net';
import { domainToASCII } from 'node:url';
import { z } from 'zod';
import { DIMENSION_VALUE, DIMENSION_VALUE_TEXT } from '../../lambda/monitor/event-values';
import {
  SERVER_KEYS,
  type ServerKey,
  type ServerKeyName,
  type ServerOptions,
} from '../../lambda/monitor/server-keys';
import { LOG_RETENTIONS_DAYS } from './aws-quotas';
import { MAX_NAMES_LENGTH } from './policy';
import { readSchedule, SCHEDULE_PATTERN, ScheduleExpressionError } from './schedule-expression';
import { KEY_SEPARATOR } from './schema-problems';

/** The kinds of value in monitor.json. Each one's `error` completes the sentence "expected ...". */

const HOST_EXPECTED =
  'a host name or an IP address alone: no scheme, path, brackets or port (the port is a key of its own)';

/** RFC 1123 labels; an underscore is allowed because private zones have it. */
const LABEL = '[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?';

const IPV4 = z.regexes.ipv4.source;
const ZONE = '(%[A-Za-z0-9._-]+)?';

/** 16 bits of an IPv6 address. */
const GROUP = '[0-9A-Fa-f]{1,4}';

/**
 * A name, or an address. Names end in letters, so that a mistyped address such as 10.0.0.300 isn't looked up as a
 * name.
 */
const HOST_PATTERN = [
  String.raw`^(?=.{1,253}\.?$)(?!(.*\.)?\d+\.?$)(${LABEL}\.)*${LABEL}\.?$`,
  IPV4,
  z.regexes.ipv6.source.replace('$', `${ZONE}$`),
  // An IPv6 address whose last 32 bits are written as IPv4 (RFC 4291, section 2.2).
  `^(?:(?:${GROUP}:){6}|::(?:${GROUP}:){0,5}|(?!.*::.*::)(?=.*[^:]::[^:])${GROUP}:(?:(?:${GROUP})?:){1,5})${IPV4.slice(1, -1)}${ZONE}$`,
].join('|');

export function isHost(text: string): boolean {
  return new RegExp(HOST_PATTERN).test(text) && (isIP(text) !== 0 || !text.includes(':'));
}

/** What a text that is no host, or more than one, was meant to be: `ntp://a`, `a:123`, `[::1]`, `a/`, `zürich.example`. */
export function meantHost(text: string): { host: string; port?: number } | undefined {
  const [, bracketed, plain = '', port] =
    /^(?:[a-z]+:\/\/)?(?:\[([^\]]+)\]|([^/:[\]]+))(?::(\d+))?\/?$/i.exec(text.trim()) ?? [];
  const host = bracketed ?? (/^\p{ASCII}*$/u.test(plain) ? plain : domainToASCII(plain));
  return isHost(host) && Number(port ?? 123) <= 65_535
    ? { host, ...(port !== undefined && { port: Number(port) }) }
    : undefined;
}

function hostExpected(text: string): string {
  const { host, port = 123 } = meantHost(text) ?? {};
  if (host === undefined) {
    return HOST_EXPECTED;
  }
  return !/^\p{ASCII}*$/u.test(text) && host === domainToASCII(text)
    ? `"${host}", the name as DNS has it`
    : `"${host}"${port === 123 ? '' : ` with "port": ${port}`}: ${HOST_EXPECTED}`;
}

export const HOST = z
  .string({ error: HOST_EXPECTED })
  .refine(isHost, { error: ({ input }) => hostExpected(String(input)) })
  .meta({ pattern: HOST_PATTERN });

/** A dimension's value, and part of an alarm's name, which stands between quotation marks in rules and queries. */
export const DIMENSION_TEXT = dimensionText(
  `${DIMENSION_VALUE_TEXT}, and without quotation marks or backslashes`,
);

export const SERVER_NAME_EXPECTED =
  'the name of one of the servers, which is its "name", or its host without one';
export const SERVER_NAME = dimensionText(SERVER_NAME_EXPECTED);

export const STACK_NAME = matching(
  /^[A-Za-z][A-Za-z0-9-]{0,127}$/,
  'letters, digits and hyphens that begin with a letter, at most 128',
);

export const EMAIL = z.email({ error: 'an e-mail address' });

const HTTPS_EXPECTED = 'a URL that begins with https://, for SNS would send alarms in the clear otherwise';
export const HTTPS_URL = url(/^https$/, '[Ss]', HTTPS_EXPECTED);

export const WEB_URL = url(/^https?$/, '[Ss]?', 'a URL that begins with https:// or http://, without blanks');

export const LOG_RETENTION = z.literal(LOG_RETENTIONS_DAYS, {
  error: `days that CloudWatch Logs can keep a log for: ${LOG_RETENTIONS_DAYS.join(', ')}`,
});

export const TOPIC_ARN = matching(
  /^arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:[A-Za-z0-9_-]{1,256}$/,
  'the ARN of a standard SNS topic, such as arn:aws:sns:eu-west-1:111122223333:oncall',
);

export const SLACK_ID = matching(
  /^[A-Z][A-Z0-9]{7,}$/,
  'an id of Slack, capital letters and digits such as T0123ABCD or C0123ABCD; "Copy link" on the channel ends in it',
);

export const UUID = z.guid({ error: 'a UUID, as the link to the Teams channel has it' });

export const TEAMS_CHANNEL_ID = matching(
  /^[\w=+/.,-]*%3[aA][\w=+/.,-]+%40[\w=+/.,-]+$/,
  'the id in the link to the Teams channel, with its %3a and %40: 19%3a...%40thread.tacv2',
);

const ZONE_EXPECTED = 'the name of a time zone, such as "Europe/Stockholm"';
/** AWS knows zones by the IANA's names, in their own spelling; `Intl` takes "+02:00", "europe/stockholm" and "PST", too. */
const ZONE_PATTERN =
  /^((Africa|America|Antarctica|Arctic|Asia|Atlantic|Australia|Brazil|Canada|Chile|Etc|Europe|Indian|Mexico|Pacific|US)(\/[A-Za-z0-9_+-]+)+|UTC|UCT|GMT|Universal|Zulu|Greenwich|CET|EET|MET|WET|EST|MST|HST|EST5EDT|CST6CDT|MST7MDT|PST8PDT|Cuba|Egypt|Eire|GB|Hongkong|Iceland|Iran|Israel|Jamaica|Japan|Kwajalein|Libya|NZ|Navajo|PRC|Poland|Portugal|ROC|ROK|Singapore|Turkey)$/;
export const TIME_ZONE = z
  .string({ error: ZONE_EXPECTED })
  .refine(isTimeZone, { error: ZONE_EXPECTED })
  .meta({ pattern: ZONE_PATTERN.source });

const USD_EXPECTED = 'an amount in USD above 0';
export const USD = z.number({ error: USD_EXPECTED }).positive({ error: USD_EXPECTED });

export const VPC_ID = matching(/^vpc-[0-9a-f]+$/, 'the id of a VPC, such as vpc-0123456789abcdef0');

export const SUBNET_ID = matching(
  /^subnet-[0-9a-f]+$/,
  'the id of a subnet, such as subnet-0123456789abcdef0',
);

export const SECURITY_GROUP_ID = matching(
  /^sg-[0-9a-f]+$/,
  'the id of a security group, such as sg-0123456789abcdef0',
);

/** A strict object: a key that isn't in the list is a typing error, and refused. */
export function object<Shape extends z.ZodRawShape>(shape: Shape) {
  const known = Object.keys(shape);
  const objectExpected = `an object such as { "${known.find((key) => key !== '$schema')}": ... }`;
  return z.strictObject(shape, {
    // What was meant is seen from what else is there: `schema-problems.ts`.
    error: ({ code }) => (code === 'unrecognized_keys' ? known.join(KEY_SEPARATOR) : objectExpected),
  });
}

const MS_EXPECTED = 'a number of milliseconds above 0';
export const POSITIVE_MS = z.number({ error: MS_EXPECTED }).positive({ error: MS_EXPECTED });

export const FLAG = z.boolean({ error: 'true or false' });

export function oneOf<const Values extends readonly [string, ...string[]]>(...values: Values) {
  return z.enum(values, { error: values.map((each) => `"${each}"`).join(' or ') });
}

/** Either of two spellings: a short one, or an object. Errors speak of the one that was meant. */
export function textOr<Text extends z.ZodType, Full extends z.ZodType>(text: Text, full: Full) {
  return z.union([text, full]);
}

/** A schedule expression; its output says how evenly it fires, too. */
export const SCHEDULE = z
  .string({ error: 'a text such as "rate(1 minute)"' })
  .meta({
    pattern: SCHEDULE_PATTERN,
    examples: ['rate(1 minute)', 'rate(5 minutes)', 'cron(0/15 * * * ? *)'],
  })
  .transform((text, context) => {
    try {
      return readSchedule(text);
    } catch (error) {
      if (!(error instanceof ScheduleExpressionError)) {
        throw error;
      }
      context.addIssue({ code: 'custom', message: error.expected });
      return z.NEVER;
    }
  });

/** A key of the list that monitor.json shares with the function. */
export function serverField<Name extends ServerKeyName>(name: Name): ServerField<Name> {
  return keyField(SERVER_KEYS[name]) as unknown as ServerField<Name>;
}

type ServerField<Name extends ServerKeyName> = z.ZodType<ServerOptions[Name], ServerOptions[Name]>;

function keyField(key: ServerKey) {
  const { expected: error } = key;
  if ('oneOf' in key) {
    return z.enum(key.oneOf, { error });
  }
  if ('flag' in key) {
    return FLAG;
  }
  if ('integer' in key) {
    const [min, max] = key.integer;
    return integer(error, min, max);
  }
  return z.number({ error }).gt(key.above, { error });
}

export function integer(error: string, min: number, max: number) {
  return z.number({ error }).int({ error }).min(min, { error }).max(max, { error });
}

function dimensionText(expected: string) {
  const pattern = new RegExp(`^(?!.*["\\\\])${DIMENSION_VALUE.source.slice(1)}`);
  return matching(pattern, expected).meta({ maxLength: MAX_NAMES_LENGTH - 1 });
}

function matching(pattern: RegExp, expected: string) {
  return z.string({ error: expected }).regex(pattern, { error: expected });
}

/** A URL as SNS and mails take it: `URL` would mend blanks in it and a missing "//", which they don't. */
function url(protocol: RegExp, s: string, error: string) {
  const port = '(6553[0-5]|655[0-2][0-9]|65[0-4][0-9]{2}|6[0-4][0-9]{3}|[1-5]?[0-9]{1,4})';
  const pattern = String.raw`^\s*[Hh][Tt][Tt][Pp]${s}://([^\s/?#@]+@)?(\[[0-9A-Fa-f:.]+\]|[^\s/?#@:|<>^\[\]\\%]+)(:${port})?([/?#]\S*)?\s*$`;
  return z
    .url({ protocol, error, abort: true })
    .regex(new RegExp(pattern), { error, abort: true })
    .meta({ pattern });
}

function isTimeZone(name: string): boolean {
  try {
    const { timeZone } = new Intl.DateTimeFormat('en-US', { timeZone: name }).resolvedOptions();
    return ZONE_PATTERN.test(name) && (timeZone === name || timeZone.toLowerCase() !== name.toLowerCase());
  } catch {
    return false;
  }
}
