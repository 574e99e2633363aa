import { CfnQueryDefinition, type ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { LOG_MESSAGE } from '../../lambda/monitor/log-message';
import { resourceName } from '../config/names';

/** A CloudWatch Logs Insights query over the function's log. */
export interface LogQuery {
  /** The question that it answers: its name in the console, and its title on the dashboard. */
  readonly title: string;
  /** One command a line, without the pipes between. */
  readonly lines: readonly string[];
}

/** The fields of a reading by which a person understands it, and what each is called in a table. */
const READING_FIELDS = [
  'time',
  'server',
  'verdict',
  'reason',
  'offsetMs',
  'uncertaintyMs',
  'limitMs',
  'delayMs',
  'drift.ppm as ppm',
  'drift.halfWidthPpm as ppmPlusMinus',
  'packet.stratum as stratum',
  'packet.leap as leap',
  'packet.refId as refId',
  'vote',
  'address',
].join(', ');

const readings = (condition?: string) =>
  `filter message = "${LOG_MESSAGE.reading}"${condition === undefined ? '' : ` and ${condition}`}`;

/** Each reading once: every shard of a fleet measures the voters, and all but the first mark them. */
const readingsOnce = (condition?: string) =>
  readings(['not ispresent(repeated)', ...(condition === undefined ? [] : [condition])].join(' and '));

/**
 * The last reading of each server: what there is to know right now. `dedup` keeps the first of each, whichever
 * shard made it. A fleet has more servers than a table can show; its dashboard counts them.
 */
export const LATEST: LogQuery = {
  title: 'Last reading of every server (200 at most)',
  lines: [readings(), `fields ${READING_FIELDS}`, 'sort @timestamp desc', 'dedup server', 'limit 200'],
};

/** Every reading of one server, newest first. */
export function historyOf(server: string): LogQuery {
  return {
    title: `Readings of ${server}`,
    lines: [
      readings(`server = "${server}"`),
      `fields ${READING_FIELDS}, explanation`,
      'sort @timestamp desc',
      'limit 50',
    ],
  };
}

/** How far back "now" goes, by what reads: as long as an alarm's window at the slowest common schedules. */
const NOW = 'filter @timestamp > now() - 2h';

/**
 * The servers that have a trouble in their newest reading: what the page of a group can't name.
 * @param fields beside those that a person understands a reading by
 */
function currently(title: string, condition: string, ...fields: string[]): LogQuery {
  return {
    title: `${title} now`,
    lines: [
      NOW,
      readingsOnce(),
      'sort @timestamp desc',
      'dedup server',
      `filter ${condition}`,
      `fields ${[READING_FIELDS, ...fields].join(', ')}`,
      'limit 1000',
    ],
  };
}

/** What is worth asking the log, beside what the dashboard asks. A further query is one entry here. */
const SAVED: readonly LogQuery[] = [
  LATEST,
  currently('Outside', 'verdict = "outside"'),
  currently('Unusable', 'verdict = "unusable"', 'explanation'),
  currently('Uncertain', 'verdict = "uncertain"', 'explanation'),
  currently('Outvoted', 'vote = "falseticker" and verdict != "outside"'),
  currently('Remarks', 'ispresent(remarks.0.text)', 'remarks.0.text as remark', 'remarks.1.text as another'),
  currently(
    'Drifting',
    'ispresent(drift.timeLeft.hoursToLimit)',
    'drift.timeLeft.hoursToLimit as hours',
    'drift.timeLeft.rangeHours.least as hoursAtLeast',
    'drift.timeLeft.rangeHours.most as hoursAtMost',
    'drift.since as since',
  ),
  {
    title: 'Proven wrong',
    lines: [
      readingsOnce('verdict = "outside"'),
      `fields ${READING_FIELDS}`,
      'sort @timestamp desc',
      'limit 1000',
    ],
  },
  {
    title: 'No usable answer, by server and reason',
    lines: [
      readingsOnce('verdict = "unusable"'),
      'stats count(*) as runs, latest(time) as last, latest(explanation) as why by server, reason',
      'sort runs desc',
    ],
  },
  {
    title: 'Verdicts by server',
    lines: [readingsOnce(), 'stats count(*) as runs by server, verdict', 'sort server asc, verdict asc'],
  },
  {
    title: 'Change of stratum, reference or address',
    lines: [
      readingsOnce(),
      'stats count(*) as runs, earliest(time) as first, latest(time) as last ' +
        'by server, packet.stratum, packet.refId, address',
      'sort server asc, first asc',
    ],
  },
  {
    title: 'Runs without reference time',
    lines: [
      `filter message = "${LOG_MESSAGE.run}" and level = "WARN"`,
      'fields time, reference.explanation as explanation, requestId',
      'sort @timestamp desc',
      'limit 1000',
    ],
  },
  {
    title: 'Runs that CloudWatch did not take',
    lines: [
      `filter message = "${LOG_MESSAGE.publishFailed}"`,
      'fields @timestamp, explanation, requestId',
      'sort @timestamp desc',
      'limit 1000',
    ],
  },
];

/**
 * Saves the queries under the monitor's name, a folder in the Logs Insights console.
 * @returns what was saved
 */
export function createQueries(
  scope: Construct,
  monitorName: string,
  logGroup: ILogGroup,
): CfnQueryDefinition[] {
  return SAVED.map(
    ({ title, lines }) =>
      new CfnQueryDefinition(scope, `Query ${title}`, {
        name: `NTP drift monitor/${resourceName(monitorName)}/${title}`,
        logGroupNames: [logGroup.logGroupName],
        queryString: lines.join('\n| '),
      }),
  );
}
