import uPlot from 'uplot';
import { announce } from './announce';
import { clockTime, element } from './dom';
import type { GraphWidget, Limit, Range } from './page-state';

/** What is shown, seconds since 1970. */
export interface TimeRange {
  start: number;
  end: number;
}

const HEIGHT_WITHOUT_LAYOUT = 200;
/** How much of the height stays free above and below what is drawn. */
const HEADROOM = 0.08;
/** Alpha of what is beyond a limit, in hexadecimal. */
const SHADE = '22';
/** Alpha of what lies under a line of a stack. */
const STACK = '66';
const LABEL_HEIGHT = 13;

/** One graph of the dashboard, drawn by uPlot; arrow keys move its cursor. */
export class Graph {
  readonly root = element('div', { className: 'plot', tabIndex: 0, role: 'group' });
  private plot: uPlot | undefined;
  private shape = '';
  private widget: GraphWidget | undefined;
  private range: TimeRange = { start: 0, end: 1 };
  private title = '';

  constructor() {
    new ResizeObserver(() => this.fit()).observe(this.root);
    this.root.addEventListener('keydown', (event) => this.onKey(event));
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => this.draw(true));
  }

  update(title: string, widget: GraphWidget, range: TimeRange): void {
    this.title = title;
    this.widget = widget;
    this.range = range;
    this.root.setAttribute('aria-label', graphDescription(title, widget));
    this.draw(false);
  }

  private draw(anew: boolean): void {
    const { widget } = this;
    if (widget === undefined) {
      return;
    }
    const shape = JSON.stringify([this.title, widget.lines.map(({ label, colour }) => [label, colour])]);
    if (this.plot === undefined || anew || shape !== this.shape) {
      this.plot?.destroy();
      this.shape = shape;
      this.plot = new uPlot(this.options(widget), alignedData(widget), this.root);
      this.fit();
    } else {
      this.plot.setData(alignedData(widget));
    }
  }

  private fit(): void {
    const { plot, root } = this;
    const legend = root.querySelector<HTMLElement>('.u-legend');
    if (plot !== undefined && root.clientWidth > 0) {
      const height = Math.max(80, (root.clientHeight || HEIGHT_WITHOUT_LAYOUT) - (legend?.offsetHeight ?? 0));
      plot.setSize({ width: root.clientWidth, height });
    }
  }

  private options(widget: GraphWidget): uPlot.Options {
    // Of the element, not of the variables: those are two colours, for light and dark.
    const { color: ink, borderTopColor: lineColour } = getComputedStyle(this.root);
    const axis = {
      stroke: ink,
      grid: { stroke: lineColour, width: 1 },
      ticks: { stroke: lineColour, width: 1 },
    };
    const hasRight = widget.lines.some((line) => line.axis === 'right');
    return {
      width: Math.max(this.root.clientWidth, 100),
      height: HEIGHT_WITHOUT_LAYOUT,
      tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), 'Etc/UTC'),
      scales: {
        x: { range: () => [this.range.start, this.range.end] },
        left: { range: (_, low, high) => this.bounds(low, high, 'left') },
        ...(hasRight && { right: { range: (_: uPlot, low, high) => this.bounds(low, high, 'right') } }),
      },
      axes: [
        { ...axis, scale: 'x', values: (_, seconds) => seconds.map((each) => clockTime(each * 1000)) },
        { ...axis, scale: 'left', size: 56 },
        ...(hasRight ? [{ ...axis, scale: 'right', side: 1 as const, size: 56 }] : []),
      ],
      series: [
        {
          label: 'UTC',
          value: (_, seconds) => clockTime((seconds ?? this.widget?.times.at(-1) ?? 0) * 1000),
        },
        ...widget.lines.map(
          (line, i): uPlot.Series => ({
            label: line.label,
            scale: line.axis,
            stroke: line.colour,
            width: 1.75,
            ...(widget.stacked && i === 0 && { fill: line.colour + STACK }),
            points: { size: 4, fill: line.colour },
            // Away from the cursor the legend says what is true now.
            // What was published, also where it is drawn on top of others.
            value: (_, __, ___, at) =>
              number(at === null ? this.latest(i) : this.widget?.lines[i]?.values[at]),
          }),
        ),
      ],
      bands: widget.stacked
        ? widget.lines.slice(1).map(({ colour }, i) => ({ series: [i + 2, i + 1], fill: colour + STACK }))
        : [],
      hooks: { drawAxes: [(plot) => this.drawLimits(plot)] },
      cursor: { points: { size: 7 } },
    };
  }

  private latest(line: number): number | null {
    return this.widget?.lines[line]?.values.at(-1) ?? null;
  }

  /** All that is drawn, annotations included, within what the widget's axis allows. */
  private bounds(low: number | null, high: number | null, side: 'left' | 'right'): [number, number] {
    const { limits, [side]: range } = this.widget ?? { limits: [], left: {} as Range, right: {} as Range };
    const values = [low, high, ...(side === 'left' ? limits.map(({ value }) => value) : [])].filter(
      (value) => value !== null && value !== undefined,
    );
    const [least, most] = values.length === 0 ? [0, 1] : [Math.min(...values), Math.max(...values)];
    const bottom = range.min ?? least;
    const top = range.max ?? most;
    const room = (top - bottom || Math.abs(top) || 1) * HEADROOM;
    return [range.min ?? bottom - room, top + room];
  }

  private drawLimits({ ctx, bbox, valToPos }: uPlot): void {
    ctx.save();
    ctx.beginPath();
    ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
    ctx.clip();
    for (const limit of this.widget?.limits ?? []) {
      const y = valToPos(limit.value, 'left', true);
      drawLimit(ctx, { ...bbox, y }, limit, getComputedStyle(this.root).color);
    }
    ctx.restore();
  }

  private onKey(event: KeyboardEvent): void {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    const { plot, widget } = this;
    if (step === undefined || plot === undefined || widget === undefined || widget.times.length === 0) {
      return;
    }
    event.preventDefault();
    const last = widget.times.length - 1;
    const at = Math.min(last, Math.max(0, (plot.cursor.idx ?? last + 1) + step));
    plot.setCursor({ left: plot.valToPos(widget.times[at]!, 'x'), top: plot.over.clientHeight / 2 });
    const values = widget.lines.map(({ label, values: each }) => `${label} ${number(each[at])}`);
    announce(this.title, `${clockTime(widget.times[at]! * 1000)}: ${values.join(', ')}`);
  }
}

