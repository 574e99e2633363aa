import { NtpServer } from '../../../lab/ntp/ntp-server';
import type { ServerBehaviour } from '../../../lab/ntp/server-behaviour';
import { PACKET_BYTES } from '../../../lambda/ntp/packet';
import { isZero, msSince } from '../../../lambda/ntp/timestamp';
import { Probe } from '../../../testkit/ntp/exchange';

/** Calibration of two clocks and the rounding of timestamps: a few microseconds at the most. */
const CLOCK_ERROR_MS = 0.005;

const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const each of open.splice(0).reverse()) {
    await each.close();
  }
});

async function start(
  behaviour: ServerBehaviour = {},
  host?: string,
): Promise<{ server: NtpServer; probe: Probe }> {
  const server = await NtpServer.start({ behaviour, ...(host !== undefined && { host }) });
  const probe = new Probe(server);
  open.push(server, probe);
  return { server, probe };
}

describe('An honest server', () => {
  test('answers with its header and the cookie of the request', async () => {
    const { probe } = await start({ stratum: 2, refId: '10.1.2.3', rootDelayMs: 8, rootDispersionMs: 16 });
    const cookie = await probe.send();
    const [arrival] = await probe.receive(1);

    expect(arrival!.bytes).toHaveLength(PACKET_BYTES);
    expect(arrival!.bytes.subarray(24, 32)).toEqual(cookie);
    expect(arrival!.bytes.subarray(12, 16)).toEqual(Buffer.from([10, 1, 2, 3]));
    await expect(probe.ask()).resolves.toMatchObject({ leap: 0, version: 4, mode: 4, stratum: 2 });
  });

  test.each(['127.0.0.1', '::1'])('is right to within what an exchange can show, on %s', async (host) => {
    const { probe } = await start({}, host);
    const { offsetMs, delayMs } = await probe.measure();
    expect(Math.abs(offsetMs)).toBeLessThanOrEqual(delayMs / 2 + CLOCK_ERROR_MS);
  });

  test('counts requests and tells who watches', async () => {
    const { server, probe } = await start();
    const seen: number[] = [];
    server.on('request', (request) => seen.push(request.mode));
    await probe.ask();
    await probe.ask();
    expect([server.requests, seen]).toEqual([2, [3, 3]]);
  });

  test('ignores what is no request', async () => {
    const { server, probe } = await start();
    await probe.sendBytes(Buffer.from('hello'));
    await probe.sendBytes(Buffer.alloc(PACKET_BYTES)); // mode 0
    await probe.ask();
    expect(server.requests).toBe(1);
  });
});

describe("A server's clock", () => {
  test.each([80, -370, 0.25, 86_400_000 * 365])('is %d ms ahead when told so', async (offsetMs) => {
    const { probe } = await start({ offsetMs });
    const measured = await probe.measure();
    expect(Math.abs(measured.offsetMs - offsetMs)).toBeLessThanOrEqual(measured.delayMs / 2 + CLOCK_ERROR_MS);
  });

  test('drifts from where it is, and says how far it got', async () => {
    const { server, probe } = await start({ offsetMs: 100, driftPpm: 1e6 }); // gains a second every second
    const before = server.aheadMs();
    const measured = await probe.measure();
    const after = server.aheadMs();
    expect(before).toBeGreaterThanOrEqual(100);
    expect(measured.offsetMs).toBeGreaterThanOrEqual(before - measured.delayMs - CLOCK_ERROR_MS);
    expect(measured.offsetMs).toBeLessThanOrEqual(after + measured.delayMs + CLOCK_ERROR_MS);
  });

  test('keeps its offset when another trait changes or the drift ends', async () => {
    const { server } = await start({ offsetMs: 100, driftPpm: 1e6 });
    const drifted = server.aheadMs();
    server.change({ stratum: 3 });
    server.change({ driftPpm: 0 });
    expect(server.aheadMs()).toBeGreaterThanOrEqual(drifted);
    expect(server.aheadMs()).toBe(server.aheadMs());
    server.change({ offsetMs: 0 });
    expect(server.aheadMs()).toBe(0);
  });
});

