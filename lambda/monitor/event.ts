import { DEFAULTS, MIN_VOTERS } from './defaults';
import { bad, readDimension, readKnown, readList, readOneOf, readPositiveMs, readText } from './event-values';
import { isOpen, type MaintenanceWindow } from './maintenance';
import {
  accepts,
  SERVER_DEFAULTS,
  SERVER_KEY_NAMES,
  SERVER_KEYS,
  type ServerKeyName,
  type ServerOptions,
} from './server-keys';

/** Votes for reference time and is judged, or is judged only. */
export type Role = ServerOptions['role'];
export type Pacing = ServerOptions['pacing'];
/** What servers are judged against: the consensus of the voters, the function's own clock, or one of the servers. */
export type ReferenceSource = 'consensus' | 'clock' | { readonly server: string };

/** Metrics of every server; or distributions and counts, and single servers only while they are not well. */
export type Detail = 'full' | 'fleet';

/** Every alarm; or those that page, without warnings of what may be going wrong. */
export type AlarmChoice = 'all' | 'essential';

/** One of several schedules that share a fleet. Each measures the voters, so that each has reference time. */
interface Shard {
  /** From 1. The first publishes what all of them measure. */
  number: number;
  of: number;
  /** How many servers the fleet has, all shards together. Default: as many as the event. */
  servers?: number;
}

/** One server as the schedule's input names it; what is left out has the event's `defaults`, then `SERVER_DEFAULTS`. */
export interface ServerInput extends Partial<ServerOptions> {
  /** Name, IPv4 or IPv6 literal. */
  host: string;
  /** Stable identity, the `Server` dimension. Default: the host. */
  name?: string;
}

/** The schedule's `Input`, which arrives as the function's event: everything that one run needs to know. */
export interface MonitorEvent {
  /** The `Monitor` dimension. */
  monitor: string;
  limitMs?: number;
  reference?: ReferenceSource;
  /** A voter with a greater root distance is judged and doesn't vote, ms. */
  maxVoterDistanceMs?: number;
  /** False: no readings are read back, so that drift is known from warm memory only. Default: true. */
  history?: boolean;
  /** The schedule's longest time between two runs, ms: how far back history has to reach. Default: a minute. */
  intervalMs?: number;
  /** When nobody is told of which servers' trouble. */
  maintenance?: readonly MaintenanceWindow[];
  /** What is published of the run, see `shard.ts`. Default: "full". */
  detail?: Detail;
  /**
   * For how many runs a bad one is counted, and how many minutes apart they are: alarms count bad runs by it. Default:
   * for itself only.
   */
  badRuns?: { runs: number; everyMinutes: number };
  /** `essential`: what only warnings look at is not published. Default: all. */
  alarms?: AlarmChoice;
  /** Which part of a fleet this event is. Default: all of it. */
  shard?: Shard;
  /** What the servers of this event leave out: thousands of them then fit into one schedule's input. */
  defaults?: Partial<ServerOptions>;
  /** A text is a server's host. */
  servers: (ServerInput | string)[];
}

/** One server with everything that it left out. */
export interface Server extends ServerOptions {
  /** Host name, IPv4 or IPv6 address. */
  host: string;
  /** The dimension `Server`. */
  name: string;
}

const EVENT_KEYS: readonly (keyof MonitorEvent)[] = [
  'monitor',
  'limitMs',
  'reference',
  'maxVoterDistanceMs',
  'history',
  'intervalMs',
  'maintenance',
  'badRuns',
  'alarms',
  'detail',
  'shard',
  'defaults',
  'servers',
];

/** A checked event with every default filled in. */
export interface RunPlan {
  monitor: string;
  limitMs: number;
  reference: ReferenceSource;
  maxVoterDistanceMs: number;
  history: boolean;
  intervalMs: number;
  maintenance: readonly MaintenanceWindow[];
  servers: Server[];
}

/**
 * Checks an event and fills in its defaults. monitor.json is validated at synth by a schema library; this
 * check is for hand-made invocations, and small because it travels in the function's bundle.
 * @throws Error naming the path, the value and what was expected
 */
