import { collectVotes } from '../../../../lambda/monitor/reference/ballot';
import type { Measured } from '../../../../lambda/ntp/measure';
import type { Packet } from '../../../../lambda/ntp/packet';
import { plan, server, silent, usable } from '../../../../testkit/function/sample-readings';
import { exchange } from '../../../../testkit/ntp/sample-builder';

const at = (ip: string) => ({ ip, family: 4 as const, port: 123 });

/** A voter that answers from an address. */
const answering = (ip: string, fields: Partial<Packet> = {}, measured: Partial<Measured> = {}): Measured =>
  usable(exchange({ forthMs: 5, backMs: 5 }, { stratum: 1, ...fields }), { address: at(ip), ...measured });

const FREE_RUNNING = { stratum: 5, refId: Buffer.from([127, 127, 1, 1]) };
const following = (ip: string, stratum = 2): Partial<Packet> => ({
  stratum,
  refId: Buffer.from(ip.split('.').map(Number)),
  rootDispersionMs: 1,
});

function ballotOf(measured: Record<string, Measured>, targets: readonly string[] = []) {
  const servers = Object.keys(measured).map((name) =>
    server(name, targets.includes(name) ? { role: 'target' } : {}),
  );
  const { configured, votes, barred } = collectVotes(plan(servers), Object.values(measured));
  return { configured, votes: votes.map(({ members }) => members.map((each) => each.server)), barred };
}

test('Everyone who is configured to vote counts, whoever is silent, and no target', () => {
  expect(
    ballotOf(
      { a: answering('192.0.2.1'), b: silent(), c: answering('192.0.2.3'), t: answering('192.0.2.4') },
      ['t'],
    ),
  ).toEqual({ configured: 3, votes: [['a'], ['c']], barred: [] });
});

test('A follower shares the vote of the voter that it follows, which speaks for both', () => {
  const followers = { b: answering('192.0.2.2', following('192.0.2.1')), a: answering('192.0.2.1') };
  expect(ballotOf({ ...followers, c: answering('192.0.2.3') }).votes).toEqual([['a', 'b'], ['c']]);
});

test.each([
  ['too far from its own source', answering('192.0.2.1', {}, { rootDistanceMs: 251 })],
  ['running freely', answering('192.0.2.1', FREE_RUNNING)],
])('A voter that is %s is barred, and stays among the configured', (_name, a) => {
  expect(ballotOf({ a, b: answering('192.0.2.2'), c: answering('192.0.2.3') })).toEqual({
    configured: 3,
    votes: [['b'], ['c']],
    barred: ['a'],
  });
});

test.each([
  ['voter', []],
  ['target', ['free']],
])(
  'Who follows a free-running %s has no vote, and is not barred for what it says of itself',
  (_role, targets) => {
    const measured = {
      free: answering('192.0.2.1', FREE_RUNNING),
      b: answering('192.0.2.2', following('192.0.2.1', 6)),
      c: answering('192.0.2.3'),
      d: answering('192.0.2.4', following('192.0.2.9')),
    };
    const { votes, barred } = ballotOf(measured, targets);
    expect(votes).toEqual([['c'], ['d']]);
    expect(barred).not.toContain('b');
  },
);

test('An address that was only known counts, too', () => {
  const free = answering('192.0.2.1', FREE_RUNNING, { addresses: [at('192.0.2.1'), at('192.0.2.8')] });
  const measured = { free, b: answering('192.0.2.2', following('192.0.2.8', 6)), c: answering('192.0.2.3') };
  expect(ballotOf(measured, ['free']).votes).toEqual([['c']]);
});
