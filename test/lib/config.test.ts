import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorJsonSchema } from '../../lib/config';
import { loadConfig, parseConfig } from '../../lib/config-file';
import { longestRunMs } from '../../lib/config-timing';
import { FUNCTION_TIMEOUT_MS } from '../../lib/limits';
import { ConfigError } from '../../lib/problem';
import { monitorJson, SERVERS } from './support';

const ROOT = join(__dirname, '..', '..');

function refusal(input: unknown, timeoutMs?: number): string {
  try {
    parseConfig(input, 'monitor.json', timeoutMs);
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError);
    return (error as Error).message;
  }
  return 'accepted';
}

/** A valid list of servers whose first one is changed. */
function withFirst(changes: Record<string, unknown>) {
  return monitorJson({ servers: [{ ...SERVERS[0], ...changes }, ...SERVERS.slice(1)] });
}

function manyServers(count: number) {
  return Array.from({ length: count }, (_, i) => ({ host: `s${i}.example` }));
}

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
      'limit is not a known key; expected one of the keys $schema, name',
    ],
    [
      'an unknown key of a server',
      withFirst({ prot: 5 }),
      'servers[0].prot is not a known key; expected one of the',
    ],
    ['a limit of 0', monitorJson({ limitMs: 0 }), 'limitMs is 0; expected a number of milliseconds above 0'],
    [
      'a limit in words',
      monitorJson({ limitMs: '50' }),
      'limitMs is "50"; expected a number of milliseconds',
    ],
    ['no servers', monitorJson({ servers: undefined }), 'servers is missing; expected a list of servers'],
    [
      'a server that is a text',
      monitorJson({ servers: ['a', ...SERVERS] }),
      'servers[0] is "a"; expected an object',
    ],
    [
      'a server without a host',
      withFirst({ host: undefined }),
      'servers[0].host is missing; expected a host name',
    ],
    ['a URL', withFirst({ host: 'ntp://a' }), 'servers[0].host is "ntp://a"; expected a host name'],
    ['a host with a port', withFirst({ host: 'a:123' }), 'servers[0].host is "a:123"; expected a host name'],
    ['a bracketed address', withFirst({ host: '[::1]' }), 'servers[0].host is "[::1]"; expected a host name'],
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
    ['a reference', monitorJson({ reference: 'gps' }), 'reference is "gps"; expected "consensus" or "clock"'],
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

describe('a configuration whose values are wrong together is refused with the remedy', () => {
  test.each<[name: string, input: unknown, ...lines: string[]]>([
    [
      'two servers of one name',
      withFirst({ name: 'b' }),
      'servers[1].name is "b", which servers[0] is called already; expected a name of its own for each server',
    ],
    [
      'a name that is the host of another',
      monitorJson({ servers: [{ host: 'b' }, { host: 'x', name: 'b' }, ...SERVERS.slice(2)] }),
      'servers[1].name is "b", which servers[0] is called already',
    ],
    [
      'one server under two names',
      withFirst({ host: 'B.example' }),
      'servers[1].host is "b.example" with port 123, which is servers[0] already; expected each server once',
    ],
    [
      'an address that begins with colons as its own name',
      withFirst({ host: '::1', name: undefined }),
      'servers[0].name is missing, and the host "::1" can\'t stand in for it; expected a name',
    ],
    [
      'names too long for an alarm',
      monitorJson({
        name: 'n'.repeat(150),
        servers: [{ host: 'a.example', name: 's'.repeat(51) }, ...SERVERS],
      }),
      "servers[0].name is 201 characters long together with the monitor's name; expected 200 at most",
    ],
    [
      'too few voters',
      withFirst({ role: 'target' }),
      'servers is a list with 2 voting servers; expected at least 3 with "role": "reference"',
      'set "reference": "clock"',
    ],
    [
      'a smeared voter beside others',
      withFirst({ smeared: true }),
      'servers[0].smeared is true for a voter beside voters that do not smear',
      'give this server "role": "target"',
    ],
    [
      'a wrong schedule',
      monitorJson({ schedule: 'rate(5 minute)' }),
      'schedule is "rate(5 minute)"; expected "rate(5 minutes)": singular for 1, plural for more',
    ],
    [
      'runs too far apart for alarms',
      monitorJson({ schedule: 'rate(5 hours)' }),
      'schedule is "rate(5 hours)", with runs up to 300 min apart; expected at most 288 min',
    ],
    [
      'a schedule with a pause at night',
      monitorJson({ schedule: 'cron(0/5 6-23 * * ? *)' }),
      'runs up to 365 min apart; expected at most 288 min',
    ],
    [
      'uneven runs',
      monitorJson({ schedule: 'cron(0,5 * * * ? *)' }),
      'runs up to 55 min apart; expected runs spaced evenly, the longest gap at most 2 times the shortest (5 min)',
    ],
    [
      'a fleet',
      monitorJson({ detail: 'fleet' }),
      'detail is "fleet"; expected "full" or nothing',
      'fleets are not built yet',
    ],
    [
      'more servers than anyone pays for unknowingly',
      monitorJson({ servers: manyServers(51) }),
      'servers is a list of 51; expected at most 50 by default; set "detail": "full"',
    ],
    [
      'more servers than a stack holds',
      monitorJson({ servers: manyServers(151), detail: 'full' }),
      'servers is a list of 151; expected at most 150',
    ],
  ])('%s', (_name, input, ...lines) => {
    for (const line of lines) {
      expect(refusal(input)).toContain(line);
    }
  });

  test("a run that can't fit into the function's timeout", () => {
    expect(refusal(monitorJson(), 20_000)).toContain(
      "servers is a list whose run may take 22 s; expected a run within the function's timeout of 20 s",
    );
  });

  test('runs that would overlap', () => {
    expect(refusal(monitorJson(), 90_000)).toContain(
      'schedule is "rate(1 minute)", which starts a run every 60 s; expected an interval of at least',
    );
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
    '  servers[0].port is "x"; expected a UDP port from 1 to 65535.',
    '  servers[2].name is "n", which servers[1] is called already; expected a name of its own for each server; ' +
      'give one of the two a different "name".',
    '  schedule is "hourly"; expected rate(...) or cron(...), such as "rate(1 minute)".',
  ]);
});

