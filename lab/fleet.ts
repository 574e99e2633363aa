import type { Role } from '../lambda/event';
import type { Behaviour } from './behaviour';
import { NtpServer } from './ntp-server';
import { TrueTime } from './server-clock';

interface Member {
  name: string;
  role: Role;
  behaviour: Behaviour;
}

/**
 * The servers that the lab starts by itself: three that are right and outvote a fourth, and others that are
 * judged only. The drift is a hundred times a bad quartz's, so that it can be watched: 30 ms at the start, over
 * the limit of 50 ms within 20 s.
 */
const MEMBERS: readonly Member[] = [
  { name: 'right-1', role: 'reference', behaviour: {} },
  { name: 'right-2', role: 'reference', behaviour: {} },
  { name: 'right-3', role: 'reference', behaviour: { stratum: 2, refId: '192.0.2.1', rootDelayMs: 0.5 } },
  { name: 'ahead-80ms', role: 'reference', behaviour: { offsetMs: 80 } },
  { name: 'drifting', role: 'target', behaviour: { offsetMs: 30, driftPpm: 1000 } },
  { name: 'silent', role: 'target', behaviour: { silent: true } },
  { name: 'unsynchronised', role: 'target', behaviour: { unsynchronised: true } },
];

/** The lab's own NTP servers, and the monitor.json that watches them. */
export class Fleet {
  private constructor(
    /** By name. */
    readonly servers: ReadonlyMap<string, NtpServer>,
    private readonly trueTime: TrueTime,
  ) {}

  static async start(): Promise<Fleet> {
    const trueTime = new TrueTime();
    const servers = new Map<string, NtpServer>();
    for (const { name, behaviour } of MEMBERS) {
      servers.set(name, await NtpServer.start({ behaviour, trueTime }));
    }
    return new Fleet(servers, trueTime);
  }

  /** The content of a monitor.json. */
  monitor(): object {
    return {
      name: 'lab',
      servers: MEMBERS.map(({ name, role }) => {
        const { host, port } = this.servers.get(name)!;
        return { name, host, port, role, pacing: 'fast' };
      }),
    };
  }

  recalibrate(): void {
    this.trueTime.recalibrate();
  }

  async close(): Promise<void> {
    await Promise.all([...this.servers.values()].map((server) => server.close()));
  }
}
