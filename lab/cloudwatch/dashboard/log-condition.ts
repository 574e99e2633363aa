import { HOUR_MS } from '../../../lambda/ntp/time-units';
import type { LogRecord } from '../../log-line';
import { cellText, fieldOf, timeMsOf } from './log-field';

/** Whether a record of the log is meant. */
export type Condition = (record: LogRecord, nowMs: number) => boolean;

/** The conditions that the dashboard's queries use, each one entry: what it looks like, and what it means. */
const CONDITIONS: readonly { pattern: RegExp; read: (parts: string[]) => Condition }[] = [
  {
    pattern: /^([@\w.]+)\s*(!?=)\s*"([^"]*)"$/,
    read: ([field, sign, wanted]) => {
      const equal = sign === '=';
      return (record) => (cellText(fieldOf(record, field!)) === wanted) === equal;
    },
  },
  {
    pattern: /^(not )?ispresent\(([\w.]+)\)$/,
    read: ([not, field]) => {
      const wanted = not === undefined;
      return (record) => (fieldOf(record, field!) !== undefined) === wanted;
    },
  },
  {
    pattern: /^@timestamp > now\(\) - (\d+)h$/,
    read:
      ([hours]) =>
      (record, nowMs) =>
        timeMsOf(record) > nowMs - Number(hours) * HOUR_MS,
  },
];

/** @throws Error for a condition that the lab doesn't know */
export function readCondition(text: string): Condition {
  for (const { pattern, read } of CONDITIONS) {
    const match = pattern.exec(text);
    if (match !== null) {
      return read(match.slice(1));
    }
  }
  throw new Error(`the lab does not know the condition ${text}`);
}
