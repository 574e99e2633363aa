import { commonCauseThreshold } from './common-cause';
import { DEFAULTS } from './defaults';
import { type AlarmChoice, type Detail, isReference, type RunPlan } from './event';
import { bad, readKnown, readObject, readOneOf } from './event-values';
import { inMaintenance } from './maintenance';

/** What one run publishes of what it measured. */
export interface PublishScope {
  detail: Detail;
  /** Which shard it is, from 1. */
  shard: number;
  /** Whether this run publishes the metrics of the monitor as a whole. */
  includesMonitor: boolean;
  alarms: AlarmChoice;
  /** Whether other runs publish the rest of the same fleet. */
  sharded: boolean;
  /** Names of servers that another shard publishes: those that reference time needs, but for the first shard. */
  measuredElsewhere: ReadonlySet<string>;
  /** For how many runs a bad one is counted, and how far apart runs are. */
  badRuns: { runs: number; everyMinutes: number };
  /** How many servers the monitor has, all shards together. */
  configured: number;
  /** From how many bad servers in one run on their alarms leave it to the group's; 1 in a fleet. */
  commonCause: number;
  /** Names of the servers that reference time needs. */
  voters: ReadonlySet<string>;
  /** Names of servers that only warn, and of those in maintenance: neither counts among those that page. */
  warnOnly: ReadonlySet<string>;
  inMaintenance: ReadonlySet<string>;
}

/** What a monitor without shards publishes at full detail: everything that was measured. */
export const EVERYTHING: PublishScope = {
  detail: 'full',
  shard: 1,
  includesMonitor: true,
  sharded: false,
  alarms: 'all',
  measuredElsewhere: new Set(),
  badRuns: { runs: 1, everyMinutes: 1 },
  configured: 1,
  commonCause: Infinity,
  voters: new Set(),
  warnOnly: new Set(),
  inMaintenance: new Set(),
};

/**
 * Reads from an event what its run publishes.
 * @param plan the same event, checked
 * @param nowMs when the run is, for windows of maintenance
 * @throws Error naming the path, the value and what was expected
 */
export function parsePublishScope(event: unknown, plan: RunPlan, nowMs = Date.now()): PublishScope {
  const {
    detail = 'full',
    alarms = DEFAULTS.alarms,
    shard = { number: 1, of: 1 },
  } = readObject(event, 'event');
  const {
    number,
    of,
    servers = plan.servers.length,
  } = readKnown(shard, 'shard', ['number', 'of', 'servers']);
  if (!isCount(of) || !isCount(number) || number > of || !isCount(servers)) {
    throw bad('shard', shard, 'a "number" from 1 to "of", and "servers" as many as all shards have');
  }
  const first = number === 1;
  const fleet = readOneOf(detail, 'detail', ['full', 'fleet']) === 'fleet';
  const voters = plan.servers.filter((each) => isReference(each, plan.reference));
  const warnOnly = plan.servers.filter(({ severity }) => severity === 'warn');
  return {
    detail: fleet ? 'fleet' : 'full',
    shard: number,
    includesMonitor: first,
    sharded: of > 1,
    alarms: readOneOf(alarms, 'alarms', ['all', 'essential']),
    measuredElsewhere: names(first ? [] : voters),
    badRuns: readBadRuns(event),
    configured: servers,
    commonCause: fleet ? 1 : commonCauseThreshold(plan.servers.length - warnOnly.length),
    voters: names(voters),
    warnOnly: names(warnOnly),
    inMaintenance: inMaintenance(plan.maintenance, plan.servers, nowMs),
  };
}

/** CloudWatch takes data of the next two hours (API reference, PutMetricData); what leads there takes its time, too. */
export const MAX_AHEAD_MINUTES = 110;

function readBadRuns(event: unknown): PublishScope['badRuns'] {
  const { badRuns = { runs: 1, everyMinutes: 1 } } = readObject(event, 'event');
  const { runs, everyMinutes } = readKnown(badRuns, 'badRuns', ['runs', 'everyMinutes']);
  if (!isCount(runs) || !isCount(everyMinutes) || (runs - 1) * everyMinutes > MAX_AHEAD_MINUTES) {
    throw bad(
      'badRuns',
      badRuns,
      `counts of "runs" and "everyMinutes", ${MAX_AHEAD_MINUTES} minutes at most`,
    );
  }
  return { runs, everyMinutes };
}

function names(servers: RunPlan['servers']): ReadonlySet<string> {
  return new Set(servers.map(({ name }) => name));
}

function isCount(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= 1;
}
