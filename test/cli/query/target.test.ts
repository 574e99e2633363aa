import { collectTarget, parseTarget } from '../../../cli/query/target';

describe('HOST[:PORT] on the command line', () => {
  it.each([
    ['an empty text', ''],
    ['a port without a host', ':123'],
    ['a port that is too large', 'host:65536'],
    ['port 0', 'host:0'],
    ['a port that is no number', 'host:ntp'],
    ['a URL', 'ntp://host'],
    ['brackets around something else than IPv6', '[host]:123'],
    ['two ports', 'host:123:456'],
    ['an address out of range', '10.0.0.300'],
    ['a network', '192.0.2.0/24'],
    ['two words', 'a b'],
    ['what looks like an option', '-a'],
  ])('refuses %s', (_case, text) => {
    expect(() => parseTarget(text)).toThrow('expected HOST, HOST:PORT or [IPv6]:PORT');
  });

  it.each([
    ['ntp://host', 'host'],
    ['ntp://host:4123/', 'host:4123'],
    ['[192.0.2.1]:4123', '192.0.2.1:4123'],
    ['zürich.example:4123', 'xn--zrich-kva.example:4123'],
  ])('of %s says that %s may be meant', (text, meant) => {
    expect(() => parseTarget(text)).toThrow(`; did you mean ${meant}?`);
  });

  it.each(['monitor.json', './monitor.json', '/etc/ntp/plant.JSONC'])(
    'of the file %s says what takes it',
    (text) => {
      expect(() => parseTarget(text)).toThrow('; a monitor.json is what ntp-drift run takes');
    },
  );

  it('a target that is given twice is asked once', () => {
    const targets = ['a', 'a:123', 'a:124', 'a'].reduce<ReturnType<typeof collectTarget>>(
      (earlier, text) => collectTarget(text, earlier),
      [],
    );
    expect(targets.map(({ port }) => port)).toEqual([123, 124]);
  });

  it.each([
    ['a name', 'time.example', { host: 'time.example', port: 123 }],
    ['a name with a port', 'time.example:4123', { host: 'time.example', port: 4123 }],
    ['IPv4', '192.0.2.1', { host: '192.0.2.1', port: 123 }],
    ['IPv4 with a port', '192.0.2.1:4123', { host: '192.0.2.1', port: 4123 }],
    ['a bare IPv6 literal', '2001:db8::1', { host: '2001:db8::1', port: 123 }],
    ['IPv6 in brackets', '[2001:db8::1]', { host: '2001:db8::1', port: 123 }],
    ['IPv6 with a port', '[2001:db8::1]:4123', { host: '2001:db8::1', port: 4123 }],
    ['IPv6 with a zone', 'fe80::1%eth0', { host: 'fe80::1%eth0', port: 123 }],
  ])('takes %s', (_case, text, expected) => {
    expect(parseTarget(text)).toEqual(expected);
  });
});
