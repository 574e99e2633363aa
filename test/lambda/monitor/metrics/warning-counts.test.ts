import { metricData } from '../../../../lambda/function/metric-data';
import { EVERYTHING, type PublishScope } from '../../../../lambda/monitor/shard';
import { reading, result } from '../../../../testkit/function/sample-readings';

type Fields = Parameters<typeof reading>[1];

const UNCERTAIN: Fields = { verdict: 'uncertain' };
const OUTVOTED: Fields = { vote: 'falseticker' };
const REMARKED: Fields = { remarks: [{ id: 'holdover', severity: 'warn', text: 'holds over' }] };
const NOTED: Fields = { remarks: [{ id: 'holdover', severity: 'info', text: 'holds over' }] };

/** What the monitor as a whole publishes of servers `a`, `b`, `c`, where two are "several". */
function published(metric: string, servers: readonly Fields[], scope: Partial<PublishScope>, known = true) {
  const run = result(
    servers.map((fields, i) => reading('abc'.charAt(i), fields)),
    { known },
  );
  return [...metricData(run, { ...EVERYTHING, commonCause: 2, configured: 3, ...scope })].find(
    ({ MetricName, Dimensions }) => MetricName === metric && Dimensions.length === 1,
  )?.Value;
}

const IN_MAINTENANCE = { inMaintenance: new Set(['a']) };
const LATER_SHARD: Partial<PublishScope> = {
  detail: 'fleet',
  sharded: true,
  includesMonitor: false,
  measuredElsewhere: new Set(['a']),
};

test.each<[string, string, Fields[], Partial<PublishScope>, number | undefined]>([
  ['RunsUncertain', 'one is uncertain', [UNCERTAIN, {}, {}], {}, undefined],
  ['RunsUncertain', 'several are', [UNCERTAIN, UNCERTAIN, {}], {}, 1],
  ['RunsUncertain', 'all are', [UNCERTAIN, UNCERTAIN, UNCERTAIN], {}, 1],
  [
    'RunsUncertain',
    'one of the two is in maintenance',
    [UNCERTAIN, UNCERTAIN, {}],
    IN_MAINTENANCE,
    undefined,
  ],
  ['RunsUncertain', 'one of more than fifty is', [UNCERTAIN, {}, {}], { configured: 51 }, 1],
  ['RunsUncertain', 'one of fifty is', [UNCERTAIN, {}, {}], { configured: 50 }, undefined],
  ['RunsUncertain', 'all of a fleet are', [UNCERTAIN, UNCERTAIN, UNCERTAIN], { detail: 'fleet' }, undefined],
  ['RunsOutvoted', 'nobody is outvoted', [{}, {}, {}], {}, undefined],
  ['RunsOutvoted', 'one is', [OUTVOTED, {}, {}], {}, 1],
  ['RunsOutvoted', 'two are', [OUTVOTED, OUTVOTED, {}], {}, 1],
  ['RunsOutvoted', 'it is outside as well', [{ ...OUTVOTED, verdict: 'outside' }, {}, {}], {}, undefined],
  ['RunsOutvoted', 'it is in maintenance', [OUTVOTED, {}, {}], IN_MAINTENANCE, undefined],
  ['RunsRemarked', 'one has a remark', [REMARKED, {}, {}], {}, 1],
  ['RunsRemarked', 'all have', [REMARKED, REMARKED, REMARKED], {}, 1],
  ['RunsRemarked', 'the remark needs nobody', [NOTED, {}, {}], {}, undefined],
  ['RunsRemarked', 'it is in maintenance', [REMARKED, {}, {}], IN_MAINTENANCE, undefined],
  ['RunsRemarked', 'the first shard has the remark', [REMARKED, {}, {}], LATER_SHARD, undefined],
  ['RunsRemarked', "it is another shard's own", [{}, REMARKED, {}], LATER_SHARD, 1],
])('%s, when %s', (metric, _what, servers, scope, value) => {
  expect(published(metric, servers, scope)).toBe(value);
  expect(published(metric, servers, { ...scope, alarms: 'essential' })).toBeUndefined();
});

test.each([
  ['RunsUncertain', 0.3],
  ['RunsOutvoted', 0.3],
  ['RunsRemarked', undefined],
])('without reference time %s is %s: neither good nor bad, where nobody could tell', (metric, value) => {
  expect(published(metric, [{}, {}, {}], {}, false)).toBe(value);
});
