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

/** Of one hue after the other, the golden angle apart: neighbours in the order of lines are unlike each other. */
const HUE_STEP = 137.508;
const SATURATION = 0.6;
const LIGHTNESSES = [0.4, 0.5, 0.6];

/**
 * Picks the lines that are farthest from the others at any time that is shown: an offset that is too great, a delay
 * that is too long, a share of answers that is too small. The picked lines keep their order.
 */
export function drawnLines({ times, lines, stacked }: GraphWidget, start: number, end: number): DrawnLines {
  if (lines.length <= MAX_NAMED_LINES || stacked) {
    return { named: lines, others: undefined };
  }
  const all = withOwnColours(lines);
  const shown = times.flatMap((time, i) => (time >= start && time <= end ? [i] : []));
  const medians = new Map(shown.map((i) => [i, middleOf(present(all, i))]));
  const farness = (line: GraphLine) =>
    shown.reduce(
      (most, i) => Math.max(most, Math.abs((line.values[i] ?? medians.get(i)!) - medians.get(i)!)),
      0,
    );
  const ranked = all.map((line) => ({ line, far: farness(line) })).sort((a, b) => b.far - a.far);
  const worst = new Set(ranked.slice(0, MAX_NAMED_LINES).map(({ line }) => line));
  const others = all.filter((line) => !worst.has(line));
  const bound = (choose: (...values: number[]) => number) =>
    times.map((_, i) => {
      const values = present(others, i);
      return values.length === 0 ? null : choose(...values);
    });
  return {
    named: all.filter((line) => worst.has(line)),
    others: { count: others.length, low: bound(Math.min), high: bound(Math.max) },
  };
}

function present(lines: readonly GraphLine[], at: number): number[] {
  return lines.flatMap(({ values }) => values[at] ?? []);
}

function middleOf(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

/**
 * Colours repeat among many lines, and must not among those with a name. A line's colour depends on all lines and not on
 * those that are shown, so that it keeps it whatever is looked at.
 */
function withOwnColours(lines: readonly GraphLine[]): GraphLine[] {
  const taken = new Set<string>();
  let next = 0;
  return lines.map((line) => {
    let { colour } = line;
    while (taken.has(colour)) {
      colour = hexColour(next * HUE_STEP, LIGHTNESSES[next % LIGHTNESSES.length]!);
      next += 1;
    }
    taken.add(colour);
    return { ...line, colour };
  });
}

/** CSS Color Module Level 4, section 7.1. @param hue degrees */
function hexColour(hue: number, lightness: number): string {
  const channel = (n: number) => {
    const k = (n + hue / 30) % 12;
    const value =
      lightness - SATURATION * Math.min(lightness, 1 - lightness) * Math.max(-1, Math.min(k - 3, 9 - k, 1));
    return Math.round(value * 255)
      .toString(16)
      .padStart(2, '0');
  };
  return `#${[0, 8, 4].map(channel).join('')}`;
}
