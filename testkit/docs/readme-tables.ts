import { METRIC_DIMENSIONS, type Metric } from '../../lambda/monitor/metrics/metric-entry';
import type { MetricKey } from '../../lambda/monitor/metrics/metric-keys';
import { METRICS } from '../../lambda/monitor/metrics/metrics';
import type { AlarmDefinition } from '../../lib/alarms/alarm-definition';
import { minutesText, runbookAnchor } from '../../lib/alarms/alarm-text';
import { parseConfig } from '../../lib/config/load';
import { alarmUsd } from '../../lib/cost/alarm-price';
import { costOfConfig } from '../../lib/cost-report';
import { FLEET_OF_1000, policyFor } from '../alarms/policies';
import { METRIC_TEXTS } from './metric-texts';

/** A Markdown table, a line each. */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** The README's table of all metrics. */
export function metricTable(): string {
  const rows = (Object.keys(METRICS) as MetricKey[]).map((key) => {
    const { name, scope, detail, unit }: Metric = METRICS[key];
    const { meaning, when } = METRIC_TEXTS[key];
    return [
      `\`${name}\``,
      METRIC_DIMENSIONS[scope].join(', '),
      unit,
      meaning,
      detail.length > 1 ? when : `${when} (${detail[0]})`,
    ];
  });
  return markdownTable(['Metric', 'Dimensions', 'Unit', 'Meaning', 'When'], rows);
}

const PRICED_SERVERS = [4, 10, 50, 200, 1000];
const PRICED_SCHEDULES = ['rate(1 minute)', 'rate(5 minutes)', 'rate(1 hour)'];

/** The README's table of what a month costs, by how many servers are asked how often; four of them vote. */
export function priceTable(): string {
  const priced = (count: number, schedule: string) => {
    const servers = Array.from({ length: count }, (_, i) => ({
      host: `server-${i}.example`,
      role: i < 4 ? 'reference' : 'target',
    }));
    const config = parseConfig({ name: 'ntp', schedule, servers });
    return { detail: config.detail, usd: costOfConfig(config).totalUsd };
  };
  const rows = PRICED_SERVERS.map((count) => {
    const prices = PRICED_SCHEDULES.map((schedule) => priced(count, schedule));
    return [`${count} (${prices[0]!.detail})`, ...prices.map(({ usd }) => usd.toFixed(0))];
  });
  return markdownTable(
    ['Servers (`detail`)', ...PRICED_SCHEDULES.map((schedule) => `\`${schedule}\``)],
    rows,
  );
}

/** Servers whose name stands for any. */
const ANY_SERVERS = ['SERVER', 'b', 'c', 'd'].map((name) => ({
  name,
  host: `${name.toLowerCase()}.example`,
}));

/** The README's table of all alarms: what each says, and how soon at a run a minute and at one every 5 minutes. */
export function alarmTable(): string {
  const everyAlarm = (schedule: string) =>
    [{ servers: ANY_SERVERS }, FLEET_OF_1000].flatMap((servers) => policyFor({ ...servers, schedule }));
  const slow = new Map(everyAlarm('rate(5 minutes)').map((each) => [each.title, each]));
  const rows = new Map(
    everyAlarm('rate(1 minute)')
      .filter(({ server = 'SERVER' }) => server === 'SERVER')
      .map((each) => [each.title, alarmRow(each, slow.get(each.title)!)]),
  );
  const head = ['Alarm', 'Severity', 'Says', 'Told after, a run a minute', 'every 5 minutes', 'USD'];
  return markdownTable(head, [...rows.values()]);
}

function alarmRow(alarm: AlarmDefinition, slow: AlarmDefinition): string[] {
  const { title, server, severity, problem, toldAfterMinutes } = alarm;
  return [
    `[${title}${server === undefined ? '' : ' SERVER'}](docs/runbook.md#${runbookAnchor(title)})`,
    severity === 'none' ? 'by another' : severity,
    problem,
    minutesText(toldAfterMinutes),
    minutesText(slow.toldAfterMinutes),
    alarmUsd(alarm).toFixed(2),
  ];
}