function drawLimit(
  ctx: CanvasRenderingContext2D,
  { left, top, width, height, y }: uPlot.BBox & { y: number },
  limit: Limit,
  ink: string,
): void {
  if (limit.fill !== undefined) {
    ctx.fillStyle = limit.colour + SHADE;
    const edge = Math.min(Math.max(y, top), top + height);
    ctx.fillRect(
      left,
      limit.fill === 'above' ? top : edge,
      width,
      limit.fill === 'above' ? edge - top : top + height - edge,
    );
  }
  ctx.strokeStyle = limit.colour;
  ctx.lineWidth = devicePixelRatio;
  ctx.beginPath();
  ctx.moveTo(left, y);
  ctx.lineTo(left + width, y);
  ctx.stroke();
  ctx.fillStyle = ink; // a limit's own colour is too dark for a dark page
  ctx.font = `${11 * devicePixelRatio}px system-ui, sans-serif`;
  ctx.textAlign = 'left';
  // On the side of what is right: what lies beyond may be out of sight.
  const below =
    limit.fill === 'above' || (limit.fill === undefined && y - top < LABEL_HEIGHT * devicePixelRatio);
  ctx.fillText(limit.label, left + 6 * devicePixelRatio, y + (below ? LABEL_HEIGHT : -4) * devicePixelRatio);
}

function alignedData({ times, lines, stacked }: GraphWidget): uPlot.AlignedData {
  const sums = times.map(() => 0);
  const drawn = lines.map(({ values }) =>
    stacked
      ? values.map((value, i) => {
          sums[i]! += value ?? 0;
          return sums[i]!;
        })
      : values,
  );
  return [times, ...drawn];
}

/** The graph for those who can't see it: what each line says now. */
function graphDescription(title: string, { lines }: GraphWidget): string {
  return `${title}. Now: ${lines.map(({ label, values }) => `${label} ${number(values.at(-1))}`).join(', ')}`;
}

function number(value: number | null | undefined): string {
  return value === null || value === undefined ? 'none' : String(Number(value.toFixed(3)));
}
