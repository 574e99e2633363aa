import { MINUTE_MS } from '../../../lambda/ntp/time-units';
import type { LogRecord } from '../../log-line';
import { type Condition, readCondition } from './log-condition';
import { cellText, fieldOf, timeMsOf } from './log-field';

export interface Table {
  columns: string[];
  rows: string[][];
}

interface Working {
  records: readonly LogRecord[];
  columns: readonly { name: string; field: string }[];
  nowMs: number;
}

/** What `stats` makes of a field of a group's records, oldest first. Each is one entry. */
const AGGREGATES: Readonly<Record<string, (values: readonly unknown[]) => unknown>> = {
  latest: (values) => values.at(-1),
  avg: (values) => {
    const numbers = values.filter((value): value is number => Number.isFinite(value));
    return numbers.length === 0 ? undefined : numbers.reduce((sum, each) => sum + each, 0) / numbers.length;
  },
};

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

  /** A sum or a difference of two fields is a field itself for the commands behind. */
  fields: (argument, working) => {
    const columns = argument.split(',').map((part) => {
      const [field, name = field] = part.trim().split(/\s+as\s+/);
      return { field: field!, name: name! };
    });
    const computed = columns.flatMap(({ field, name }) => {
      const [, a, sign, b] = /^([\w.]+) ([+-]) ([\w.]+)$/.exec(field) ?? [];
      return a === undefined || b === undefined ? [] : [{ name, a, b, sign: sign === '+' ? 1 : -1 }];
    });
    const withComputed = (record: LogRecord) => ({
      ...record,
      ...Object.fromEntries(
        computed.map(({ name, a, b, sign }) => [
          name,
          Number(fieldOf(record, a)) + sign * Number(fieldOf(record, b)),
        ]),
      ),
    });
    return { ...working, columns, records: working.records.map(withComputed) };
  },

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

  /** `latest(FIELD) as NAME, avg(FIELD) as NAME by FIELD`, or `by bin(5m)`: groups in the order of their newest record. */
  stats: (argument, working) => {
    const [list = '', by = ''] = argument.split(/\s+by\s+/);
    const columns = list.split(',').map((part) => {
      const [, aggregate = '', field = '', name = ''] = /^\s*(\w+)\(([\w.@]+)\) as (\w+)$/.exec(part) ?? [];
      const apply = AGGREGATES[aggregate];
      if (apply === undefined) {
        throw new Error(`the lab does not know the command stats ${part.trim()}`);
      }
      return { apply, field, name };
    });
    const binMs = Number(/^bin\((\d+)m\)$/.exec(by)?.[1]) * MINUTE_MS;
    const groupOf = (record: LogRecord) =>
      binMs > 0
        ? new Date(Math.floor(timeMsOf(record) / binMs) * binMs).toISOString()
        : cellText(fieldOf(record, by));
    const groups = new Map<string, LogRecord[]>();
    for (const record of working.records) {
      const group = groupOf(record);
      const members = groups.get(group) ?? [];
      members.push(record);
      groups.set(group, members);
    }
    return {
      ...working,
      records: [...groups].map(([group, records]) => ({
        [by]: group,
        ...Object.fromEntries(
          columns.map(({ apply, field, name }) => [
            name,
            apply(records.map((record) => fieldOf(record, field))),
          ]),
        ),
      })),
      columns: [{ name: by, field: by }, ...columns.map(({ name }) => ({ name, field: name }))],
    };
  },

  limit: (argument, working) => ({ ...working, records: working.records.slice(0, Number(argument)) }),
};

/**
 * What a log widget shows as a table.
 * @param query as in the dashboard's body, `SOURCE` included
 * @param records oldest first
 * @param nowMs what `now()` is, ms since 1970
 * @throws Error when it asks for something that the lab doesn't know
 */
export function runQuery(query: string, records: readonly LogRecord[], nowMs: number): Table {
  const { records: found, columns } = applyCommands(query, records, nowMs);
  return {
    columns: columns.map(({ name }) => name),
    rows: found.map((record) => columns.map(({ field }) => cellText(fieldOf(record, field)))),
  };
}

/** Values over time, by the names of the query's columns. */
export interface Lines {
  timesMs: number[];
  lines: { name: string; values: (number | null)[] }[];
}

/**
 * What a log widget shows as lines: its query ends with `stats ... by bin(...)`.
 * @param range what is shown, ms since 1970
 * @throws Error likewise
 */
export function runQueryOverTime(
  query: string,
  records: readonly LogRecord[],
  { startMs, endMs }: { startMs: number; endMs: number },
): Lines {
  const isShown = (record: LogRecord) => timeMsOf(record) >= startMs && timeMsOf(record) <= endMs;
  const { records: found, columns } = applyCommands(query, records.filter(isShown), endMs);
  const [bin, ...lines] = columns;
  if (!bin?.field.startsWith('bin(')) {
    throw new Error('lines over time need stats ... by bin(...)');
  }
  return {
    timesMs: found.map((record) => Date.parse(String(record[bin.field]))),
    lines: lines.map(({ name, field }) => ({
      name,
      values: found.map((record) => (record[field] as number | undefined) ?? null),
    })),
  };
}

function applyCommands(query: string, records: readonly LogRecord[], nowMs: number): Working {
  const [, ...commands] = query.split('|').map((command) => command.trim()); // the first is SOURCE
  return commands.reduce<Working>(
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
}
