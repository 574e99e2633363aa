import { longestRunMs } from '../../../lib/config/checks/timing';
import { parseConfig } from '../../../lib/config/load';
import { FUNCTION_TIMEOUT_MS } from '../../../lib/config/policy';
import { manyServers, monitorJson, refusal, SERVERS, withFirst } from '../../../testkit/stack/synthesise';

describe('a configuration with a single wrong value is refused with its path, the value and what was expected', () => {
  test.each<[name: string, input: unknown, line: string]>([
    ['nothing', undefined, 'the file is missing; expected an object'],
    ['a list', [], 'the file is []; expected an object'],
    ['no name', monitorJson({ name: undefined }), 'name is missing; expected printable ASCII'],
    ['an empty name', monitorJson({ name: '' }), 'name is ""; expected printable ASCII'],
    ['a name that is no dimension', monitorJson({ name: ':x' }), 'name is ":x"; expected printable ASCII'],
    ['a name beyond ASCII', monitorJson({ name: 'für' }), 'name is "für"; expected printable ASCII'],
    [
      'an unknown key',
      monitorJson({ limit: 5 }),
      'limit is not a known key; expected "limitMs"; or one of the keys $schema, name',
    ],
    [
      'a key longer than a known one',
      withFirst({ hostname: 'x' }),
      'servers[0].hostname is not a known key; expected "host"; or one of the',
    ],
    [
      'a key that only looks a little like another',
      monitorJson({ email: ['a@b.example'] }),
      'email is not a known key; expected one of the keys $schema, name',
    ],
    [
      'an unknown key of a server',
      withFirst({ prot: 5 }),
      'servers[0].prot is not a known key; expected "port"; or one of the',
    ],
    ['a limit of 0', monitorJson({ limitMs: 0 }), 'limitMs is 0; expected a number of milliseconds above 0'],
    [
      'a limit in words',
      monitorJson({ limitMs: '50' }),
      'limitMs is "50"; expected a number of milliseconds',
    ],
    ['no servers', monitorJson({ servers: undefined }), 'servers is missing; expected a list of servers'],
    [
      'a server that is a text and no host',
      monitorJson({ servers: ['a b', ...SERVERS] }),
      'servers[0] is "a b"; expected a host name',
    ],
    [
      'a server that is a number',
      monitorJson({ servers: [7, ...SERVERS] }),
      'servers[0] is 7; expected a host name',
    ],
    [
      'a server without a host',
      withFirst({ host: undefined }),
      'servers[0].host is missing; expected a host name',
    ],
    ['a URL', withFirst({ host: 'ntp://a/' }), 'servers[0].host is "ntp://a/"; expected "a": a host name'],
    [
      'a host with a port',
      withFirst({ host: 'a:124' }),
      'servers[0].host is "a:124"; expected "a" with "port": 124: a',
    ],
    [
      'a name with letters beyond ASCII',
      withFirst({ host: 'zeit.münchen.example' }),
      'servers[0].host is "zeit.münchen.example"; expected "zeit.xn--mnchen-3ya.example", the name as DNS has it',
    ],
    [
      'a host with the usual port',
      withFirst({ host: 'a:123' }),
      'servers[0].host is "a:123"; expected "a": a host name',
    ],
    [
      'a bracketed address',
      withFirst({ host: '[::1]' }),
      'servers[0].host is "[::1]"; expected "::1": a host name',
    ],
    [
      'a bracketed address as a text',
      monitorJson({ servers: ['[::1]:5', ...SERVERS] }),
      'servers[0] is "[::1]:5"; expected "::1" with "port": 5',
    ],
    [
      'what is nothing with a port',
      withFirst({ host: ':123' }),
      'servers[0].host is ":123"; expected a host name',
    ],
    [
      'an IPv6 address that begins with colons, without a name',
      monitorJson({ servers: [{ host: '::1' }, ...SERVERS] }),
      `servers[0].host is "::1", which can't be its name: CloudWatch takes none that begins with a colon; expected a "name"`,
    ],
    [
      'a mistyped address',
      withFirst({ host: '10.0.0.300' }),
      'servers[0].host is "10.0.0.300"; expected a host',
    ],
    [
      'a label too long',
      withFirst({ host: `${'x'.repeat(64)}.org` }),
      'expected a host name or an IP address',
    ],
    [
      'a port too high',
      withFirst({ port: 65536 }),
      'servers[0].port is 65536; expected a UDP port from 1 to 65535',
    ],
    ['a port of 0', withFirst({ port: 0 }), 'servers[0].port is 0; expected a UDP port from 1 to 65535'],
    [
      'a broken port',
      withFirst({ port: 1.5 }),
      'servers[0].port is 1.5; expected a UDP port from 1 to 65535',
    ],
    [
      'an unknown role',
      withFirst({ role: 'peer' }),
      'servers[0].role is "peer"; expected "reference" or "target"',
    ],
    [
      'an unknown pacing',
      withFirst({ pacing: 'x' }),
      'servers[0].pacing is "x"; expected "polite" or "fast"',
    ],
    ['smearing in words', withFirst({ smeared: 'no' }), 'servers[0].smeared is "no"; expected true or false'],
    [
      "a server's limit below 0",
      withFirst({ limitMs: -1 }),
      'servers[0].limitMs is -1; expected a number of',
    ],
    [
      'a reference',
      monitorJson({ reference: 'gps' }),
      'reference is "gps"; expected "consensus", "clock" or { "server": NAME }',
    ],
    [
      'a mail address',
      monitorJson({ notify: { email: ['x'] } }),
      'notify.email[0] is "x"; expected an e-mail',
    ],
    [
      'a channel',
      monitorJson({ notify: { sms: [] } }),
      'notify.sms is not a known key; expected one of the keys email',
    ],
    ['a detail', monitorJson({ detail: 'none' }), 'detail is "none"; expected "full" or "fleet"'],
    [
      'a VPC',
      monitorJson({ vpc: { id: 'x', subnetIds: ['subnet-1'] } }),
      'vpc.id is "x"; expected the id of a VPC',
    ],
    [
      'no subnets',
      monitorJson({ vpc: { id: 'vpc-1', subnetIds: [] } }),
      'vpc.subnetIds is []; expected at least one',
    ],
  ])('%s', (_name, input, line) => {
    expect(refusal(input)).toContain(line);
  });
});

