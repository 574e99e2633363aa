import { METRIC_DIMENSIONS, type Metric } from '../../lambda/monitor/metric-entry';
import { METRICS } from '../../lambda/monitor/metrics';

/** A Markdown table, a line each. */
function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** The README's table of all metrics. */
export function metricTable(): string {
  const rows = Object.values<Metric>(METRICS).map(({ name, scope, detail, unit, meaning, when }) => [
    `\`${name}\``,
    METRIC_DIMENSIONS[scope].join(', '),
    unit,
    meaning,
    detail.length > 1 ? when : `${when} (${detail[0]})`,
  ]);
  return markdownTable(['Metric', 'Dimensions', 'Unit', 'Meaning', 'When'], rows);
}
