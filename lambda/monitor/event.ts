import { DEFAULTS, MIN_VOTERS } from './defaults';
import type { Detail, Shard } from './shard';

/** What CloudWatch takes as a dimension's value (API reference, Dimension), and what this is in words. */
export const DIMENSION_VALUE = /^[\x21-\x39\x3b-\x7e]([\x20-\x7e]{0,253}[\x21-\x7e])?$/;
export const DIMENSION_VALUE_TEXT =
  'printable ASCII of 1 to 255 characters, without a colon or space at the beginning or a space at the end';

/** Votes for reference time and is judged, or is judged only. */
export type Role = 'reference' | 'target';
export type Pacing = 'polite' | 'fast';
/** Whether its alarms wake people. */
export type Severity = 'page' | 'warn';
/** What servers are judged against: the consensus of the voters, the function's own clock, or one of the servers. */
export type ReferenceSource = 'consensus' | 'clock' | { server: string };

/** One server as the schedule's input names it; what is left out has the event's `defaults`, then `DEFAULTS`. */
export interface ServerInput {
  /** Name, IPv4 or IPv6 literal. */
  host: string;
  /** Stable identity, the `Server` dimension. Default: the host. */
  name?: string;
  /** UDP port, 1 to 65535. */
  port?: number;
  role?: Role;
  pacing?: Pacing;
  /**
   * Whether it smears leap seconds. That keeps it from voting beside servers that do not, which are up to a second
   * away around a leap second, and changes nothing else: it is asked and judged like any other.
   */
  smeared?: boolean;
  /** Lets it vote although it follows no source: 127.127.1.x, LOCL, LCL, an orphan. */
  freeRunning?: boolean;
  /** What its own alarms are. */
  severity?: Severity;
  /** This server's own limit in ms. Default: the monitor's. */
  limitMs?: number;
}

/** The schedule's `Input`, which arrives as the function's event: everything that one run needs to know. */
export interface MonitorEvent {
  /** The `Monitor` dimension. */
  monitor: string;
  limitMs?: number;
  reference?: ReferenceSource;
  /** A voter with a greater root distance is judged and doesn't vote, ms. */
  maxVoterDistanceMs?: number;
  /** What is published of the run, see `publication.ts`. Default: "full". */
  detail?: Detail;
  /** Which part of a fleet this event is. Default: all of it. */
  shard?: Shard;
  /** What the servers of this event leave out: thousands of them then fit into one schedule's input. */
  defaults?: ServerDefaults;
  /** A text is a server's host. */
  servers: (ServerInput | string)[];
}

export type ServerDefaults = Omit<ServerInput, 'host' | 'name'>;

export type Server = Required<ServerInput>;

/** A checked event with every default filled in. */
export interface RunPlan {
  monitor: string;
  limitMs: number;
  reference: ReferenceSource;
  maxVoterDistanceMs: number;
  servers: Server[];
}

/**
 * Checks an event and fills in its defaults. monitor.json is validated at synth by a schema library; this
 * check is for hand-made invocations, and small because it travels in the function's bundle.
 * @throws Error naming the path, the value and what was expected
 */
export function parseEvent(event: unknown): RunPlan {
  const input = object(event, 'event');
  const limitMs = positive(input.limitMs ?? DEFAULTS.limitMs, 'limitMs');
  const defaults = { ...DEFAULTS, limitMs, ...object(input.defaults ?? {}, 'defaults') };
  const servers = list(input.servers, 'servers').map((each, i) =>
    parseServer(each, `servers[${i}]`, defaults),
  );
  const repeated = firstRepeated(servers.map((server) => server.name));
  if (repeated !== undefined) {
    throw bad('servers[].name', repeated, 'a name that no other server has');
  }
  const reference = parseReference(input.reference ?? DEFAULTS.reference, servers);
  if (reference === 'consensus') {
    checkVoters(servers);
  }
  return {
    monitor: dimension(input.monitor, 'monitor'),
    limitMs,
    reference,
    maxVoterDistanceMs: positive(
      input.maxVoterDistanceMs ?? DEFAULTS.maxVoterDistanceMs,
      'maxVoterDistanceMs',
    ),
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

function parseReference(value: unknown, servers: readonly Server[]): ReferenceSource {
  if (value === 'consensus' || value === 'clock') {
    return value;
  }
  if (typeof value !== 'object' || value === null) {
    throw bad('reference', value, '"consensus", "clock" or {"server": NAME}');
  }
  const { server } = object(value, 'reference');
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

function parseServer(value: unknown, path: string, defaults: Record<keyof ServerDefaults, unknown>): Server {
  const input = object(typeof value === 'string' ? { host: value } : value, path);
  const host = text(input.host, `${path}.host`);
  return {
    host,
    name: dimension(input.name ?? host, `${path}.name`),
    port: port(input.port ?? defaults.port, `${path}.port`),
    role: oneOf(input.role ?? defaults.role, `${path}.role`, ['reference', 'target']),
    pacing: oneOf(input.pacing ?? defaults.pacing, `${path}.pacing`, ['polite', 'fast']),
    smeared: oneOf(input.smeared ?? defaults.smeared, `${path}.smeared`, [true, false]),
    freeRunning: oneOf(input.freeRunning ?? defaults.freeRunning, `${path}.freeRunning`, [true, false]),
    severity: oneOf(input.severity ?? defaults.severity, `${path}.severity`, ['page', 'warn']),
    limitMs: positive(input.limitMs ?? defaults.limitMs, `${path}.limitMs`),
  };
}

export function bad(path: string, value: unknown, expected: string): Error {
  return new Error(
    `${path} is ${JSON.stringify(value) ?? 'missing'}; expected ${expected}. ` +
      "Invoke the function with the schedule's own Input (cdk.out, or the Scheduler console).",
  );
}

export function object(value: unknown, path: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw bad(path, value, 'an object');
  }
  return value as Record<string, unknown>;
}

function list(value: unknown, path: string): unknown[] {
  if (!Array.isArray(value) || value.length === 0) {
    throw bad(path, value, 'a list of at least one server');
  }
  return value;
}

function text(value: unknown, path: string): string {
  if (typeof value !== 'string' || value.trim() === '') {
    throw bad(path, value, 'a text that is not empty');
  }
  return value;
}

/** One name that CloudWatch refuses would cost a thousand metrics: those of its whole request. */
function dimension(value: unknown, path: string): string {
  if (typeof value !== 'string' || !DIMENSION_VALUE.test(value)) {
    throw bad(path, value, DIMENSION_VALUE_TEXT);
  }
  return value;
}

function positive(value: unknown, path: string): number {
  if (typeof value !== 'number' || !Number.isFinite(value) || value <= 0) {
    throw bad(path, value, 'a number of milliseconds above 0');
  }
  return value;
}

function port(value: unknown, path: string): number {
  if (!Number.isInteger(value) || (value as number) < 1 || (value as number) > 65535) {
    throw bad(path, value, 'a UDP port from 1 to 65535');
  }
  return value as number;
}

export function oneOf<const T>(value: unknown, path: string, allowed: readonly T[]): T {
  if (!allowed.includes(value as T)) {
    throw bad(path, value, allowed.map((each) => JSON.stringify(each)).join(' or '));
  }
  return value as T;
}

function firstRepeated(names: string[]): string | undefined {
  const seen = new Set<string>();
  return names.find((name) => seen.size === seen.add(name).size);
}
