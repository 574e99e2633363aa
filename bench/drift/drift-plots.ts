import { PLOT_CONFIG, VEGA_LITE } from '../report/plot';
import type { DriftingCell } from './drifting';
import type { EstimatorCell } from './estimator-table';

/** Both stand out from white and from black. */
const COLOURS = { ours: '#e8710a', others: '#4f86c6' };
/** A logarithmic axis has no 0. */
const MIN_PPM = 0.001;

/** A Vega-Lite specification: every estimator's error, a small graph for each situation, on the path of 20/10. */
export function tablePlot(cells: readonly EstimatorCell[]): object {
  const values = cells
    .filter(({ path }) => path === '20/10')
    .map(({ kind, estimator, rmsPpm }) => ({ kind, estimator, rms: Math.max(rmsPpm, MIN_PPM) }));
  return {
    ...{ $schema: VEGA_LITE, background: null, data: { values }, columns: 2, config: PLOT_CONFIG },
    facet: { field: 'kind', type: 'nominal', columns: 2, title: null, sort: null },
    spec: {
      ...{ width: 250, height: { step: 16 } },
      mark: { type: 'point', filled: true, size: 80, opacity: 1 },
      encoding: {
        y: { field: 'estimator', type: 'nominal', sort: null, title: null },
        x: { field: 'rms', type: 'quantitative', scale: { type: 'log' }, title: 'rms error, ppm' },
        color: {
          condition: { test: "datum.estimator === 'ours'", value: COLOURS.ours },
          value: COLOURS.others,
        },
      },
    },
  };
}

/** A Vega-Lite specification: the share of the way that was gone at the warning, median and worst. */
export function warningPlot(cells: readonly DriftingCell[]): object {
  const values = cells.map(({ path, ppm, gone }) => ({ path, ppm, median: gone.median, worst: gone.worst }));
  const x = { field: 'ppm', type: 'quantitative', scale: { type: 'log' }, title: 'drift, ppm' };
  const y = (field: string) => ({
    ...{ field, type: 'quantitative', scale: { domain: [0, 1] } },
    ...{ axis: { format: '%' }, title: 'of the way to the limit gone' },
  });
  return {
    ...{ $schema: VEGA_LITE, background: null, data: { values }, columns: 3, config: PLOT_CONFIG },
    facet: { field: 'path', type: 'nominal', columns: 3, title: null, sort: null },
    spec: {
      ...{ width: 170, height: 150 },
      layer: [
        {
          mark: { type: 'rule', color: COLOURS.others },
          encoding: { x, y: y('median'), y2: { field: 'worst' } },
        },
        {
          mark: { type: 'line', color: COLOURS.ours, point: { filled: true, size: 70, color: COLOURS.ours } },
          encoding: { x, y: y('median') },
        },
      ],
    },
  };
}
