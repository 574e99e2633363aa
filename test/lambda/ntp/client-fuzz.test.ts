import type { RemoteInfo } from 'node:dgram';
import fc from 'fast-check';
import { NtpClient } from '../../../lambda/ntp/client';
import type { Address } from '../../../lambda/ntp/dns/address';
import { type OpenSocket, socketOpener } from '../../../lambda/ntp/socket';
import { closeAll, closeLater, goodReply, startRawServer } from '../../../testkit/function/test-network';

const PATIENT_MS = 20_000;
const SERVER: Address = { ip: '192.0.2.1', family: 4, port: 123 };

afterEach(closeAll);

/** A client that waits for a reply, on a network on which only the test speaks. */
async function waitingClient() {
  let request: Buffer = Buffer.alloc(0);
  let deliver = (_bytes: Buffer, _from?: Address): void => undefined;
  const open: OpenSocket = async (_family, { onArrival }) => {
    deliver = (bytes, from = SERVER) => {
      const source = { address: from.ip, port: from.port, family: 'IPv4' } as RemoteInfo;
      onArrival({ bytes, source, monotonicMs: performance.now() });
    };
    return {
      send: (bytes) => {
        request = bytes;
        return performance.now();
      },
      close: () => undefined,
    };
  };
  const client = new NtpClient(open);
  await client.prepare([4]);
  const answer = client.ask(SERVER, PATIENT_MS);
  await new Promise(setImmediate);
  const ignored = () => Object.values(client.ignored(SERVER)).reduce((sum, count) => sum + count, 0);
  return { client, answer, request, deliver, ignored };
}

test('No bytes but those that carry the cookie end the wait, and each packet is counted once', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.uint8Array({ maxLength: 100 }), { maxLength: 20 }), async (packets) => {
      const { client, answer, request, deliver, ignored } = await waitingClient();
      for (const packet of packets) {
        deliver(Buffer.from(packet));
      }
      expect([client.waiting, ignored()]).toEqual([1, packets.length]);
      deliver(goodReply(request));
      expect(await answer).toMatchObject({ kind: 'reply' });
    }),
  );
});

test('A reply with any one bit wrong is either taken as it is or counted, and never harms the wait', async () => {
  for (let bit = 0; bit < 48 * 8; bit += 1) {
    const { client, answer, request, deliver, ignored } = await waitingClient();
    const bytes = goodReply(request);
    bytes[bit >> 3]! ^= 0x80 >> (bit & 7);
    deliver(bytes);
    const inOrigin = bit >= 24 * 8 && bit < 32 * 8;
    expect(client.waiting + ignored()).toBe(client.waiting === 1 ? 2 : 0);
    expect(!inOrigin || client.waiting === 1).toBe(true);
    deliver(goodReply(request));
    expect(await answer).toMatchObject({ kind: 'reply' });
  }
});

test('The right reply from any other address or port is not taken', async () => {
  const elsewhere = fc
    .record({ ip: fc.ipV4(), family: fc.constant(4 as const), port: fc.integer({ min: 1, max: 65535 }) })
    .filter(({ ip, port }) => ip !== SERVER.ip || port !== SERVER.port);
  await fc.assert(
    fc.asyncProperty(elsewhere, async (address) => {
      const { client, answer, request, deliver } = await waitingClient();
      deliver(goodReply(request), address);
      expect(client.waiting).toBe(1);
      expect(client.ignored(SERVER)).toEqual({ 'wrong-source': 1 });
      await client.close();
      expect(await answer).toEqual({ kind: 'timeout' });
    }),
  );
});

test('A hundred bad packets over the wire leave room for the good one', async () => {
  const client = closeLater(new NtpClient(socketOpener()));
  let bad: Buffer[] = Array.from({ length: 100 }, (_, i) => Buffer.alloc(i, i));
  const server = await startRawServer((request) => {
    const replies = [...bad, goodReply(request)];
    bad = [];
    return replies;
  });
  expect(await client.ask(server.address, PATIENT_MS)).toMatchObject({ kind: 'reply' });
  expect(client.ignored(server.address)).toEqual({ malformed: 48, forged: 52 });
});
