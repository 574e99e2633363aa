import { networkInterfaces } from 'node:os';
import type { RunResult } from '../../lambda/monitor/reading';
import { run, systemDependencies } from '../../lambda/monitor/run';
import { plan, server } from '../../testkit/function/sample-readings';
import { Chronyd } from '../../testkit/ntp/chronyd-process';

/** Real chronyd servers that follow each other, and what that is worth in an election. */
const AHEAD_MS = 100;
const hasIPv6 = Object.values(networkInterfaces())
  .flat()
  .some((address) => address?.address === '::1');

type Named = readonly [name: string, at: Pick<Chronyd, 'host' | 'port'>];

const started: Chronyd[] = [];
afterEach(async () => {
  await Promise.all(started.splice(0).map((each) => each.stop()));
});

async function start(server: Promise<Chronyd>): Promise<Chronyd> {
  started.push(await server);
  return started.at(-1)!;
}

/** A liar at this address, one that follows it, and servers that are right: each at an address of its own. */
async function liarWithFollower(liarsHost: string, rightHosts: readonly string[]): Promise<Named[]> {
  const liar = await start(Chronyd.startAt(liarsHost));
  await liar.step(AHEAD_MS);
  const follower = await start(Chronyd.follow(liar, '127.0.0.3'));
  const right = await Promise.all(rightHosts.map((host) => start(Chronyd.startAt(host))));
  return [['liar', liar], ['follower', follower], ...right.map((each, i): Named => [`right-${i}`, each])];
}

function runOf(servers: readonly Named[]): Promise<RunResult> {
  const pacing = { samples: 4, spacingMs: 0 };
  const voters = servers.map(([name, { host, port }]) => server(name, { host, port, freeRunning: true }));
  return run(plan(voters), systemDependencies(), {
    deadlineMs: performance.now() + 20_000,
    pacing: { polite: pacing, fast: pacing },
  });
}

test.each([['IPv4', '127.0.0.2'], ...(hasIPv6 ? [['IPv6', '::1']] : [])] as [string, string][])(
  'A liar and the server that follows it over %s have one vote, so that two right servers outvote them',
  async (_family, host) => {
    const servers = await liarWithFollower(host, ['127.0.0.4', '127.0.0.5']);
    const { reference, servers: readings } = await runOf(servers);
    expect(reference).toMatchObject({
      known: true,
      kin: [['liar', 'follower']],
      truechimers: ['right-0', 'right-1'],
    });
    expect(readings.map(({ verdict }) => verdict)).toEqual(['outside', 'outside', 'within', 'within']);
    expect(readings[1]).toMatchObject({ vote: 'none', sharesVoteOf: 'liar', packet: { stratum: 2 } });
    expect(readings[1]!.remarks).toEqual([
      { id: 'kin', severity: 'info', text: expect.stringContaining('it follows liar; one clock, one vote') },
    ]);
  },
  60_000,
);

test('A liar and its follower are no majority of three', async () => {
  const { reference, servers } = await runOf(await liarWithFollower('127.0.0.2', ['127.0.0.4']));
  expect(reference.known).toBe(false);
  expect(servers.map(({ verdict }) => verdict)).toEqual(['uncertain', 'uncertain', 'uncertain']);
}, 60_000);

test('One follower under two addresses is one machine, though its upstream is no voter', async () => {
  const upstream = await start(Chronyd.startAt('127.0.0.2'));
  const follower = await start(Chronyd.follow(upstream, '0.0.0.0'));
  const at = (host: string) => ({ host, port: follower.port });
  const right = await start(Chronyd.startAt('127.0.0.4'));
  const { reference } = await runOf([
    ['one', at('127.0.0.6')],
    ['other', at('127.0.0.7')],
    ['right', right],
  ]);
  expect(reference).toMatchObject({ known: true, kin: [['one', 'other']], truechimers: ['one', 'right'] });
}, 60_000);
