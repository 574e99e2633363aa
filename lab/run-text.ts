import { METRICS } from '../lambda/monitor/metrics/metrics';
import { signedMsText } from '../picture/ms-text';
import { indentedParagraph, painter, type Terminal } from '../terminal/plain-table';
import { readingsText, secondsText } from '../terminal/readings-text';
import type { RunOutcome } from './aws/aws-services';
import type { Point } from './aws/put-metric-data';
import type { Run } from './lab';
import type { Mail } from './web/page/page-state';

/** Why a run was not started, by what became of it. */
const NOT_STARTED: Readonly<Partial<Record<RunOutcome, string>>> = {
  throttled: 'Lambda throttles the function',
  refused: 'the Scheduler may not invoke the function',
  off: 'the schedule is disabled',
};

/** Why there are no metrics of this run, if so. */
export function problemOf({ outcome, error }: Pick<Run, 'outcome' | 'error'>): string | undefined {
  const why = NOT_STARTED[outcome];
  return why === undefined ? error && `failed: ${error.name}: ${error.message}` : `was not started: ${why}`;
}

/** One run as a person reads it: when and against what, each server, and what reached CloudWatch. */
export function labRunText(run: Run, terminal: Terminal): string {
  const { summary, durationMs } = run;
  const title = `Run ${run.number}`;
  const paint = painter(terminal);
  if (run.outcome in NOT_STARTED) {
    return `${paint('bold', title)} ${paint('red', problemOf(run)!)}.`;
  }
  const head =
    summary === undefined
      ? `${paint('bold', title)}, ${secondsText(durationMs)}`
      : readingsText(summary, terminal, { title, durationMs });
  return [head, publishedText(run, terminal)].join('\n');
}

/** A notification as it would be mailed, in one line. */
export function mailLine({ to, subject, state, timeMs }: Mail, terminal: Terminal): string {
  const colour = state === 'ALARM' ? 'red' : state === 'OK' ? 'green' : 'yellow';
  const time = new Date(timeMs).toISOString().slice(11, 16);
  return indentedParagraph(`${time} to ${to.join(', ')}: ${painter(terminal)(colour, subject)}`, terminal);
}

function publishedText(run: Run, terminal: Terminal): string {
  const paint = painter(terminal);
  const { error, publication } = run;
  const { endpoint, accepted, failed } = publication;
  const lines: string[] = [];
  if (accepted === null) {
    lines.push(error ? '' : `Published to ${endpoint}.`);
  } else {
    const points = accepted.flatMap((request) => request.points);
    const bytes = accepted.reduce((sum, request) => sum + request.bytes, 0);
    lines.push(
      `CloudWatch got ${plural(points.length, 'metric')} in ${plural(accepted.length, 'request')} ` +
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
    .map((line) => indentedParagraph(line, terminal))
    .join('\n');
}

/** The monitor's own metrics by name; those of the servers are in the table. */
function monitorMetrics(points: readonly Point[]): string {
  return [METRICS.clockOffset, METRICS.truechimers]
    .map(({ name, unit }) => {
      const point = points.find(({ metricName }) => metricName === name);
      const value = unit === 'Milliseconds' ? signedMsText(point?.value ?? 0) : String(point?.value);
      return `${name} ${point === undefined ? 'not published' : value}`;
    })
    .join(', ');
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
