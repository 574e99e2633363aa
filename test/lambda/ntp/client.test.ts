import type { RemoteInfo } from 'node:dgram';
import { type Ignored, NtpClient } from '../../../lambda/ntp/client';
import type { Address } from '../../../lambda/ntp/dns/address';
import { decodePacket, type Packet } from '../../../lambda/ntp/packet';
import { type OpenSocket, socketOpener } from '../../../lambda/ntp/socket';
import {
  addressOf,
  closeAll,
  closedPort,
  closeLater,
  goodReply,
  startRawServer,
  startServer,
  until,
} from '../../../testkit/function/test-network';

/** For requests that are meant to be answered: as long as a test may take. */
const PATIENT_MS = 20_000;
/** For requests that are meant to go unanswered. */
const IMPATIENT_MS = 50;

const ZERO = { seconds: 0, fraction: 0 };

let client: NtpClient;
beforeEach(() => {
  client = closeLater(new NtpClient(socketOpener()));
});
afterEach(closeAll);

describe('A bad packet', () => {
  type Bad = (request: Buffer) => Buffer;
  const fields =
    (bad: Partial<Packet>): Bad =>
    (request) =>
      goodReply(request, bad);
  const resized =
    (size: number): Bad =>
    (request) =>
      Buffer.concat([goodReply(request)], size);

  const BAD: [string, Bad, Ignored][] = [
    ['an empty datagram', () => Buffer.alloc(0), { malformed: 1 }],
    ['text', () => Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n'), { malformed: 1 }],
    ['garbage of the right size', () => Buffer.alloc(48, 0xff), { forged: 1 }],
    ['a packet cut short by a byte', resized(47), { malformed: 1 }],
    ['a packet too long by a byte', resized(49), { malformed: 1 }],
    ['a packet with a trailing MAC that nobody asked for', resized(68), { malformed: 1 }],
    ['an oversized packet', resized(60_000), { malformed: 1 }],
    ['a reply to nothing we sent', fields({ origin: { seconds: 1, fraction: 2 } }), { forged: 1 }],
    ['a reply to a zero timestamp', fields({ origin: ZERO }), { forged: 1 }],
    ['a forged kiss', fields({ origin: ZERO, stratum: 0, refId: Buffer.from('DENY') }), { forged: 1 }],
    ['our own request, reflected', (request) => request, { forged: 1 }],
    ['a packet in mode 3 (client)', fields({ mode: 3 }), { malformed: 1 }],
    ['a packet in mode 5 (broadcast)', fields({ mode: 5 }), { malformed: 1 }],
    ['version 0', fields({ version: 0 }), { malformed: 1 }],
    ['version 5', fields({ version: 5 }), { malformed: 1 }],
    ['no receive time', fields({ receive: ZERO }), { malformed: 1 }],
    ['no transmit time', fields({ transmit: ZERO }), { malformed: 1 }],
  ];

  test.each(BAD)('is counted and listened past: %s', async (_name, bad, ignored) => {
    const server = await startRawServer((request) => [bad(request), goodReply(request)]);
    const answer = await client.ask(server.address, PATIENT_MS);
    expect(answer).toMatchObject({ kind: 'reply', packet: { stratum: 1 } });
    expect(client.ignored(server.address)).toEqual(ignored);
  });

  test.each(BAD)('is no answer by itself: %s', async (_name, bad, ignored) => {
    const server = await startRawServer((request) => [bad(request)]);
    const answer = client.ask(server.address, PATIENT_MS);
    await until(() => Object.keys(client.ignored(server.address)).length > 0);
    expect(client.ignored(server.address)).toEqual(ignored);
    expect(client.waiting).toBe(1);
    await client.close();
    expect(await answer).toEqual({ kind: 'timeout' });
  });

  test('from another port than was asked is put down to the server that was asked', async () => {
    const server = await startServer({ preceding: [{ fromAnotherPort: true }] });
    expect(await client.ask(addressOf(server), PATIENT_MS)).toMatchObject({ kind: 'reply' });
    expect(client.ignored(addressOf(server))).toEqual({ 'wrong-source': 1 });
  });

  test("that answers another server's request is taken for neither", async () => {
    let asked: Buffer | undefined;
    const good = await startRawServer((request) => {
      asked = request;
      return [];
    });
    const meddler = await startRawServer((_request, client: RemoteInfo) => {
      setImmediate(() => good.socket.send(goodReply(asked!), client.port, client.address));
      return [goodReply(asked!, { stratum: 7 })];
    });
    const toGood = client.ask(good.address, PATIENT_MS);
    await until(() => asked !== undefined);
    const toMeddler = client.ask(meddler.address, IMPATIENT_MS);

    expect(await toGood).toMatchObject({ kind: 'reply', packet: { stratum: 1 } });
    expect(await toMeddler).toEqual({ kind: 'timeout' });
    expect(client.ignored(good.address)).toEqual({ 'wrong-source': 1 });
    expect(client.ignored(meddler.address)).toEqual({ forged: 1 });
  });

  test('that repeats a reply is a duplicate', async () => {
    const server = await startServer({ copies: 3 });
    expect(await client.ask(addressOf(server), PATIENT_MS)).toMatchObject({ kind: 'reply' });
    await until(() => client.ignored(addressOf(server)).duplicate === 2);
  });

  test('that comes after the timeout is late', async () => {
    const server = await startServer({ lateMs: 2 * IMPATIENT_MS });
    expect(await client.ask(addressOf(server), IMPATIENT_MS)).toEqual({ kind: 'timeout' });
    await until(() => client.ignored(addressOf(server)).late === 1);
  });
});

describe('A request that can’t be answered', () => {
  test('to a closed port: only a connected socket hears of it', async () => {
    const address: Address = { ip: '127.0.0.1', family: 4, port: await closedPort() };
    expect(await client.ask(address, IMPATIENT_MS)).toEqual({ kind: 'timeout' });
    expect(await client.ask(address, PATIENT_MS, true)).toEqual({ kind: 'port-closed' });
  });

  test('to an address that the kernel refuses', async () => {
    const broadcast: Address = { ip: '255.255.255.255', family: 4, port: 123 };
    expect(await client.ask(broadcast, PATIENT_MS)).toMatchObject({ kind: 'send-failed', code: 'EACCES' });
  });

  test('in a family that the machine does not have', async () => {
    const none: OpenSocket = () =>
      Promise.reject(Object.assign(new Error('no IPv6'), { code: 'EAFNOSUPPORT' }));
    const without = closeLater(new NtpClient(none));
    await without.prepare([6]);
    const answer = await without.ask({ ip: '::1', family: 6, port: 123 }, PATIENT_MS);
    expect(answer).toEqual({ kind: 'send-failed', code: 'EAFNOSUPPORT', message: 'no IPv6', byPeer: false });
  });

  test('over a socket that throws: nothing is left waiting', async () => {
    const broken: OpenSocket = async (...args) => ({
      ...(await socketOpener()(...args)),
      send: () => {
        throw new Error('broken');
      },
    });
    const faulty = closeLater(new NtpClient(broken));
    const answer = await faulty.ask({ ip: '127.0.0.1', family: 4, port: 123 }, PATIENT_MS);
    expect(answer).toMatchObject({ kind: 'send-failed', message: 'broken' });
    expect(faulty.waiting).toBe(0);
  });

  test('because the client is closed in between', async () => {
    const server = await startServer({ silent: true });
    const asked = new Promise((resolve) => server.once('request', resolve));
    const answer = client.ask(addressOf(server), PATIENT_MS);
    await asked;
    await client.close();
    expect(await answer).toEqual({ kind: 'timeout' });
    expect(client.waiting).toBe(0);
  });
});

describe('A request', () => {
  test.each([
    ['IPv4', '127.0.0.1', false],
    ['IPv4, connected', '127.0.0.1', true],
    ['IPv6', '::1', false],
    ['IPv6, connected', '::1', true],
  ])('is answered over %s, between T1 and T4', async (_name, host, connected) => {
    const server = await startServer({}, host);
    const beforeMs = performance.now();
    const answer = await client.ask(addressOf(server), PATIENT_MS, connected);
    if (answer.kind !== 'reply') {
      throw new Error(answer.kind);
    }
    const instants = [beforeMs, answer.t1, answer.t4, performance.now()];
    expect(instants).toEqual([...instants].sort((a, b) => a - b));
  });

  test.each([1, 2, 3, 4])('may be answered in version %d', async (version) => {
    const server = await startRawServer((request) => [goodReply(request, { version })]);
    expect(await client.ask(server.address, PATIENT_MS)).toMatchObject({ packet: { version } });
  });

  test('may be answered with a kiss that has no times', async () => {
    const kiss = { stratum: 0, refId: Buffer.from('RATE'), receive: ZERO, transmit: ZERO };
    const server = await startRawServer((request) => [goodReply(request, kiss)]);
    expect(await client.ask(server.address, PATIENT_MS)).toMatchObject({ kind: 'reply' });
  });

  test('differs from every other in 64 random bits and in nothing else', async () => {
    const seen: Buffer[] = [];
    const server = await startRawServer((request) => {
      seen.push(request);
      return [goodReply(request)];
    });
    await Promise.all(Array.from({ length: 64 }, () => client.ask(server.address, PATIENT_MS)));
    expect(new Set(seen.map((request) => request.toString('hex', 0, 40))).size).toBe(1);
    // That a random bit is the same in all of them happens once in 2^57 times.
    const cookies = seen.map((request) => request.readBigUInt64BE(40));
    const everSet = cookies.reduce((bits, cookie) => bits | cookie, 0n);
    const alwaysSet = cookies.reduce((bits, cookie) => bits & cookie);
    expect([everSet, alwaysSet]).toEqual([2n ** 64n - 1n, 0n]);
  });

  test('asks in the version that it was told', async () => {
    const old = closeLater(new NtpClient(socketOpener(), 3));
    const versions: number[] = [];
    const server = await startRawServer((request) => {
      versions.push(decodePacket(request).version);
      return [goodReply(request)];
    });
    await old.ask(server.address, PATIENT_MS);
    expect(versions).toEqual([3]);
  });

  test('among many gets its own reply', async () => {
    const servers = await Promise.all([1, 2, 3, 4, 5].map((stratum) => startServer({ stratum })));
    const asked = servers.flatMap((server) => Array.from({ length: 20 }, () => server));
    const answers = await Promise.all(asked.map((server) => client.ask(addressOf(server), PATIENT_MS)));
    expect(answers.map((answer) => answer.kind === 'reply' && answer.packet.stratum)).toEqual(
      asked.map((server) => server.behaviour.stratum),
    );
    expect(client.waiting).toBe(0);
  });
});
