import type { promises as dns, LookupAddress } from 'node:dns';
import { resolveAll, resolveHost } from '../../../lambda/ntp/dns';
import { startDnsServer, type Zone } from '../../../testkit/ntp/dns-server';

/** The resolver asks this name server instead of the machine's own; everything else is as it is. */
let mockNameServer = '';
/** The system's own look-up, which knows the hosts file: must not leave the machine in a test. */
let mockLookup: (host: string) => Promise<LookupAddress[]>;

jest.mock('node:dns', () => {
  const actual = jest.requireActual<{ promises: typeof dns }>('node:dns');
  class Resolver extends actual.promises.Resolver {
    constructor(options?: ConstructorParameters<typeof dns.Resolver>[0]) {
      super(options);
      this.setServers([mockNameServer]);
    }
  }
  const lookup = (host: string) => mockLookup(host);
  return { ...actual, promises: { ...actual.promises, Resolver, lookup } };
});

const ZONE: Zone = {
  'both.test': { A: ['192.0.2.1', '192.0.2.2'], AAAA: ['2001:db8::1'] },
  'ipv4.test': { A: ['192.0.2.4'], AAAA: [] },
  'ipv6.test': { A: [], AAAA: ['2001:db8::6'] },
  'neither.test': { A: [], AAAA: [] },
  'broken.test': { A: 'SERVFAIL', AAAA: 'SERVFAIL' },
  'half-broken.test': { A: 'SERVFAIL', AAAA: ['2001:db8::7'] },
  'refused.test': { A: 'REFUSED', AAAA: 'REFUSED' },
  'old-firewall.test': { A: ['192.0.2.8'], AAAA: 'silence' },
  'silent.test': { A: 'silence', AAAA: 'silence' },
};

let nameServer: { close(): void };
beforeAll(async () => {
  const started = await startDnsServer(ZONE);
  nameServer = started;
  mockNameServer = started.address;
});
afterAll(() => nameServer.close());

beforeEach(() => {
  mockLookup = (host) => Promise.reject(Object.assign(new Error(`getaddrinfo ENOTFOUND ${host}`)));
});

describe('A name without an address', () => {
  test.each([
    ['missing.test', 'getaddrinfo ENOTFOUND missing.test'],
    ['neither.test', 'getaddrinfo ENOTFOUND neither.test'],
    ['broken.test', 'DNS answered ESERVFAIL and ESERVFAIL'],
    ['refused.test', 'DNS answered EREFUSED and EREFUSED'],
    ['silent.test', 'DNS answered ETIMEOUT and ETIMEOUT'],
  ])('%s: %s', async (host, message) => {
    await expect(resolveHost(host)).rejects.toThrow(message);
  });

  test('may be known to the hosts file', async () => {
    mockLookup = async () => [{ address: '127.0.0.7', family: 4 }];
    expect(await resolveHost('missing.test')).toEqual(['127.0.0.7']);
  });
});

describe('A name is resolved', () => {
  test.each([
    ['both.test', '192.0.2.1'],
    ['ipv4.test', '192.0.2.4'],
    ['ipv6.test', '2001:db8::6'],
    ['half-broken.test', '2001:db8::7'],
  ])('%s is asked at %s', async (host, address) => {
    expect((await resolveHost(host))[0]).toBe(address);
  });

  test('without waiting for an AAAA record that nobody will ever send', async () => {
    // Within the budget or not: there is nothing in between, because the AAAA query outlives it by far.
    const [resolved] = await resolveAll([{ host: 'old-firewall.test', port: 123 }], resolveHost, 1500);
    expect(resolved).toEqual({ address: { ip: '192.0.2.8', family: 4, port: 123 } });
  });
});

test('Silent and broken names leave the others as they are', async () => {
  const hosts = ['silent.test', 'both.test', 'broken.test', 'ipv6.test', 'missing.test', 'ipv4.test'];
  const resolved = await resolveAll(
    hosts.map((host) => ({ host, port: 123 })),
    resolveHost,
    1000,
  );
  expect(resolved.map((each) => ('address' in each ? each.address.ip : each.explanation))).toEqual([
    'no answer within 1000 ms',
    '192.0.2.1',
    'DNS answered ESERVFAIL and ESERVFAIL',
    '2001:db8::6',
    'getaddrinfo ENOTFOUND missing.test',
    '192.0.2.4',
  ]);
});
