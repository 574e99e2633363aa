import { metricData } from '../../../../lambda/function/metric-data';
import { EVERYTHING, type PublishScope } from '../../../../lambda/monitor/shard';
import { reading, result, UNUSABLE } from '../../../../testkit/function/sample-readings';

type Fields = Parameters<typeof reading>[1];

/** What the monitor as a whole publishes of servers `a`, `b`, ..., where two are "several". */
function published(servers: readonly Fields[], scope: Partial<PublishScope>, known = true) {
  const run = result(
    servers.map((fields, i) => reading('abcdef'.charAt(i), fields)),
    { known },
  );
  return Object.fromEntries(
    [...metricData(run, { ...EVERYTHING, commonCause: 2, ...scope })]
      .filter(({ Dimensions }) => Dimensions.length === 1)
      .map(({ MetricName, Value }) => [MetricName, Value]),
  );
}

describe.each<[metric: string, trouble: Fields]>([
  ['RunsUnusable', UNUSABLE],
  ['RunsOutside', { verdict: 'outside' }],
])('%s', (metric, trouble) => {
  const two = [trouble, trouble, {}];

  test.each<[what: string, inMaintenance: string[], value: number | undefined]>([
    ['counts a group of which nobody is in maintenance', [], 1],
    ['counts a group that is one without a third in maintenance', ['c'], 1],
    ['is next to nothing where maintenance takes one of the group', ['a'], 0.00001],
    ['is next to nothing where maintenance takes the group', ['a', 'b', 'c'], 0.00001],
  ])('%s', (_what, inMaintenance, value) => {
    expect(published(two, { inMaintenance: new Set(inMaintenance) })[metric]).toBe(value);
  });

  test('is not published where even with those in maintenance there is no group', () => {
    expect(published([trouble, {}, {}], { inMaintenance: new Set(['a']) })).not.toHaveProperty(metric);
  });

  test('leaves out a server in maintenance that only warns', () => {
    const scope = { inMaintenance: new Set(['a', 'b']), warnOnly: new Set(['a']) };
    expect(published(two, scope)).not.toHaveProperty(metric);
  });
});

test('Without reference time no run is one of servers lost, in maintenance or not', () => {
  const scope = { inMaintenance: new Set(['a']) };
  expect(published([UNUSABLE, UNUSABLE], scope, false)).not.toHaveProperty('RunsUnusable');
});

test.each<[metric: string, trouble: Fields]>([
  ['ServersUncertain', { verdict: 'uncertain' }],
  ['Outvoted', { vote: 'falseticker' }],
  ['ServersRemarked', { remarks: [{ id: 'holdover', severity: 'warn', text: 'holds over' }] }],
])('%s counts servers that are not in maintenance', (metric, trouble) => {
  expect(published([trouble, trouble, {}], { inMaintenance: new Set(['a']) })[metric]).toBe(1);
});

test('Those in maintenance are no reason for a group, which would keep an uncertain server quiet', () => {
  const uncertain = { verdict: 'uncertain' } as const;
  const run = result([reading('a', uncertain), reading('b', uncertain)]);
  const scope = { ...EVERYTHING, commonCause: 2, inMaintenance: new Set(['a']) };
  const weights = [...metricData(run, scope)].filter(({ MetricName }) => MetricName === 'RunsUncertain');
  expect(weights.map(({ Value }) => Value)).toEqual([0.00001, 1]);
});
