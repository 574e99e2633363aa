import { metricData } from '../../../../lambda/function/metric-data';
import { EVERYTHING, type PublishScope } from '../../../../lambda/monitor/shard';
import { reading, result, UNUSABLE } from '../../../../testkit/function/sample-readings';

const OUTSIDE = { verdict: 'outside' } as const;
const [ALONE, IN_SMALL_GROUP, EXPLAINED] = [1, 1.00001, 0.00001];

/** What the run counts at first for server `a`, of six, where two are several. */
function weightOfA(
  metric: string,
  { bad, known = true, ...scope }: { bad: string; known?: boolean } & Partial<PublishScope>,
): number | undefined {
  const trouble = metric === 'RunsOutside' ? OUTSIDE : UNUSABLE;
  const servers = [...'abcdef'].map((name) => reading(name, bad.includes(name) ? trouble : {}));
  const data = metricData(result(servers, { known }), {
    ...{ ...EVERYTHING, badRuns: { runs: 12, everyMinutes: 1 }, commonCause: 2 },
    ...scope,
  });
  return [...data].find((each) => each.MetricName === metric && each.Dimensions[1]?.Value === 'a')?.Value;
}

describe.each(['RunsUnusable', 'RunsOutside'])('%s of a server', (metric) => {
  test.each<[what: string, situation: Parameters<typeof weightOfA>[1], weight: number]>([
    ['that is alone', { bad: 'a' }, ALONE],
    ['of a group', { bad: 'ab' }, IN_SMALL_GROUP],
    ['of a group that is not yet twice as large', { bad: 'abc' }, IN_SMALL_GROUP],
    ['of a group that is twice as large', { bad: 'abcd' }, EXPLAINED],
    ['in maintenance', { bad: 'a', inMaintenance: new Set('a') }, EXPLAINED],
    ['in maintenance, beside a group', { bad: 'abc', inMaintenance: new Set('a') }, EXPLAINED],
    [
      'beside one in maintenance, which is none of the group',
      { bad: 'ab', inMaintenance: new Set('b') },
      ALONE,
    ],
    ['beside one that only warns, which is none of the group', { bad: 'ab', warnOnly: new Set('b') }, ALONE],
  ])('%s', (_what, situation, weight) => {
    expect(weightOfA(metric, situation)).toBe(weight);
  });
});

test.each<[what: string, bad: string, weight: number]>([
  ['alone, without a vote', 'a', ALONE],
  ['of a group, without a vote', 'ab', EXPLAINED],
])('Without reference time, a silent server %s', (_what, bad, weight) => {
  expect(weightOfA('RunsUnusable', { bad, known: false })).toBe(weight);
});

test('Without reference time, a silent voter has it to speak for itself', () => {
  expect(weightOfA('RunsUnusable', { bad: 'a', known: false, voters: new Set('a') })).toBe(EXPLAINED);
});

test.each<[metric: string, weight: number]>([
  ['RunsUnusable', IN_SMALL_GROUP],
  ['RunsOutside', ALONE],
])('A server that only warns beside a group: what is proven does not wait (%s)', (metric, weight) => {
  expect(weightOfA(metric, { bad: 'abc', warnOnly: new Set('a') })).toBe(weight);
});

test('Where runs are too far apart to be counted ahead, a run in a small group is no reason', () => {
  expect(weightOfA('RunsUnusable', { bad: 'ab', badRuns: { runs: 1, everyMinutes: 1 } })).toBe(EXPLAINED);
});
