import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { EventEmitter, once } from 'node:events';
import { isIPv6 } from 'node:net';
import { decodePacket, encodePacket, MODE, PACKET_BYTES, type Packet } from '../../lambda/ntp/packet';
import { fromMs } from '../../lambda/ntp/timestamp';
import { type OutgoingReply, replies, type ServerBehaviour } from './server-behaviour';
import { ServerClock, TrueTime } from './server-clock';

export interface NtpServerOptions {
  /** An address of this machine. Default: 127.0.0.1. */
  host?: string;
  /** Default: any free one. */
  port?: number;
  behaviour?: ServerBehaviour;
  /** Servers that shall agree share it. Default: one of its own. */
  trueTime?: TrueTime;
}

interface NtpServerEvents {
  /** A request arrived; it is answered right after. */
  request: [Packet];
}

/** An NTP server on loopback that lies, drifts, misbehaves or falls silent as told, while it runs. */
export class NtpServer extends EventEmitter<NtpServerEvents> {
  /** How many requests have arrived. */
  requests = 0;

  private readonly clock: ServerClock;
  private readonly held = new Set<NodeJS.Timeout>();
  private current: ServerBehaviour = {};

  private constructor(
    readonly host: string,
    private readonly socket: Socket,
    /** The mouth of another who answers in this server's name. */
    private readonly otherSocket: Socket,
    private readonly trueTime: TrueTime,
  ) {
    super();
    this.clock = new ServerClock(trueTime);
    socket.on('message', (bytes, client) => {
      const receivedAt = performance.now(); // T2, before anything else
      this.answer(bytes, client, receivedAt);
    });
  }

  /** @throws Error when the address or the port can't be bound */
  static async start(options: NtpServerOptions = {}): Promise<NtpServer> {
    const host = options.host ?? '127.0.0.1';
    const socket = await bind(host, options.port ?? 0);
    const otherSocket = await bind(host, 0);
    const server = new NtpServer(host, socket, otherSocket, options.trueTime ?? new TrueTime());
    server.change(options.behaviour ?? {});
    return server;
  }

  get port(): number {
    return this.socket.address().port;
  }

  get behaviour(): Readonly<ServerBehaviour> {
    return this.current;
  }

  /**
   * Changes what is named and keeps the rest. A new `offsetMs` steps the clock; a new `driftPpm` bends its
   * course from here on. `undefined` takes a trait away.
   */
  change(behaviour: ServerBehaviour): void {
    this.current = { ...this.current, ...behaviour };
    this.clock.set(behaviour);
  }

  /** How far the server's clock is ahead of true time, ms: now, or at an instant of `performance.now()`. */
  aheadMs(monotonicMs?: number): number {
    return this.clock.aheadMs(monotonicMs);
  }

  async close(): Promise<void> {
    for (const timer of this.held) {
      clearTimeout(timer);
    }
    await Promise.all(
      [this.socket, this.otherSocket].map(async (socket) => {
        const closed = once(socket, 'close');
        socket.close();
        await closed;
      }),
    );
  }

  private answer(bytes: Buffer, client: RemoteInfo, receivedAt: number): void {
    if (bytes.length < PACKET_BYTES) {
      return;
    }
    const request = decodePacket(bytes);
    if (request.mode !== MODE.client) {
      return;
    }
    this.requests += 1;
    const { epochMs } = this.trueTime;
    const timestamp = (ms: number) => fromMs(ms, epochMs);
    for (const reply of replies(this.current, request, timestamp(this.nowMs(receivedAt)), timestamp)) {
      this.send(reply, client);
    }
    // After the replies, so that an observer's work doesn't delay them.
    this.emit('request', request);
  }

  private send(reply: OutgoingReply, client: RemoteInfo): void {
    const socket = reply.fromAnotherPort ? this.otherSocket : this.socket;
    const transmit = reply.transmit(this.nowMs(performance.now())); // T3
    const bytes = reply.mangle(encodePacket({ ...reply.packet, transmit }));
    const sendCopies = () => {
      for (let i = 0; i < reply.copies; i += 1) {
        // A client that is gone already is no concern of a server's.
        socket.send(bytes, client.port, client.address, () => {});
      }
    };
    if (reply.delayMs === 0) {
      sendCopies();
      return;
    }
    const timer = setTimeout(() => {
      this.held.delete(timer);
      sendCopies();
    }, reply.delayMs);
    this.held.add(timer);
  }

  /** This server's clock, in ms since true time's epoch. */
  private nowMs(monotonicMs: number): number {
    return this.trueTime.wallMs(monotonicMs) + this.clock.aheadMs(monotonicMs);
  }
}

async function bind(host: string, port: number): Promise<Socket> {
  const [type, family] = isIPv6(host) ? (['udp6', 6] as const) : (['udp4', 4] as const);
  const socket = createSocket({
    type,
    // An unconnected socket's send() looks up even address literals, later and after T3, unless told otherwise.
    lookup: (address, _options, callback) => callback(null, address, family),
  });
  const listening = once(socket, 'listening');
  socket.bind(port, host);
  await listening;
  // ICMP errors of clients that are gone must not end the server.
  socket.on('error', () => {});
  return socket;
}
