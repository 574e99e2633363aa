import { element, keyed } from '../dom';
import type { DrawnLines } from './graph-lines';

/** The colour of the others' band, and how much of what lies under it is seen, in hexadecimal. */
export const OTHERS = { colour: '#7f8c96', alpha: '55' } as const;

/** What a line says, for people: `delta 80.007`. */
interface LegendEntry {
  label: string;
  colour: string;
  text: string;
}

/** What every line says at a point in time, or now. @param at the index of the time; undefined: the newest */
export function legendEntries({ named, others }: DrawnLines, at: number | undefined): LegendEntry[] {
  const valueAt = (values: readonly (number | null)[]) => (at === undefined ? values.at(-1) : values[at]);
  return [
    ...named.map(({ label, colour, values }) => ({ label, colour, text: number(valueAt(values)) })),
    ...(others
      ? [
          {
            label: `${others.count} others`,
            colour: OTHERS.colour,
            text: rangeText(valueAt(others.low), valueAt(others.high)),
          },
        ]
      : []),
  ];
}

/** Brings a legend up to date. @param time what its numbers are of */
export function showLegend(list: HTMLElement, time: string, entries: readonly LegendEntry[]): void {
  const all = [{ label: 'UTC', colour: '', text: time }, ...entries];
  keyed(
    { parent: list, items: all },
    ({ label }) => label,
    () => element('li', {}, element('i'), element('span'), element('b')),
    (made, { label, colour, text }) => {
      const [swatch, name, value] = made.children as unknown as HTMLElement[];
      swatch!.hidden = colour === '';
      swatch!.style.background = colour;
      name!.textContent = label;
      value!.textContent = text;
    },
  );
}

function rangeText(low: number | null | undefined, high: number | null | undefined): string {
  return low === null || low === undefined ? number(low) : `${number(low)} to ${number(high)}`;
}

function number(value: number | null | undefined): string {
  return value === null || value === undefined ? 'none' : String(Number(value.toFixed(3)));
}
