import type { Verdict } from '../lambda/monitor/reading';
import type { IntervalPicture, PictureRow, Span } from '../picture/interval-picture';
import { intervalText, limitText } from '../picture/ms-text';
import { type Colour, cutShort, INDENT, type Paint, painter, type Terminal } from './plain-table';
import { VERDICT_COLOURS } from './verdict-colours';

/** Marks of a row, each one character. */
const MARK = {
  bar: '━',
  estimate: '●',
  limit: '│',
  band: '░',
  zero: '┊',
  dots: '·',
  cutLow: '◀',
  cutHigh: '▶',
  empty: ' ',
} as const;

/** A run in a strip: told apart without colour, too. */
const CELL: Readonly<Record<Verdict, string>> = { within: '▁', uncertain: '▄', outside: '█', unusable: 'x' };

const GAP = '  ';
/** A verdict's longest word, and what the other columns need at the least. */
const VERDICT_WIDTH = 'uncertain'.length;
const MIN_BAR_WIDTH = 11;
const MAX_BAR_WIDTH = 61;
const MIN_NAME_WIDTH = 8;
/** A strip is shown where the bar keeps at least its double least width beside it. */
const MAX_STRIP_WIDTH = 24;
const STRIP_HEAD = 'Last runs';

interface IntervalCell {
  mark: string;
  colour?: Colour;
}

/**
 * The picture in characters: a row for each server, the worst first, between two marks for the limit.
 * @param maxRows how many servers are drawn; the rest is counted
 */
export function intervalPictureText(
  picture: IntervalPicture,
  terminal: Terminal,
  maxRows: number = Number.POSITIVE_INFINITY,
): string {
  const rows = picture.rows.slice(0, maxRows);
  const numbers = rows.map(numberText);
  const numberWidth = Math.max(...numbers.map((text) => text.length), 'Offset'.length);
  const longest = Math.max(...rows.map(({ server }) => server.length), 'Server'.length);
  const cells = Math.min(Math.max(0, ...rows.map(({ history = [] }) => history.length)), MAX_STRIP_WIDTH);
  const columns = INDENT.length + numberWidth + VERDICT_WIDTH + 3 * GAP.length;
  const stripWidth = terminal.width - columns - longest - cells >= 2 * MIN_BAR_WIDTH ? cells : 0;
  const fixed = columns + (stripWidth > 0 ? GAP.length + stripWidth : 0);
  const nameWidth = Math.max(Math.min(longest, terminal.width - fixed - MIN_BAR_WIDTH), MIN_NAME_WIDTH);
  const barWidth = odd(Math.min(Math.max(terminal.width - fixed - nameWidth, MIN_BAR_WIDTH), MAX_BAR_WIDTH));
  const paint = painter(terminal);
  const line = (...cells: readonly string[]) => `${INDENT}${cells.join(GAP)}`.trimEnd();
  const head = line(
    paint('dim', 'Server'.padEnd(nameWidth)),
    paint('dim', axisText(picture, barWidth)),
    paint('dim', 'Offset'.padStart(numberWidth)),
    padded(paint('dim', 'Verdict'), 'Verdict'),
    stripWidth >= STRIP_HEAD.length ? paint('dim', STRIP_HEAD) : '',
  );
  const body = rows.map((row, i) =>
    line(
      cutShort(row.server, nameWidth).padEnd(nameWidth),
      barText(row, picture.reach, barWidth, paint),
      numbers[i]!.padStart(numberWidth),
      padded(paint(VERDICT_COLOURS[row.verdict], row.verdict), row.verdict),
      stripText(row.history ?? [], stripWidth, paint),
    ),
  );
  const rest = picture.rows.length - rows.length;
  return [head, ...body, ...(rest > 0 ? [`${INDENT}and ${rest} more, no worse than the last`] : [])].join(
    '\n',
  );
}

function numberText({ offsetMs, uncertaintyMs, reason }: PictureRow): string {
  return offsetMs === null || uncertaintyMs === null
    ? (reason ?? '-')
    : intervalText(offsetMs, uncertaintyMs);
}

