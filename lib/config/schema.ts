import { z } from 'zod';
import { DEFAULTS, MIN_VOTERS } from '../../lambda/monitor/defaults';
import {
  SERVER_KEY_NAMES,
  SERVER_KEYS,
  type ServerKey,
  type ServerKeyName,
} from '../../lambda/monitor/server-keys';
import {
  DIMENSION_TEXT,
  FLAG,
  HOST,
  LOG_RETENTION,
  object,
  oneOf,
  POSITIVE_MS,
  SCHEDULE,
  SERVER_NAME,
  STACK_NAME,
  serverField,
  TIME_ZONE,
  textOr,
  USD,
  WEB_URL,
} from './fields';
import { maintenance } from './parts/maintenance-schema';
import { notify } from './parts/notify-schema';
import { vpc } from './parts/vpc-schema';
import { LOG_RETENTION_DAYS, MAX_FULL_DETAIL_SERVERS } from './policy';

/** How often servers are asked unless monitor.json says otherwise. */
const DEFAULT_SCHEDULE = 'rate(1 minute)';

/** What the keys of a server mean; the function has no use for it. */
const SERVER_KEY_TEXTS: Readonly<Record<ServerKeyName, string>> = {
  port: 'UDP port, 1 to 65535.',
  role: '"reference": votes for reference time and is judged by it; "target": is judged only.',
  pacing:
    '"polite": 4 samples 2 s apart; "fast": 8 samples back to back, only for servers of your own or with ' +
    "their operator's consent.",
  smeared:
    'True for a server that smears leap seconds (Google, AWS and Meta do). It cannot vote beside servers ' +
    'that do not: around a leap second the two kinds are up to a second apart.',
  freeRunning:
    'True lets a server vote that follows no source (reference id 127.127.1.x, LOCL, LCL, or an orphan): its clock ' +
    'drifts freely, and so does reference time with it.',
  severity: '"page": its own alarms wake people; "warn": they can wait until the morning.',
  maxReferenceAgeMs:
    'How old its reference timestamp may be, in milliseconds, before the server counts as cut off from its upstream ' +
    '(holdover). Windows polls as rarely as every 9 hours: 40000000 suits it.',
  limitMs: "This server's own limit in milliseconds, above 0. Default: the monitor's limitMs.",
};

/** Every key of `SERVER_KEYS`, which may be left out. */
const serverOptions = Object.fromEntries(
  SERVER_KEY_NAMES.map((name) => [name, serverOption(name)]),
) as unknown as { readonly [Name in ServerKeyName]: ServerOption<Name> };

type ServerOption<Name extends ServerKeyName> = (typeof SERVER_KEYS)[Name] extends { inherited: true }
  ? z.ZodOptional<ReturnType<typeof serverField<Name>>>
  : z.ZodDefault<ReturnType<typeof serverField<Name>>>;

function serverOption(name: ServerKeyName) {
  const key: ServerKey = SERVER_KEYS[name];
  const description = SERVER_KEY_TEXTS[name];
  const field: z.ZodType = serverField(name);
  return (key.inherited ? field.optional() : field.default(key.default)).meta({ description });
}

/** What a schema says of keys together; `checks/` says it to people. */
function implies(condition: object, consequence: object) {
  // biome-ignore lint/suspicious/noThenProperty: JSON Schema's keyword
  return { if: condition, then: consequence };
}

const serverObject = object({
  host: HOST.meta({
    description: 'Host name, IPv4 or IPv6 address of the NTP server.',
    examples: ['time.cloudflare.com', '192.0.2.1', '2001:db8::1'],
  }),
  name: DIMENSION_TEXT.optional().meta({
    description:
      'Stable identity of the server: the dimension "Server" and part of its alarm names. Keep it when the ' +
      'host changes, and its history goes on. Default: the host.',
  }),
  ...serverOptions,
}).meta({
  description: 'One NTP server.',
  // CloudWatch takes no name that begins with a colon.
  ...implies({ properties: { host: { pattern: '^:' } }, required: ['host'] }, { required: ['name'] }),
});

/** A text is a server's host, and everything else has its default. */
const serverEntry = textOr(
  HOST.meta({ not: { pattern: '^:' } }).transform((host) => serverObject.parse({ host })),
  serverObject,
);

