import { followersRefId, isFreeRunning, refIdText } from '../../../lambda/ntp/reference-id';

test.each([
  ['a primary source', 1, 'GPS\0', 'GPS'],
  ['a primary source of four letters', 1, 'GOES', 'GOES'],
  ['a kiss code', 0, 'RATE', 'RATE'],
  ['nothing', 0, '\0\0\0\0', ''],
  ["chrony's local reference", 1, '\x7f\x7f\x01\x01', '127.127.1.1'],
  ['control characters, which have no place in a log', 1, '\x1b[2J', '27.91.50.74'],
  ['an upstream server', 2, '\xc0\x00\x02\x01', '192.0.2.1'],
  ['an upstream server whose address reads like text', 3, 'PPS ', '80.80.83.32'],
])('%s', (_name, stratum, bytes, expected) => {
  expect(refIdText({ stratum, refId: Buffer.from(bytes, 'latin1') })).toBe(expected);
});

describe('A server whose upstream has this address states this reference id:', () => {
  // The IPv6 ones as chronyd 4.3 and ntpd state them: the head of the MD5 hash of the 16 bytes.
  test.each([
    ['192.0.2.1', 'c0000201'],
    ['::1', 'cf404dc8'],
    ['2001:db8::1', followersRefId('2001:0DB8:0:0:0:0:0:1')],
    ['fe80::1%eth0', followersRefId('fe80::1')],
    ['::ffff:192.0.2.1', followersRefId('0:0:0:0:0:ffff:c000:0201')],
  ])('%s', (ip, expected) => {
    expect(followersRefId(ip)).toBe(expected);
  });
});

describe('A server that follows no source', () => {
  const says = (refId: string | number[], fields = {}) =>
    isFreeRunning({
      refId: typeof refId === 'string' ? Buffer.from(refId, 'latin1') : Buffer.from(refId),
      rootDelayMs: 0,
      rootDispersionMs: 0,
      ...fields,
    });

  test.each([
    ['chronyd’s local reference', [127, 127, 1, 1]],
    ['ntpd’s local clock driver', [127, 127, 1, 0]],
    ['a router of Cisco’s with an older IOS', [127, 127, 7, 1]],
    ['Windows', 'LOCL'],
    ['a virtual machine', 'LCL\0'],
    ['an orphan', [127, 0, 0, 1]],
  ])('is %s', (_name, refId) => {
    expect(says(refId)).toBe(true);
  });

  test.each<[string, string | number[], object]>([
    ['a primary source', 'GPS\0', {}],
    ['another driver of ntpd', [127, 127, 28, 0], {}],
    ['another unit of the driver that Cisco’s number belongs to', [127, 127, 7, 10], {}],
    ['chronyd while it smears', [127, 127, 1, 255], {}],
    ['a follower of this host', [127, 0, 0, 1], { rootDelayMs: 0.1 }],
    ['a follower of this host that states no delay', [127, 0, 0, 1], { rootDispersionMs: 0.1 }],
  ])('is not %s', (_name, refId, fields) => {
    expect(says(refId, fields)).toBe(false);
  });
});
