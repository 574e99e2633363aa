import { randomInt } from 'node:crypto';
import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { NtpServer } from '../../lab/ntp/ntp-server';
import type { ServerBehaviour } from '../../lab/ntp/server-behaviour';
import { TrueTime } from '../../lab/ntp/server-clock';
import { type Address, parseAddress } from '../../lambda/ntp/dns/address';
import { decodePacket, encodePacket, type Packet } from '../../lambda/ntp/packet';
import { fromMs } from '../../lambda/ntp/timestamp';
import { reply } from '../ntp/sample-builder';

/** Two calibrations of this machine's clock and a timestamp's rounding, ms: how far the lab itself may err. */
export const LAB_ERROR_MS = 0.05;

const trueTime = new TrueTime();
const opened: { close(): unknown }[] = [];

/** Closed again, last first, by `closeAll` in the file's `afterEach`. */
export function closeLater<T extends { close(): unknown }>(each: T): T {
  opened.push(each);
  return each;
}

export async function closeAll(): Promise<void> {
  for (const each of opened.splice(0).reverse()) {
    await each.close();
  }
}

/** A server of the lab's on loopback. All of them share the same true time: this machine's. */
export async function startServer(behaviour: ServerBehaviour = {}, host = '127.0.0.1'): Promise<NtpServer> {
  return closeLater(await NtpServer.start({ behaviour, host, trueTime }));
}

export function addressOf({ host, port }: { host: string; port: number }): Address {
  return parseAddress(host, port)!;
}

/** Below the ports that any system gives to sockets which don't ask for one: no other process takes it by chance. */
const CLOSED_PORTS = { first: 10_000, count: 20_000 };

/** A port of loopback on which nobody listens, nor will in a test's time. */
export async function closedPort(): Promise<number> {
  for (;;) {
    const port = CLOSED_PORTS.first + randomInt(CLOSED_PORTS.count);
    const socket = await boundSocket(port).catch(() => undefined);
    if (socket) {
      const closed = once(socket, 'close');
      socket.close();
      await closed;
      return port;
    }
  }
}

/** A UDP server that answers a request with whatever bytes it likes. */
export interface RawServer {
  address: Address;
  socket: Socket;
  close(): void;
}

/** @param answer the datagrams to send back, in order */
export async function startRawServer(
  answer: (request: Buffer, client: RemoteInfo) => Buffer[],
): Promise<RawServer> {
  const socket = await boundSocket();
  socket.on('message', (request, client) => {
    for (const bytes of answer(request, client)) {
      socket.send(bytes, client.port, client.address);
    }
  });
  const address: Address = { ip: '127.0.0.1', family: 4, port: socket.address().port };
  return closeLater({ address, socket, close: () => socket.close() });
}

/** The good reply to a request, in this machine's time, but for the fields given. */
export function goodReply(request: Buffer, fields: Partial<Packet> = {}): Buffer {
  const now = fromMs(0, Date.now());
  const origin = decodePacket(request).transmit;
  return encodePacket(reply({ origin, receive: now, transmit: now, ...fields }));
}

/** Waits for something that an event will make true. A test that waits in vain fails by jest's own timeout, and ends. */
export async function until(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) {
    await new Promise((resolve) => setTimeout(resolve, 1).unref());
  }
}

async function boundSocket(port = 0): Promise<Socket> {
  const socket = createSocket('udp4');
  const listening = once(socket, 'listening');
  socket.bind(port, '127.0.0.1');
  await listening;
  return socket;
}
