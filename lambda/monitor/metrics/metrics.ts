import { countedReason } from '../unusable-reasons';
import type { Metric } from './metric-entry';
import type { MetricKey, ScopeOf } from './metric-keys';
import { hoursToLimit, ifUsable, is, isPaging, unlessInMaintenance } from './metric-values';
import { SERVER_METRICS } from './server-metrics';
import { isOutvoted, isRemarked, isUncertain, weightOfGroup, weightOfWarning, when } from './tally';

const FLEET = ['fleet'] as const;
const ANY = ['full', 'fleet'] as const;
const COUNT = { unit: 'Count' } as const;
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
    value: (run) => run.reference.clockOffsetMs,
  },
  truechimers: {
    name: 'Truechimers',
    unit: 'Count',
    scope: 'monitor',
    detail: ANY,
    value: (run) => run.reference.truechimers.length,
  },
  runsPublished: {
    name: 'RunsPublished',
    unit: 'Count',
    scope: 'monitor',
    detail: ANY,
    isCounted: true,
    value: () => 1,
  },
  serversConfigured: {
    name: 'ServersConfigured',
    unit: 'Count',
    scope: 'monitor',
    detail: FLEET,
    value: (_run, { scope }) => scope.configured,
  },
  shardsWithoutReference: {
    name: 'ShardsWithoutReference',
    unit: 'Count',
    scope: 'shard',
    detail: FLEET,
    notByClock: true,
    sharded: true,
    value: ({ reference: { known } }) => Number(!known),
  },
  absoluteOffset: {
    name: 'AbsoluteOffset',
    unit: 'Milliseconds',
    scope: 'distribution',
    detail: FLEET,
    // Signs would cancel in averages.
    value: ifUsable(({ offsetMs }) => (offsetMs === null ? null : Math.abs(offsetMs))),
  },
  fleetUncertainty: {
    name: 'Uncertainty',
    unit: 'Milliseconds',
    scope: 'distribution',
    detail: FLEET,
    value: ifUsable((reading) => reading.uncertaintyMs),
  },
  servers: {
    ...COUNT,
    scope: 'count',
    name: 'Servers',
    detail: FLEET,
    counts: () => true,
  },
  serversWithin: {
    ...COUNT,
    scope: 'count',
    name: 'ServersWithin',
    detail: FLEET,
    counts: is('within'),
  },
  serversOutside: {
    ...COUNT,
    scope: 'count',
    name: 'ServersOutside',
    detail: ANY,
    counts: isPaging('outside'),
  },
  serversUncertain: {
    ...COUNT,
    scope: 'count',
    name: 'ServersUncertain',
    detail: ANY,
    counts: unlessInMaintenance(isUncertain),
  },
  serversUnusable: {
    ...COUNT,
    scope: 'count',
    name: 'ServersUnusable',
    detail: ANY,
    counts: isPaging('unusable'),
  },
  serversRemarked: {
    ...COUNT,
    scope: 'count',
    name: 'ServersRemarked',
    forWarnings: true,
    detail: ANY,
    counts: unlessInMaintenance(isRemarked),
  },
  outvoted: {
    ...COUNT,
    scope: 'count',
    name: 'Outvoted',
    forWarnings: true,
    detail: ANY,
    notByClock: true,
    counts: unlessInMaintenance(isOutvoted),
  },
  unusableByReason: {
    name: 'ServersUnusable',
    unit: 'Count',
    scope: 'reason',
    detail: FLEET,
    counts: (reading, reason) => is('unusable')(reading) && countedReason(reading.reason) === reason,
  },
  runsWithoutReference: {
    ...BAD_RUN,
    name: 'RunsWithoutReference',
    scope: 'monitor',
    notByClock: true,
    value: ({ reference }) => when(!reference.known),
  },
  runsOutside: {
    ...BAD_RUN,
    isCounted: 'proof',
    name: 'RunsOutside',
    scope: 'shard',
    group: 'outside',
    value: (_run, tally) => weightOfGroup('outside', tally),
  },
  runsUnusable: {
    ...BAD_RUN,
    name: 'RunsUnusable',
    scope: 'shard',
    group: 'unusable',
    value: (_run, tally) => (tally.referenceKnown ? weightOfGroup('unusable', tally) : null),
  },
  runsUncertain: {
    ...BAD_RUN,
    name: 'RunsUncertain',
    scope: 'monitor',
    forWarnings: true,
    // A fleet has no such warning.
    detail: ['full'],
    value: (_run, tally) => weightOfWarning('uncertain', tally),
  },
  runsOutvoted: {
    ...BAD_RUN,
    name: 'RunsOutvoted',
    scope: 'monitor',
    forWarnings: true,
    notByClock: true,
    value: (_run, tally) => weightOfWarning('outvoted', tally),
  },
  runsRemarked: {
    ...BAD_RUN,
    name: 'RunsRemarked',
    scope: 'shard',
    forWarnings: true,
    value: (_run, { remarked }) => when(remarked > 0),
  },
  leastHoursToLimit: {
    forWarnings: true,
    name: 'HoursToLimit',
    unit: 'None',
    scope: 'shard',
    detail: ANY,
    troubleOnly: true,
    // Of none it is infinity, which is not published.
    value: ({ servers }, tally) =>
      Math.min(...servers.flatMap((each) => ifUsable(hoursToLimit)(each, tally) ?? [])),
  },
  ...SERVER_METRICS,
} as const satisfies { [K in MetricKey]: Metric & { scope: ScopeOf<K> } };
