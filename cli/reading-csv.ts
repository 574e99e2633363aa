import { Option } from 'commander';
import type { Reading, RunResult } from '../lambda/monitor/reading';

/** Every column, in order; a further one goes to the end, for readers that count. */
const CSV_COLUMNS: readonly {
  name: string;
  value: (reading: Reading, run: RunResult) => string | number | null;
}[] = [
  { name: 'time', value: (_, { time }) => time },
  { name: 'monitor', value: (_, { monitor }) => monitor },
  { name: 'server', value: ({ server }) => server },
  { name: 'address', value: ({ address }) => address },
  { name: 'verdict', value: ({ verdict }) => verdict },
  { name: 'reason', value: ({ reason = null }) => reason },
  { name: 'offsetMs', value: ({ offsetMs }) => offsetMs },
  { name: 'uncertaintyMs', value: ({ uncertaintyMs }) => uncertaintyMs },
  { name: 'clockOffsetMs', value: ({ clockOffsetMs }) => clockOffsetMs },
  { name: 'delayMs', value: ({ delayMs }) => delayMs },
  { name: 'jitterMs', value: ({ jitterMs }) => jitterMs },
  { name: 'limitMs', value: ({ limitMs }) => limitMs },
  { name: 'stratum', value: ({ packet }) => packet?.stratum ?? null },
  { name: 'leap', value: ({ packet }) => packet?.leap ?? null },
  { name: 'refId', value: ({ packet }) => packet?.refId ?? null },
  { name: 'rootDelayMs', value: ({ packet }) => packet?.rootDelayMs ?? null },
  { name: 'rootDispersionMs', value: ({ packet }) => packet?.rootDispersionMs ?? null },
  { name: 'vote', value: ({ vote }) => vote },
];

/** The names of the columns (RFC 4180). */
export const CSV_HEAD = CSV_COLUMNS.map(({ name }) => name).join(',');

/** A run's readings, a line each, without the head; what is unknown is empty. */
export function csvLines(run: RunResult): string[] {
  return run.servers.map((reading) => CSV_COLUMNS.map(({ value }) => cell(value(reading, run))).join(','));
}

function cell(value: string | number | null): string {
  const text = value === null ? '' : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** `--csv`, for every command that takes `--json`, too. */
export function csvOption(description: string): Option {
  return new Option('--csv', description).conflicts('json');
}
