import type { LogRecord } from '../../log-line';

export interface Table {
  columns: string[];
  rows: string[][];
}

interface Working {
  records: readonly LogRecord[];
  columns: readonly { name: string; field: string }[];
}

/**
 * The commands that the dashboard's queries use, each one entry; anything else is an error, not a guess.
 * Source: CloudWatch Logs User Guide, "Logs Insights query syntax".
 */
const QUERY_COMMANDS: Readonly<Record<string, (argument: string, working: Working) => Working>> = {
  filter: (argument, working) => {
    const conditions = argument.split(/\s+and\s+/).map((condition) => {
      const match = /^([@\w.]+)\s*=\s*"([^"]*)"$/.exec(condition.trim());
      if (match === null) {
        throw new Error(`the lab does not know the condition ${condition}`);
      }
      return { field: match[1]!, value: match[2]! };
    });
    const holds = (record: LogRecord) =>
      conditions.every(({ field, value }) => cellText(fieldOf(record, field)) === value);
    return { ...working, records: working.records.filter(holds) };
  },

  fields: (argument, working) => ({
    ...working,
    columns: argument.split(',').map((part) => {
      const [field, name = field] = part.trim().split(/\s+as\s+/);
      return { field: field!, name: name! };
    }),
  }),

  /** Records arrive in order of time, the only order that is asked for. */
  sort: (argument, working) => {
    if (argument !== '@timestamp desc') {
      throw new Error(`the lab does not sort by ${argument}`);
    }
    return { ...working, records: [...working.records].reverse() };
  },

  dedup: (field, working) => {
    const seen = new Set<string>();
    const first = (record: LogRecord) => {
      const value = cellText(fieldOf(record, field));
      return !seen.has(value) && seen.add(value);
    };
    return { ...working, records: working.records.filter(first) };
  },

  limit: (argument, working) => ({ ...working, records: working.records.slice(0, Number(argument)) }),
};

/**
 * What a log widget shows.
 * @param query as in the dashboard's body, `SOURCE` included
 * @param records oldest first
 * @throws Error when it asks for something that the lab doesn't know
 */
export function runQuery(query: string, records: readonly LogRecord[]): Table {
  const [, ...commands] = query.split('|').map((command) => command.trim()); // the first is SOURCE
  const { records: found, columns } = commands.reduce<Working>(
    (working, command) => {
      const [name = '', argument = ''] = /^(\w+)\s+(.*)$/s.exec(command)?.slice(1) ?? [];
      const apply = QUERY_COMMANDS[name];
      if (apply === undefined) {
        throw new Error(`the lab does not know the command ${command}`);
      }
      return apply(argument, working);
    },
    { records, columns: [] },
  );
  return {
    columns: columns.map(({ name }) => name),
    rows: found.map((record) => columns.map(({ field }) => cellText(fieldOf(record, field)))),
  };
}

function fieldOf(record: LogRecord, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>((value, key) => (value as Record<string, unknown> | null | undefined)?.[key], record);
}

/** Numbers of milliseconds to the microsecond: more is noise. */
function cellText(value: unknown): string {
  if (typeof value === 'number') {
    return Number.isInteger(value) ? String(value) : value.toFixed(3);
  }
  return value === undefined || value === null ? '' : String(value);
}