export function parseEvent(event: unknown): RunPlan {
  const input = readKnown(event, 'event', EVENT_KEYS);
  const limitMs = readPositiveMs(input.limitMs ?? DEFAULTS.limitMs, 'limitMs');
  const given = readKnown(input.defaults ?? {}, 'defaults', SERVER_KEY_NAMES);
  const defaults = { ...SERVER_DEFAULTS, limitMs, ...given };
  const servers = readList(input.servers, 'servers').map((each, i) =>
    parseServer(each, `servers[${i}]`, defaults),
  );
  const repeated = firstRepeated(servers.map((server) => server.name));
  if (repeated !== undefined) {
    throw bad('servers[].name', repeated, 'a name that no other server has');
  }
  const reference = readReference(input.reference ?? DEFAULTS.reference, servers);
  if (reference === 'consensus') {
    checkVoters(servers);
  }
  const { maxVoterDistanceMs = DEFAULTS.maxVoterDistanceMs } = input;
  return {
    monitor: readDimension(input.monitor, 'monitor'),
    limitMs,
    reference,
    maxVoterDistanceMs: readPositiveMs(maxVoterDistanceMs, 'maxVoterDistanceMs'),
    history: readOneOf(input.history ?? DEFAULTS.history, 'history', [true, false]),
    intervalMs: readPositiveMs(input.intervalMs ?? DEFAULTS.intervalMs, 'intervalMs'),
    maintenance: readMaintenance(input.maintenance ?? []),
    servers,
  };
}

/** Whether reference time needs this server: a fleet's shards then all ask it. */
export function isReference(
  { name, role }: Pick<Server, 'name' | 'role'>,
  reference: ReferenceSource,
): boolean {
  return typeof reference === 'object'
    ? name === reference.server
    : reference === 'consensus' && role === 'reference';
}

function readReference(value: unknown, servers: readonly Server[]): ReferenceSource {
  if (value === 'consensus' || value === 'clock') {
    return value;
  }
  if (typeof value !== 'object' || value === null) {
    throw bad('reference', value, '"consensus", "clock" or {"server": NAME}');
  }
  const { server } = readKnown(value, 'reference', ['server']);
  if (!servers.some(({ name }) => name === server)) {
    throw bad('reference.server', server, 'the name of one of the servers');
  }
  return { server: server as string };
}

/** The rules without which there is no reference time, or one that a leap second splits. */
function checkVoters(servers: readonly Server[]): void {
  const voters = servers.filter(({ role }) => role === 'reference');
  if (voters.length < MIN_VOTERS) {
    throw bad(
      'servers[].role',
      `${voters.length} voting servers`,
      `at least ${MIN_VOTERS}, or "reference": "clock"`,
    );
  }
  const smeared = servers.findIndex((server) => server.role === 'reference' && server.smeared);
  if (smeared >= 0 && !voters.every((server) => server.smeared)) {
    throw bad(
      `servers[${smeared}].smeared`,
      true,
      'voters that all smear leap seconds or none; give this one "role": "target"',
    );
  }
}

function parseServer(value: unknown, path: string, defaults: Record<ServerKeyName, unknown>): Server {
  const object = typeof value === 'string' ? { host: value } : value;
  const input = readKnown(object, path, ['host', 'name', ...SERVER_KEY_NAMES]);
  const host = readText(input.host, `${path}.host`);
  const options = SERVER_KEY_NAMES.map((key) => [
    key,
    serverValue(key, input[key] ?? defaults[key], `${path}.${key}`),
  ]);
  return {
    host,
    name: readDimension(input.name ?? host, `${path}.name`),
    ...(Object.fromEntries(options) as ServerOptions),
  };
}

function readMaintenance(value: unknown): readonly MaintenanceWindow[] {
  if (!Array.isArray(value)) {
    throw bad('maintenance', value, 'a list of windows');
  }
  const keys = ['cron', 'at', 'timeZone', 'minutes', 'servers'];
  return value.map((each, i) => {
    const path = `maintenance[${i}]`;
    const window = readKnown(each, path, keys) as unknown as MaintenanceWindow;
    if (!makesSense(window)) {
      throw bad(path, window, '"minutes", and "cron" or "at", as in monitor.json');
    }
    return window;
  });
}

/** `isOpen` throws where an expression or a zone makes no sense. */
function makesSense(window: MaintenanceWindow): boolean {
  try {
    isOpen(window, 0);
    return Number.isFinite(window.minutes);
  } catch {
    return false;
  }
}

function serverValue<Name extends ServerKeyName>(
  name: Name,
  value: unknown,
  path: string,
): ServerOptions[Name] {
  if (!accepts(SERVER_KEYS[name], value)) {
    throw bad(path, value, SERVER_KEYS[name].expected);
  }
  return value as ServerOptions[Name];
}

function firstRepeated(names: string[]): string | undefined {
  const seen = new Set<string>();
  return names.find((name) => seen.size === seen.add(name).size);
}
