import type uPlot from 'uplot';
import type { Limit } from '../page-state';

/** Alpha of what is beyond a limit, in hexadecimal. */
const SHADE = '22';
const LABEL_HEIGHT = 13;
/** Marks of one line are at least so far apart, and so large, in CSS pixels. */
const MARK_GAP = 12;
const MARK_SIZE = 5;

/** The widget's horizontal annotations, with what lies beyond them shaded. */
export function drawLimits(plot: uPlot, limits: readonly Limit[], ink: string): void {
  const { ctx, bbox } = plot;
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  for (const limit of limits) {
    drawLimit(ctx, { ...bbox, y: plot.valToPos(limit.value, 'left', true) }, limit, ink);
  }
  ctx.restore();
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

/** A triangle at the edge for each point that lies beyond the axis: what is clipped must not look absent. */
export function drawBeyond(plot: uPlot, series: number, colour: string): void {
  const { ctx, bbox, data } = plot;
  const { min = 0, max = 0 } = plot.scales[plot.series[series]!.scale!]!;
  let lastX = Number.NEGATIVE_INFINITY;
  ctx.save();
  ctx.fillStyle = colour;
  data[series]!.forEach((value, i) => {
    const x = plot.valToPos(data[0]![i]!, 'x', true);
    const isBeyond = value !== null && value !== undefined && (value > max! || value < min!);
    const isInSight = x >= bbox.left && x <= bbox.left + bbox.width;
    if (isBeyond && isInSight && x - lastX >= MARK_GAP * devicePixelRatio) {
      lastX = x;
      drawTriangle(ctx, x, value > max! ? bbox.top : bbox.top + bbox.height, value > max! ? 1 : -1);
    }
  });
  ctx.restore();
}

/** @param direction 1: its tip is `y`, and it points up; -1: down */
function drawTriangle(ctx: CanvasRenderingContext2D, x: number, y: number, direction: 1 | -1): void {
  const size = MARK_SIZE * devicePixelRatio;
  ctx.beginPath();
  ctx.moveTo(x, y);
  ctx.lineTo(x - size, y + direction * 2 * size);
  ctx.lineTo(x + size, y + direction * 2 * size);
  ctx.fill();
}
