import type { LogRecord } from '../../log-line';
import { type Condition, readCondition } from './log-condition';
import { cellText, fieldOf } from './log-field';

export interface Table {
  columns: string[];
  rows: string[][];
}

interface Working {
  records: readonly LogRecord[];
  columns: readonly { name: string; field: string }[];
  nowMs: number;
}

/**
 * The commands that the dashboard's queries use, each one entry; anything else is an error, not a guess.
 * Source: CloudWatch Logs User Guide, "Logs Insights query syntax".
 */
const QUERY_COMMANDS: Readonly<Record<string, (argument: string, working: Working) => Working>> = {
  filter: (argument, working) => {
    const conditions: Condition[] = argument.split(/\s+and\s+/).map((text) => readCondition(text.trim()));
    const { nowMs } = working;
    const holds = (record: LogRecord) => conditions.every((condition) => condition(record, nowMs));
    return { ...working, records: working.records.filter(holds) };
  },

  fields: (argument, working) => ({
    ...working,
    columns: argument.split(',').map((part) => {
      const [field, name = field] = part.trim().split(/\s+as\s+/);
      return { field: field!, name: name! };
    }),
  }),

  /** Records arrive in order of time; texts are sorted as they stand. */
  sort: (argument, working) => {
    if (argument === '@timestamp desc') {
      return { ...working, records: [...working.records].reverse() };
    }
    const keys = argument.split(',').map((part) => /^\s*([\w.]+) asc$/.exec(part)?.[1]);
    if (keys.includes(undefined)) {
      throw new Error(`the lab does not sort by ${argument}`);
    }
    const sortKey = (record: LogRecord) => keys.map((key) => cellText(fieldOf(record, key!))).join('\n');
    return { ...working, records: working.records.toSorted((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1)) };
  },

  dedup: (field, working) => {
    const seen = new Set<string>();
    const first = (record: LogRecord) => {
      const value = cellText(fieldOf(record, field));
      return !seen.has(value) && seen.add(value);
    };
    return { ...working, records: working.records.filter(first) };
  },

  /** Of what can be counted, the newest of each group: `latest(FIELD) as NAME, ... by FIELD`. */
  stats: (argument, working) => {
    const [list = '', by = ''] = argument.split(/\s+by\s+/);
    const columns = list.split(',').map((part) => {
      const [, field, name] = /^\s*latest\(([\w.@]+)\) as (\w+)$/.exec(part) ?? [];
      if (field === undefined || name === undefined) {
        throw new Error(`the lab does not know the command stats ${part.trim()}`);
      }
      return { field, name };
    });
    const newest = new Map(working.records.map((record) => [cellText(fieldOf(record, by)), record]));
    return {
      ...working,
      records: [...newest].map(([group, record]) => ({
        [by]: group,
        ...Object.fromEntries(columns.map(({ field, name }) => [name, fieldOf(record, field)])),
      })),
      columns: [by, ...columns.map(({ name }) => name)].map((name) => ({ name, field: name })),
    };
  },

  limit: (argument, working) => ({ ...working, records: working.records.slice(0, Number(argument)) }),
};

/**
 * What a log widget shows.
 * @param query as in the dashboard's body, `SOURCE` included
 * @param records oldest first
 * @param nowMs what `now()` is, ms since 1970
 * @throws Error when it asks for something that the lab doesn't know
 */
export function runQuery(query: string, records: readonly LogRecord[], nowMs: number): Table {
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
    { records, columns: [], nowMs },
  );
  return {
    columns: columns.map(({ name }) => name),
    rows: found.map((record) => columns.map(({ field }) => cellText(fieldOf(record, field)))),
  };
}
