import { MONITOR_METRICS } from '../lambda/monitor/metrics';
import type { RunSummary, Verdict } from '../lambda/monitor/reading';
import {
  type Colour,
  type Column,
  INDENT,
  type Paint,
  painter,
  plainTable,
  type Terminal,
} from '../terminal/plain-table';
import type { Fate } from './aws/aws-services';
import type { Point } from './aws/put-metric-data';
import type { Run } from './lab';
import type { Mail } from './web/page/page-state';

type ReadingSummary = RunSummary['servers'][number];

const VERDICT_COLOURS: Record<Verdict, Colour> = {
  within: 'green',
  outside: 'red',
  uncertain: 'yellow',
  unusable: 'magenta',
};

/** Why a run was not started, by what became of it. */
const NOT_STARTED: Readonly<Partial<Record<Fate, string>>> = {
  throttled: 'Lambda throttles the function',
  refused: 'the Scheduler may not invoke the function',
  off: 'the schedule is disabled',
};

/** Why there are no metrics of this run, if so. */
export function problemOf({ fate, error }: Pick<Run, 'fate' | 'error'>): string | undefined {
  const why = NOT_STARTED[fate];
  return why === undefined ? error && `failed: ${error.name}: ${error.message}` : `was not started: ${why}`;
}

/** One run as a person reads it: when and against what, each server, and what reached CloudWatch. */
export function runText(run: Run, terminal: Terminal): string {
  const { summary, durationMs } = run;
  const title = `Run ${run.number}`;
  const paint = painter(terminal);
  if (run.fate in NOT_STARTED) {
    return `${paint('bold', title)} ${paint('red', problemOf(run)!)}.`;
  }
  const head =
    summary === undefined
      ? `${paint('bold', title)}, ${secondsText(durationMs)}`
      : readingsText(title, summary, durationMs, terminal);
  return [head, publicationText(run, paint)].join('\n');
}

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

function secondsText(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}

/** A notification as it would be mailed, in one line. */
export function mailLine({ to, subject, state, timeMs }: Mail, terminal: Terminal): string {
  const colour = state === 'ALARM' ? 'red' : state === 'OK' ? 'green' : 'yellow';
  const time = new Date(timeMs).toISOString().slice(11, 16);
  return `${INDENT}${time} mail to ${to.join(', ')}: ${painter(terminal)(colour, subject)}`;
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
      offsetMs === null ? '' : `${signed(offsetMs)} ± ${plain(uncertaintyMs)}`,
  },
  { head: 'Delay (ms)', align: 'right', text: ({ delayMs }) => plain(delayMs) },
  { head: 'Stratum', align: 'right', text: ({ stratum }) => String(stratum ?? '') },
  { head: 'Reason', align: 'left', text: ({ explanation, reason }) => explanation ?? reason ?? '' },
];

function publicationText(run: Run, paint: Paint): string {
  const { error, publication } = run;
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
  const problem = problemOf(run);
  if (problem !== undefined) {
    lines.push(paint('red', `The run ${problem}`));
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
