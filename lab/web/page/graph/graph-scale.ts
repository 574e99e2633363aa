import type { GraphWidget } from '../page-state';
import { clockTime, dayOf } from '../utc-text';

/** What is shown, seconds since 1970. */
export interface TimeRange {
  start: number;
  end: number;
}

/** How much of the height stays free above and below what is drawn. */
const HEADROOM = 0.08;

/** All that is drawn, annotations included, within what the widget's axis allows: what lies beyond is marked. */
export function axisBounds(
  widget: Pick<GraphWidget, 'limits' | 'left' | 'right'>,
  side: 'left' | 'right',
  drawn: readonly (number | null)[],
): [number, number] {
  const { min, max } = widget[side];
  const limits = side === 'left' ? widget.limits.map(({ value }) => value) : [];
  const values = [...drawn, ...limits].filter((value) => value !== null);
  const [least, most] = values.length === 0 ? [0, 1] : [Math.min(...values), Math.max(...values)];
  const bottom = min ?? least;
  const top = max ?? most;
  const room = (top - bottom || Math.abs(top) || 1) * HEADROOM;
  return [min === 0 ? 0 : bottom - room, top + room];
}

/** The time of each tick, and the date where it is another than the tick's before: `00:05\n2026-11-26`. */
export function tickTexts(seconds: readonly number[], { start, end }: TimeRange): string[] {
  const severalDays = dayOf(start * 1000) !== dayOf(end * 1000);
  return seconds.map((each, i) => {
    const [day, before] = [each, seconds[i - 1]].map((time) => time !== undefined && dayOf(time * 1000));
    return `${clockTime(each * 1000)}${severalDays && day !== before ? `\n${day}` : ''}`;
  });
}
