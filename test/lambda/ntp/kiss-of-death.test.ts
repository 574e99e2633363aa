import type { Address } from '../../../lambda/ntp/dns/address';
import { KissOfDeathCache, kissCode } from '../../../lambda/ntp/kiss-of-death';
import { reply } from '../../../testkit/ntp/sample-builder';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const NOW = Date.UTC(2026, 10, 22, 12);

const server: Address = { ip: '192.0.2.1', family: 4, port: 123 };

describe('A kiss code', () => {
  test.each([
    ['RATE', 'RATE'],
    ['DENY', 'DENY'],
    ['RSTR', 'RSTR'],
    ['NTSN', 'NTSN'],
    ['X\0\0\0', 'X'],
  ])('is a stratum 0 reply with reference id %j', (refId, expected) => {
    expect(kissCode(reply({ stratum: 0, leap: 3, refId: Buffer.from(refId) }))).toBe(expected);
  });

  test.each([
    ['the empty reference id of an unsynchronised chronyd', 0, '\0\0\0\0'],
    ['INIT: a server that starts up', 0, 'INIT'],
    ['STEP: a server that was just set', 0, 'STEP'],
    ['bytes that do not print', 0, '\x7f\x7f\x01\x01'],
    ['a gap in the text', 0, 'R\0TE'],
    ['the reference id of a primary server', 1, 'RATE'],
    ['an address that happens to be text', 2, 'DENY'],
  ])('is not %s', (_name, stratum, refId) => {
    expect(kissCode(reply({ stratum, leap: 3, refId: Buffer.from(refId, 'latin1') }))).toBeUndefined();
  });
});

describe('A server that sent a kiss is left alone', () => {
  test.each([
    ['RATE', 2 * MINUTE_MS],
    ['DENY', DAY_MS],
    ['RSTR', DAY_MS],
  ])('after %s for %d ms', (code, pauseMs) => {
    const kisses = new KissOfDeathCache();
    kisses.record(server, code, NOW);
    expect(kisses.active(server, NOW + pauseMs - 1)).toMatchObject({ code, untilMs: NOW + pauseMs });
    expect(kisses.active(server, NOW + pauseMs)).toBeUndefined();
  });

  test('after every further RATE twice as long, up to an hour', () => {
    const kisses = new KissOfDeathCache();
    const pauses = Array.from({ length: 8 }, () => {
      kisses.record(server, 'RATE', NOW);
      return (kisses.active(server, NOW)!.untilMs - NOW) / MINUTE_MS;
    });
    expect(pauses).toEqual([2, 4, 8, 16, 32, 60, 60, 60]);
  });

  test('until it has forgiven: then the first RATE counts as the first again', () => {
    const kisses = new KissOfDeathCache();
    kisses.record(server, 'RATE', NOW);
    kisses.record(server, 'RATE', NOW);
    kisses.clear(server);
    expect(kisses.active(server, NOW)).toBeUndefined();
    kisses.record(server, 'RATE', NOW);
    expect(kisses.active(server, NOW)!.untilMs).toBe(NOW + 2 * MINUTE_MS);
  });

  test('but not for a code that asks for nothing', () => {
    const kisses = new KissOfDeathCache();
    kisses.record(server, 'NTSN', NOW);
    expect(kisses.active(server, NOW)).toBeUndefined();
  });

  test('and no other server with it', () => {
    const kisses = new KissOfDeathCache();
    kisses.record(server, 'DENY', NOW);
    expect(kisses.active({ ...server, port: 124 }, NOW)).toBeUndefined();
    expect(kisses.active({ ...server, ip: '192.0.2.2' }, NOW)).toBeUndefined();
  });
});
