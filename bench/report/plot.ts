import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { installPackages } from '../install/packages';
import type { ErrorSummary } from '../statistics';

export interface PlotRow extends ErrorSummary {
  label: string;
  ours: boolean;
}

/** A logarithmic axis knows no 0, which whole milliseconds can show. */
const MIN_US = 0.1;

export const VEGA_LITE = 'https://vega.github.io/schema/vega-lite/v6.json';
/** Stands out from white and from black. */
const OURS_COLOUR = '#e8710a';
export const PLOT_CONFIG = {
  font: 'system-ui, sans-serif',
  view: { stroke: null },
  axis: { labelFontSize: 12, titleFontSize: 12, titleFontWeight: 'normal', labelLimit: 0 },
};

/** A Vega-Lite specification: from median to p99 a line, p95 a tick on it, the median a dot. */
export function errorPlot(rows: readonly PlotRow[], title: string): object {
  const values = rows.map(({ label, ours, ...errors }) => ({
    label,
    who: ours ? 'ntp-drift-monitor' : 'others',
    median: Math.max(errors.medianAbs, MIN_US),
    p95: Math.max(errors.p95Abs, MIN_US),
    p99: Math.max(errors.p99Abs, MIN_US),
  }));
  const y = { field: 'label', type: 'nominal', sort: null, title: null };
  const x = (field: string) => ({ field, type: 'quantitative', scale: { type: 'log' }, title });
  return {
    $schema: VEGA_LITE,
    background: null,
    width: 560,
    height: { step: 26 },
    data: { values },
    encoding: {
      y,
      color: {
        field: 'who',
        type: 'nominal',
        legend: null,
        // Both stand out from white and from black.
        scale: { domain: ['ntp-drift-monitor', 'others'], range: [OURS_COLOUR, '#4f86c6'] },
      },
    },
    layer: [
      { mark: { type: 'rule', strokeWidth: 2 }, encoding: { x: x('median'), x2: { field: 'p99' } } },
      { mark: { type: 'tick', thickness: 3, size: 14 }, encoding: { x: x('p95') } },
      { mark: { type: 'point', filled: true, size: 110, opacity: 1 }, encoding: { x: x('median') } },
    ],
    config: PLOT_CONFIG,
  };
}

/** A Vega-Lite specification: a small graph for each quantity, over a number that grows tenfold a step. */
export function growthPlot(
  points: readonly { x: number; y: number; quantity: string }[],
  xTitle: string,
): object {
  return {
    $schema: VEGA_LITE,
    background: null,
    data: { values: points },
    facet: { field: 'quantity', type: 'nominal', columns: 2, title: null, sort: null },
    spec: {
      width: 260,
      height: 150,
      mark: { type: 'line', point: { filled: true, size: 70, color: OURS_COLOUR }, color: OURS_COLOUR },
      encoding: {
        x: { field: 'x', type: 'quantitative', scale: { type: 'log' }, title: xTitle },
        y: { field: 'y', type: 'quantitative', title: null },
      },
    },
    columns: 2,
    resolve: { scale: { y: 'independent' } },
    config: PLOT_CONFIG,
  };
}

/** Draws a Vega-Lite specification as SVG, in a process that has the libraries for it. */
export async function drawSvg(specification: object): Promise<string> {
  await installPackages();
  const child = spawn(process.execPath, [path.join(__dirname, 'render-plot.cjs')], {
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  child.stdin.end(JSON.stringify(specification));
  const ended = once(child, 'close');
  const [svg, words] = await Promise.all([text(child.stdout), text(child.stderr)]);
  await ended;
  if (!svg.startsWith('<svg')) {
    throw new Error(`the plot could not be drawn: ${words.trim()}`);
  }
  return forLightAndDark(svg);
}

/** Vega writes its colours as attributes, which a style sheet may overrule; opacity suits either background. */
function forLightAndDark(svg: string): string {
  const style = [
    'text { fill: #333 !important }',
    '.role-axis-grid line, .role-axis line { stroke: #888; stroke-opacity: .4 }',
    '@media (prefers-color-scheme: dark) { text { fill: #ddd !important } }',
  ].join(' ');
  return `${svg.replace(/^<svg[^>]*>/, (tag) => `${tag}<style>${style}</style>`)}\n`;
}
