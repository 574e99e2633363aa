import type { RunSummary, Verdict } from '../lambda/monitor/reading';
import { type Colour, type Column, type Paint, painter, plainTable, type Terminal } from './plain-table';

type ReadingSummary = RunSummary['servers'][number];

const VERDICT_COLOURS: Record<Verdict, Colour> = {
  within: 'green',
  outside: 'red',
  uncertain: 'yellow',
  unusable: 'magenta',
};

/** What one run found: when and against what, and each server. */
export function readingsText(
  title: string,
  summary: RunSummary,
  durationMs: number,
  terminal: Terminal,
): string {
  const paint = painter(terminal);
  const time = `${summary.time.slice(0, 19).replace('T', ' ')} UTC`;
  const table = plainTable(summary.servers, COLUMNS, terminal, (text, { verdict }) =>
    text === verdict ? paint(VERDICT_COLOURS[verdict], text) : text,
  );
  const what = `${paint('bold', title)}, ${time}, ${secondsText(durationMs)}`;
  return `${what}. ${referenceText(summary, paint)}\n${table}`;
}

/** A duration as a person reads it. */
export function secondsText(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}

function referenceText({ reference }: RunSummary, paint: Paint): string {
  if (!reference.known) {
    return paint('red', `Reference time unknown: ${reference.explanation ?? 'no reason given'}`);
  }
  if (reference.source === 'clock') {
    return "Judged by the function's own clock.";
  }
  const { truechimers, falsetickers } = reference;
  const outvoted = falsetickers.map(({ server }) => server).join(', ');
  return (
    `Reference time: ${truechimers.length} of ${truechimers.length + falsetickers.length} usable voters agree` +
    (outvoted === '' ? '.' : `, against ${paint('red', outvoted)}.`)
  );
}

/** The table's columns, each one entry. */
const COLUMNS: readonly Column<ReadingSummary>[] = [
  { head: 'Server', align: 'left', text: ({ server }) => server },
  { head: 'Verdict', align: 'left', text: ({ verdict }) => verdict },
  {
    head: 'Offset (ms)',
    align: 'right',
    text: ({ offsetMs, uncertaintyMs }) =>
      offsetMs === null ? '' : `${signedMs(offsetMs)} ± ${milliseconds(uncertaintyMs)}`,
  },
  { head: 'Delay (ms)', align: 'right', text: ({ delayMs }) => milliseconds(delayMs) },
  { head: 'Stratum', align: 'right', text: ({ stratum }) => String(stratum ?? '') },
  { head: 'Reason', align: 'left', text: ({ explanation, reason }) => explanation ?? reason ?? '' },
];

/** Milliseconds down to the microsecond, which is all that a reading over a network can mean. */
function milliseconds(value: number | null): string {
  return value === null ? '' : value.toFixed(3);
}

/** Positive: the server is ahead. A zero is as good a reading as any. */
export function signedMs(value: number): string {
  const text = value.toFixed(3);
  return value < 0 && Number(text) !== 0 ? text : `+${text.replace('-', '')}`;
}
