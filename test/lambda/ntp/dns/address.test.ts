import { formatAddress, parseAddress } from '../../../../lambda/ntp/dns/address';

describe('Not an address literal', () => {
  test.each([
    'time.example.com',
    '',
    ' 192.0.2.1',
    '192.0.2.256',
    '192.0.2',
    '192.0.2.01',
    '0x7f000001',
    '192.0.2.1%eth0',
    '[2001:db8::1]',
    '2001:db8::1::2',
    '2001:db8::g',
    '%eth0',
    'fe80::1%',
    'fe80::1%eth0%eth1',
  ])('%j', (text) => {
    expect(parseAddress(text, 123)).toBeUndefined();
  });
});

describe('An address literal', () => {
  test.each([
    ['192.0.2.1', '192.0.2.1', 4],
    ['2001:db8::1', '2001:db8::1', 6],
    ['2001:DB8:0:0:0:0:0:1', '2001:db8::1', 6],
    ['2001:0db8::0001', '2001:db8::1', 6],
    ['2001:db8:0:0:1:0:0:1', '2001:db8::1:0:0:1', 6],
    ['0:0:0:0:0:0:0:1', '::1', 6],
    ['::', '::', 6],
    ['::ffff:192.0.2.1', '192.0.2.1', 4],
    ['::FFFF:c000:201', '192.0.2.1', 4],
    ['FE80::0001%eth0', 'fe80::1%eth0', 6],
  ])("%s has the kernel's spelling", (literal, ip, family) => {
    expect(parseAddress(literal, 4123)).toEqual({ ip, family, port: 4123 });
  });

  test.each([
    ['192.0.2.1', '192.0.2.1:123'],
    ['2001:DB8::1', '[2001:db8::1]:123'],
    ['fe80::1%eth0', '[fe80::1%eth0]:123'],
  ])('%s is written with its port as %s', (literal, expected) => {
    expect(formatAddress(parseAddress(literal, 123)!)).toBe(expected);
  });
});
