import type { RunSummary } from '../../lambda/monitor/reading';
import { signedMsText } from '../../picture/ms-text';
import { type Column, plainTable, type Terminal } from '../../terminal/plain-table';
import { readingsText } from '../../terminal/readings-text';
import type { WatchedServer } from './watched-server';

type Row = WatchedServer & { server: string };

/** What `watch` adds to a run, each one entry. */
const WATCH_COLUMNS: readonly Column<Row>[] = [
  { head: 'Server', align: 'left', text: ({ server }) => server },
  { head: 'Lost', align: 'right', text: ({ lost, runs }) => `${Math.round((100 * lost) / runs)} %` },
  { head: 'Least', align: 'right', text: ({ leastMs }) => offset(leastMs) },
  { head: 'Mean', align: 'right', text: ({ meanMs }) => offset(meanMs) },
  { head: 'Greatest', align: 'right', text: ({ greatestMs }) => offset(greatestMs) },
  { head: 'Drift (ppm)', align: 'right', text: driftText },
];

export interface WatchView {
  title: string;
  durationMs: number;
  servers: ReadonlyMap<string, WatchedServer>;
}

/** The newest run with each server's past beside it, and what it was over all runs below. */
export function watchText(summary: RunSummary, terminal: Terminal, view: WatchView): string {
  const histories = new Map([...view.servers].map(([server, { history }]) => [server, history]));
  const rows = [...view.servers].map(([server, seen]) => ({ ...seen, server }));
  return [
    readingsText(summary, terminal, { ...view, histories }),
    plainTable(rows, WATCH_COLUMNS, terminal),
  ].join('\n');
}

/** `+0.31 ± 0.12`, once so much is known. */
function driftText({ drift }: Row): string {
  return drift?.known
    ? `${drift.ppm < 0 ? '' : '+'}${drift.ppm.toFixed(2)} ± ${drift.halfWidthPpm.toFixed(2)}`
    : '-';
}

function offset(ms: number | null): string {
  return ms === null ? '-' : signedMsText(ms);
}