describe('accepted', () => {
  test.each<[name: string, input: unknown]>([
    ['the fewest keys', monitorJson()],
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
    ['150 servers that are asked for', monitorJson({ servers: manyServers(150), detail: 'full' })],
    ['runs four hours apart', monitorJson({ schedule: 'rate(4 hours)' })],
    ['the pool, of which a warning speaks', withFirst({ host: '0.pool.ntp.org' })],
  ])('%s', (_name, input) => {
    expect(refusal(input)).toBe('accepted');
  });

  test('what is left out has the defaults of the contract', () => {
    expect(parseConfig(monitorJson())).toMatchObject({
      schedule: 'rate(1 minute)',
      limitMs: 50,
      reference: 'consensus',
      notify: { email: [] },
      servers: SERVERS.map((server) => ({
        ...server,
        port: 123,
        role: 'reference',
        pacing: 'polite',
        smeared: false,
      })),
    });
  });
});

test.each(['polite', 'fast'] as const)('the longest run of %s servers fits the timeout', (pacing) => {
  expect(longestRunMs([{ pacing }])).toBeLessThan(FUNCTION_TIMEOUT_MS - 10_000);
});

describe('the file', () => {
  test('that is not there', () => {
    expect(() => loadConfig('nowhere.json')).toThrow(
      /^nowhere.json has a problem:\n {2}the file is missing; expected a configuration/,
    );
  });

  test.each([
    ['a comma too many', '{\n  "name": "x",\n}', 'line 3, column 1 is not valid JSON'],
    ['a comment', '{"name":"x"} // why', 'line 1, column 14 is not valid JSON'],
    ['an end too soon', '{"name": "x",', 'line 1, column 14 is not valid JSON'],
    ['nothing in it', '', 'line 1, column 1 is not valid JSON'],
  ])('with %s', (_name, text, line) => {
    const folder = mkdtempSync(join(tmpdir(), 'monitor-'));
    const file = join(folder, 'monitor.json');
    writeFileSync(file, text);
    try {
      expect(() => loadConfig(file)).toThrow(line);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe('what is shipped', () => {
  const shipped = loadConfig(join(ROOT, 'monitor.json'));

  test('watches at least four servers, none of them of the pool, none smeared', () => {
    expect(shipped.servers.length).toBeGreaterThanOrEqual(4);
    for (const { host, smeared } of shipped.servers) {
      expect(host).not.toMatch(/pool\.ntp\.org|google|amazon|aws|facebook/);
      expect(smeared).toBe(false);
    }
  });

  test('asks servers of others no more often than once a minute on average', () => {
    expect(shipped.schedule).toBe('rate(5 minutes)');
  });

  test('the JSON Schema is that of the code; if not, `npm run schema` writes it', () => {
    const file: unknown = JSON.parse(readFileSync(join(ROOT, 'monitor.schema.json'), 'utf8'));
    expect(file).toEqual(JSON.parse(JSON.stringify(monitorJsonSchema())));
  });

  test('every key of the JSON Schema is documented', () => {
    const undocumented: string[] = [];
    const visit = (node: { description?: string; properties?: object; items?: object }, path: string) => {
      if (!node.description && !path.endsWith('[]')) {
        undocumented.push(path);
      }
      for (const [key, value] of Object.entries(node.properties ?? {})) {
        visit(value, `${path}.${key}`);
      }
      if (node.items) {
        visit(node.items, `${path}[]`);
      }
    };
    visit(monitorJsonSchema(), 'monitor');
    expect(undocumented).toEqual([]);
  });
});
