import type { RunSummary } from '../lambda/monitor/reading';
import { namesText } from '../lambda/monitor/remarks/remark';
import { type HeadlineLevel, headline } from '../picture/headline';
import { intervalPicture } from '../picture/interval-picture';
import { msText } from '../picture/ms-text';
import { intervalPictureText } from './interval-text';
import {
  type Colour,
  type Column,
  type Paint,
  painter,
  paragraph,
  plainTable,
  type Terminal,
} from './plain-table';

type ReadingSummary = RunSummary['servers'][number];

export interface RunTextOptions {
  /** What the text begins with: the monitor, or the number of a run. */
  title: string;
  /** How long the run took, ms. */
  durationMs: number;
  /** Whether every server's delay, stratum, address and vote are shown below the picture. */
  verbose?: boolean;
  /** The verdicts of the last runs by server, this one included, oldest first. */
  histories?: Parameters<typeof intervalPicture>[1];
  /** How many servers are drawn; default all. */
  maxRows?: number;
}

const LEVEL_COLOURS: Readonly<Record<HeadlineLevel, Colour>> = {
  well: 'green',
  doubtful: 'yellow',
  bad: 'red',
};

/** What one run found: the answer first, then the picture, then what a picture can't say. */
export function readingsText(summary: RunSummary, terminal: Terminal, options: RunTextOptions): string {
  const paint = painter(terminal);
  const picture = intervalPicture(summary, options.histories);
  const { level, text } = headline(picture);
  const time = `${summary.time.slice(0, 19).replace('T', ' ')} UTC`;
  const notes = notesOf(summary);
  return [
    paragraph(
      `${paint('bold', options.title)}, ${time}, ${secondsText(options.durationMs)}. ` +
        paint(LEVEL_COLOURS[level], text),
      terminal,
    ),
    paragraph(referenceText(summary, paint), terminal),
    intervalPictureText(picture, terminal, options.maxRows),
    ...(notes.length > 0 ? [plainTable(notes, NOTE_COLUMNS, terminal)] : []),
    ...(options.verbose ? [plainTable(summary.servers, DETAIL_COLUMNS, terminal)] : []),
  ].join('\n');
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
    return "Judged by this machine's clock.";
  }
  const { truechimers, falsetickers } = reference;
  if (reference.source === 'server') {
    return `Judged against ${truechimers.join()}, which is right to within ${msText(reference.boundMs ?? 0)} by its own account.`;
  }
  const outvoted = namesText(falsetickers.map(({ server }) => server));
  return (
    `Reference time: ${truechimers.length} of ${truechimers.length + falsetickers.length} usable voters agree` +
    (outvoted === '' ? '.' : `, against ${paint('red', outvoted)}.`)
  );
}

/** What is to be known of some servers; one line, however many it is true of. */
interface Note {
  servers: string[];
  text: string;
}

/** Why servers are not simply right, and what else is to be known of them. */
function notesOf({ reference, servers }: RunSummary): Note[] {
  const notes = new Map<string, string[]>();
  for (const { server, reason, explanation, remarks = [] } of servers) {
    const why = explanation ?? reason ?? '';
    // Why nobody can be judged has been said already.
    const isSaid = !reference.known && why.includes(reference.explanation ?? why);
    for (const text of [...(why === '' || isSaid ? [] : [why]), ...remarks.map((remark) => remark.text)]) {
      notes.set(text, [...(notes.get(text) ?? []), server]);
    }
  }
  return [...notes].map(([text, servers]) => ({ text, servers }));
}

const NOTE_COLUMNS: readonly Column<Note>[] = [
  { head: 'Server', align: 'left', text: ({ servers }) => shortNames(servers) },
  { head: 'Note', align: 'left', text: ({ text }) => text },
];

/** More would leave no room for what is to be known of them. */
const MAX_NAMES_WIDTH = 34;

function shortNames(servers: readonly string[]): string {
  const all = namesText(servers);
  return all.length <= MAX_NAMES_WIDTH || servers.length === 1
    ? all
    : `${servers[0]} and ${servers.length - 1} more`;
}

/** What `--verbose` adds, each one entry. */
const DETAIL_COLUMNS: readonly Column<ReadingSummary>[] = [
  { head: 'Server', align: 'left', text: ({ server }) => server },
  { head: 'Delay', align: 'right', text: ({ delayMs }) => (delayMs === null ? '-' : msText(delayMs)) },
  { head: 'Stratum', align: 'right', text: ({ stratum }) => String(stratum ?? '-') },
  { head: 'Ref. id', align: 'left', text: ({ refId }) => refId ?? '-' },
  { head: 'Vote', align: 'left', text: ({ vote }) => vote },
  { head: 'Address', align: 'left', text: ({ address }) => address ?? '-' },
];
