import type { ReferenceSource, Server } from '../../lambda/monitor/event';
import type { RunResult } from '../../lambda/monitor/reading';
import type { Witness } from '../../lambda/monitor/reference/clock-dispute';
import { type Dependencies, run } from '../../lambda/monitor/run';
import type { TimeSource } from '../../lambda/ntp/clock/local-clock';
import { AddressMemory } from '../../lambda/ntp/dns/address-memory';
import { KissOfDeathCache } from '../../lambda/ntp/kiss-of-death';
import { decodePacket, encodePacket, type Packet } from '../../lambda/ntp/packet';
import type { Arrival, OpenSocket } from '../../lambda/ntp/socket';
import { fromMs } from '../../lambda/ntp/timestamp';
import { plan, server } from '../function/sample-readings';
import { reply } from './sample-builder';

/** A server and the path to it. All that is left out is perfect. */
export interface SimulatedServer {
  /** How far its clock is ahead of true time, ms. */
  aheadMs?: number;
  /** Time on the way to it and back, ms. Default: 1. */
  forthMs?: number;
  backMs?: number;
  rootDelayMs?: number;
  rootDispersionMs?: number;
  stratum?: number;
  /** What else its packets say. */
  packet?: Partial<Packet>;
  /** There is no way to it. */
  down?: boolean;
  role?: Server['role'];
  freeRunning?: boolean;
  limitMs?: number;
}

/** The machine that the function runs on, at true time `t`, ms. */
export interface SimulatedMachine {
  /** How far its wall clock is ahead of true time at the start, ms. */
  aheadMs?: number;
  /** How much too fast its crystal runs both clocks, microseconds a second. */
  driftPpm?: number;
  /** By how much its wall clock has been moved against the monotonic one, ms. */
  stepMs?: (t: number) => number;
  /** How long a round of the event loop takes: from one request to the next, ms. Default: 0.5. */
  gapMs?: number;
}

export const NOON_MS = Date.UTC(2026, 10, 22, 12);
/** What reading a clock costs, ms. */
const CALL_MS = 0.0001;
const UPTIME_MS = 12_345.678;
const RUN_DEADLINE_MS = 20_000;

/**
 * Whole runs without network or waiting: a machine with clocks of its own and servers with known clocks behind
 * known paths, in simulated time that begins at zero. Everything between the socket and the result is the
 * product's own code.
 */
export class Simulation {
  /** True time, ms since NOON_MS. */
  now = 0;
  private frozenMs = 0;
  private jumpedMs = 0;
  private readonly names: readonly string[];
  private readonly onTheirWay: { at: number; deliver: () => void }[] = [];
  private readonly dependencies: Dependencies;

  constructor(
    private readonly servers: Record<string, SimulatedServer>,
    private readonly machine: SimulatedMachine = {},
  ) {
    this.names = Object.keys(servers);
    const time: TimeSource = {
      monotonicMs: () => this.monotonicMs(this.pass(CALL_MS)),
      wallMs: () => NOON_MS + Math.floor(this.wallMs(this.pass(CALL_MS))),
    };
    // The same for all runs, as one process has.
    this.dependencies = {
      time,
      resolve: async () => [],
      openSocket: (...args) => this.openSocket(...args),
      kisses: new KissOfDeathCache(),
      addresses: new AddressMemory(),
    };
  }

  /** One run over all servers, in their order. */
  run(
    options: { reference?: ReferenceSource; samples?: number; witness?: Witness } = {},
  ): Promise<RunResult> {
    const { reference = 'consensus', samples = 2 } = options;
    const pacing = { samples, spacingMs: 0 };
    const servers = Object.entries(this.servers).map(([name, configured]) => {
      const { role = 'reference', freeRunning = false, limitMs = 50 } = configured;
      return server(name, { host: ipOf(this.names.indexOf(name)), role, freeRunning, limitMs });
    });
    const dependencies = { ...this.dependencies, witness: () => options.witness };
    return run(plan(servers, { reference }), dependencies, {
      deadlineMs: performance.now() + RUN_DEADLINE_MS,
      pacing: { polite: pacing, fast: pacing },
    });
  }

  pass(ms: number): number {
    this.now += ms;
    return this.now;
  }

  /** The process is frozen, as Lambda does between invocations: true time passes, its monotonic clock stands. */
  freeze(ms: number): void {
    this.frozenMs += ms;
    this.now += ms;
  }

  /** The process wakes up where the monotonic clock shows another time. */
  jump(ms: number): void {
    this.jumpedMs += ms;
  }

  /** The wall clock at true time `t`, ms since NOON_MS. */
  wallMs(t: number): number {
    const { aheadMs = 0, driftPpm = 0, stepMs = () => 0 } = this.machine;
    return t * (1 + driftPpm * 1e-6) + aheadMs + stepMs(t);
  }

  private monotonicMs(t: number): number {
    const { driftPpm = 0 } = this.machine;
    return UPTIME_MS + this.jumpedMs + (t - this.frozenMs) * (1 + driftPpm * 1e-6);
  }

  private readonly openSocket: OpenSocket = async (_family, { onArrival }) => ({
    send: (bytes, to, onError) => {
      const asked = this.servers[this.names[indexOf(to.ip)] ?? ''];
      const { down, ...server } = asked ?? {};
      const at = this.pass(asked ? (this.machine.gapMs ?? 0.5) : CALL_MS);
      if (down) {
        setImmediate(() =>
          onError(Object.assign(new Error('network is unreachable'), { code: 'ENETUNREACH' })),
        );
      } else {
        this.exchange(bytes, at, server, (reply, arrivedAt) => {
          const source = { address: to.ip, family: 'IPv4' as const, port: to.port, size: reply.length };
          onArrival({ bytes: reply, source, monotonicMs: this.monotonicMs(arrivedAt) } satisfies Arrival);
        });
      }
      return this.monotonicMs(at);
    },
    close: () => {},
  });

  private exchange(
    request: Buffer,
    sentAt: number,
    server: SimulatedServer,
    answer: (reply: Buffer, arrivedAt: number) => void,
  ): void {
    const {
      aheadMs = 0,
      forthMs = 1,
      backMs = 1,
      stratum = 1,
      rootDelayMs = 0,
      rootDispersionMs = 0,
      packet = {},
    } = server;
    const stamp = fromMs(sentAt + forthMs + aheadMs, NOON_MS);
    const fields = { stratum, rootDelayMs, rootDispersionMs, receive: stamp, transmit: stamp, ...packet };
    const bytes = encodePacket(reply({ ...fields, origin: decodePacket(request).transmit }));
    const at = sentAt + forthMs + backMs;
    this.onTheirWay.push({ at, deliver: () => answer(bytes, at) });
    this.onTheirWay.sort((a, b) => a.at - b.at);
    setImmediate(() => {
      const next = this.onTheirWay.shift()!;
      this.now = Math.max(this.now, next.at);
      next.deliver();
    });
  }
}

function ipOf(index: number): string {
  return `192.0.2.${index + 1}`;
}

/** Anybody else, such as the echo on loopback that warms the code up, is a perfect server. */
function indexOf(ip: string): number {
  return ip.startsWith('192.0.2.') ? Number(ip.split('.')[3]) - 1 : -1;
}
