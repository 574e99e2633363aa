import { z } from 'zod';
import { DEFAULTS } from '../../lambda/monitor/defaults';
import { DIMENSION_TEXT, HOST, object, POSITIVE_MS, SUBNET_ID, UDP_PORT, USD, VPC_ID } from './fields';
import { notify } from './notify-schema';

/** How often servers are asked unless monitor.json says otherwise. */
export const DEFAULT_SCHEDULE = 'rate(1 minute)';

function oneOf<const Values extends readonly [string, ...string[]]>(...values: Values) {
  return z.enum(values, { error: values.map((each) => `"${each}"`).join(' or ') });
}

const flag = z.boolean({ error: 'true or false' });

const server = object({
  host: HOST.meta({
    description: 'Host name, IPv4 or IPv6 address of the NTP server.',
    examples: ['time.cloudflare.com', '192.0.2.1', '2001:db8::1'],
  }),
  name: DIMENSION_TEXT.optional().meta({
    description:
      'Stable identity of the server: the dimension "Server" and part of its alarm names. Keep it when the ' +
      'host changes, and its history goes on. Default: the host.',
  }),
  port: UDP_PORT.default(DEFAULTS.port).meta({ description: 'UDP port, 1 to 65535.' }),
  role: oneOf('reference', 'target').default(DEFAULTS.role).meta({
    description: '"reference": votes for reference time and is judged by it; "target": is judged only.',
  }),
  pacing: oneOf('polite', 'fast')
    .default(DEFAULTS.pacing)
    .meta({
      description:
        '"polite": 4 samples 2 s apart; "fast": 8 samples back to back, only for servers of your own or with ' +
        "their operator's consent.",
    }),
  smeared: flag.default(DEFAULTS.smeared).meta({
    description:
      'True for a server that smears leap seconds (Google, AWS and Meta do). It cannot vote beside servers ' +
      'that do not: around a leap second the two kinds are up to a second apart.',
  }),
  freeRunning: flag.default(DEFAULTS.freeRunning).meta({
    description:
      'True lets a server vote that follows no source (reference id 127.127.1.x, LOCL, LCL, or an orphan): its clock ' +
      'drifts freely, and so does reference time with it.',
  }),
  limitMs: POSITIVE_MS.optional().meta({
    description: "This server's own limit in milliseconds, above 0. Default: the monitor's limitMs.",
  }),
}).meta({ description: 'One NTP server.' });

const vpc = object({
  id: VPC_ID.meta({ description: 'The VPC that the function runs in.' }),
  subnetIds: z
    .array(SUBNET_ID, { error: 'a list of subnet ids' })
    .min(1, { error: 'at least one subnet id' })
    .refine((ids) => new Set(ids).size === ids.length, {
      error: 'each subnet once; remove the id that is repeated',
    })
    .meta({
      description:
        'Private subnets with a way out: NAT, or an egress-only internet gateway with "ipv6". A public subnet ' +
        'gives a function no internet access.',
    }),
  ipv6: flag.default(false).meta({
    description: 'True lets the function use IPv6; every subnet must then be dual-stack.',
  }),
});

/** The keys of monitor.json. What they mean together is checked in `config-checks.ts`. */
export const monitorSchema = object({
  $schema: z.string({ error: 'a path or URL of the JSON Schema' }).optional().meta({
    description: 'Where editors find the schema of this file.',
  }),
  name: DIMENSION_TEXT.meta({
    description: 'The monitor\'s name: the dimension "Monitor" and the beginning of every alarm\'s name.',
    examples: ['ntp'],
  }),
  schedule: z
    .string({ error: 'a text such as "rate(1 minute)"' })
    .default(DEFAULT_SCHEDULE)
    .meta({
      description:
        'When to ask: rate(...) or cron(...) of EventBridge Scheduler, in UTC. Runs must be evenly spaced, ' +
        'between 1 minute and 4 hours apart. Servers of others deserve 5 minutes or more.',
      examples: ['rate(1 minute)', 'rate(5 minutes)', 'cron(0/15 * * * ? *)'],
    }),
  limitMs: POSITIVE_MS.default(DEFAULTS.limitMs).meta({
    description:
      'The limit in milliseconds, above 0. A server is "outside", and pages, when it is proven to be further ' +
      'off than this; it is "within" when proven not to be.',
  }),
  reference: oneOf('consensus', 'clock')
    .default(DEFAULTS.reference)
    .meta({
      description:
        '"consensus": servers are judged by the time that a majority of the voting servers agrees on; "clock": ' +
        "by the function's own clock, whose accuracy AWS does not state.",
    }),
  servers: z
    .array(server, { error: 'a list of servers' })
    .min(1, { error: 'at least one server' })
    .meta({ description: 'The servers to watch. RFC 8633 advises 4 or more voters of different operators.' }),
  detail: oneOf('full', 'fleet')
    .optional()
    .meta({
      description:
        '"full": metrics and alarms for every server; "fleet": distributions and counts over all servers, and ' +
        'metrics of single ones only while they are not well. Default: "full" up to 50 servers.',
    }),
  notify: notify.prefault({}).meta({ description: 'Who hears of alarms.' }),
  costCeilingUsd: USD.optional().meta({
    description:
      'The most that the monitor may cost in a month, USD. Synthesis adds up list prices, prints them by line, and ' +
      'refuses what costs more. Default: no limit.',
  }),
  vpc: vpc.optional().meta({ description: 'Run the function inside a VPC. Default: outside any.' }),
}).meta({ title: 'ntp-drift-monitor', description: 'What an NTP drift monitor watches, and how.' });

/** monitor.json as it is written: what has a default may be left out. */
export type MonitorInput = z.input<typeof monitorSchema>;

/** One server with its defaults; `name` and `limitMs` fall back on its host and the monitor's limit. */
export type ServerConfig = z.output<typeof server>;

/** monitor.json as it was read: valid, every other default filled in. */
export type MonitorConfig = z.output<typeof monitorSchema>;

/** What editors use: draft 7, which all of them understand, of the file as it is written. */
export function monitorJsonSchema(): object {
  return z.toJSONSchema(monitorSchema, { target: 'draft-7', io: 'input' });
}
