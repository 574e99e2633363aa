import type { Address } from '../../../lambda/ntp/dns/address';
import { type Arrival, socketOpener } from '../../../lambda/ntp/socket';
import {
  addressOf,
  closeAll,
  closedPort,
  closeLater,
  startRawServer,
  startServer,
  until,
} from '../../../testkit/function/test-network';

afterEach(closeAll);

/** A socket that keeps what comes in. */
async function open(family: 4 | 6, to?: Address) {
  const arrivals: Arrival[] = [];
  const errors: NodeJS.ErrnoException[] = [];
  const handlers = {
    onArrival: (arrival: Arrival) => arrivals.push(arrival),
    onError: (error: NodeJS.ErrnoException) => errors.push(error),
  };
  const socket = closeLater(await socketOpener()(family, handlers, to));
  return { socket, arrivals, errors };
}

const HELLO = Buffer.alloc(48, 0x23);
const fail = (error: Error) => {
  throw error;
};

describe('An error', () => {
  test('of a closed port reaches a connected socket', async () => {
    const to: Address = { ip: '127.0.0.1', family: 4, port: await closedPort() };
    const { socket, errors } = await open(4, to);
    socket.send(HELLO, to, (error) => errors.push(error));
    await until(() => errors.length > 0);
    expect(errors[0]).toMatchObject({ code: 'ECONNREFUSED' });
  });

  test('of an address that the kernel refuses reaches the sender', async () => {
    const { socket, errors } = await open(4);
    socket.send(HELLO, { ip: '255.255.255.255', family: 4, port: 123 }, (error) => errors.push(error));
    await until(() => errors.length > 0);
    expect(errors[0]).toMatchObject({ code: 'EACCES' });
  });

  test('of an address that can’t be connected to is thrown at once', async () => {
    await expect(open(4, { ip: '255.255.255.255', family: 4, port: 123 })).rejects.toMatchObject({
      code: 'EACCES',
    });
  });
});

test.each(['127.0.0.1', '::1'])('T1 lies before the send and T4 after it, on %s', async (host) => {
  const address = addressOf(await startServer({}, host));
  const { socket, arrivals } = await open(address.family);
  const beforeMs = performance.now();
  const t1 = socket.send(HELLO, address, fail);
  const afterMs = performance.now();
  await until(() => arrivals.length > 0);
  const instants = [beforeMs, t1, afterMs, arrivals[0]!.monotonicMs, performance.now()];
  expect(instants).toEqual([...instants].sort((a, b) => a - b));
  expect(arrivals[0]!.source.port).toBe(address.port);
});

test('Every socket has a source port of its own, chosen by the kernel', async () => {
  const ports: number[] = [];
  const server = await startRawServer((_request, client) => {
    ports.push(client.port);
    return [];
  });
  for (let i = 0; i < 5; i += 1) {
    (await open(4)).socket.send(HELLO, server.address, fail);
  }
  await until(() => ports.length === 5);
  expect(new Set(ports).size).toBe(5);
  expect(ports).not.toContain(123);
});

test('A socket may be closed twice', async () => {
  const { socket } = await open(4);
  socket.close();
  expect(() => socket.close()).not.toThrow();
});
