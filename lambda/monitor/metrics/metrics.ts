import { countedReason } from '../unusable-reasons';
import type { Metric } from './metric-entry';
import type { MetricKey, ScopeOf } from './metric-keys';
import { hoursToLimit, ifUsable, is, isPaging, least, when } from './metric-values';
import { SERVER_METRICS } from './server-metrics';
import { isUncertain } from './tally';

const FLEET = ['fleet'] as const;
const ANY = ['full', 'fleet'] as const;
const COUNT = { unit: 'Count', when: 'always' } as const;
const BAD_RUN = { unit: 'Count', detail: ANY, isCounted: true, troubleOnly: true } as const;

/**
 * Every metric that the function publishes, in the order of publishing. Publishing, alarms, dashboard, price and the
 * README's table all come of this list: a further metric is one entry here, or in `SERVER_METRICS`.
 */
export const METRICS = {
  clockOffset: {
    name: 'ClockOffset',
    unit: 'Milliseconds',
    scope: 'monitor',
    detail: ANY,
    notByClock: true,
    meaning: "reference time minus the function's clock",
    when: 'reference time is known',
    value: (run) => run.reference.clockOffsetMs,
  },
  truechimers: {
    name: 'Truechimers',
    unit: 'Count',
    scope: 'monitor',
    detail: ANY,
    meaning: 'voting servers that agree',
    when: 'always',
    value: (run) => run.reference.truechimers.length,
  },
  runsPublished: {
    name: 'RunsPublished',
    unit: 'Count',
    scope: 'monitor',
    detail: ANY,
    isCounted: true,
    meaning: 'runs in the window of the alarms; take the Sum',
    when: 'always',
    value: () => 1,
  },
  serversConfigured: {
    name: 'ServersConfigured',
    unit: 'Count',
    scope: 'monitor',
    detail: FLEET,
    meaning: 'servers that the schedules name, all shards together',
    when: 'always',
    value: (_run, { scope }) => scope.configured,
  },
  shardsWithoutReference: {
    name: 'ShardsWithoutReference',
    unit: 'Count',
    scope: 'shard',
    detail: FLEET,
    notByClock: true,
    sharded: true,
    meaning: 'shards that have lost reference time; take the Sum',
    when: 'always, of several shards',
    value: ({ reference: { known } }) => Number(!known),
  },
  absoluteOffset: {
    name: 'AbsoluteOffset',
    unit: 'Milliseconds',
    scope: 'distribution',
    detail: FLEET,
    meaning: '\\|offset\\| of every server, as values with counts for percentiles',
    when: 'reference time is known',
    // Signs would cancel in averages.
    value: ifUsable(({ offsetMs }) => (offsetMs === null ? null : Math.abs(offsetMs))),
  },
  fleetUncertainty: {
    name: 'Uncertainty',
    unit: 'Milliseconds',
    scope: 'distribution',
    detail: FLEET,
    meaning: 'likewise, how well each offset is known',
    when: 'with `AbsoluteOffset`',
    value: ifUsable((reading) => reading.uncertaintyMs),
  },
  servers: {
    ...COUNT,
    scope: 'count',
    name: 'Servers',
    detail: FLEET,
    meaning: 'servers measured',
    counts: () => true,
  },
  serversWithin: {
    ...COUNT,
    scope: 'count',
    name: 'ServersWithin',
    detail: FLEET,
    meaning: 'servers proven right',
    counts: is('within'),
  },
  serversOutside: {
    ...COUNT,
    scope: 'count',
    name: 'ServersOutside',
    detail: ANY,
    meaning: 'servers proven wrong, of those that page',
    counts: isPaging('outside'),
  },
  serversUncertain: {
    ...COUNT,
    scope: 'count',
    name: 'ServersUncertain',
    detail: ANY,
    meaning: 'servers with an offset that proves nothing',
    counts: isUncertain,
  },
  serversUnusable: {
    ...COUNT,
    scope: 'count',
    name: 'ServersUnusable',
    detail: ANY,
    meaning: 'servers without a usable answer, of those that page',
    counts: isPaging('unusable'),
  },
  serversRemarked: {
    ...COUNT,
    scope: 'count',
    name: 'ServersRemarked',
    forWarnings: true,
    detail: ANY,
    meaning: 'servers with a remark that somebody has to look at',
    counts: ({ remarks = [] }) => remarks.some(({ severity }) => severity === 'warn'),
  },
  outvoted: {
    ...COUNT,
    scope: 'count',
    name: 'Outvoted',
    forWarnings: true,
    detail: ANY,
    notByClock: true,
    meaning: 'voters that the majority refutes, and that are not proven outside',
    counts: ({ vote, verdict }) => vote === 'falseticker' && verdict !== 'outside',
  },
  unusableByReason: {
    name: 'ServersUnusable',
    unit: 'Count',
    scope: 'reason',
    detail: FLEET,
    meaning: 'servers that are unusable for this reason, or `other`',
    when: 'always',
    counts: (reading, reason) => is('unusable')(reading) && countedReason(reading.reason) === reason,
  },
  runsWithoutReference: {
    ...BAD_RUN,
    name: 'RunsWithoutReference',
    scope: 'monitor',
    notByClock: true,
    meaning:
      '1 in a run without reference time; the Sum at any time counts those in the window of the alarms',
    when: 'only then',
    value: ({ reference }) => when(!reference.known),
  },
  runsOutside: {
    ...BAD_RUN,
    isCounted: 'proof',
    name: 'RunsOutside',
    scope: 'shard',
    meaning: '1 in a run with so many servers outside that they have a cause in common; in a fleet, with any',
    when: 'only then',
    value: (_run, { outside, scope }) => when(outside >= scope.commonCause),
  },
  runsUnusable: {
    ...BAD_RUN,
    name: 'RunsUnusable',
    scope: 'shard',
    meaning: 'likewise of servers without a usable answer, while reference time is known',
    when: 'only then',
    value: (_run, { referenceKnown, unusable, scope }) =>
      when(referenceKnown && unusable >= scope.commonCause),
  },
  leastHoursToLimit: {
    forWarnings: true,
    name: 'HoursToLimit',
    unit: 'None',
    scope: 'shard',
    detail: ANY,
    troubleOnly: true,
    meaning: 'the least of them; take the Minimum',
    when: 'a server is drifting to its limit',
    value: ({ servers }) => least(servers.map(ifUsable(hoursToLimit))),
  },
  ...SERVER_METRICS,
} as const satisfies { [K in MetricKey]: Metric & { scope: ScopeOf<K> } };
