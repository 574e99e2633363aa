import uPlot from 'uplot';
import { announce } from '../announce';
import { element } from '../dom';
import type { GraphWidget } from '../page-state';
import { clockTime, dateTime } from '../utc-text';
import { legendEntries, OTHERS, showLegend } from './graph-legend';
import { type DrawnLines, drawnLines } from './graph-lines';
import { drawBeyond, drawLimits } from './graph-marks';
import { axisBounds, type TimeRange, tickTexts } from './graph-scale';

const HEIGHT_WITHOUT_LAYOUT = 200;
const MIN_HEIGHT = 90;
/** Alpha of what lies under a line of a stack. */
const STACK = '66';
/** What is dragged over fewer pixels was a click. */
const MIN_DRAG = 8;

/** One graph of the dashboard, drawn by uPlot; arrow keys move its cursor, dragging zooms. */
export class Graph {
  readonly root = element('div', { className: 'plot', tabIndex: 0, role: 'group' });
  private readonly canvas = element('div', { className: 'canvas' });
  private readonly legend = element('ul', { className: 'legend' });
  private readonly empty = element('p', { className: 'empty hint' });
  private plot: uPlot | undefined;
  private shape = '';
  private widget: GraphWidget | undefined;
  private drawn: DrawnLines = { named: [], others: undefined };
  private range: TimeRange = { start: 0, end: 1 };
  private title = '';

