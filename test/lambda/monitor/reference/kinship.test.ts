import fc from 'fast-check';
import { findKinship, type Relative } from '../../../../lambda/monitor/reference/kinship';
import type { Packet } from '../../../../lambda/ntp/packet';
import { followersRefId } from '../../../../lambda/ntp/reference-id';
import { reply } from '../../../../testkit/ntp/sample-builder';

/** A voter with these addresses, asked at the first. */
function voter(server: string, ips: readonly string[], ...packets: Partial<Packet>[]): Relative {
  const addresses = ips.map((ip) => ({ ip, family: ip.includes(':') ? 6 : 4, port: 123 }) as const);
  return { server, address: addresses[0] ?? null, addresses, packets: packets.map(reply) };
}

const following = (ip: string, fields: Partial<Packet> = {}): Partial<Packet> => ({
  stratum: 2,
  refId: Buffer.from(followersRefId(ip), 'hex'),
  reference: { seconds: 1, fraction: 0 },
  ...fields,
});
const PRIMARY = {};
const A = voter('a', ['192.0.2.1', '2001:db8::1'], PRIMARY);

describe('One clock, one family:', () => {
  test.each<[string, Relative[], string[][]]>([
    ['a follower by IPv4', [A, voter('b', ['192.0.2.2'], following('192.0.2.1'))], [['a', 'b']]],
    [
      'a follower by IPv6, under an address that was not asked',
      [A, voter('b', ['192.0.2.2'], following('2001:db8::1'))],
      [['a', 'b']],
    ],
    ['a follower that is listed first', [voter('b', ['192.0.2.2'], following('192.0.2.1')), A], [['a', 'b']]],
    [
      'a follower whose last packet says so',
      [A, voter('b', ['192.0.2.2'], following('192.0.2.9'), following('192.0.2.1'))],
      [['a', 'b']],
    ],
    [
      'a follower’s follower',
      [
        voter('c', ['192.0.2.3'], following('192.0.2.2', { stratum: 3 })),
        voter('b', ['192.0.2.2'], following('192.0.2.1')),
        A,
      ],
      [['a', 'b', 'c']],
    ],
    [
      'two followers of one that is silent',
      [
        voter('a', ['192.0.2.1']),
        voter('b', ['192.0.2.2'], following('192.0.2.1')),
        voter('c', ['192.0.2.3'], following('192.0.2.1')),
      ],
      [['a', 'b', 'c']],
    ],
    ['two names for one address', [A, voter('b', ['192.0.2.1'], PRIMARY)], [['a', 'b']]],
  ])('%s', (_name, voters, expected) => {
    expect(findKinship(voters).families).toEqual(expected);
  });

  test.each<[string, Relative[]]>([
    ['strangers', [A, voter('b', ['192.0.2.2'], PRIMARY)]],
    ['two names for one address that is silent', [voter('a', ['192.0.2.1']), voter('b', ['192.0.2.1'])]],
    [
      'two that answer from addresses nobody knows',
      [
        { ...voter('a', [], PRIMARY), address: null },
        { ...voter('b', [], PRIMARY), address: null },
      ],
    ],
    ['one that follows itself', [A, voter('b', ['192.0.2.2'], following('192.0.2.2'))]],
    [
      'a primary server whose source reads like an address',
      [A, voter('b', ['192.0.2.2'], { refId: Buffer.from([192, 0, 2, 1]) })],
    ],
    ['one that is not synchronised', [A, voter('b', ['192.0.2.2'], following('192.0.2.1', { leap: 3 }))]],
    [
      'names that share an address which neither was asked at',
      [voter('a', ['192.0.2.1', '192.0.2.9'], PRIMARY), voter('b', ['192.0.2.2', '192.0.2.9'], PRIMARY)],
    ],
    [
      'followers of one stranger',
      [voter('a', ['192.0.2.1'], following('192.0.2.9')), voter('b', ['192.0.2.2'], following('192.0.2.9'))],
    ],
    [
      'free-running clocks of one make',
      [voter('a', ['192.0.2.1'], following('127.127.1.1')), voter('b', ['127.127.1.1'], PRIMARY)],
    ],
  ])('not %s', (_name, voters) => {
    expect(findKinship(voters).families).toEqual([]);
  });

  const setAt = (fraction: number, fields: Partial<Packet> = {}) =>
    following('192.0.2.9', { reference: { seconds: 1, fraction }, ...fields });

  test.each<[string, Partial<Packet>, Partial<Packet>, number]>([
    ['set at the same instant', setAt(7), setAt(7), 1],
    ['set at another instant', setAt(7), setAt(8), 0],
    ['set at the same whole second', setAt(0), setAt(0), 0],
    ['of another stratum', setAt(7), setAt(7, { stratum: 3 }), 0],
    ['of another upstream', setAt(7), { ...setAt(7), refId: Buffer.from([192, 0, 2, 8]) }, 0],
    ['of primary servers, set at the same instant', setAt(7, { stratum: 1 }), setAt(7, { stratum: 1 }), 0],
  ])('clocks %s', (_name, one, other, families) => {
    const voters = [voter('a', ['192.0.2.1'], one), voter('b', ['2001:db8::2'], other)];
    expect(findKinship(voters).families).toHaveLength(families);
  });
});

