import { significant } from '../report/number';
import type { DriftingCell } from './drifting';
import type { EstimatorCell } from './estimator-table';
import { BENCH_LIMIT_MS, type HealthyResult } from './healthy';
import { percentText, tableOf } from './markdown-table';

/** Coverage below this is called weak; 95 % is stated. */
const MIN_COVERAGE = 0.9;

export function tableSection(cells: readonly EstimatorCell[]): string {
  const names = [...new Set(cells.map(({ estimator }) => estimator))];
  const paths = [...new Set(cells.map(({ path }) => path))];
  const rows = paths.flatMap((path) => {
    const kinds = [...new Set(cells.map(({ kind }) => kind))];
    return kinds.map((kind) => {
      const own = names.map((name) =>
        cells.find((each) => each.path === path && each.kind === kind && each.estimator === name),
      );
      return [path, kind, ...own.map((cell) => (cell ? estimatorText(cell) : '-'))];
    });
  });
  const weak = cells.filter(({ estimator, coverage }) => estimator === 'ours' && coverage < MIN_COVERAGE);
  return `## One hour, 60 readings

Root mean square of the error at the hour's end, ppm, and how often the stated 95 % interval held the truth. What happens,
happens at half time. "-": nothing was stated. Ours counts with the rates that the product withholds as too uncertain.

![Error of each estimator at 20/10](drift-error.svg)

${tableOf(['Path', 'What happens', ...names.map((name) => (name === 'ours' ? '**ours**' : name))], rows)}

${weakText(weak)}`;
}

function estimatorText({ rmsPpm, coverage, stated, estimator }: EstimatorCell): string {
  if (stated === 0) {
    return '-';
  }
  const text = `${significant(rmsPpm)} ${percentText(coverage)}`;
  return estimator === 'ours' ? `**${text}**` : text;
}

function weakText(weak: readonly EstimatorCell[]): string {
  return weak.length === 0
    ? `Ours is nowhere below ${percentText(MIN_COVERAGE)}.`
    : `Weak, because the interval held the truth in less than ${percentText(MIN_COVERAGE)}:\n${weak
        .map(({ path, kind, coverage }) => `- ${path}, ${kind}: ${percentText(coverage)}`)
        .join('\n')}`;
}

export function healthySection(results: readonly HealthyResult[]): string {
  const years = results.reduce((sum, { serverYears }) => sum + serverYears, 0);
  const warnings = results.flatMap((result) =>
    result.warnings.map((each) => ({ path: result.path, ...each })),
  );
  const paths = [...new Set(results.map(({ path }) => path))];
  const rows = paths.map((path) => {
    const sum = (value: (result: HealthyResult) => number) =>
      results.filter((result) => result.path === path).reduce((total, result) => total + value(result), 0);
    return [
      ...[
        path,
        sum(({ serverYears }) => serverYears).toFixed(2),
        String(sum(({ evaluations }) => evaluations)),
      ],
      ...[String(sum(({ met }) => met)), `**${sum(({ warnings: own }) => own.length)}**`],
    ];
  });
  const list = warnings.map(({ path, kind, day }) => `- ${path}, ${kind}, day ${day.toFixed(1)}`).join('\n');
  return `## Healthy servers: warnings that nobody wants

Three wandering voters and a server of each of nine healthy kinds on each path: steady; disciplined and wandering;
hunting by +-2 ms in 2 h; hunting by +-6 ms a day; stepped some four times a day; let run at 3 ppm and set back hourly;
route changes of up to 8 ms; jitter that trebles in the evening; one way slower by 4 ms with the day. A warning is 3 of 6
runs that meet the rule, limit ${BENCH_LIMIT_MS} ms. Every fifth run is evaluated, and all runs around one that met the rule.
Readings that lie too close together for the rule to be met are counted without being fitted. **${warnings.length} warnings
in ${years.toFixed(1)} server-years.**

${tableOf(['Path', 'Server-years', 'Evaluations', 'Met the rule', 'Warnings'], rows)}
${list === '' ? '' : `\n${list}\n`}
A looser rule (1 half width, 3 times the stretch) warned of one of these servers, at 100/40, in the first nine server-years,
and the rule was tightened. A daily swing of +-10 ms is on the border: it moves by 0.73 ppm at its steepest, which the rule exists to tell.`;
}

export function driftingSection(cells: readonly DriftingCell[]): string {
  const rows = cells.map((cell) => [
    cell.path,
    String(cell.ppm),
    `${cell.warned} of ${cell.servers}`,
    percentText(cell.gone.median),
    percentText(cell.gone.worst),
    cell.timeLeftError === null ? '-' : percentText(cell.timeLeftError),
    cell.inRange === null ? '-' : percentText(cell.inRange),
    String(cell.ranges),
  ]);
  return `## Drifting servers: when they are warned of

A server that was right for two hours begins to drift. How much of the way to the limit of ${BENCH_LIMIT_MS} ms was gone at the
warning, how far the middle of the stated time left was from the truth, and how often its range held the truth, over all
runs that stated one.

![Share of the way gone at the warning: median, and up to the worst](drift-warning.svg)

${tableOf(['Path', 'ppm', 'Warned', 'Gone, median', 'Gone, worst', 'Time left, median error', 'Truth in range', 'Ranges'], rows)}`;
}
