import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { receiveLatency } from './clock/receive-latency';
import type { Address } from './dns/address';

/** A packet as it came in, with the instant of its arrival. */
export interface Arrival {
  bytes: Buffer;
  source: RemoteInfo;
  /** `performance.now()` as early as JavaScript can know it: RFC 5905's T4. */
  monotonicMs: number;
  /** How much later than the packet that is, as far as it is known, ms. Default: 0. */
  receiveLatencyMs?: number;
}

/** A UDP socket that knows when its last packet went out and when each packet came in. */
export interface TimedSocket {
  /**
   * Sends without any look-up.
   * @returns RFC 5905's T1 (`performance.now()`), taken last before the packet is handed to the kernel
   * @param onError called later, if the kernel refused the packet
   */
  send(bytes: Buffer, to: Address, onError: (error: NodeJS.ErrnoException) => void): number;
  close(): void;
}

/** Opens a socket; `to` connects it, which alone lets the kernel report a closed port (ICMP). */
export type OpenSocket = (
  family: 4 | 6,
  handlers: { onArrival: (arrival: Arrival) => void; onError: (error: NodeJS.ErrnoException) => void },
  to?: Address,
) => Promise<TimedSocket>;

/** Sockets that share what they learn of late packets. */
export function socketOpener(): OpenSocket {
  const latency = receiveLatency();
  return async (family, handlers, to) => {
    let sentAtMs = 0;
    const socket = createSocket({
      type: family === 4 ? 'udp4' : 'udp6',
      ipv6Only: family === 6,
      // Node looks every destination up, literals too; answering at once keeps T1 next to the system call.
      lookup: (host, _options, callback) => {
        sentAtMs = performance.now();
        callback(null, host, family);
      },
    });
    socket.on('message', (bytes, source) => {
      const monotonicMs = performance.now(); // first: whatever comes before it would count as delay
      handlers.onArrival({ bytes, source, monotonicMs, receiveLatencyMs: latency.usual(monotonicMs) });
    });
    try {
      await bound(socket, to);
    } catch (error) {
      closeQuietly(socket);
      throw error;
    }
    socket.on('error', handlers.onError);
    return {
      send(bytes, destination, onError) {
        const done = (error: Error | null) => error && onError(error);
        sentAtMs = performance.now();
        if (to) {
          socket.send(bytes, done);
        } else {
          socket.send(bytes, 0, bytes.length, destination.port, destination.ip, done);
        }
        latency.spin(sentAtMs);
        return sentAtMs;
      },
      close: () => closeQuietly(socket),
    };
  };
}

/** Bound before the first packet: an implicit bind would come between T1 and the wire. */
async function bound(socket: Socket, to?: Address): Promise<void> {
  const ready = once(socket, to ? 'connect' : 'listening');
  if (to) {
    socket.connect(to.port, to.ip);
  } else {
    socket.bind(0);
  }
  await ready;
}

function closeQuietly(socket: Socket): void {
  try {
    socket.close();
  } catch {
    // closed already, by its own error
  }
}
