import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { isIPv6 } from 'node:net';
import { type Random, seededRandom } from '../seeded-random';

/** How the network treats packets in one direction: plain data. What is left out does not happen. */
export interface Path {
  /** Every packet takes so long, ms. */
  delayMs?: number;
  /** And up to so much longer, ms, as `jitter` distributes it. */
  jitterMs?: number;
  /**
   * `uniform`: anything up to `jitterMs` is as likely. `queue`: mostly little, now and then all of it, as behind
   * a router that others use too (exponential with a mean of a quarter, cut off at `jitterMs`). Default: uniform.
   */
  jitter?: 'uniform' | 'queue';
  /** The share of packets that never arrive, 0 to 1. */
  loss?: number;
  /** The share of packets that arrive twice, each copy with a jitter of its own, 0 to 1. */
  duplication?: number;
  /** The share of packets that skip the delay and so overtake the ones before, 0 to 1. */
  reordering?: number;
}

/** From the client to the server, and from the server to the client. */
export type Direction = 'up' | 'down';

export interface RelayOptions {
  /** Whom it stands in front of. */
  to: { host: string; port: number };
  /** Where it listens. Default: 127.0.0.1, any free port. */
  host?: string;
  port?: number;
  up?: Path;
  down?: Path;
  /** The same seed means the same fate for the n-th packet of a direction. Default: 1. */
  seed?: number;
}

/** What became of the packets of one direction so far. */
export interface Traffic {
  arrived: number;
  lost: number;
  duplicated: number;
  overtook: number;
}

/** A client's upstream socket is closed when nothing has passed for so long, ms. */
const IDLE_UPSTREAM_MS = 10_000;

/**
 * A piece of bad network on loopback, in front of one UDP server: delays of its own for each direction, jitter,
 * loss, duplication and reordering, all of which can be changed while it runs. Packets pass unread and unaltered.
 *
 * Delays are as exact as timers are: to about a millisecond, and later on a busy machine. Without a delay a
 * packet is passed on at once.
 */
export class Relay {
  readonly traffic: Record<Direction, Traffic> = { up: noTraffic(), down: noTraffic() };

  private readonly paths: Record<Direction, Path>;
  private readonly random: Record<Direction, Random>;
  /** One socket towards the server for each client, by the client's address: replies find their way back. */
  private readonly upstreams = new Map<string, Upstream>();
  private readonly held = new Set<NodeJS.Timeout>();

  private constructor(
    readonly host: string,
    private readonly front: Socket,
    private readonly to: RelayOptions['to'],
    { up = {}, down = {}, seed = 1 }: RelayOptions,
  ) {
    this.paths = { up, down };
    // One sequence for each direction: how the two interleave depends on the machine, and must change nothing.
    this.random = { up: seededRandom(2 * seed), down: seededRandom(2 * seed + 1) };
    front.on('message', (bytes, client) => {
      const { socket } = this.upstream(client.address, client.port);
      this.pass('up', () => socket.send(bytes, this.to.port, this.to.host, ignoreError));
    });
  }

  /** @throws Error when the address or the port can't be bound */
  static async start(options: RelayOptions): Promise<Relay> {
    const host = options.host ?? '127.0.0.1';
    const front = upstreamSocket(host);
    const listening = once(front, 'listening');
    front.bind(options.port ?? 0, host);
    await listening;
    front.on('error', ignoreError);
    return new Relay(host, front, options.to, options);
  }

  get port(): number {
    return this.front.address().port;
  }

  /** Replaces the path of the directions that are named, for packets that arrive from now on. */
  change(paths: Partial<Record<Direction, Path>>): void {
    Object.assign(this.paths, paths);
  }

  /** Packets that are still on their way are lost. */
  async close(): Promise<void> {
    for (const timer of this.held) {
      clearTimeout(timer);
    }
    const sockets = [this.front, ...[...this.upstreams.values()].map(({ socket }) => socket)];
    for (const { idle } of this.upstreams.values()) {
      clearTimeout(idle);
    }
    this.upstreams.clear();
    await Promise.all(
      sockets.map(async (socket) => {
        const closed = once(socket, 'close');
        socket.close();
        await closed;
      }),
    );
  }

  private upstream(address: string, port: number): Upstream {
    const client = `${address} ${port}`;
    const known = this.upstreams.get(client);
    if (known) {
      known.idle.refresh();
      return known;
    }
    const socket = upstreamSocket(this.to.host);
    socket.on('message', (bytes) =>
      this.pass('down', () => this.front.send(bytes, port, address, ignoreError)),
    );
    socket.on('error', ignoreError);
    const idle = setTimeout(() => {
      this.upstreams.delete(client);
      socket.close();
    }, IDLE_UPSTREAM_MS);
    const opened = { socket, idle };
    this.upstreams.set(client, opened);
    return opened;
  }

  private pass(direction: Direction, send: () => void): void {
    const { delaysMs, overtakes } = fate(this.paths[direction], this.random[direction]);
    const traffic = this.traffic[direction];
    traffic.arrived += 1;
    traffic.lost += delaysMs.length === 0 ? 1 : 0;
    traffic.duplicated += delaysMs.length === 2 ? 1 : 0;
    traffic.overtook += overtakes ? 1 : 0;
    for (const delayMs of delaysMs) {
      this.sendAfter(delayMs, send);
    }
  }

  private sendAfter(delayMs: number, send: () => void): void {
    if (delayMs <= 0) {
      send();
      return;
    }
    const timer = setTimeout(() => {
      this.held.delete(timer);
      send();
    }, delayMs);
    this.held.add(timer);
  }
}

interface Upstream {
  socket: Socket;
  idle: NodeJS.Timeout;
}

/** What becomes of one packet. */
export interface Passage {
  /** The delay of each copy that arrives, ms. */
  delaysMs: number[];
  overtakes: boolean;
}

/** Draws the same count of random numbers whatever the path is like, so that a change shifts no later packet's. */
export function fate(path: Path, random: Random): Passage {
  const [lost, doubled, first, jitter, copyJitter] = [random(), random(), random(), random(), random()];
  if (lost < (path.loss ?? 0)) {
    return { delaysMs: [], overtakes: false };
  }
  const overtakes = first < (path.reordering ?? 0);
  const own = overtakes ? 0 : delayMs(path, jitter);
  const delaysMs = doubled < (path.duplication ?? 0) ? [own, delayMs(path, copyJitter)] : [own];
  return { delaysMs, overtakes };
}

function delayMs({ delayMs = 0, jitterMs = 0, jitter = 'uniform' }: Path, random: number): number {
  const share = jitter === 'uniform' ? random : Math.min(-Math.log(1 - random) / 4, 1);
  return delayMs + jitterMs * share;
}

function noTraffic(): Traffic {
  return { arrived: 0, lost: 0, duplicated: 0, overtook: 0 };
}

function upstreamSocket(host: string): Socket {
  const family = isIPv6(host) ? 6 : 4;
  return createSocket({
    type: family === 6 ? 'udp6' : 'udp4',
    // Without it every packet to an address literal waits for a look-up.
    lookup: (address, _options, callback) => callback(null, address, family),
  });
}

/** A client or a server that is gone is no concern of the network's. */
function ignoreError(): void {}
