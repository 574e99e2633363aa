import { styleText } from 'node:util';
import Table from 'cli-table3';

export type Colour = 'green' | 'red' | 'yellow' | 'magenta' | 'bold' | 'dim';

/** What a terminal can show. */
export interface Terminal {
  colour: boolean;
  /** Columns. */
  width: number;
  /** Whether what was drawn can be drawn over. */
  redraws?: boolean;
}

/** The width of what has none: a pipe or a file. */
const WIDTH_WITHOUT_TERMINAL = 140;

/** What a stream can show; `hasColors` honours NO_COLOR and TERM. */
export function terminalOf(stream: Partial<NodeJS.WriteStream>): Terminal {
  const colour = stream.isTTY === true && stream.hasColors?.() === true;
  return { colour, width: stream.columns ?? WIDTH_WITHOUT_TERMINAL, redraws: stream.isTTY === true };
}

export type Paint = (colour: Colour, text: string) => string;

export function painter({ colour }: Terminal): Paint {
  // Whether there is colour is for those to decide who know the stream.
  return (name, text) => (colour ? styleText(name, text, { validateStream: false }) : text);
}

export const INDENT = '  ';

/** A table of aligned columns; lines between cells would only be noise. */
const NO_LINES = Object.fromEntries(
  ['top', 'bottom', 'left', 'mid', 'right']
    .flatMap((side) => [side, `${side}-mid`, `${side}-left`, `${side}-right`].map((name) => [name, '']))
    .concat([['middle', '']]),
);

/** The last column needs this much to be read; the lines of a narrower terminal wrap by themselves. */
const MIN_LAST_WIDTH = 24;

/** A column: its head, and the text that an item has in it. */
export interface Column<Item> {
  head: string;
  align: 'left' | 'right';
  text: (item: Item) => string;
}

/**
 * Items as an indented table, of which the last column takes what is left of the width and wraps.
 * @param style paints a cell's text
 */
export function plainTable<Item>(
  items: readonly Item[],
  columns: readonly Column<Item>[],
  terminal: Terminal,
  style: (text: string, item: Item) => string = (text) => text,
): string {
  const rows = items.map((item) => columns.map(({ text }) => text(item)));
  const widths = columns.map(
    ({ head }, i) => 2 + rows.reduce((most, row) => Math.max(most, row[i]!.length), head.length),
  );
  const taken = widths.slice(0, -1).reduce((sum, width) => sum + width, INDENT.length);
  const paint = painter(terminal);
  const table = new Table({
    head: columns.map(({ head }) => paint('dim', head)),
    colAligns: columns.map(({ align }) => align),
    colWidths: [...widths.slice(0, -1), Math.max(terminal.width - taken, MIN_LAST_WIDTH)],
    wordWrap: true,
    chars: NO_LINES,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 2 },
  });
  table.push(...rows.map((row, i) => row.map((text) => style(text, items[i]!))));
  return table
    .toString()
    .split('\n')
    .map((line) => (INDENT + line).trimEnd())
    .join('\n');
}