test('Of several voters at one address, a follower follows the one that was asked there', () => {
  const name = voter('name', ['192.0.2.5', '192.0.2.1'], PRIMARY);
  const { upstreamOf, families } = findKinship([name, A, voter('b', ['192.0.2.2'], following('192.0.2.1'))]);
  expect([...upstreamOf]).toEqual([['b', 'a']]);
  expect(families).toEqual([['a', 'b']]);
});

test('Circles are found, each once, and who only follows into one is not in it', () => {
  const ring = ['192.0.2.1', '192.0.2.2', '192.0.2.3'];
  const voters = ring.map((ip, i) => voter(`r${i}`, [ip], following(ring[(i + 1) % 3]!)));
  const { loops, families } = findKinship([voter('tail', ['192.0.2.4'], following('192.0.2.1')), ...voters]);
  expect(loops).toEqual([['r0', 'r1', 'r2']]);
  expect(families).toHaveLength(1);
});

test.each(['127.0.0.1', '::1', '127.127.1.255', '0.0.0.0'])(
  'A reference id of %s is no upstream in common',
  (refId) => {
    const voters = ['b', 'c'].map((name, i) =>
      voter(name, [`192.0.2.${i}`], following(refId, { rootDelayMs: 1 })),
    );
    expect(findKinship(voters)).toMatchObject({ families: [], commonUpstreams: [] });
  },
);

test('A single follower of a server that is no voter has no upstream in common with anybody', () => {
  expect(findKinship([A, voter('b', ['192.0.2.2'], following('192.0.2.99'))]).commonUpstreams).toEqual([]);
});

test('Followers of one server that is no voter are named, and those of a voter are not', () => {
  const others = ['b', 'c', 'd'].map((name, i) =>
    voter(name, [`192.0.2.${i + 2}`], following(i < 2 ? '192.0.2.9' : '192.0.2.1')),
  );
  expect(findKinship([A, ...others]).commonUpstreams).toEqual([['b', 'c']]);
});

test('Whoever follows whom, every voter is in one family at most, and the same in whatever order they are listed', () => {
  const ip = (i: number) => `192.0.2.${i + 1}`;
  const upstreams = fc.array(fc.nat({ max: 9 }), { minLength: 1, maxLength: 9 });
  fc.assert(
    fc.property(upstreams, (follows) => {
      const voters = follows.map((upstream, i) => voter(`v${i}`, [ip(i)], following(ip(upstream))));
      const sets = (list: readonly Relative[]) =>
        findKinship(list)
          .families.map((family) => [...family].sort().join())
          .sort();
      const members = findKinship(voters).families.flat();
      expect(new Set(members).size).toBe(members.length);
      expect(sets([...voters].reverse())).toEqual(sets(voters));
    }),
  );
});

test('Ten thousand voters, sixteen behind each upstream, are as many families as there are upstreams', () => {
  const voters = Array.from({ length: 10_000 }, (_, i) =>
    voter(`v${i}`, [`10.${i >> 8}.${i & 255}.1`], following(`10.${(i >> 4) >> 8}.${(i >> 4) & 255}.1`)),
  );
  const { families } = findKinship(voters);
  expect(families).toHaveLength(1); // every upstream follows another one of them
  expect(new Set(families.flat()).size).toBe(10_000);
});
