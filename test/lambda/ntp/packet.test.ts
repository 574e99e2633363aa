import fc from 'fast-check';
import {
  cookieKey,
  decodePacket,
  encodePacket,
  encodeRequest,
  isSynchronised,
  originKey,
  PACKET_BYTES,
  type Packet,
} from '../../../lambda/ntp/packet';
import { reply } from '../../../testkit/ntp/sample-builder';

const headers = fc
  .uint8Array({ minLength: PACKET_BYTES, maxLength: PACKET_BYTES })
  .map((b) => Buffer.from(b));
const cookies = fc.uint8Array({ minLength: 8, maxLength: 8 }).map((b) => Buffer.from(b));

describe('Bytes that are no packet', () => {
  test.each([0, 1, 47])('%d bytes are too short and say so', (size) => {
    expect(() => decodePacket(Buffer.alloc(size))).toThrow(expect.objectContaining({ name: 'RangeError' }));
  });

  test('a header of any content decodes', () => {
    fc.assert(fc.property(headers, (bytes) => void decodePacket(bytes)));
  });

  test('what follows the header changes nothing', () => {
    const trailing = fc.uint8Array({ maxLength: 1000 });
    fc.assert(
      fc.property(headers, trailing, (bytes, more) => {
        expect(decodePacket(Buffer.concat([bytes, more]))).toEqual(decodePacket(bytes));
      }),
    );
  });
});

describe('A packet', () => {
  test('survives decoding and encoding bit by bit', () => {
    fc.assert(
      fc.property(headers, (bytes) => {
        expect(encodePacket(decodePacket(bytes))).toEqual(bytes);
      }),
    );
  });

  test('has its fields where RFC 5905, figure 8 has them', () => {
    const bytes = Buffer.from(
      'e4 02 0a e9 00010000 00008000 c0000201 83aa7e80 80000000 0102030405060708 1112131415161718 2122232425262728'.replaceAll(
        ' ',
        '',
      ),
      'hex',
    );
    expect(decodePacket(bytes)).toEqual<Packet>({
      leap: 3,
      version: 4,
      mode: 4,
      stratum: 2,
      poll: 10,
      precision: -23,
      rootDelayMs: 1000,
      rootDispersionMs: 500,
      refId: Buffer.from([192, 0, 2, 1]),
      reference: { seconds: 0x83aa7e80, fraction: 2 ** 31 },
      origin: { seconds: 0x01020304, fraction: 0x05060708 },
      receive: { seconds: 0x11121314, fraction: 0x15161718 },
      transmit: { seconds: 0x21222324, fraction: 0x25262728 },
    });
  });

  test('keeps no hold of the buffer that it came in', () => {
    const bytes = encodePacket(reply({ refId: Buffer.from('GPS\0') }));
    const packet = decodePacket(bytes);
    bytes.fill(0xff);
    expect(packet.refId.toString('latin1')).toBe('GPS\0');
  });

  test.each([
    ['below zero', -1, 0],
    ['beyond 16 bits of seconds', 1e9, (2 ** 32 - 1) * (1000 / 65536)],
  ])('clamps a root delay and dispersion %s', (_name, ms, expected) => {
    const packet = decodePacket(encodePacket(reply({ rootDelayMs: ms, rootDispersionMs: ms })));
    expect([packet.rootDelayMs, packet.rootDispersionMs]).toEqual([expected, expected]);
  });
});

describe('A request', () => {
  test('tells the network nothing but its version, its mode and 64 random bits', () => {
    fc.assert(
      fc.property(cookies, fc.constantFrom(3, 4), (cookie, version) => {
        const bytes = encodeRequest(cookie, version);
        const rest = Buffer.from(bytes);
        rest.fill(0, 40, 48);
        expect(bytes).toHaveLength(PACKET_BYTES);
        expect(bytes.subarray(40)).toEqual(cookie);
        expect(rest).toEqual(Buffer.concat([Buffer.from([(version << 3) | 3])], PACKET_BYTES));
      }),
    );
  });

  test('has version 4 unless told otherwise', () => {
    expect(decodePacket(encodeRequest(Buffer.alloc(8)))).toMatchObject({ version: 4, mode: 3, leap: 0 });
  });

  test('and its reply have the same key, and no two cookies share one', () => {
    fc.assert(
      fc.property(cookies, cookies, (mine, other) => {
        const request = decodePacket(encodeRequest(mine));
        const bytes = encodePacket(reply({ origin: request.transmit }));
        expect(originKey(bytes)).toBe(cookieKey(mine));
        expect(cookieKey(mine) === cookieKey(other)).toBe(mine.equals(other));
      }),
    );
  });
});

test.each([
  ['leap 3: its clock was never set', { leap: 3, stratum: 2 }, false],
  ['stratum 0: unspecified', { leap: 0, stratum: 0 }, false],
  ['stratum 16: unsynchronised', { leap: 0, stratum: 16 }, false],
  ['stratum 255: reserved', { leap: 0, stratum: 255 }, false],
  ['a primary server', { leap: 0, stratum: 1 }, true],
  ['the last stratum there is', { leap: 0, stratum: 15 }, true],
  ['a leap second to be inserted', { leap: 1, stratum: 2 }, true],
  ['a leap second to be deleted', { leap: 2, stratum: 2 }, true],
])('Synchronised? %s', (_name, fields, expected) => {
  expect(isSynchronised(reply(fields))).toBe(expected);
});