/** Blanks behind what may be painted, so that they aren't. */
function padded(painted: string, text: string): string {
  return painted + ' '.repeat(VERDICT_WIDTH - text.length);
}

/** The newest runs, as many as there is room for. */
function stripText(history: readonly (Verdict | null)[], width: number, paint: Paint): string {
  return (width === 0 ? [] : history.slice(-width))
    .map((verdict) => (verdict ? paint(VERDICT_COLOURS[verdict], CELL[verdict]) : MARK.empty))
    .join('');
}

/** Where the limits are; in ms where all servers have the same one. */
function axisText({ limitMs, reach }: IntervalPicture, width: number): string {
  const label = limitMs === null ? 'limit' : limitText(limitMs);
  const cells = Array.from({ length: width }, () => MARK.empty as string);
  const middle = (width - 1) / 2;
  if (column(1, reach, width) - middle <= label.length + 2) {
    write(cells, middle, `±${label}`);
    return cells.join('');
  }
  write(cells, column(-1, reach, width), `-${label}`);
  write(cells, middle, '0');
  write(cells, column(1, reach, width), `+${label}`);
  return cells.join('');
}

/** Writes a text with its middle at a column, as far as there is room. */
function write(cells: string[], at: number, text: string): void {
  const start = Math.min(
    Math.max(at - Math.floor(text.length / 2), 0),
    Math.max(cells.length - text.length, 0),
  );
  for (const [i, character] of [...text].entries()) {
    if (start + i < cells.length) {
      cells[start + i] = character;
    }
  }
}

function barText(
  { bar, estimate, reference, verdict }: PictureRow,
  reach: number,
  width: number,
  paint: Paint,
) {
  const cells: IntervalCell[] = Array.from({ length: width }, () => ({
    mark: bar ? MARK.empty : MARK.dots,
    colour: 'dim',
  }));
  if (bar && estimate !== null) {
    if (reference) {
      fill(cells, reference, reach, { mark: MARK.band, colour: 'dim' });
    }
    cells[(width - 1) / 2] = { mark: MARK.zero, colour: 'dim' };
    cells[column(-1, reach, width)] = { mark: MARK.limit, colour: 'dim' };
    cells[column(1, reach, width)] = { mark: MARK.limit, colour: 'dim' };
    const colour = VERDICT_COLOURS[verdict];
    fill(cells, bar, reach, { mark: MARK.bar, colour });
    if (Math.abs(estimate) <= reach) {
      cells[column(estimate, reach, width)] = { mark: MARK.estimate, colour };
    }
    if (bar.low < -reach) {
      cells[0] = { mark: MARK.cutLow, colour };
    }
    if (bar.high > reach) {
      cells[width - 1] = { mark: MARK.cutHigh, colour };
    }
  }
  return runs(cells)
    .map(({ mark, colour }) => (colour && mark.trim() !== '' ? paint(colour, mark) : mark))
    .join('');
}

/** Neighbours of one colour as one, for a terminal that is slow to change it. */
function runs(cells: readonly IntervalCell[]): IntervalCell[] {
  const joined: IntervalCell[] = [];
  for (const { mark, colour } of cells) {
    const last = joined.at(-1);
    if (last && last.colour === colour) {
      last.mark += mark;
    } else {
      joined.push({ mark, ...(colour && { colour }) });
    }
  }
  return joined;
}

function fill(cells: IntervalCell[], { low, high }: Span, reach: number, cell: IntervalCell): void {
  if (high < -reach || low > reach) {
    return;
  }
  const last = column(high, reach, cells.length);
  for (let i = column(low, reach, cells.length); i <= last; i += 1) {
    cells[i] = cell;
  }
}

/** The character that stands for a value, in units of the limit. */
function column(value: number, reach: number, width: number): number {
  const share = (Math.min(Math.max(value, -reach), reach) + reach) / (2 * reach);
  return Math.round(share * (width - 1));
}

function odd(width: number): number {
  return width % 2 === 1 ? width : width - 1;
}
