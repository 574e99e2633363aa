import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import fc from 'fast-check';
import { NtpServer } from '../../../lab/ntp/ntp-server';
import { Probe } from '../../../testkit/ntp/exchange';
import { fate, type Path, Relay, type RelayOptions } from '../../../testkit/ntp/udp-relay';
import { seededRandom } from '../../../testkit/seeded-random';

/** Calibration of a clock and the rounding of timestamps. */
const CLOCK_ERROR_MS = 0.005;

const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const each of open.splice(0).reverse()) {
    await each.close();
  }
});

/** An honest server behind a relay, and a probe in front of it. */
async function start(paths: Pick<RelayOptions, 'up' | 'down' | 'seed'> = {}, host = '127.0.0.1') {
  const server = await NtpServer.start({ host });
  const relay = await Relay.start({ to: server, host, ...paths });
  const probe = new Probe(relay);
  open.push(server, relay, probe);
  return { server, relay, probe };
}

describe('A relay without traits', () => {
  test.each(['127.0.0.1', '::1'])('passes requests and replies on unaltered, on %s', async (host) => {
    const { server, probe } = await start({}, host);
    const cookie = await probe.send();
    const [reply] = await probe.receive(1);
    expect(reply!.bytes.subarray(24, 32)).toEqual(cookie);
    expect(server.requests).toBe(1);
  });

  test('answers from its own port, as the server would', async () => {
    const { relay, probe } = await start();
    await probe.send();
    const [reply] = await probe.receive(1);
    expect(reply!.from.port).toBe(relay.port);
  });

  test('keeps clients apart', async () => {
    const { relay, probe } = await start();
    const other = new Probe(relay);
    open.push(other);
    const cookies = [await probe.send(), await other.send()];
    const replies = [(await probe.receive(1))[0]!, (await other.receive(1))[0]!];
    expect(replies.map(({ bytes }) => bytes.subarray(24, 32))).toEqual(cookies);
  });
});

describe('Delay', () => {
  test.each([
    ['up alone: the server seems ahead by half of it', { up: { delayMs: 40 } }, 40],
    ['down alone: behind', { down: { delayMs: 40 } }, -40],
    ['both ways alike: right', { up: { delayMs: 20 }, down: { delayMs: 20 } }, 0],
  ])('%s', async (_name, paths, differenceMs) => {
    const { probe } = await start(paths);
    const { offsetMs, delayMs } = await probe.measure();
    // Whatever this machine adds on the way, it adds to the delay as well.
    const addedMs = delayMs - 40;
    expect(Math.abs(offsetMs - differenceMs / 2)).toBeLessThanOrEqual(addedMs / 2 + 2 + CLOCK_ERROR_MS);
  });

  test('holds for the packets that come after a change', async () => {
    const { relay, probe } = await start({ up: { loss: 1 } });
    await probe.send();
    await until(() => relay.traffic.up.lost === 1);
    relay.change({ up: { delayMs: 30 } });
    expect((await probe.measure()).delayMs).toBeGreaterThanOrEqual(29); // timers may be a millisecond early
  });
});

describe('Loss, duplication and reordering', () => {
  test('of everything upwards leaves the server in peace', async () => {
    const { server, relay, probe } = await start({ up: { loss: 1 } });
    await probe.send();
    await until(() => relay.traffic.up.lost === 1);
    expect(server.requests).toBe(0);
  });

  test('of everything downwards leaves the client waiting', async () => {
    const { server, relay, probe } = await start({ down: { loss: 1 } });
    await probe.send();
    await until(() => relay.traffic.down.lost === 1);
    expect(server.requests).toBe(1);
  });

  test('upwards makes the server answer twice, downwards the answer arrive twice', async () => {
    const { server, probe } = await start({ up: { duplication: 1 }, down: { duplication: 1 } });
    await probe.send();
    expect(await probe.receive(4)).toHaveLength(4);
    expect(server.requests).toBe(2);
  });

  test('lets a later packet overtake the ones before', async () => {
    const { relay, probe } = await start({ up: { delayMs: 3_600_000 } });
    await probe.send();
    await until(() => relay.traffic.up.arrived === 1);
    relay.change({ up: { delayMs: 3_600_000, reordering: 1 } });
    const later = await probe.send();
    const [reply] = await probe.receive(1);
    expect(reply!.bytes.subarray(24, 32)).toEqual(later);
    expect(relay.traffic.up).toEqual({ arrived: 2, lost: 0, duplicated: 0, overtook: 1 });
  });

  test('keeps the order where the path is the same for all', async () => {
    const { probe } = await start({ up: { delayMs: 20 } });
    const cookies = [await probe.send(), await probe.send(), await probe.send()];
    const replies = await probe.receive(3);
    expect(replies.map(({ bytes }) => bytes.subarray(24, 32))).toEqual(cookies);
  });
});

