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

/** A query about now, which goes back as far as the schedule asks for: the longest gap between two runs, minutes. */
type QueryOfNow = (gapMinutes: number) => LogQuery;

/** The fields of a reading by which a person understands it, and what each is called in a table. */
const ANSWER_FIELDS = ['time', 'server', 'verdict', 'reason', 'offsetMs', 'uncertaintyMs'];
const DETAIL_FIELDS = [
  'limitMs',
  'delayMs',
  'drift.ppm as ppm',
  'drift.halfWidthPpm as ppmPlusMinus',
  'packet.stratum as stratum',
  'packet.leap as leap',
  'packet.refId as refId',
  'vote',
  'address',
];

/** @param further what stands before the details: a table is cut at its right */
const readingFields = (...further: readonly string[]) =>
  `fields ${[...ANSWER_FIELDS, ...further, ...DETAIL_FIELDS].join(', ')}`;

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
  lines: [readings(), readingFields(), 'sort @timestamp desc', 'dedup server', 'limit 200'],
};

/** Every reading of one server, newest first. */
export function historyOf(server: string): LogQuery {
  return {
    title: `Readings of ${server}`,
    lines: [
      readings(`server = "${server}"`),
      readingFields('explanation as why'),
      'sort @timestamp desc',
      'limit 50',
    ],
  };
}

/**
 * How fast one server's clock runs away, with both ends of the 95 % interval: lines over time, a point a run. Metrics of the
 * ends would be $0.60 a server and month.
 * @param gapMinutes the longest between two runs
 */
export function driftLinesOf(server: string, gapMinutes: number): LogQuery {
  return {
    title: `${server}: drift and its 95 % interval (ppm; above 0 it gains)`,
    lines: [
      `${readings(`server = "${server}"`)} and ispresent(drift.ppm)`,
      'fields drift.ppm + drift.halfWidthPpm as upper, drift.ppm - drift.halfWidthPpm as lower',
      `stats avg(upper) as atMost, avg(drift.ppm) as ppm, avg(lower) as atLeast by bin(${gapMinutes}m)`,
    ],
  };
}

/** How far back "now" goes at least, hours, and in gaps between runs: the newest run may be lost, and be due. */
const MIN_HOURS_OF_NOW = 2;
const GAPS_OF_NOW = 2.5;

/** @param gapMinutes the longest between two runs */
function now(gapMinutes: number): string {
  const hours = Math.max(MIN_HOURS_OF_NOW, Math.ceil((GAPS_OF_NOW * gapMinutes) / 60));
  return `filter @timestamp > now() - ${hours}h`;
}

/** What the newest reading of a server says; after `dedup` no condition is allowed, after `stats` it is. */
const NEWEST_ANSWER = [
  'latest(verdict) as verdictNow',
  'latest(reason) as reasonNow',
  'latest(offsetMs) as offset',
  'latest(uncertaintyMs) as plusMinus',
];
const NEWEST_DETAILS = [
  'latest(limitMs) as limitNow',
  'latest(delayMs) as delay',
  'latest(packet.stratum) as stratum',
  'latest(packet.refId) as refId',
  'latest(vote) as voteNow',
  'latest(address) as addressNow',
  'latest(time) as at',
];

/**
 * The servers that have a trouble in their newest reading: what the page of a group can't name.
 * @param condition on what is asked for
 * @param fields further ones of the newest reading, which stand before the details: a table is cut at its right
 */
function currently(title: string, condition: string, ...fields: string[]): QueryOfNow {
  return (gapMinutes) => ({
    title: `${title} now`,
    lines: [
      now(gapMinutes),
      readingsOnce(),
      `stats ${[...NEWEST_ANSWER, ...fields, ...NEWEST_DETAILS].join(', ')} by server`,
      `filter ${condition}`,
      'sort verdictNow asc, server asc',
      'limit 1000',
    ],
  });
}

/** Likewise, where the trouble is a field that only some readings have. */
function currentlyWith(title: string, field: string, ...fields: string[]): QueryOfNow {
  const plain = currently(title, 'hasIt = 1', 'latest(isThere) as hasIt', ...fields);
  return (gapMinutes) => {
    const { lines, ...query } = plain(gapMinutes);
    const [newest, readingsOfAll, ...rest] = lines;
    return {
      ...query,
      lines: [newest!, readingsOfAll!, `fields ispresent(${field}) as isThere`, ...rest],
    };
  };
}

/** The answer of a dashboard to "which?": the proven wrong first. */
export const NOT_WELL = currently(
  'Servers that are not well',
  'verdictNow != "within"',
  'latest(explanation) as why',
);

/** What is worth asking the log, beside what the dashboard asks. A further query is one entry here. */
const SAVED: readonly (LogQuery | QueryOfNow)[] = [
  LATEST,
  NOT_WELL,
  currently('Outside', 'verdictNow = "outside"'),
  currently('Unusable', 'verdictNow = "unusable"', 'latest(explanation) as why'),
  currently('Uncertain', 'verdictNow = "uncertain"', 'latest(explanation) as why'),
  currently('Outvoted', 'voteNow = "falseticker" and verdictNow != "outside"'),
  currentlyWith(
    'Remarks',
    'remarks.0.text',
    'latest(remarks.0.text) as remark',
    'latest(remarks.1.text) as another',
  ),
  currentlyWith(
    'Drifting',
    'drift.timeLeft.hoursToLimit',
    'latest(drift.ppm) as ppm',
    'latest(drift.timeLeft.hoursToLimit) as hours',
    'latest(drift.timeLeft.rangeHours.least) as hoursAtLeast',
    'latest(drift.timeLeft.rangeHours.most) as hoursAtMost',
    'latest(drift.since) as since',
  ),
  {
    title: 'Proven wrong',
    lines: [readingsOnce('verdict = "outside"'), readingFields(), 'sort @timestamp desc', 'limit 1000'],
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
  { logGroup, gapMinutes }: { logGroup: ILogGroup; gapMinutes: number },
): CfnQueryDefinition[] {
  return SAVED.map((query) => (typeof query === 'function' ? query(gapMinutes) : query)).map(
    ({ title, lines }) =>
      new CfnQueryDefinition(scope, `Query ${title}`, {
        name: `NTP drift monitor/${resourceName(monitorName)}/${title}`,
        logGroupNames: [logGroup.logGroupName],
        queryString: lines.join('\n| '),
      }),
  );
}
