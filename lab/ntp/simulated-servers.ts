import type { Role } from '../../lambda/monitor/event';
import type { MonitorPlan } from '../scenarios/scenario';
import { NtpServer } from './ntp-server';
import type { ServerBehaviour } from './server-behaviour';
import { TrueTime } from './server-clock';

/** One of the lab's servers. */
export interface LabServer {
  name: string;
  role?: Role;
  /** Default: right. */
  behaviour?: ServerBehaviour;
}

/**
 * The servers that the lab starts by itself: three that are right and outvote a fourth, and others that are
 * judged only. The drift is worse than any quartz's, so that it can be watched: 30 ms at the start, over the
 * limit of 50 ms after seven minutes of the lab's time.
 */
const DEMONSTRATION: readonly LabServer[] = [
  { name: 'alfa' },
  { name: 'bravo' },
  { name: 'charlie', behaviour: { stratum: 2, refId: '192.0.2.1', rootDelayMs: 0.5 } },
  { name: 'delta', behaviour: { offsetMs: 80 } },
  { name: 'echo', role: 'target', behaviour: { offsetMs: 30, driftPpm: 50 } },
  { name: 'foxtrot', role: 'target', behaviour: { silent: true } },
  { name: 'golf', role: 'target', behaviour: { unsynchronised: true } },
];

/**
 * The lab's own NTP servers, and the monitor.json that watches them. They serve the lab's time, which jumps from run
 * to run; what they are told waits while the network is cut.
 */
export class SimulatedServers {
  private readonly behaviours: Map<string, ServerBehaviour>;
  private cut = false;

  private constructor(
    /** By name. */
    readonly byName: ReadonlyMap<string, NtpServer>,
    private readonly definitions: readonly LabServer[],
    private readonly trueTime: TrueTime,
  ) {
    this.behaviours = new Map(definitions.map(({ name, behaviour = {} }) => [name, behaviour]));
  }

  static async start(definitions: readonly LabServer[] = DEMONSTRATION): Promise<SimulatedServers> {
    const trueTime = new TrueTime();
    const servers = new Map<string, NtpServer>();
    for (const { name, behaviour = {} } of definitions) {
      servers.set(name, await NtpServer.start({ behaviour, trueTime }));
    }
    return new SimulatedServers(servers, definitions, trueTime);
  }

  /** The content of a monitor.json. @param plan which of the servers it watches, and how; default: all */
  monitor({ servers, settings }: MonitorPlan = { servers: this.planned }): object {
    return {
      name: 'lab',
      notify: { email: ['oncall@example.com'] },
      ...settings,
      servers: servers.map((server) => {
        const { host, port } = this.byName.get(server.name)!;
        return { ...server, host, port, pacing: 'fast' };
      }),
    };
  }

  private get planned(): MonitorPlan['servers'] {
    return this.definitions.map(({ name, role }) => ({ name, ...(role && { role }) }));
  }

  /** What a server has been told to do. @throws Error when there is none of that name */
  behaviour(name: string): Readonly<ServerBehaviour> {
    const behaviour = this.behaviours.get(name);
    if (behaviour === undefined) {
      throw new Error(`There is no server ${name}.`);
    }
    return behaviour;
  }

  role(name: string): Role {
    return this.definitions.find((server) => server.name === name)?.role ?? 'reference';
  }

  /** Changes what is named and keeps the rest, as `NtpServer.change` does. */
  change(name: string, behaviour: ServerBehaviour): void {
    this.behaviours.set(name, { ...this.behaviour(name), ...behaviour });
    this.byName.get(name)!.change({ ...behaviour, ...(this.cut && { silent: true }) });
  }

  /** Takes the way to all servers away, or gives it back. */
  cutNetwork(cut: boolean): void {
    this.cut = cut;
    for (const name of this.byName.keys()) {
      this.change(name, { silent: this.behaviour(name).silent });
    }
  }

  /** @param aheadMs how far the lab's time is ahead of this machine's */
  recalibrate(aheadMs: number): void {
    this.trueTime.recalibrate(aheadMs);
  }

  async close(): Promise<void> {
    await Promise.all([...this.byName.values()].map((server) => server.close()));
  }
}
