import type { promises as dns, LookupAddress } from 'node:dns';
import { RESOLVE_BUDGET_MS } from '../../../../lambda/monitor/defaults';
import { hostResolver, resolveAll } from '../../../../lambda/ntp/dns/dns';
import { startDnsServer, type Zone } from '../../../../testkit/ntp/dns-server';

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
  'half-missing.test': { A: [], AAAA: 'SERVFAIL' },
  'refused.test': { A: 'REFUSED', AAAA: 'REFUSED' },
  'old-firewall.test': { A: ['192.0.2.8'], AAAA: 'silence' },
  'gone.test': { A: 'NXDOMAIN', AAAA: 'silence' },
  'silent.test': { A: 'silence', AAAA: 'silence' },
};

let nameServer: Awaited<ReturnType<typeof startDnsServer>>;
beforeAll(async () => {
  nameServer = await startDnsServer(ZONE);
});
afterAll(() => nameServer.close());

beforeEach(() => {
  mockNameServer = nameServer.address;
  mockLookup = (host) => Promise.reject(Object.assign(new Error(`getaddrinfo ENOTFOUND ${host}`)));
});

const resolveHost = hostResolver();

/** As a run resolves a name: nobody gives up before the resolver does. */
const lookUp = (host: string) => resolveHost(host, new AbortController().signal);

describe('A name without an address', () => {
  test.each([
    ['missing.test', 'ENOTFOUND', 'DNS answered ENOTFOUND'],
    ['gone.test', 'ENOTFOUND', 'DNS answered ENOTFOUND'],
    ['neither.test', 'ENODATA', 'DNS answered ENODATA'],
    ['broken.test', 'ESERVFAIL', 'DNS answered ESERVFAIL'],
    ['half-missing.test', 'ESERVFAIL', 'DNS answered ENODATA and ESERVFAIL'],
    ['refused.test', 'EREFUSED', 'DNS answered EREFUSED'],
  ])('%s: %s', async (host, code, message) => {
    await expect(lookUp(host)).rejects.toThrow(expect.objectContaining({ code, message }));
  });

  test('may be known to the system, of the local network say', async () => {
    mockLookup = async () => [{ address: '192.0.2.7', family: 4 }];
    expect(await lookUp('missing.test')).toEqual(['192.0.2.7']);
  });
});

describe('A name is resolved', () => {
  test.each([
    ['both.test', ['192.0.2.1', '192.0.2.2', '2001:db8::1']],
    ['ipv4.test', ['192.0.2.4']],
    ['ipv6.test', ['2001:db8::6']],
    ['half-broken.test', ['2001:db8::7']],
  ])('%s has the addresses %j', async (host, addresses) => {
    expect(await lookUp(host)).toEqual(addresses);
  });

  test('by the hosts file before DNS is asked', async () => {
    mockNameServer = '127.0.0.1:1'; // nobody is there
    expect(await lookUp('localhost')).toContain('127.0.0.1');
  });

  test('although the name server takes its time', async () => {
    const slow = await startDnsServer(ZONE, 1400);
    mockNameServer = slow.address;
    const [resolved] = await resolveAll([{ host: 'ipv4.test', port: 123 }], resolveHost, RESOLVE_BUDGET_MS);
    slow.close();
    expect(resolved).toEqual({ addresses: [{ ip: '192.0.2.4', family: 4, port: 123 }] });
  });

  test('although the first query is lost', async () => {
    const lossy = await startDnsServer(ZONE, 0, 2);
    mockNameServer = lossy.address;
    const addresses = await lookUp('both.test');
    lossy.close();
    expect(addresses).toHaveLength(3);
  });

  test('without waiting for an AAAA record that nobody will ever send', async () => {
    // Within the budget or not: there is nothing in between, because the AAAA query outlives it by far.
    const [resolved] = await resolveAll([{ host: 'old-firewall.test', port: 123 }], resolveHost, 1500);
    expect(resolved).toEqual({ addresses: [{ ip: '192.0.2.8', family: 4, port: 123 }] });
  });
});

test('Silent and broken names leave the others as they are', async () => {
  const hosts = ['silent.test', 'both.test', 'broken.test', 'ipv6.test', 'missing.test', 'ipv4.test'];
  const resolved = await resolveAll(
    hosts.map((host) => ({ host, port: 123 })),
    resolveHost,
    1000,
  );
  expect(
    resolved.map((each) =>
      'addresses' in each ? each.addresses[0].ip : `${each.reason}: ${each.explanation}`,
    ),
  ).toEqual([
    'dns-failed: no answer within 1000 ms',
    '192.0.2.1',
    'dns-failed: DNS answered ESERVFAIL',
    '2001:db8::6',
    'name-not-found: DNS answered ENOTFOUND',
    '192.0.2.4',
  ]);
});
