/** One reason to refuse a configuration. Together the three read: PATH is FOUND; expected EXPECTED. */
export interface Problem {
  /** Where: `servers[2].port`. */
  path: string;
  /** The value as it is written, or what is wrong in words: `99999`, `missing`, `2 voting servers`. */
  found: string;
  /** What would have been accepted, and the remedy where it isn't obvious. */
  expected: string;
}

/** A configuration that can't be deployed. Its message lists every problem, one a line. */
export class ConfigError extends Error {
  /** Tells it from other errors. */
  override readonly name = 'ConfigError';

  constructor(
    /** The file, or the construct, that the configuration came from. */
    readonly source: string,
    /** All that is wrong with it. */
    readonly problems: readonly Problem[],
  ) {
    const lines = problems.map(({ path, found, expected }) => `  ${path} is ${found}; expected ${expected}.`);
    const count = problems.length === 1 ? 'a problem' : `${problems.length} problems`;
    super(`${source || '""'} has ${count}:\n${lines.join('\n')}`);
  }
}

/** `['servers', 2, 'port']` as `servers[2].port`. */
export function formatPath(path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (text, key) =>
      typeof key === 'number' ? `${text}[${key}]` : text ? `${text}.${String(key)}` : String(key),
    '',
  );
}

/** Of longer values the beginning shows which it is. */
const MAX_VALUE_LENGTH = 200;

/** A value as JSON shows it; `missing` when there is none. */
export function formatValue(value: unknown): string {
  if (Number.isNaN(value)) {
    return 'NaN (give valueFromLookup a default, if it is looked up)';
  }
  const text = typeof value === 'number' ? String(value) : (JSON.stringify(value) ?? 'missing');
  return text.length <= MAX_VALUE_LENGTH ? text : `${text.slice(0, MAX_VALUE_LENGTH)}...`;
}
