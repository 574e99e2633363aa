import { randomFillSync } from 'node:crypto';
import type { Address } from './dns/address';
import { formatAddress } from './dns/address';
import {
  cookieKey,
  decodePacket,
  encodeRequest,
  MODE,
  originKey,
  PACKET_BYTES,
  type Packet,
  VERSION,
} from './packet';
import type { Arrival, OpenSocket, TimedSocket } from './socket';
import { isZero } from './timestamp';

/** What became of one request. Instants are `performance.now()` milliseconds. */
export type Answer =
  | { kind: 'reply'; packet: Packet; bytes: Buffer; t1: number; t4: number; receiveLatencyMs: number }
  | { kind: 'timeout' }
  | { kind: 'port-closed' }
  /** `byPeer`: the network or the host refused it (ICMP), after it had left. */
  | { kind: 'send-failed'; code: string; message: string; byPeer: boolean };

/** Why a packet was not taken for an answer. Listening went on. */
export type IgnoredBecause =
  | 'malformed' // wrong length, mode or version, or a time that is missing
  | 'forged' // carries no timestamp of ours
  | 'wrong-source' // carries ours but comes from elsewhere; counted for the address that was asked
  | 'duplicate' // a second reply to one request
  | 'late'; // after the request had timed out

export type Ignored = Partial<Record<IgnoredBecause, number>>;

/** A packet that was no answer, for whoever wants to know what came instead of one. */
export interface Stray {
  because: IgnoredBecause;
  /** Who sent it: see `formatAddress`. */
  from: string;
  /** Its length. */
  bytes: number;
  /** As much of it as a packet's header has. */
  header: Buffer;
}

interface Pending {
  address: Address;
  t1: number;
  settle: (answer: Answer) => void;
}

/** VERSIONs that a server may answer with; 1 and 2 are as old as they look and still compatible. */
const OLDEST_VERSION = 1;

/** Some seconds' worth of requests at the fastest pace, in a few hundred kilobytes. */
const REMEMBERED_REQUESTS = 8192;

/**
 * Asks servers over one unconnected socket per address family, opened for one run, so that the source port
 * is as unpredictable as the kernel makes it (RFC 9109). Any number of requests may wait at a time. A packet
 * that answers none of them is counted and ignored, and the request listens on until its deadline.
 */
export class NtpClient {
  private readonly sockets = new Map<4 | 6, Promise<TimedSocket>>();
  private readonly pending = new Map<string, Pending>();
  /** Requests that are over, to tell a duplicate or late reply from a forged one. */
  private readonly finished = new Map<string, 'duplicate' | 'late'>();
  private readonly ignoredFrom = new Map<string, Ignored>();
  private readonly strays = new Map<string, Stray>();

  constructor(
    private readonly open: OpenSocket,
    private readonly version: number = VERSION,
  ) {}

  /** Requests that wait for their reply. */
  get waiting(): number {
    return this.pending.size;
  }

  /** Packets that answered nothing, from this address or in its stead. */
  ignored(address: Address): Ignored {
    return this.ignoredFrom.get(formatAddress(address)) ?? {};
  }

  /** The last of these that wasn't merely late or a duplicate. */
  stray(address: Address): Stray | undefined {
    return this.strays.get(formatAddress(address));
  }

  /** Opens the sockets for these families beforehand, so that no request waits for one. */
  async prepare(families: Iterable<4 | 6>): Promise<void> {
    await Promise.allSettled([...families].map((family) => this.shared(family)));
  }

  /**
   * One request, one answer. Never throws and never rejects.
   * @param timeoutMs how long to listen
   * @param connected over a socket of its own, which alone hears that the port is closed
   */
  async ask(address: Address, timeoutMs: number, connected = false): Promise<Answer> {
    let own: TimedSocket | undefined;
    try {
      const cookie = randomFillSync(Buffer.allocUnsafe(8));
      if (connected) {
        own = await this.openFor(address.family, address, cookieKey(cookie));
      }
      return await this.exchange(own ?? (await this.shared(address.family)), address, cookie, timeoutMs);
    } catch (error) {
      return sendFailed(error as NodeJS.ErrnoException);
    } finally {
      own?.close();
    }
  }

  /** Closes every socket; requests that still wait end as timed out. */
  async close(): Promise<void> {
    for (const pending of [...this.pending.values()]) {
      pending.settle({ kind: 'timeout' });
    }
    const opened = await Promise.allSettled(this.sockets.values());
    for (const socket of opened) {
      if (socket.status === 'fulfilled') {
        socket.value.close();
      }
    }
    this.sockets.clear();
  }

