import { randomBytes } from 'node:crypto';
import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { isIPv6 } from 'node:net';
import { calibrate } from '../../lambda/ntp/clock/local-clock';
import { decodePacket, encodeRequest, type Packet } from '../../lambda/ntp/packet';
import { msSince } from '../../lambda/ntp/timestamp';

/** One datagram as it arrived. */
export interface Datagram {
  bytes: Buffer;
  from: RemoteInfo;
  arrivedAtMs: number;
}

/** A bare socket that asks one server and keeps everything that comes back: the lab's servers under a lens. */
export class Probe {
  private readonly arrivals: Datagram[] = [];
  private readonly socket: Socket;

  constructor(private readonly server: { host: string; port: number }) {
    this.socket = createSocket(isIPv6(server.host) ? 'udp6' : 'udp4');
    this.socket.on('message', (bytes, from) => {
      this.arrivals.push({ bytes, from, arrivedAtMs: performance.now() });
      this.socket.emit('arrival');
    });
  }

  /** @returns the request's cookie, which a valid reply carries as its origin timestamp */
  async send(): Promise<Buffer> {
    const cookie = randomBytes(8);
    await this.sendBytes(encodeRequest(cookie));
    return cookie;
  }

  async sendBytes(bytes: Buffer): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.socket.send(bytes, this.server.port, this.server.host, (error) =>
        error === null ? resolve() : reject(error),
      );
    });
  }

  /** The next so many datagrams. */
  async receive(count: number): Promise<Datagram[]> {
    while (this.arrivals.length < count) {
      await once(this.socket, 'arrival');
    }
    return this.arrivals.splice(0, count);
  }

  async ask(): Promise<Packet> {
    await this.send();
    const [arrival] = await this.receive(1);
    return decodePacket(arrival!.bytes);
  }

  /** Offset and delay of one exchange, ms (RFC 5905, section 8): the true offset is within delay / 2. */
  async measure(): Promise<{ offsetMs: number; delayMs: number; sentAtMs: number; arrivedAtMs: number }> {
    const clock = calibrate();
    const sentAtMs = performance.now();
    await this.send();
    const [arrival] = await this.receive(1);
    const packet = decodePacket(arrival!.bytes);
    const [t1, t4] = [clock.wallMs(sentAtMs), clock.wallMs(arrival!.arrivedAtMs)];
    const [t2, t3] = [msSince(packet.receive, clock.epochMs), msSince(packet.transmit, clock.epochMs)];
    return {
      offsetMs: (t2 - t1 + (t3 - t4)) / 2,
      delayMs: t4 - t1 - (t3 - t2),
      sentAtMs,
      arrivedAtMs: arrival!.arrivedAtMs,
    };
  }

  close(): void {
    this.socket.close();
  }
}
