import type { NtpServer } from '../../../lab/ntp/ntp-server';
import { calibrate } from '../../../lambda/ntp/clock/local-clock';
import { AddressMemory } from '../../../lambda/ntp/dns/address-memory';
import { KissOfDeathCache } from '../../../lambda/ntp/kiss-of-death';
import type { Measured, Target } from '../../../lambda/ntp/measure';
import { addressOf, closeAll, LAB_ERROR_MS, startServer } from '../../../testkit/function/test-network';

const DAY_MS = 24 * 60 * 60 * 1000;

import { measureServers, targetOf } from '../../../testkit/ntp/measure-servers';

afterEach(closeAll);

describe('A server that sent a kiss', () => {
  test('in the middle of a run is asked no more, and judged by the samples before it', async () => {
    const server = await startServer();
    server.once('request', () => server.change({ kiss: 'RATE' }));
    const good = await startServer();
    const [kissed, other] = await measureServers([targetOf(server), targetOf(good)]);
    expect(kissed!.sampled).toMatchObject({ requests: 2, kiss: 'RATE' });
    expect(kissed!.unusable).toBeUndefined();
    expect(other!.unusable).toBeUndefined();
  });

  test('is not asked in the next run, and the reason says until when', async () => {
    const server = await startServer({ kiss: 'DENY' });
    const kisses = new KissOfDeathCache();
    const clock = calibrate();
    await measureServers([targetOf(server)], { kisses, clock });
    const asked = server.requests;
    const [held] = await measureServers([targetOf(server)], { kisses, clock });
    const until = new Date(clock.epochMs + DAY_MS).toISOString();
    expect(held!.unusable).toEqual({
      reason: 'kiss',
      explanation: `the server sent the kiss code DENY in an earlier run; it is left alone until ${until}`,
    });
    expect(held!.sampled).toEqual({ requests: 0, samples: [], cutShort: false });
    expect(server.requests).toBe(asked);
  });

  test('is asked again when the time is over, and forgiven when it answers', async () => {
    const server = await startServer({ kiss: 'DENY' });
    const kisses = new KissOfDeathCache();
    const clock = calibrate();
    await measureServers([targetOf(server)], { kisses, clock });
    server.change({ kiss: undefined });
    const later = { ...clock, epochMs: clock.epochMs + DAY_MS };
    expect((await measureServers([targetOf(server)], { kisses, clock: later }))[0]!.unusable).toBeUndefined();
    expect(kisses.active(addressOf(server), clock.epochMs)).toBeUndefined();
  });

  test.each([
    ['before', [1, 3]],
    ['after', [3, 1]],
  ])('holds for its address, although another name for it was served %s', async (_name, samples) => {
    const server = await startServer();
    server.on('request', () => server.requests === 2 && server.change({ kiss: 'RATE' }));
    const kisses = new KissOfDeathCache();
    await measureServers(
      samples.map((count) => targetOf(server, { samples: count, spacingMs: 30 })),
      { kisses },
    );
    expect(kisses.active(addressOf(server), Date.now())).toMatchObject({ code: 'RATE' });
  });

  test('counts once a run, however many names the address has', async () => {
    const server = await startServer({ kiss: 'RATE' });
    const kisses = new KissOfDeathCache();
    const clock = calibrate();
    await measureServers([targetOf(server), targetOf(server), targetOf(server)], { kisses, clock });
    expect(kisses.active(addressOf(server), clock.epochMs)!.untilMs).toBe(clock.epochMs + 2 * 60_000);
  });
});

describe('When DNS fails', () => {
  const named = (server: NtpServer): Target => ({ ...targetOf(server), host: 'name.test' });
  const failing = async () =>
    Promise.reject(Object.assign(new Error('DNS answered ETIMEOUT'), { code: 'ETIMEOUT' }));
  const missing = async () => Promise.reject(Object.assign(new Error('no such name'), { code: 'ENOTFOUND' }));

  test('a name that answered before is asked where it did', async () => {
    const server = await startServer();
    const addresses = new AddressMemory();
    await measureServers([named(server)], { addresses, resolve: async () => ['127.0.0.1'] });
    const [measured] = await measureServers([named(server)], { addresses, resolve: failing });
    expect(measured).toMatchObject({ address: addressOf(server), dnsFailure: 'DNS answered ETIMEOUT' });
    expect(measured!.unusable).toBeUndefined();
  });

  test('a name that did not answer before has no address', async () => {
    const [measured] = await measureServers([named(await startServer())], { resolve: failing });
    expect(measured).toMatchObject({ address: null, unusable: { reason: 'dns-failed' } });
    expect(measured!.unusable!.explanation).toContain('DNS answered ETIMEOUT; check the function');
  });

  test('is told from a name that is gone: nothing leads to its server any more', async () => {
    const server = await startServer();
    const addresses = new AddressMemory();
    await measureServers([named(server)], { addresses, resolve: async () => ['127.0.0.1'] });
    const [measured] = await measureServers([named(server)], { addresses, resolve: missing });
    expect(measured).toMatchObject({ address: null, unusable: { reason: 'name-not-found' } });
  });
});

describe('A server that answered in an earlier run and is silent now', () => {
  test('is said to limit how often it is asked, probably', async () => {
    const server = await startServer();
    const [addresses, clock] = [new AddressMemory(), calibrate()];
    await measureServers([targetOf(server)], { addresses, clock });
    server.change({ silent: true });
    const later = { ...clock, epochMs: clock.epochMs + 60_000 };
    const [measured] = await measureServers([targetOf(server)], {
      addresses,
      clock: later,
      replyTimeoutMs: 50,
    });
    expect(measured!.unusable).toMatchObject({ reason: 'timeout' });
    expect(measured!.unusable!.explanation).toContain(
      'it answered 60 s ago and is silent now: probably it limits',
    );
  });
});

describe('A measurement', () => {
  test('resolves names first, also one that has IPv6 alone', async () => {
    const server = await startServer({}, '::1');
    const named = { ...targetOf(server), host: 'six.test' };
    const [measured] = await measureServers([named], { resolve: async () => ['0:0:0:0:0:0:0:1'] });
    expect(measured!.address).toEqual({ ip: '::1', family: 6, port: server.port });
    expect(measured!.sampled.samples).toHaveLength(3);
  });

  test('of two servers at one address has a reading for each', async () => {
    const server = await startServer({ offsetMs: 80 });
    const both = await measureServers([targetOf(server), targetOf(server)]);
    for (const { best, errorMs, unusable } of both) {
      expect(unusable).toBeUndefined();
      expect(Math.abs(best!.offsetMs - 80)).toBeLessThanOrEqual(errorMs! + LAB_ERROR_MS);
    }
  });

  test('bounds its error by half the delay, and its distance by what the server says of itself', async () => {
    const server = await startServer({ rootDelayMs: 16, rootDispersionMs: 4, precision: -8 });
    const [{ best, errorMs, rootDistanceMs }] = (await measureServers([targetOf(server)])) as [
      Required<Measured>,
    ];
    // One server alone says nothing of the local clock, which is then taken to err by up to 2,000 ppm.
    const driftMs = 2e-3 * (best.arrivedMs - best.sentMs);
    const lateMs = best.receiveLatencyMs / 4;
    expect(errorMs).toBeCloseTo(best.delayMs / 2 + lateMs + 1000 / 256 + driftMs, 9);
    expect(rootDistanceMs - errorMs).toBeCloseTo(16 / 2 + 4, 1);
  });

  test('of nobody is nothing', async () => {
    expect(await measureServers([])).toEqual([]);
  });
});