  /** @param onZoom takes what somebody wants to see; undefined: all of it again */
  constructor(private readonly onZoom: (range: TimeRange | undefined) => void) {
    this.root.append(this.canvas, this.empty, this.legend);
    new ResizeObserver(() => this.fit()).observe(this.canvas);
    this.root.addEventListener('keydown', (event) => this.onKey(event));
    this.root.addEventListener('dblclick', () => this.onZoom(undefined));
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => this.draw(true));
  }

  update(title: string, widget: GraphWidget, range: TimeRange): void {
    Object.assign(this, { title, widget, range, drawn: drawnLines(widget, range.start, range.end) });
    const now = legendEntries(this.drawn, undefined).map(({ label, text }) => `${label} ${text}`);
    this.root.setAttribute('aria-label', `${title}. Now: ${now.join(', ')}`);
    this.draw(false);
    this.empty.textContent = this.isEmpty(widget) ? widget.whenEmpty : '';
  }

  private isEmpty({ times, lines }: GraphWidget): boolean {
    const { start, end } = this.range;
    return !times.some(
      (time, i) => time >= start && time <= end && lines.some(({ values }) => values[i] !== null),
    );
  }

  private draw(anew: boolean): void {
    const { widget, drawn } = this;
    if (widget === undefined) {
      return;
    }
    const shape = JSON.stringify([
      drawn.named.map(({ label, colour }) => [label, colour]),
      drawn.others?.count,
    ]);
    if (this.plot === undefined || anew || shape !== this.shape) {
      this.plot?.destroy();
      this.shape = shape;
      this.showNumbers(undefined); // the legend's height decides the graph's
      this.plot = new uPlot(this.options(widget), alignedData(widget, drawn), this.canvas);
      this.fit();
    } else {
      this.plot.setData(alignedData(widget, drawn));
    }
    this.showNumbers(this.plot.cursor.idx ?? undefined);
  }

  private fit(): void {
    const { plot, canvas } = this;
    if (plot !== undefined && canvas.clientWidth > 0) {
      plot.setSize({
        width: canvas.clientWidth,
        height: Math.max(MIN_HEIGHT, canvas.clientHeight || HEIGHT_WITHOUT_LAYOUT),
      });
    }
  }

  private options(widget: GraphWidget): uPlot.Options {
    // Of the element, not of the variables: those are two colours, for light and dark.
    const { color: ink, borderTopColor: lineColour } = getComputedStyle(this.root);
    const lines = { stroke: lineColour, width: 1 };
    const axis = { stroke: ink, grid: lines, ticks: lines };
    const { named, others } = this.drawn;
    const hasRight = named.some((line) => line.axis === 'right');
    const boundsOf = (side: 'left' | 'right') => (_: uPlot, low: number | null, high: number | null) =>
      axisBounds(this.widget ?? widget, side, [low, high]);
    return {
      width: Math.max(this.canvas.clientWidth, 100),
      height: HEIGHT_WITHOUT_LAYOUT,
      tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), 'Etc/UTC'),
      scales: {
        x: { range: () => [this.range.start, this.range.end] },
        left: { range: boundsOf('left') },
        ...(hasRight && { right: { range: boundsOf('right') } }),
      },
      axes: [
        { ...axis, scale: 'x', values: (_, seconds) => tickTexts(seconds, this.range) },
        { ...axis, scale: 'left', size: 56 },
        ...(hasRight ? [{ ...axis, scale: 'right', side: 1 as const, size: 56 }] : []),
      ],
      series: [
        {},
        ...named.map(
          ({ axis: scale, colour }, i): uPlot.Series => ({
            ...{ scale, stroke: colour, width: 1.75, points: { size: 4, fill: colour } },
            ...(widget.stacked && i === 0 && { fill: colour + STACK }),
          }),
        ),
        ...(others ? [OTHERS_EDGE, OTHERS_EDGE] : []),
      ],
      bands: [
        ...(widget.stacked
          ? named
              .slice(1)
              .map(({ colour }, i) => ({ series: [i + 2, i + 1] as [number, number], fill: colour + STACK }))
          : []),
        ...(others
          ? [
              {
                series: [named.length + 2, named.length + 1] as [number, number],
                fill: OTHERS.colour + OTHERS.alpha,
              },
            ]
          : []),
      ],
      legend: { show: false },
      hooks: {
        drawAxes: [(plot) => drawLimits(plot, this.widget?.limits ?? [], ink)],
        draw: [(plot) => this.drawMarks(plot)],
        setCursor: [({ cursor }) => this.showNumbers(cursor.idx ?? undefined)],
        setSelect: [(plot) => this.onSelect(plot)],
      },
      cursor: { points: { size: 7 }, drag: { x: true, y: false, setScale: false } },
    };
  }

  private drawMarks(plot: uPlot): void {
    for (const [i, { colour }] of this.drawn.named.entries()) {
      drawBeyond(plot, i + 1, colour);
    }
  }

  /** At the cursor; away from it the legend says what is true now. */
  private showNumbers(at: number | undefined): void {
    const seconds = (at === undefined ? this.widget?.times.at(-1) : this.widget?.times[at]) ?? this.range.end;
    showLegend(this.legend, this.timeText(seconds), legendEntries(this.drawn, at));
  }

  /** With its date, where several are shown. */
  private timeText(seconds: number): string {
    const { start, end } = this.range;
    return tickTexts([start, end], this.range).some((text) => text.includes('\n'))
      ? dateTime(seconds * 1000)
      : clockTime(seconds * 1000);
  }

  private onSelect(plot: uPlot): void {
    const { left, width } = plot.select;
    if (width >= MIN_DRAG) {
      this.onZoom({ start: plot.posToVal(left, 'x'), end: plot.posToVal(left + width, 'x') });
    }
    plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
  }

  private onKey(event: KeyboardEvent): void {
    const { plot, widget, range } = this;
    const zoom = ZOOM_KEYS[event.key];
    if (zoom !== undefined && plot !== undefined) {
      event.preventDefault();
      const at = widget?.times[plot.cursor.idx ?? -1] ?? (range.start + range.end) / 2;
      const half = ((range.end - range.start) * zoom) / 2;
      this.onZoom(half > 0 ? { start: at - half, end: at + half } : undefined);
      return;
    }
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (step === undefined || plot === undefined || widget === undefined || widget.times.length === 0) {
      return;
    }
    event.preventDefault();
    const last = widget.times.length - 1;
    const at = Math.min(last, Math.max(0, (plot.cursor.idx ?? last + 1) + step));
    plot.setCursor({ left: plot.valToPos(widget.times[at]!, 'x'), top: plot.over.clientHeight / 2 });
    const values = legendEntries(this.drawn, at).map(({ label, text }) => `${label} ${text}`);
    announce(this.title, `${this.timeText(widget.times[at]!)}: ${values.join(', ')}`);
  }
}

/** What remains of the range; 0: everything is shown again. */
const ZOOM_KEYS: Readonly<Record<string, number>> = { '+': 0.5, Escape: 0, '-': 0 };

const OTHERS_EDGE: uPlot.Series = { scale: 'left', width: 0, points: { show: false } };

/** The times, the lines with a name, and the bounds of the others. */
function alignedData({ times, stacked }: GraphWidget, { named, others }: DrawnLines): uPlot.AlignedData {
  const sums = times.map(() => 0);
  const drawn = named.map(({ values }) =>
    stacked
      ? values.map((value, i) => {
          sums[i]! += value ?? 0;
          return sums[i]!;
        })
      : values,
  );
  return [times, ...drawn, ...(others ? [others.low, others.high] : [])];
}