  private exchange(
    socket: TimedSocket,
    address: Address,
    cookie: Buffer,
    timeoutMs: number,
  ): Promise<Answer> {
    const key = cookieKey(cookie);
    const request = encodeRequest(cookie, this.version);
    return new Promise((resolve) => {
      const settle = (answer: Answer) => {
        if (this.pending.delete(key)) {
          clearTimeout(timer);
          this.remember(key, answer.kind === 'reply' ? 'duplicate' : 'late');
          resolve(answer);
        }
      };
      const timer = setTimeout(settle, timeoutMs, { kind: 'timeout' });
      const pending: Pending = { address, t1: 0, settle };
      this.pending.set(key, pending);
      try {
        pending.t1 = socket.send(request, address, (error) => settle(sendFailed(error)));
      } catch (error) {
        settle(sendFailed(error as NodeJS.ErrnoException));
      }
    });
  }

  /** Notes a request that is over, and forgets the oldest: what comes later still is anyone's. */
  private remember(key: string, thenA: 'duplicate' | 'late'): void {
    this.finished.set(key, thenA);
    if (this.finished.size > REMEMBERED_REQUESTS) {
      this.finished.delete(this.finished.keys().next().value!);
    }
  }

  private shared(family: 4 | 6): Promise<TimedSocket> {
    const socket = this.sockets.get(family) ?? this.openFor(family);
    this.sockets.set(family, socket);
    return socket;
  }

  private openFor(family: 4 | 6, to?: Address, key?: string): Promise<TimedSocket> {
    return this.open(
      family,
      {
        onArrival: (arrival) => this.onArrival(arrival),
        // Only a connected socket can say whose packet failed; a shared one has the send callback for that.
        onError: (error) => key !== undefined && this.pending.get(key)?.settle(sendFailed(error)),
      },
      to,
    );
  }

  private onArrival({ bytes, source, monotonicMs, receiveLatencyMs = 0 }: Arrival): void {
    const from = `${source.family === 'IPv6' ? `[${source.address}]` : source.address}:${source.port}`;
    const key = originKey(bytes);
    // The origin comes before any other field: a forger who can't guess it must not be able to do anything,
    // not even to deliver a kiss (RFC 5905, section 8).
    const pending = this.pending.get(key);
    const ignore = (because: IgnoredBecause, address = from) => this.ignore(address, because, from, bytes);
    if (bytes.length < PACKET_BYTES) {
      ignore('malformed');
    } else if (!pending) {
      ignore(this.finished.get(key) ?? 'forged');
    } else if (from !== formatAddress(pending.address)) {
      ignore('forged');
      // A server of several addresses may answer from the wrong one: whoever asked it wants to know.
      ignore('wrong-source', formatAddress(pending.address));
    } else {
      const packet = decodePacket(bytes);
      if (isReply(bytes, packet)) {
        pending.settle({ kind: 'reply', packet, bytes, t1: pending.t1, t4: monotonicMs, receiveLatencyMs });
      } else {
        ignore('malformed');
      }
    }
  }

  /** @param address whom the packet is counted for */
  private ignore(address: string, because: IgnoredBecause, from: string, bytes: Buffer): void {
    const counts = this.ignoredFrom.get(address) ?? {};
    counts[because] = (counts[because] ?? 0) + 1;
    this.ignoredFrom.set(address, counts);
    if (because !== 'late' && because !== 'duplicate') {
      const header = Buffer.from(bytes.subarray(0, PACKET_BYTES)); // a copy: the rest may be long
      this.strays.set(address, { because, from, bytes: bytes.length, header });
    }
  }
}

/**
 * A request without extension fields is answered without any, so a reply has 48 bytes (RFC 7822, section
 * 7.5). A kiss or an unsynchronised server may leave its times zero; any other reply has to state them.
 */
function isReply(bytes: Buffer, packet: Packet): boolean {
  return (
    bytes.length === PACKET_BYTES &&
    packet.mode === MODE.server &&
    packet.version >= OLDEST_VERSION &&
    packet.version <= VERSION &&
    (packet.stratum === 0 || !(isZero(packet.receive) || isZero(packet.transmit)))
  );
}

function sendFailed(error: NodeJS.ErrnoException): Answer {
  return error.code === 'ECONNREFUSED'
    ? { kind: 'port-closed' }
    : {
        kind: 'send-failed',
        code: error.code ?? error.name,
        message: error.message,
        byPeer: error.syscall === 'recvmsg',
      };
}
