import fc from 'fast-check';
import { parseEvent } from '../../../lambda/monitor/event';
import { parsePublishScope } from '../../../lambda/monitor/shard';
import { hurriedVoters } from '../../../lib/config/checks/size';
import { parseConfig } from '../../../lib/config/load';
import type { ResolvedConfig } from '../../../lib/config/resolved-config';
import { toEvents } from '../../../lib/config/schedule-input';
import { manyServers, monitorJson, refusal, SERVERS } from '../../../testkit/stack/synthesise';

/** Three voters and so many targets. */
function fleet(targets: number, changes: Record<string, unknown> = {}) {
  const servers = manyServers(targets).map((server) => ({ ...server, role: 'target' }));
  return monitorJson({ servers: [...SERVERS, ...servers], ...changes });
}

const eventsOf = (config: ResolvedConfig) =>
  toEvents(config).map((event) => JSON.parse(JSON.stringify(event)) as unknown);

describe('refused', () => {
  test('is a list of single metrics and alarms that no stack could hold', () => {
    expect(refusal(fleet(148, { detail: 'full' }))).toContain(
      'servers is a list of 151; expected at most 140 with "detail": "full": each takes two alarms, and a ' +
        'CloudFormation stack holds 500 resources; set "detail": "fleet"',
    );
  });

  test('are many voters that every shard would ask', () => {
    expect(refusal(monitorJson({ servers: manyServers(751) }))).toContain(
      'servers is a list with 751 voting servers; expected at most 25 voters in a fleet of more than 750, because ' +
        'each of its shards asks all of them; give the others "role": "target"',
    );
  });

  test('are names so long that the inputs would burst the template', () => {
    const servers = manyServers(9000).map((server, i) => ({
      ...server,
      name: `${'x'.repeat(80)}-${i}`,
      role: 'target',
    }));
    expect(refusal(monitorJson({ servers: [...SERVERS, ...servers] }))).toMatch(
      /servers is a list that takes \d+ KB of the template; expected at most 900 KB, because CloudFormation/,
    );
  });

  test('are names so long that an input would burst its schedule', () => {
    const servers = manyServers(700).map((server, i) => ({
      host: `${'y'.repeat(60)}.${server.host}`,
      name: `${'x'.repeat(190)}-${i}`,
      role: 'target',
    }));
    expect(refusal(monitorJson({ servers: [...SERVERS, ...servers] }))).toMatch(
      /servers is a list that takes \d+ KB of a schedule's input; expected at most 170 KB; shorten names/,
    );
  });
});

describe('voters of others', () => {
  const hurried = (changes: Record<string, unknown>, targets = 9996) =>
    hurriedVoters(parseConfig(fleet(targets, changes)));

  test('are asked too often by the shards of 10,000 servers at a run a minute', () => {
    expect(hurried({})).toEqual({ shards: 14, everyMs: 60_000 / (14 * 4) });
  });

  test.each([
    ['a slower schedule', { schedule: 'rate(5 minutes)' }],
    ["voters of one's own", { servers: SERVERS.map((server) => ({ ...server, pacing: 'fast' })) }],
    ['the clock as reference', { reference: 'clock' }],
  ])('are not with %s', (_name, changes) => {
    expect(hurried(changes)).toBeUndefined();
  });

  test('are not by a single shard, which is polite by itself', () => {
    expect(hurried({}, 700)).toBeUndefined();
  });
});

test('up to 50 servers are one schedule with everything, more are a fleet unless they are meant to be', () => {
  expect(eventsOf(parseConfig(fleet(47)))[0]).not.toHaveProperty('detail');
  expect(eventsOf(parseConfig(fleet(48)))[0]).toMatchObject({ detail: 'fleet' });
  expect(eventsOf(parseConfig(fleet(48, { detail: 'full' })))[0]).not.toHaveProperty('detail');
  expect(eventsOf(parseConfig(fleet(0, { detail: 'fleet' })))).toEqual([
    { monitor: 'test', badRuns: { runs: 12, everyMinutes: 1 }, detail: 'fleet', servers: SERVERS },
  ]);
});

test('what most servers of a shard have in common is said once, and a host alone is a text', () => {
  const [event] = eventsOf(parseConfig(fleet(60, { limitMs: 5 })));
  expect(event).toEqual({
    monitor: 'test',
    limitMs: 5,
    badRuns: { runs: 12, everyMinutes: 1 },
    detail: 'fleet',
    defaults: { role: 'target' },
    servers: [
      ...SERVERS.map((server) => ({ ...server, role: 'reference' })),
      ...manyServers(60).map(({ host }) => host),
    ],
  });
});

const SERVER = fc.record({
  port: fc.constantFrom(123, 1123),
  role: fc.constantFrom('target', 'target', 'target', 'target', 'reference'),
  pacing: fc.constantFrom('polite', 'fast'),
  limitMs: fc.option(fc.constantFrom(1, 50, 100), { nil: undefined }),
});

/** Fleets of any size, of which at most 25 vote. */
const FLEETS = fc
  .record({
    reference: fc.constantFrom('consensus', 'clock'),
    limitMs: fc.constantFrom(50, 10),
    servers: fc.array(SERVER, { minLength: 0, maxLength: 300, size: 'max' }),
    copies: fc.integer({ min: 1, max: 12 }),
  })
  .map(({ servers, copies, ...rest }) => {
    const all = Array.from({ length: copies }, () => servers).flat();
    let voters = 0;
    const targets = all.map((server, i) => {
      const mayVote = server.role === 'reference' && voters < 20;
      voters += mayVote ? 1 : 0;
      return { ...server, host: `s${i}.example`, role: mayVote ? 'reference' : 'target' };
    });
    return parseConfig(monitorJson({ ...rest, detail: 'fleet', servers: [...SERVERS, ...targets] }));
  });

test('however a fleet is divided, each server is asked as it was meant and published once, each voter by all', () => {
  fc.assert(
    fc.property(FLEETS, (config) => {
      const plans = eventsOf(config).map((event) => {
        const plan = parseEvent(event);
        return { plan, scope: parsePublishScope(event, plan) };
      });
      const published = plans.flatMap(({ plan, scope }) =>
        plan.servers.filter(({ name }) => !scope.measuredElsewhere.has(name)),
      );
      const byName = (a: { name: string }, b: { name: string }) => (a.name < b.name ? -1 : 1);
      const meant = [...config.servers];
      expect(published.sort(byName)).toEqual(meant.sort(byName));
      expect(plans.filter(({ scope }) => scope.includesMonitor)).toHaveLength(1);
      const voters = meant.filter(({ role }) => role === 'reference').map(({ name }) => name);
      for (const { plan } of plans) {
        expect(plan.servers.length).toBeLessThanOrEqual(750);
        const asked = plan.servers.filter(({ role }) => role === 'reference').map(({ name }) => name);
        if (config.reference === 'consensus') {
          expect(asked.sort()).toEqual(voters);
        }
      }
    }),
    { numRuns: 10 },
  );
});
