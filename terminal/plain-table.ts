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
/** Narrower ones wrap by themselves; some say that they have no columns at all. */
const MIN_WIDTH = 40;

/**
 * What a stream can show, by the conventions that users know: NO_COLOR and TERM, which `hasColors` heeds, FORCE_COLOR
 * where colours go through a pipe, and COLUMNS where nothing else says how wide it is.
 */
export function terminalOf(
  stream: Partial<NodeJS.WriteStream>,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Terminal {
  const { FORCE_COLOR: forced, COLUMNS } = environment;
  const coloured = stream.isTTY === true && stream.hasColors?.() === true;
  return {
    colour: forced === undefined ? coloured : !['0', 'false'].includes(forced),
    width: Math.max(stream.columns || Number(COLUMNS) || WIDTH_WITHOUT_TERMINAL, MIN_WIDTH),
    redraws: stream.isTTY === true,
  };
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

/** How one item's text is painted. */
type Style<Item> = (text: string, item: Item) => string;

/**
 * Items as an indented table, wrapped at words. The last column takes what is left of the width; where that is too
 * little to read, its text stands below its row, and the first column is cut if even that doesn't fit.
 * @param style paints a cell's text
 */
export function plainTable<Item>(
  items: readonly Item[],
  columns: readonly Column<Item>[],
  terminal: Terminal,
  style: Style<Item> = (text) => text,
): string {
  const rows = items.map((item) => columns.map(({ text }) => text(item)));
  const natural = columns.map(
    ({ head }, i) => GAP_WIDTH + rows.reduce((most, row) => Math.max(most, row[i]!.length), head.length),
  );
  const before = natural.slice(0, -1).reduce((sum, width) => sum + width, INDENT.length);
  const left = terminal.width - before;
  const last = natural.at(-1)!;
  if (last <= left || left >= MIN_LAST_WIDTH) {
    return render(items, columns, {
      widths: [...natural.slice(0, -1), Math.min(last, left)],
      terminal,
      style,
    });
  }
  const first = Math.max(natural[0]! - Math.max(before - terminal.width, 0), MIN_FIRST_WIDTH);
  const head = render(items, columns.slice(0, -1), {
    widths: [first, ...natural.slice(1, -1)],
    terminal,
    style,
  }).split('\n');
  const below = columns.at(-1)!;
  const width = terminal.width - INDENT.length;
  const texts = items.map((item) => style(below.text(item), item));
  return [
    head[0]!,
    ...texts.flatMap((text, i) => [
      head[i + 1]!,
      ...(text === '' ? [] : [indented(tableText([text], [width - INDENT.length]), INDENT.length)]),
    ]),
  ].join('\n');
}

/** A text as lines that fit, broken at words. */
export function paragraph(text: string, { width }: Terminal): string {
  // What is longer than a line would be cut.
  const longWord = new RegExp(`[^\\s\\u001b]{${width}}(?=\\S)`, 'g');
  return tableText([text.replace(longWord, '$& ')], [width + GAP_WIDTH])
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
}

/** The same below a table. */
export function indentedParagraph(text: string, terminal: Terminal): string {
  return indented(paragraph(text, { ...terminal, width: terminal.width - INDENT.length }));
}

const GAP_WIDTH = 2;
const MIN_FIRST_WIDTH = 10;

interface Rendering<Item> {
  widths: readonly number[];
  terminal: Terminal;
  style: Style<Item>;
}

function render<Item>(
  items: readonly Item[],
  columns: readonly Column<Item>[],
  { widths, terminal, style }: Rendering<Item>,
): string {
  const paint = painter(terminal);
  const cut = (text: string, i: number) =>
    i === 0 && i < columns.length - 1 ? cutShort(text, widths[0]! - GAP_WIDTH) : text;
  const rows = items.map((item) => columns.map(({ text }, i) => style(cut(text(item), i), item)));
  const head = columns.map((column) => paint('dim', column.head));
  return indented(
    tableText(
      head,
      widths,
      rows,
      columns.map(({ align }) => align),
    ),
  );
}

function tableText(
  head: readonly string[],
  widths: readonly number[],
  rows: readonly string[][] = [],
  aligns: readonly Column<unknown>['align'][] = [],
): string {
  const made = new Table({
    head: [...head],
    colAligns: [...aligns],
    colWidths: [...widths],
    wordWrap: true,
    chars: NO_LINES,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': GAP_WIDTH },
  });
  made.push(...rows);
  return made.toString();
}

function indented(text: string, more = 0): string {
  return text
    .split('\n')
    .map((line) => (INDENT + ' '.repeat(more) + line).trimEnd())
    .join('\n');
}

/** A name in a place that holds so many characters: its middle is left out, for names differ at either end. */
export function cutShort(name: string, width: number): string {
  if (name.length <= width) {
    return name;
  }
  const end = Math.floor((width - 1) / 2);
  return `${name.slice(0, width - 1 - end)}…${name.slice(name.length - end)}`;
}
