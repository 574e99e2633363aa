import { type Json, monitorJson, refusal, SERVERS, withFirst } from '../../../testkit/stack/synthesise';

const HOST =
  'a host name or an IP address alone: no scheme, path, brackets or port (the port is a key of its own)';
const SERVER_KEYS =
  'host, name, port, role, pacing, smeared, freeRunning, severity, maxReferenceAgeMs, limitMs';
const servers = (...more: unknown[]) => monitorJson({ servers: [...SERVERS, ...more] });
const without = (key: string, more: Json) => {
  const { [key]: _, ...rest } = { ...monitorJson(), ...more };
  return rest;
};

describe('one mistake is one sentence', () => {
  test.each<[name: string, input: unknown, line: RegExp | string]>([
    [
      'servers as a text',
      monitorJson({ servers: 'a, b, c' }),
      'servers is "a, b, c"; expected a list of servers.',
    ],
    [
      'servers as one server',
      monitorJson({ servers: { host: 'a' } }),
      'servers is {"host":"a"}; expected a list of servers.',
    ],
    ['no server in the list', monitorJson({ servers: [] }), 'servers is []; expected at least one server.'],
    [
      'a text with all of the servers',
      monitorJson({ servers: ['a b c'] }),
      `servers[0] is "a b c"; expected ${HOST}.`,
    ],
    [
      'a list of a list',
      monitorJson({ servers: [['a', 'b', 'c']] }),
      `servers[0] is ["a","b","c"]; expected ${HOST}.`,
    ],
    ['a list in the list', servers(['d']), `servers[3] is ["d"]; expected ${HOST}.`],
    [
      'a mistyped key that is needed',
      servers({ hots: 'd' }),
      /^servers\[3\]\.hots is not a known key; expected "host"; or/,
    ],
    [
      'another word for a key that is needed',
      servers({ address: 'd' }),
      `servers[3].address is not a known key; expected "host", which is missing; or one of the keys ${SERVER_KEYS}.`,
    ],
    [
      'a mistyped key that is not needed',
      servers({ host: 'd', prot: 5 }),
      /^servers\[3\]\.prot is not a known key; expected "port"/,
    ],
    [
      'a mistyped list of servers',
      without('servers', { sevrers: SERVERS }),
      /^sevrers is not a known key; expected "servers"; or/,
    ],
    [
      'another word for the servers',
      without('servers', { hosts: SERVERS }),
      /^hosts is not a known key; expected "servers", which is/,
    ],
    [
      'another word for the name',
      without('name', { monitorName: 'x' }),
      /^monitorName is not a known key; expected "name", which is/,
    ],
    [
      'another word in the reference',
      monitorJson({ reference: { host: 'a' } }),
      'reference.host is not a known key; expected "server", which is missing.',
    ],
    [
      'a list as the reference',
      monitorJson({ reference: ['a'] }),
      /^reference is \["a"\]; expected "consensus", "clock" or/,
    ],
    [
      'a reference of nothing',
      monitorJson({ reference: {} }),
      /^reference\.server is missing; expected the name of one of the/,
    ],
    [
      'a reference to a list that is none',
      monitorJson({ reference: { server: 'a' }, servers: 'a' }),
      'servers is "a"; expected a list of servers.',
    ],
    [
      'one server twice as a text',
      servers('d', 'd'),
      'servers[4] is "d" with port 123, which is servers[3] already; expected each server once; remove one of the two.',
    ],
    [
      'one server twice with one name',
      servers({ host: 'd', name: 'x' }, { host: 'D', name: 'x' }),
      'servers[4].host is "D" with port 123, which is servers[3] already; expected each server once; remove one of the two.',
    ],
    [
      'one host with two ports and no names',
      servers('d', { host: 'd', port: 5 }),
      /^servers\[4\]\.host is "d", which servers\[3\] is/,
    ],
    [
      'a text that begins with a colon',
      servers('::1'),
      /^servers\[3\] is "::1", .* expected a "name" beside it: \{ "host": "::1", "name": \.\.\. \}\.$/,
    ],
    [
      'an unknown role',
      withFirst({ role: 'voter' }),
      'servers[0].role is "voter"; expected "reference" or "target".',
    ],
    [
      'an address as all of notify',
      monitorJson({ notify: 'a@b.example' }),
      /expected an object such as \{ "email": \.\.\. \}\.$/,
    ],
    [
      'a value of a thousand characters',
      monitorJson({ limitMs: 'x'.repeat(1000) }),
      /^limitMs is "x{199}\.\.\.; expected a number/,
    ],
  ])('%s', (_name, input, line) => {
    const lines = refusal(input)
      .split('\n')
      .slice(1)
      .map((each) => each.trim());
    expect(lines).toEqual([typeof line === 'string' ? line : expect.stringMatching(line)]);
  });
});

test('two mistakes are two sentences, also in one server', () => {
  expect(refusal(servers({ port: 'x', prot: 5 })).split('\n')).toHaveLength(4); // no host, either
  expect(refusal(withFirst({ limitMs: 0, role: 'x' })).split('\n')).toHaveLength(3);
});
