import { styleText } from 'node:util';
import Table from 'cli-table3';
import { MONITOR_METRICS } from '../lambda/metrics';
import type { RunSummary, Verdict } from '../lambda/reading';
import type { Run } from './lab';
import type { Mail } from './page/state';
import type { Point } from './put-metric-data';

type Colour = 'green' | 'red' | 'yellow' | 'magenta' | 'bold' | 'dim';
type ReadingSummary = RunSummary['servers'][number];

/** What a terminal can show. */
export interface Terminal {
  colour: boolean;
  /** Columns. */
  width: number;
}

const VERDICT_COLOURS: Record<Verdict, Colour> = {
  within: 'green',
  outside: 'red',
  uncertain: 'yellow',
  unusable: 'magenta',
};

/** A table of aligned columns; lines between cells would only be noise. */
const NO_LINES = Object.fromEntries(
  ['top', 'bottom', 'left', 'mid', 'right']
    .flatMap((side) => [side, `${side}-mid`, `${side}-left`, `${side}-right`].map((name) => [name, '']))
    .concat([['middle', '']]),
);

/** A reason needs this much to be read; the lines of a narrower terminal wrap by themselves. */
const MIN_REASON_WIDTH = 24;
const INDENT = '  ';

/** One run as a person reads it: when and against what, each server, and what reached CloudWatch. */
export function runText(run: Run, terminal: Terminal): string {
  const paint = painter(terminal);
  const title = paint('bold', `Run ${run.number}`);
  const seconds = (run.durationMs / 1000).toFixed(1);
  const { summary } = run;
  const head =
    summary === undefined
      ? [`${title}, ${seconds} s`]
      : [
          `${title}, ${summary.time.slice(0, 19).replace('T', ' ')} UTC, ${seconds} s. ${referenceText(summary, paint)}`,
          serverTable(summary, terminal, paint),
        ];
  return [...head, publicationText(run, paint)].join('\n');
}

/** A notification as it would be mailed, in one line. */
export function mailLine({ to, subject, state, timeMs }: Mail, terminal: Terminal): string {
  const colour = state === 'ALARM' ? 'red' : state === 'OK' ? 'green' : 'yellow';
  const time = new Date(timeMs).toISOString().slice(11, 16);
  return `${INDENT}${time} mail to ${to.join(', ')}: ${painter(terminal)(colour, subject)}`;
}

type Paint = (colour: Colour, text: string) => string;

function painter({ colour }: Terminal): Paint {
  // Whether there is colour is for those to decide who know the stream.
  return (name, text) => (colour ? styleText(name, text, { validateStream: false }) : text);
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
const COLUMNS: readonly {
  head: string;
  align: 'left' | 'right';
  text: (reading: ReadingSummary) => string;
}[] = [
  { head: 'Server', align: 'left', text: ({ server }) => server },
  { head: 'Verdict', align: 'left', text: ({ verdict }) => verdict },
  {
    head: 'Offset (ms)',
    align: 'right',
    text: ({ offsetMs, uncertaintyMs }) =>
      offsetMs === null ? '' : `${signed(offsetMs)} ± ${plain(uncertaintyMs)}`,
  },
  { head: 'Delay (ms)', align: 'right', text: ({ delayMs }) => plain(delayMs) },
  { head: 'Stratum', align: 'right', text: ({ stratum }) => String(stratum ?? '') },
  { head: 'Reason', align: 'left', text: ({ explanation, reason }) => explanation ?? reason ?? '' },
];

function serverTable({ servers }: RunSummary, terminal: Terminal, paint: Paint): string {
  const rows = servers.map((reading) => COLUMNS.map(({ text }) => text(reading)));
  const widths = COLUMNS.map(
    ({ head }, i) => 2 + Math.max(head.length, ...rows.map((row) => row[i]!.length)),
  );
  const taken = widths.slice(0, -1).reduce((sum, width) => sum + width, INDENT.length);
  const table = new Table({
    head: COLUMNS.map(({ head }) => paint('dim', head)),
    colAligns: COLUMNS.map(({ align }) => align),
    colWidths: [...widths.slice(0, -1), Math.max(terminal.width - taken, MIN_REASON_WIDTH)],
    wordWrap: true,
    chars: NO_LINES,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 2 },
  });
  table.push(...rows.map((row, i) => row.map((text) => paintVerdict(text, servers[i]!.verdict, paint))));
  return table
    .toString()
    .split('\n')
    .map((line) => (INDENT + line).trimEnd())
    .join('\n');
}

function paintVerdict(text: string, verdict: Verdict, paint: Paint): string {
  return text === verdict ? paint(VERDICT_COLOURS[verdict], text) : text;
}

function publicationText({ publication, error }: Run, paint: Paint): string {
  const { endpoint, accepted, failed } = publication;
  const lines: string[] = [];
  if (accepted === null) {
    lines.push(error ? '' : `Published to ${endpoint}.`);
  } else {
    const points = accepted.flatMap((request) => request.points);
    const bytes = accepted.reduce((sum, request) => sum + request.bytes, 0);
    lines.push(
      `CloudWatch got ${counted(points.length, 'metric')} in ${counted(accepted.length, 'request')} ` +
        `(${(bytes / 1024).toFixed(1)} KB)${points.length > 0 ? `: ${monitorMetrics(points)}` : ''}.`,
    );
  }
  for (const reason of failed ?? []) {
    lines.push(paint('yellow', `It did not take a request: ${reason}`));
  }
  if (error) {
    lines.push(paint('red', `The run failed: ${error.name}: ${error.message}`));
  }
  return lines
    .filter((line) => line !== '')
    .map((line) => INDENT + line)
    .join('\n');
}

/** The monitor's own metrics by name; those of the servers are in the table. */
function monitorMetrics(points: readonly Point[]): string {
  return Object.values(MONITOR_METRICS)
    .map(({ name, unit }) => {
      const point = points.find(({ metricName }) => metricName === name);
      const value = unit === 'Milliseconds' ? `${signed(point?.value ?? 0)} ms` : String(point?.value);
      return `${name} ${point === undefined ? 'not published' : value}`;
    })
    .join(', ');
}

/** Milliseconds down to the microsecond, which is all that a reading over a network can mean. */
function plain(value: number | null): string {
  return value === null ? '' : value.toFixed(3);
}

/** Positive: the server is ahead. A zero is as good a reading as any. */
function signed(value: number): string {
  const text = value.toFixed(3);
  return value < 0 && Number(text) !== 0 ? text : `+${text.replace('-', '')}`;
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