describe('A server with a trait', () => {
  test('that is unsynchronised says so, and is no kiss', async () => {
    const { probe } = await start({ unsynchronised: true });
    const packet = await probe.ask();
    expect(packet).toMatchObject({ leap: 3, stratum: 0, refId: Buffer.alloc(4) });
    expect(isZero(packet.reference)).toBe(true);
  });

  test("that sends a kiss echoes the client's time", async () => {
    const { probe } = await start({ kiss: 'RATE' });
    const packet = await probe.ask();
    expect(packet).toMatchObject({ leap: 3, stratum: 0, refId: Buffer.from('RATE') });
    expect([packet.receive, packet.transmit]).toEqual([packet.origin, packet.origin]);
  });

  test('that smears has the reference id of a smoothing chronyd', async () => {
    const { probe } = await start({ smearing: true });
    expect((await probe.ask()).refId).toEqual(Buffer.from([127, 127, 1, 255]));
  });

  test('that forges has not seen the request', async () => {
    const { probe } = await start({ forged: true });
    const cookie = await probe.send();
    const [arrival] = await probe.receive(1);
    expect(arrival!.bytes.subarray(24, 32)).not.toEqual(cookie);
  });

  test('that has no transmit timestamp', async () => {
    const { probe } = await start({ zeroTransmit: true });
    expect(isZero((await probe.ask()).transmit)).toBe(true);
  });

  test('that answers in another mode', async () => {
    const { probe } = await start({ mode: 5 });
    expect((await probe.ask()).mode).toBe(5);
  });

  test('that claims to have held the request makes the delay negative', async () => {
    const { probe } = await start({ holdMs: 60_000 });
    expect((await probe.measure()).delayMs).toBeLessThan(0);
  });

  test.each([
    ['garbage', { garbageBytes: 300 }, 300],
    ['cut short', { cutToBytes: 40 }, 40],
    ['empty', { cutToBytes: 0 }, 0],
    ['too long', { padToBytes: 4000 }, 4000],
  ])('whose packets are %s', async (_name, behaviour, size) => {
    const { probe } = await start(behaviour);
    await probe.send();
    const [arrival] = await probe.receive(1);
    expect(arrival!.bytes).toHaveLength(size);
  });

  test('whose replies arrive twice', async () => {
    const { probe } = await start({ copies: 2 });
    await probe.send();
    const [first, second] = await probe.receive(2);
    expect(second!.bytes).toEqual(first!.bytes);
  });

  test('whose replies are late was stamped before the delay', async () => {
    const { probe } = await start({ lateMs: 20 });
    const { delayMs, offsetMs } = await probe.measure();
    expect(delayMs).toBeGreaterThanOrEqual(19); // timers may fire a millisecond early
    expect(offsetMs).toBeLessThanOrEqual(-19 / 2 + delayMs / 2);
  });

  test('that answers from another port', async () => {
    const { server, probe } = await start({ fromAnotherPort: true });
    await probe.send();
    const [arrival] = await probe.receive(1);
    expect(arrival!.from.port).not.toBe(server.port);
  });

  test('that is silent sees requests and answers none', async () => {
    const { server, probe } = await start({ silent: true });
    const seen = new Promise((resolve) => server.once('request', resolve));
    await probe.send();
    await seen;
    server.change({ silent: false });
    const cookie = await probe.send();
    const [only] = await probe.receive(1);
    expect(only!.bytes.subarray(24, 32)).toEqual(cookie);
  });

  test('loses it when it is set to undefined', async () => {
    const { server, probe } = await start({ kiss: 'DENY' });
    server.change({ kiss: undefined });
    expect((await probe.ask()).stratum).toBe(1);
  });

  test('is preceded by others that are faster', async () => {
    const { probe } = await start({ preceding: [{ forged: true }, { garbageBytes: 5 }] });
    const cookie = await probe.send();
    const arrivals = await probe.receive(3);
    expect(arrivals[0]!.bytes.subarray(24, 32)).not.toEqual(cookie);
    expect(arrivals[1]!.bytes).toHaveLength(5);
    expect(arrivals[2]!.bytes.subarray(24, 32)).toEqual(cookie);
  });
});

test('Closing takes back the replies that are still held up', async () => {
  const server = await NtpServer.start({ behaviour: { lateMs: 3_600_000 } });
  const probe = new Probe(server);
  const seen = new Promise((resolve) => server.once('request', resolve));
  await probe.send();
  await seen;
  await server.close();
  probe.close();
});

test('A port that is taken is an error', async () => {
  const { server } = await start();
  await expect(NtpServer.start({ port: server.port })).rejects.toThrow('EADDRINUSE');
});

test('Timestamps survive the rollover of 2036', async () => {
  const toEra1 = Date.UTC(2036, 1, 7, 7) - Date.now();
  const { probe } = await start({ offsetMs: toEra1 });
  const { transmit } = await probe.ask();
  expect(transmit.seconds).toBeLessThan(3600);
  expect(new Date(msSince(transmit, 2 ** 41) + 2 ** 41).getUTCFullYear()).toBe(2036);
});
