import { NAMESPACE } from '../../lambda/monitor/metrics/metric-entry';
import { minutesText } from '../../lib/alarms/alarm-text';
import type { ResolvedConfig } from '../../lib/config/resolved-config';
import { dollars } from '../../lib/cost/price';
import type { PublishedMetric } from '../../lib/cost/published-metrics';
import { costReport } from '../../lib/cost-report';
import type { AlarmExplanation, Explanation } from '../../lib/explain';
import {
  type Column,
  INDENT,
  indentedParagraph,
  painter,
  paragraph,
  plainTable,
  type Terminal,
} from '../../terminal/plain-table';
import { costText } from './cost-text';

/** A table that nobody reads to its end is cut here; JSON has all of it. */
const MAX_ROWS = 60;

/** An explanation for people. */
export function explanationText(explained: Explanation, config: ResolvedConfig, terminal: Terminal): string {
  const { servers, alarms, metrics, resources, warnings, problems } = explained;
  const paint = painter(terminal);
  const section = (title: string, ...body: string[]) => [paint('bold', title), ...body].join('\n');
  const published = metrics.reduce((sum, { count }) => sum + count, 0);
  const types = Object.entries(resources);
  return [
    paragraph(summaryText(explained), terminal),
    section(
      `Servers (${servers.length})`,
      table(servers, SERVER_COLUMNS, terminal),
      ...provableTexts(servers).map((text) => indentedParagraph(text, terminal)),
    ),
    section(`Alarms (${alarms.length}): ${severitiesText(alarms)}`, table(alarms, ALARM_COLUMNS, terminal)),
    section(
      `Metrics (${published}), namespace ${NAMESPACE}`,
      table(metrics, METRIC_COLUMNS, terminal),
      ...(explained.detail === 'fleet'
        ? [`${INDENT}and those of single servers, while they are not well`]
        : []),
    ),
    section(
      `Resources (${types.reduce((sum, [, count]) => sum + count, 0)}) of the stack ${explained.stack}`,
      table(types, RESOURCE_COLUMNS, terminal),
    ),
    costText(costReport(config, explained.cost), terminal),
    ...warnings.map((text) => paragraph(`${paint('yellow', 'Warning:')} ${text}`, terminal)),
    ...problems.map((text) => paragraph(`${paint('red', "Can't be deployed:")} ${text}`, terminal)),
  ].join('\n\n');
}

function summaryText({ monitor, schedule, schedules, reference, detail, servers }: Explanation): string {
  const judges = { consensus: 'the time that most voters agree on', clock: "the function's own clock" };
  const judge = typeof reference === 'object' ? `the time of ${reference.server}` : judges[reference];
  const shards =
    schedules.length > 1
      ? ` ${schedules.length} schedules ask ${Math.max(...schedules)} of them at most.`
      : '';
  return (
    `Monitor ${monitor}: ${servers.length} servers at ${schedule}, judged against ${judge}, with ` +
    `"detail": "${detail}".${shards}`
  );
}

/** Half a round trip is what an exchange leaves open (RFC 5905, section 11.2.3), and reference time adds its own. */
function provableTexts(servers: Explanation['servers']): string[] {
  const limits = [...new Set(servers.map(({ limitMs }) => limitMs))].sort((a, b) => a - b);
  const each = limits
    .slice(0, MAX_LIMITS)
    .map((limitMs) => `${limitMs} ms below ${Number((2 * limitMs).toPrecision(6))} ms of round trip`);
  const rest = limits.length > MAX_LIMITS ? [`${limits.length - MAX_LIMITS} more likewise`] : [];
  return [
    `A limit can be proven over paths below twice as much, less what reference time is uncertain by: ${[...each, ...rest].join(', ')}.`,
    '"ntp-drift run" measures what can be proven from where it runs, and says what would improve it.',
  ];
}

const MAX_LIMITS = 3;

const SERVER_COLUMNS: readonly Column<Explanation['servers'][number]>[] = [
  { head: 'Server', align: 'left', text: ({ name }) => name },
  { head: 'Limit (ms)', align: 'right', text: ({ limitMs }) => String(limitMs) },
  { head: 'Role', align: 'left', text: ({ role, smeared }) => `${role}${smeared ? ', smeared' : ''}` },
  { head: 'Pacing', align: 'left', text: ({ pacing }) => pacing },
  { head: 'Asked at', align: 'left', text: ({ host, port }) => `${host}, UDP port ${port}` },
];

const ALARM_COLUMNS: readonly Column<AlarmExplanation>[] = [
  { head: 'Alarm', align: 'left', text: ({ name }) => name },
  { head: 'Severity', align: 'left', text: ({ severity }) => (severity === 'none' ? '-' : severity) },
  { head: 'Told after', align: 'right', text: ({ toldAfterMinutes }) => minutesText(toldAfterMinutes) },
  { head: 'USD', align: 'right', text: ({ usd }) => dollars(usd) },
  { head: 'Says', align: 'left', text: ({ problem }) => problem },
];

const METRIC_COLUMNS: readonly Column<PublishedMetric>[] = [
  { head: 'Metric', align: 'left', text: ({ name }) => name },
  { head: 'Number', align: 'right', text: ({ count }) => String(count) },
  { head: 'Unit', align: 'left', text: ({ unit }) => unit },
  { head: 'Dimensions', align: 'left', text: ({ dimensions }) => dimensions.join(', ') },
];

const RESOURCE_COLUMNS: readonly Column<[type: string, count: number]>[] = [
  { head: 'Number', align: 'right', text: ([, count]) => String(count) },
  { head: 'Type', align: 'left', text: ([type]) => type },
];

function severitiesText(alarms: readonly AlarmExplanation[]): string {
  const count = (severity: AlarmExplanation['severity']) =>
    alarms.filter((alarm) => alarm.severity === severity).length;
  return `${count('page')} page, ${count('warn')} warn, ${count('none')} only as part of another`;
}

function table<Item>(items: readonly Item[], columns: readonly Column<Item>[], terminal: Terminal): string {
  const shown = plainTable(items.slice(0, MAX_ROWS), columns, terminal);
  const rest = items.length - MAX_ROWS;
  return rest > 0 ? `${shown}\n${INDENT}and ${rest} more; --json has all of them` : shown;
}