test('a refusal lists everything at once, and nothing twice', () => {
  const message = refusal({
    name: 'test',
    schedule: 'hourly',
    servers: [
      { host: 'a', port: 'x' },
      { host: 'b', name: 'n' },
      { host: 'c', name: 'n' },
    ],
  });
  expect(message.split('\n')).toEqual([
    'monitor.json has 3 problems:',
    '  schedule is "hourly"; expected rate(...) or cron(...), such as "rate(1 minute)".',
    '  servers[0].port is "x"; expected a UDP port from 1 to 65535.',
    '  servers[2].name is "n", which servers[1] is called already; expected a name of its own for each server; ' +
      'give one of the two a different "name".',
  ]);
});

describe('accepted', () => {
  test.each<[name: string, input: unknown]>([
    ['the fewest keys', monitorJson()],
    ['servers that are texts', monitorJson({ servers: ['a', '192.0.2.1', '2001:db8::1'] })],
    [
      'one server that judges the others',
      monitorJson({ reference: { server: 'a' }, servers: [SERVERS[0], 'b'] }),
    ],
    [
      'a window for the night',
      monitorJson({
        maintenance: [{ cron: '0 2 * * SUN', timeZone: 'Europe/Stockholm', minutes: 60, servers: ['a'] }],
      }),
    ],
    ['one server judged by the clock', monitorJson({ reference: 'clock', servers: [{ host: '192.0.2.1' }] })],
    ['an IPv6 address', withFirst({ host: '2001:db8::1' })],
    ['an IPv6 address that begins with colons, with a name', withFirst({ host: '::1' })],
    ['a name with a dot at the end', withFirst({ host: 'a.example.' })],
    ['only smeared voters', monitorJson({ servers: SERVERS.map((each) => ({ ...each, smeared: true })) })],
    [
      'a smeared target',
      monitorJson({ servers: [...SERVERS, { host: 'd', role: 'target', smeared: true }] }),
    ],
    ['one host with two ports', monitorJson({ servers: [...SERVERS, { host: 'a.example', port: 1123 }] })],
    ['50 servers', monitorJson({ servers: manyServers(50) })],
    ['140 servers that are asked for', monitorJson({ servers: manyServers(140), detail: 'full' })],
    ['runs four hours apart', monitorJson({ schedule: 'rate(4 hours)' })],
    ['the pool, of which a warning speaks', withFirst({ host: '0.pool.ntp.org' })],
  ])('%s', (_name, input) => {
    expect(refusal(input)).toBe('accepted');
  });

  test('what is left out has the defaults of the contract', () => {
    expect(parseConfig(monitorJson())).toMatchObject({
      schedule: { expression: 'rate(1 minute)', shortestGapMs: 60_000, longestGapMs: 60_000 },
      limitMs: 50,
      reference: 'consensus',
      notify: { email: [] },
      servers: SERVERS.map((server) => ({
        ...server,
        port: 123,
        role: 'reference',
        pacing: 'polite',
        smeared: false,
        freeRunning: false,
        severity: 'page',
        maxReferenceAgeMs: 3_600_000,
        limitMs: 50,
      })),
      maxVoterDistanceMs: 250,
      history: true,
      alarms: 'all',
      maintenance: [],
      logRetentionDays: 365,
    });
  });
});

test.each(['polite', 'fast'] as const)('the longest run of %s servers fits the timeout', (pacing) => {
  expect(longestRunMs([{ pacing }])).toBeLessThan(FUNCTION_TIMEOUT_MS - 10_000);
});
