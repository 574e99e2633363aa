import type { GraphLine, GraphWidget } from '../page-state';

/** What a graph draws of its lines: the worst by name, and between which values the others lie. */
export interface DrawnLines {
  named: GraphLine[];
  /** Undefined: there are no others. */
  others: OtherLines | undefined;
}

interface OtherLines {
  count: number;
  /** At each time; null where none of them has a point. */
  low: (number | null)[];
  high: (number | null)[];
}

/** More lines than eyes and a legend can tell apart. */
const MAX_NAMED_LINES = 8;

/** For lines that would have the colour of another. */
const FURTHER_COLOURS = [
  '#e6550d',
  '#3182bd',
  '#31a354',
  '#756bb1',
  '#c51b8a',
  '#8c6d31',
  '#17a2b8',
  '#de2d26',
];

/**
 * Picks the lines that are farthest from the others at any time that is shown: an offset that is too great, a delay
 * that is too long, a share of answers that is too small. The picked lines keep their order.
 */
export function drawnLines({ times, lines, stacked }: GraphWidget, start: number, end: number): DrawnLines {
  if (lines.length <= MAX_NAMED_LINES || stacked) {
    return { named: lines, others: undefined };
  }
  const shown = times.flatMap((time, i) => (time >= start && time <= end ? [i] : []));
  const medians = new Map(shown.map((i) => [i, middleOf(present(lines, i))]));
  const farness = (line: GraphLine) =>
    shown.reduce(
      (most, i) => Math.max(most, Math.abs((line.values[i] ?? medians.get(i)!) - medians.get(i)!)),
      0,
    );
  const ranked = lines.map((line) => ({ line, far: farness(line) })).sort((a, b) => b.far - a.far);
  const worst = new Set(ranked.slice(0, MAX_NAMED_LINES).map(({ line }) => line));
  const others = lines.filter((line) => !worst.has(line));
  const bound = (choose: (...values: number[]) => number) =>
    times.map((_, i) => {
      const values = present(others, i);
      return values.length === 0 ? null : choose(...values);
    });
  return {
    named: withOwnColours(lines.filter((line) => worst.has(line))),
    others: { count: others.length, low: bound(Math.min), high: bound(Math.max) },
  };
}

function present(lines: readonly GraphLine[], at: number): number[] {
  return lines.flatMap(({ values }) => values[at] ?? []);
}

function middleOf(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

/** Colours repeat among many lines, and must not among those with a name. */
function withOwnColours(lines: readonly GraphLine[]): GraphLine[] {
  const taken = new Set<string>();
  const free = FURTHER_COLOURS.filter((colour) => !lines.some((line) => line.colour === colour));
  return lines.map((line) => {
    const colour = taken.has(line.colour) ? (free.shift() ?? line.colour) : line.colour;
    taken.add(colour);
    return { ...line, colour };
  });
}
