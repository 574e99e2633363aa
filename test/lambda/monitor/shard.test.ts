import { parseEvent } from '../../../lambda/monitor/event';
import { EVERYTHING, parsePublishScope } from '../../../lambda/monitor/shard';

const VOTERS = ['a', 'b', 'c'];
const TARGET = { host: 'd', role: 'target' };

function publicationOf(fields: object) {
  const event = { monitor: 'm', servers: [...VOTERS, TARGET], ...fields };
  return parsePublishScope(event, parseEvent(event));
}

test.each<[what: string, fields: object, message: string]>([
  ['a detail', { detail: 'some' }, 'detail is "some"; expected "full" or "fleet"'],
  ['a shard', { shard: 1 }, 'shard is 1; expected an object'],
  ['a shard of none', { shard: {} }, 'shard is {}; expected a "number" from 1 to "of"'],
  [
    'a shard',
    { shard: { number: 1, of: 1, server: 4 } },
    'shard.server is 4; expected one of the keys number, of',
  ],
  [
    'a count of bad runs',
    { badRuns: { runs: 1e9, everyMinutes: 1 } },
    'badRuns is {"runs":1000000000,"everyMinutes":1}; expected counts of "runs" and "everyMinutes", 110 minutes at most',
  ],
  [
    'bad runs',
    { badRuns: { runs: 1, everyMinutes: 1, every: 2 } },
    'badRuns.every is 2; expected one of the keys runs, everyMinutes',
  ],
  ['shard 0', { shard: { number: 0, of: 2 } }, 'expected a "number" from 1 to "of"'],
  ['shard 3 of 2', { shard: { number: 3, of: 2 } }, 'expected a "number" from 1 to "of"'],
  ['half a shard', { shard: { number: 1.5, of: 2 } }, 'expected a "number" from 1 to "of"'],
])('%s that makes no sense is refused', (_what, fields, message) => {
  expect(() => publicationOf(fields)).toThrow(message);
});

test('an event that says nothing publishes everything', () => {
  const { detail, includesMonitor, sharded, measuredElsewhere, badRuns } = EVERYTHING;
  expect(publicationOf({})).toMatchObject({ detail, includesMonitor, sharded, measuredElsewhere, badRuns });
});

test('the only shard is all of the fleet', () => {
  expect(publicationOf({ detail: 'fleet', shard: { number: 1, of: 1 } }).sharded).toBe(false);
});

test('the first shard publishes the voters, and the metrics of the monitor', () => {
  expect(publicationOf({ detail: 'fleet', shard: { number: 1, of: 2 } })).toMatchObject({
    detail: 'fleet',
    includesMonitor: true,
    sharded: true,
    measuredElsewhere: new Set(),
  });
});

test('any other shard publishes its own servers only', () => {
  expect(publicationOf({ detail: 'fleet', shard: { number: 2, of: 2 } })).toMatchObject({
    detail: 'fleet',
    includesMonitor: false,
    sharded: true,
    measuredElsewhere: new Set(VOTERS),
  });
});

test('without voters, by the clock, every shard publishes all that it measures', () => {
  const byClock = { reference: 'clock', detail: 'fleet', shard: { number: 2, of: 2 } };
  expect(publicationOf(byClock).measuredElsewhere.size).toBe(0);
});

test('with one server as reference, every shard measures it and the first publishes it', () => {
  const byServer = { reference: { server: 'a' }, detail: 'fleet' };
  expect([...publicationOf({ ...byServer, shard: { number: 2, of: 2 } }).measuredElsewhere]).toEqual(['a']);
  expect(publicationOf({ ...byServer, shard: { number: 1, of: 2 } }).measuredElsewhere.size).toBe(0);
});

test("a text is a host, and what a server leaves out is the event's own default", () => {
  const defaults = { role: 'target', pacing: 'fast', port: 1123, limitMs: 5 };
  const servers = ['x', { host: 'y', port: 123 }];
  const plan = parseEvent({ monitor: 'm', reference: 'clock', defaults, servers });
  const rest = { smeared: false, freeRunning: false, severity: 'page', maxReferenceAgeMs: 3_600_000 };
  expect(plan.servers).toEqual([
    { ...defaults, ...rest, host: 'x', name: 'x' },
    { ...defaults, ...rest, host: 'y', name: 'y', port: 123 },
  ]);
});

test('a wrong default is refused where a server would take it', () => {
  const event = { monitor: 'm', reference: 'clock', defaults: { port: 0 }, servers: ['x'] };
  expect(() => parseEvent(event)).toThrow('servers[0].port is 0; expected a UDP port');
});