/** The keys of monitor.json. What they mean together is checked in `checks/`. */
export const monitorSchema = object({
  $schema: z.string({ error: 'a path or URL of the JSON Schema' }).optional().meta({
    description: 'Where editors find the schema of this file.',
  }),
  name: DIMENSION_TEXT.meta({
    description: 'The monitor\'s name: the dimension "Monitor" and the beginning of every alarm\'s name.',
    examples: ['ntp'],
  }),
  stackName: STACK_NAME.optional().meta({
    description:
      'The name of the stack. Keep it when "name" changes: another would leave the old stack running.',
    examples: ['NtpDrift-ntp'],
  }),
  schedule: SCHEDULE.prefault(DEFAULT_SCHEDULE).meta({
    description:
      'When to ask: rate(...) or cron(...) of EventBridge Scheduler. Runs must be evenly spaced, between 1 minute ' +
      'and a day apart; a cron may have pauses that come again every week, such as nights. Ask servers of others at ' +
      'most every 5 minutes.',
  }),
  timeZone: TIME_ZONE.optional().meta({
    description: 'The zone that the cron of "schedule" is in. Default: UTC.',
    examples: ['Europe/Stockholm'],
  }),
  limitMs: POSITIVE_MS.default(DEFAULTS.limitMs).meta({
    description:
      'The limit in milliseconds, above 0. A server is "outside", and pages, when it is proven to be further ' +
      'off than this; it is "within" when proven not to be.',
  }),
  maxVoterDistanceMs: POSITIVE_MS.default(DEFAULTS.maxVoterDistanceMs).meta({
    description:
      'A voter whose root distance is greater than this, in milliseconds, is judged and does not vote: it could not ' +
      'contradict a wrong one.',
  }),
  reference: textOr(
    z.enum(['consensus', 'clock'], { error: '"consensus", "clock" or { "server": NAME }' }),
    object({ server: SERVER_NAME.meta({ description: 'The name of one of the servers.' }) }),
  )
    .default(DEFAULTS.reference)
    .meta({
      description:
        '"consensus": servers are judged by the time that a majority of the voting servers agrees on; "clock": ' +
        'by the function\'s own clock, whose accuracy AWS does not state; { "server": NAME }: by the time of one of ' +
        'the servers, which everybody must trust.',
    }),
  servers: z
    .array(serverEntry, { error: 'a list of servers' })
    .min(1, { error: 'at least one server' })
    .meta({
      uniqueItems: true,
      description: 'The servers to watch. RFC 8633 advises 4 or more voters of different operators.',
    }),
  detail: oneOf('full', 'fleet')
    .optional()
    .meta({
      description:
        '"full": metrics and alarms for every server; "fleet": distributions and counts over all servers, and ' +
        'metrics of single ones only while they are not well. Default: "full" up to 50 servers.',
    }),
  alarms: oneOf('all', 'essential')
    .default(DEFAULTS.alarms)
    .meta({
      description:
        '"essential": only what pages, without warnings of what may be going wrong, and without the metrics for them. ' +
        'It costs about a fifth less.',
    }),
  history: FLAG.default(DEFAULTS.history).meta({
    description:
      'False: the function reads none of its earlier readings back from its metrics, and knows drift only as long as ' +
      'it stays warm.',
  }),
  notify: notify.prefault({}).meta({ description: 'Who is told of alarms.' }),
  runbook: WEB_URL.optional().meta({
    description:
      "The URL of a runbook of your own, which alarms link to. Default: the dashboard, which has the text of this package's.",
    examples: ['https://wiki.example.com/ntp'],
  }),
  maintenance: maintenance.default([]).meta({
    description:
      'Times in which nobody is told of trouble. Servers that are in one are left out of the counts of servers that ' +
      'are unusable or outside.',
  }),
  logRetentionDays: LOG_RETENTION.default(LOG_RETENTION_DAYS).meta({
    description: 'How long readings are kept, days: one of the periods of CloudWatch Logs.',
  }),
  costCeilingUsd: USD.optional().meta({
    description:
      'The most that the monitor may cost in a month, USD. Synthesis adds up list prices, prints them by line, and ' +
      'refuses what costs more. Default: no limit.',
  }),
  vpc: vpc.optional().meta({ description: 'Run the function inside a VPC. Default: outside any.' }),
}).meta({
  title: 'ntp-drift-monitor',
  description: 'What an NTP drift monitor watches, and how.',
  allOf: [
    implies(
      { properties: { reference: { const: 'consensus' } } },
      { properties: { servers: { minItems: MIN_VOTERS } } },
    ),
    implies(
      { properties: { detail: { const: 'full' } }, required: ['detail'] },
      { properties: { servers: { maxItems: MAX_FULL_DETAIL_SERVERS } } },
    ),
  ],
});

/** A file with several monitors. Each is checked by itself. */
export const monitorsSchema = object({
  $schema: monitorSchema.shape.$schema,
  monitors: z.array(z.unknown(), { error: 'a list of monitors' }).min(1, { error: 'at least one monitor' }),
});

/** monitor.json as it was read, with the defaults of single keys. `ResolvedConfig` has all that follows from them. */
export type MonitorValues = z.output<typeof monitorSchema>;

export type ServerValues = MonitorValues['servers'][number];

/** What editors use: draft 7, which all of them understand, of the file as it is written. */
export function monitorJsonSchema(): object {
  const { $schema, ...monitor } = z.toJSONSchema(monitorSchema, { target: 'draft-7', io: 'input' });
  return {
    $schema,
    title: monitor.title,
    description: monitor.description,
    definitions: { monitor },
    // Editors complete and complain by the branch that fits: the key "monitors" tells.
    ...implies(
      { type: 'object', required: ['monitors'] },
      {
        type: 'object',
        properties: {
          $schema: { type: 'string', description: 'Where editors find the schema of this file.' },
          monitors: {
            type: 'array',
            description: 'Several monitors, each as a file of its own would have it.',
            items: { $ref: '#/definitions/monitor' },
            minItems: 1,
          },
        },
        required: ['monitors'],
        additionalProperties: false,
      },
    ),
    else: { $ref: '#/definitions/monitor' },
  };
}
