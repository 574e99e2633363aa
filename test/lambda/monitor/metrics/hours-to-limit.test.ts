import { metricData } from '../../../../lambda/function/metric-data';
import { EVERYTHING } from '../../../../lambda/monitor/shard';
import { KNOWN_DRIFT, reading, result, UNUSABLE } from '../../../../testkit/function/sample-readings';

/** A server that reaches its limit in so many hours. */
function drifting(name: string, hoursToLimit: number) {
  const timeLeft = { hoursToLimit, rangeHours: { least: hoursToLimit, most: hoursToLimit } };
  return reading(name, { drift: { ...KNOWN_DRIFT, timeLeft } as typeof KNOWN_DRIFT });
}

/** `HoursToLimit` by server; that of the monitor, which has the least, by no name. */
function published(servers: ReturnType<typeof reading>[], maintained: string[], detail: 'full' | 'fleet') {
  const scope = { ...EVERYTHING, detail, inMaintenance: new Set(maintained) };
  return [...metricData(result(servers), scope)]
    .filter(({ MetricName }) => MetricName === 'HoursToLimit')
    .map(({ Dimensions: [, server], Value }) => [server?.Value, Value]);
}

const A_AND_B = [drifting('a', 5), drifting('b', 9)];

test.each([
  [
    'the least of all, and each of its own',
    A_AND_B,
    [],
    'full',
    [
      [undefined, 5],
      ['a', 5],
      ['b', 9],
    ],
  ],
  [
    'none of a server in maintenance',
    A_AND_B,
    ['a'],
    'full',
    [
      [undefined, 9],
      ['b', 9],
    ],
  ],
  ['the least of a fleet without those in maintenance', A_AND_B, ['a'], 'fleet', [[undefined, 9]]],
  ['nothing while all are in maintenance', A_AND_B, ['a', 'b'], 'fleet', []],
  ['nothing of a server that gives no usable answer', [reading('a', UNUSABLE)], [], 'full', []],
] as const)('HoursToLimit: %s', (_what, servers, maintained, detail, expected) => {
  expect(published([...servers], [...maintained], detail)).toEqual(expected);
});
