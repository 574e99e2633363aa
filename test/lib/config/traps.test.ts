import { parseConfig } from '../../../lib/config/load';
import { type FunctionNetwork, TRAPS } from '../../../lib/config/traps';
import { monitorJson } from '../../../testkit/stack/synthesise';

const FOUR = ['a.example', 'b.example', 'c.example', 'd.example'];
const OUTSIDE: FunctionNetwork = { vpc: false, ipv6: false };
const INSIDE: FunctionNetwork = { vpc: true, ipv6: false };
const DUAL: FunctionNetwork = { vpc: true, ipv6: true };

/** The ids of the traps that a monitor with these servers is in, and what is said of them. */
function warningsOf(servers: unknown[], network = OUTSIDE, changes: Record<string, unknown> = {}) {
  const config = parseConfig(monitorJson({ servers, ...changes }));
  return TRAPS.flatMap(({ id, text }) => {
    const said = text(config, network);
    return said === undefined ? [] : [{ id, said }];
  });
}

const idsOf = (...args: Parameters<typeof warningsOf>) => warningsOf(...args).map(({ id }) => id);

test('four voters of different operators are free of traps', () => {
  expect(idsOf(FOUR)).toEqual([]);
});

describe('warned of, with the hosts', () => {
  test.each<[what: string, host: string, network: FunctionNetwork, id: string]>([
    ['a name of the pool', '2.pool.ntp.org', OUTSIDE, 'ntp-pool'],
    ['a loopback address', '127.0.0.2', INSIDE, 'unreachable-address'],
    ['the loopback name', 'localhost', INSIDE, 'unreachable-address'],
    ['the IPv6 loopback address', '::1', DUAL, 'unreachable-address'],
    ["EC2's own time service", '169.254.169.123', INSIDE, 'unreachable-address'],
    ['an IPv6 link-local address', 'fe80::1%eth0', DUAL, 'unreachable-address'],
    ['the unspecified address', '0.0.0.0', INSIDE, 'unreachable-address'],
    ['an address for many', '224.0.1.1', INSIDE, 'unreachable-address'],
    ['a private address outside a VPC', '10.1.2.3', OUTSIDE, 'private-address'],
    ['the last private address of its range', '172.31.255.255', OUTSIDE, 'private-address'],
    ['a carrier-grade address', '100.64.0.1', OUTSIDE, 'private-address'],
    ['a unique local address', 'fd00::1', OUTSIDE, 'private-address'],
    ['an IPv6 address outside a VPC', '2001:db8::1', OUTSIDE, 'ipv6-address'],
    ['an IPv6 address in a VPC without it', '2001:db8::1', INSIDE, 'ipv6-address'],
    ['a smearer of Google', 'time.google.com', OUTSIDE, 'unmarked-smearers'],
    ['a numbered smearer of Google', 'TIME2.google.com.', OUTSIDE, 'unmarked-smearers'],
    ['a smearer of AWS', 'time.aws.com', OUTSIDE, 'unmarked-smearers'],
    ['a smearer of Meta', 'time.facebook.com', OUTSIDE, 'unmarked-smearers'],
  ])('%s', (_what, host, network, id) => {
    const warnings = warningsOf([...FOUR, { host, name: 'x', role: 'target' }], network);
    expect(warnings.map((each) => each.id)).toEqual([id]);
    expect(warnings[0]!.said).toContain(host);
  });

  test('voters of one operator', () => {
    const [warning] = warningsOf(['a.time.example', 'b.time.example', 'c.x.time.example', 'd.time.example']);
    expect(warning).toMatchObject({ id: 'one-operator' });
    expect(warning!.said).toContain('All 4 voters are of time.example');
  });

  test.each([
    ['a.ptb.de', 'b.ptb.de', true],
    ['a.nic.cz', 'nic.cz', true],
    ['a.x.co.uk', 'b.x.co.uk', true],
    ['a.x.co.uk', 'a.y.co.uk', false],
    ['a.x.ad.jp', 'a.y.ad.jp', false],
  ])('%s and %s are of one operator: %s', (first, other, same) => {
    const voters = [1, 2, 3].map((port) => ({ host: other, port, name: `${port}` }));
    expect(idsOf([first, ...voters])).toEqual(same ? ['one-operator'] : []);
  });

  test('the fewest voters', () => {
    expect(idsOf(FOUR.slice(1))).toEqual(['fewest-voters']);
  });

  test('a limit that no path over the internet proves', () => {
    expect(idsOf([...FOUR, { host: 'e.example', limitMs: 0.9 }])).toEqual(['unprovable-limit']);
  });

  test('IPv6 without a VPC', () => {
    expect(idsOf(FOUR, { vpc: false, ipv6: true })).toEqual(['ipv6-without-vpc']);
  });

  test('at most five hosts by name', () => {
    const many = Array.from({ length: 7 }, (_, i) => ({ host: `10.0.0.${i}`, role: 'target' }));
    expect(warningsOf([...FOUR, ...many])[0]!.said).toContain('10.0.0.4 and 2 more: ');
  });
});

describe('not warned of', () => {
  test.each<[what: string, host: string, network: FunctionNetwork]>([
    ['a private address in a VPC', '10.1.2.3', INSIDE],
    ['an address beside a private range', '172.32.0.1', OUTSIDE],
    ['an IPv6 address in a VPC with it', '2001:db8::1', DUAL],
    ['a name that begins like a smearer', 'time.google.com.example', OUTSIDE],
  ])('%s', (_what, host, network) => {
    expect(idsOf([...FOUR, { host, role: 'target' }], network)).toEqual([]);
  });

  test('a smearer that is marked', () => {
    expect(idsOf([...FOUR, { host: 'time.google.com', role: 'target', smeared: true }])).toEqual([]);
  });

  test('voters under a public suffix of two labels', () => {
    expect(idsOf(['a.co.uk', 'b.co.uk', 'c.co.uk', 'd.co.uk'])).toEqual([]);
  });

  test('three servers that the clock judges', () => {
    expect(idsOf(FOUR.slice(1), OUTSIDE, { reference: 'clock' })).toEqual([]);
  });

  test('a strict limit in a VPC', () => {
    expect(idsOf([...FOUR, { host: 'e.example', limitMs: 0.9 }], INSIDE)).toEqual([]);
  });
});
