import { HOUR_MS } from '../ntp/time-units';

/** What the value of a key can be, and the words that complete "expected ..." for any other. */
export type ServerKey = {
  readonly expected: string;
  /** True where the monitor has a key of the same name, whose value is then the default of its servers. */
  readonly inherited?: true;
} & (
  | { readonly oneOf: readonly string[]; readonly default: string }
  | { readonly flag: true; readonly default: boolean }
  | { readonly integer: readonly [min: number, max: number]; readonly default: number }
  | { readonly above: number; readonly default: number }
);

/**
 * Every key that a server may leave out. A further key is one entry: the schema of monitor.json, the schedule's
 * input, the function's check of it and the shards of a fleet follow this list. What it means, in words, is in
 * `lib/config/schema.ts`, which doesn't compile without.
 */
export const SERVER_KEYS = {
  port: {
    integer: [1, 65_535],
    default: 123,
    expected: 'a UDP port from 1 to 65535',
  },
  role: {
    oneOf: ['reference', 'target'],
    default: 'reference',
    expected: '"reference" or "target"',
  },
  pacing: {
    oneOf: ['polite', 'fast'],
    default: 'polite',
    expected: '"polite" or "fast"',
  },
  smeared: {
    flag: true,
    default: false,
    expected: 'true or false',
  },
  freeRunning: {
    flag: true,
    default: false,
    expected: 'true or false',
  },
  severity: {
    oneOf: ['page', 'warn'],
    default: 'page',
    expected: '"page" or "warn"',
  },
  maxReferenceAgeMs: {
    above: 0,
    // Servers poll their upstream every 1,024 s or sooner; three of the slowest usual polls missed are a lost upstream.
    default: HOUR_MS,
    expected: 'a number of milliseconds above 0',
  },
  limitMs: {
    above: 0,
    default: 50,
    inherited: true,
    expected: 'a number of milliseconds above 0',
  },
} as const satisfies Record<string, ServerKey>;

export type ServerKeyName = keyof typeof SERVER_KEYS;

/** The names of the keys, in their order. */
export const SERVER_KEY_NAMES = Object.keys(SERVER_KEYS) as ServerKeyName[];

type KeyValue<Key extends ServerKey> = Key extends { oneOf: readonly (infer Choice)[] }
  ? Choice
  : Key extends { flag: true }
    ? boolean
    : number;

/** The values of all keys of a server. */
export type ServerOptions = { -readonly [Name in ServerKeyName]: KeyValue<(typeof SERVER_KEYS)[Name]> };

/** What a server has that leaves everything out. */
export const SERVER_DEFAULTS = Object.fromEntries(
  SERVER_KEY_NAMES.map((name) => [name, SERVER_KEYS[name].default]),
) as Readonly<ServerOptions>;

/** Whether a key can have a value. */
export function accepts(key: ServerKey, value: unknown): boolean {
  if ('oneOf' in key) {
    return key.oneOf.includes(value as string);
  }
  if ('flag' in key) {
    return typeof value === 'boolean';
  }
  if ('integer' in key) {
    const [min, max] = key.integer;
    return Number.isInteger(value) && (value as number) >= min && (value as number) <= max;
  }
  return Number.isFinite(value) && (value as number) > key.above;
}
