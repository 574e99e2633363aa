import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { metricData } from '../../../lambda/function/metric-data';
import type { RunResult } from '../../../lambda/monitor/reading';
import { EVERYTHING, type PublishScope } from '../../../lambda/monitor/shard';
import { COUNTED_REASONS } from '../../../lambda/monitor/unusable-reasons';
import { ALWAYS_PUBLISHED, WITHOUT_REFERENCE } from '../../../testkit/function/always-published';
import { reading, result, UNUSABLE } from '../../../testkit/function/sample-readings';

const FLEET: PublishScope = { ...EVERYTHING, detail: 'fleet' };

/** Every datum as `Metric` or `Metric dimension`, with its value or its values and counts. */
function published(of: Parameters<typeof metricData>[0], scope = FLEET): Record<string, unknown> {
  return Object.fromEntries(
    [...metricData(of, scope)].map(({ MetricName, Dimensions, Value, Values, Counts }) => [
      [MetricName, ...Dimensions.slice(1).map((each) => each.Value)].join(' '),
      Value ?? Values!.map((value, i) => [value, Counts![i]]),
    ]),
  );
}

const NO_REASONS = Object.fromEntries(COUNTED_REASONS.map((reason) => [`ServersUnusable ${reason}`, 0]));

const SILENT = { known: false, clockOffsetMs: null, boundMs: null, truechimers: [] };

/** What every run of a fleet counts. */
const ALWAYS = { ...ALWAYS_PUBLISHED, ServersConfigured: 1 };

describe('A fleet', () => {
  test('that is silent is counted, by reason, and every server of it named', () => {
    const all = [reading('a', UNUSABLE), reading('b', { ...UNUSABLE, reason: 'kiss' })];
    expect(published(result(all, SILENT))).toEqual({
      ...NO_REASONS,
      ...ALWAYS,
      RunsWithoutReference: 1,
      RunsOutvoted: WITHOUT_REFERENCE.RunsOutvoted,
      Truechimers: 0,
      Servers: 2,
      ServersWithin: 0,
      ServersOutside: 0,
      ServersUncertain: 0,
      ServersUnusable: 2,
      'ServersUnusable timeout': 1,
      'ServersUnusable kiss': 1,
      'Usable a': 0,
      'Usable b': 0,
    });
  });

  test('without a single server of a shard still publishes zeros', () => {
    expect(published(result([]))).toMatchObject({ Servers: 0, ServersUnusable: 0, ...NO_REASONS });
  });

  test('that is well is distributions and counts, zeros included, and no single server', () => {
    const all = [reading('a'), reading('b', { offsetMs: -1.5 }), reading('c', { offsetMs: 0 })];
    expect(published(result(all))).toEqual({
      ...NO_REASONS,
      ...ALWAYS,
      ClockOffset: 0.25,
      Truechimers: 3,
      AbsoluteOffset: [
        [0, 1],
        [1.5, 2],
      ],
      Uncertainty: [[5, 3]],
      Servers: 3,
      ServersWithin: 3,
      ServersOutside: 0,
      ServersUncertain: 0,
      ServersUnusable: 0,
    });
  });

  test('names who is outside, with everything that is known of it; who is uncertain is only counted', () => {
    const all = [
      reading('a', { verdict: 'outside', offsetMs: -80 }),
      reading('b', { verdict: 'uncertain', reason: 'limit-inside-uncertainty' }),
    ];
    const data = published(result(all));
    expect(data).toMatchObject({
      ServersOutside: 1,
      ServersUncertain: 1,
      'Offset a': -80,
      'Uncertainty a': 5,
      'RoundTripDelay a': 10,
      'Usable a': 1,
    });
    expect(Object.keys(data).filter((key) => key.endsWith(' b'))).toEqual([]);
  });

  test('counts a reason that nobody has foreseen as another one, so that the reasons add up', () => {
    const all = [reading('a', { ...UNUSABLE, reason: 'gremlins' as never })];
    expect(published(result(all))).toMatchObject({ ServersUnusable: 1, 'ServersUnusable other': 1 });
  });

  test.each([Number.NaN, Number.POSITIVE_INFINITY])('never sends %d within a distribution', (offsetMs) => {
    const data = published(result([reading('a', { offsetMs }), reading('b')]));
    expect(data.AbsoluteOffset).toEqual([[1.5, 1]]);
  });

  test('of ten thousand is at most a request or two', () => {
    const many = Array.from({ length: 10_000 }, (_, i) => reading(`s${i}`, { offsetMs: i / 977 }));
    const data = [...metricData(result(many), FLEET)];
    expect(data.length).toBeLessThan(100);
    expect(data.every(({ Values = [] }) => Values.length <= 150)).toBe(true);
  });
});

describe('A shard that is not the first', () => {
  const later: PublishScope = {
    ...EVERYTHING,
    detail: 'fleet',
    includesMonitor: false,
    sharded: true,
    measuredElsewhere: new Set(['voter']),
  };
  const data = published(result([reading('voter', { verdict: 'outside' }), reading('own')]), later);

  test('publishes no metric of the monitor', () => {
    expect(data).not.toHaveProperty('Truechimers');
    expect(data).not.toHaveProperty('ClockOffset');
  });

  test('neither counts nor names the voters, which the first one does', () => {
    expect(data).toMatchObject({ Servers: 1, ServersOutside: 0, AbsoluteOffset: [[1.5, 1]] });
    expect(data).not.toHaveProperty('Offset voter');
  });
});

describe('Whether a shard has lost reference time', () => {
  const FIRST: PublishScope = { ...FLEET, sharded: true };
  const LATER: PublishScope = { ...FIRST, includesMonitor: false };
  const lost = (reference: Partial<RunResult['reference']>, scope: PublishScope) =>
    published(result([reading('a')], reference), scope).ShardsWithoutReference;

  test.each<[what: string, PublishScope, Partial<RunResult['reference']>, number | undefined]>([
    ['is said by the first one that has', FIRST, SILENT, 1],
    ['is said by any other one that has', LATER, SILENT, 1],
    ['is said by the first one that has not', FIRST, {}, 0],
    ['is said by any other one that has not', LATER, {}, 0],
    ['is no question by the clock', LATER, { source: 'clock' }, undefined],
    ['is said by Truechimers where there is one only', FLEET, SILENT, undefined],
  ])('%s', (_what, scope, reference, value) => {
    expect(lost(reference, scope)).toBe(value);
  });
});

test('the README lists every reason', () => {
  const readme = readFileSync(join(__dirname, '..', '..', '..', 'README.md'), 'utf8');
  const [, list] = /`unusable` \| .*`reason` says why: (.*) \|/.exec(readme)!;
  const named = [...list!.matchAll(/`([a-z-]+)`/g)].map((match) => match[1]);
  expect([...named, 'other'].sort()).toEqual([...COUNTED_REASONS].sort());
});