describe('The fate of a packet', () => {
  const share = fc.double({ min: 0, max: 1, noNaN: true });
  const paths: fc.Arbitrary<Path> = fc.record(
    {
      delayMs: fc.nat(100),
      jitterMs: fc.nat(100),
      jitter: fc.constantFrom('uniform' as const, 'queue' as const),
      loss: share,
      duplication: share,
      reordering: share,
    },
    { requiredKeys: [] },
  );
  const seeds = fc.integer();

  test('is one of: lost, once, twice; each copy within delay and jitter, or overtaking', () => {
    fc.assert(
      fc.property(paths, seeds, (path, seed) => {
        const { delaysMs, overtakes } = fate(path, seededRandom(seed));
        const { delayMs = 0, jitterMs = 0 } = path;
        expect(delaysMs.length).toBeLessThanOrEqual(2);
        for (const each of overtakes ? delaysMs.slice(1) : delaysMs) {
          expect(each).toBeGreaterThanOrEqual(delayMs);
          expect(each).toBeLessThanOrEqual(delayMs + jitterMs);
        }
        expect(overtakes && delaysMs[0] !== 0).toBe(false);
      }),
    );
  });

  test('is the same for the same seed, whatever became of the packets before', () => {
    fc.assert(
      fc.property(paths, paths, paths, seeds, (one, another, then, seed) => {
        const [a, b] = [seededRandom(seed), seededRandom(seed)];
        fate(one, a);
        fate(another, b);
        expect(fate(then, a)).toEqual(fate(then, b));
      }),
    );
  });

  test.each(['loss', 'duplication', 'reordering'] as const)('meets %s as often as told', (trait) => {
    const random = seededRandom(7);
    const fates = Array.from({ length: 10_000 }, () => fate({ [trait]: 0.2 }, random));
    const met = {
      loss: fates.filter(({ delaysMs }) => delaysMs.length === 0),
      duplication: fates.filter(({ delaysMs }) => delaysMs.length === 2),
      reordering: fates.filter(({ overtakes }) => overtakes),
    }[trait];
    expect(met.length).toBeGreaterThan(1900);
    expect(met.length).toBeLessThan(2100);
  });

  test.each([
    ['uniform', 50],
    ['queue', 24.5],
  ] as const)('has %s jitter: on average %d of 100 ms', (jitter, meanMs) => {
    const random = seededRandom(7);
    const delays = Array.from({ length: 10_000 }, () => fate({ jitterMs: 100, jitter }, random).delaysMs[0]!);
    const mean = delays.reduce((sum, each) => sum + each, 0) / delays.length;
    expect(Math.abs(mean - meanMs)).toBeLessThan(1);
  });
});

test('Closing takes back the packets that are still on their way', async () => {
  const { relay, probe } = await start({ up: { delayMs: 3_600_000 } });
  await probe.send();
  await until(() => relay.traffic.up.arrived === 1);
  await relay.close();
  open.splice(open.indexOf(relay), 1);
});

test('A port that is taken is an error', async () => {
  const taken: Socket = createSocket('udp4').bind(0, '127.0.0.1');
  await once(taken, 'listening');
  open.push(taken);
  const { port } = taken.address();
  await expect(Relay.start({ to: { host: '127.0.0.1', port }, port })).rejects.toThrow('EADDRINUSE');
});

async function until(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) {
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
}
