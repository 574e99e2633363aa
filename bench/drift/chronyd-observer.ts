import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { findChronyd, findProgram } from '../../testkit/ntp/find-chronyd';

/** What chronyd says of a source: `chronyc sourcestats`. */
export interface SourceStatistics {
  port: number;
  /** Samples that its line goes through. */
  samples: number;
  /** Positive: the source gains. */
  ppm: number;
  /** Its own estimate of the error, ppm. */
  skewPpm: number;
}

/** Every second a poll, and all samples kept that it can keep. */
const POLLING = 'minpoll 0 maxpoll 0 minsamples 6 maxsamples 64';
const OBSERVER_LIFETIME_S = 600;
/** Of a line of `chronyc -c sourcestats`; its rate is the local clock's against the source. */
const FIELD = { samples: 1, ppm: 4, skewPpm: 5 };

/** A chronyd that watches servers and follows none of them. */
export class ChronydObserver {
  private constructor(
    private readonly child: ChildProcess,
    private readonly dir: string,
    private readonly ports: readonly number[],
  ) {}

  /**
   * @param ports servers on 127.0.0.1
   * @throws Error when it ends instead of starting
   */
  static async start(ports: readonly number[]): Promise<ChronydObserver> {
    const dir = await mkdtemp(path.join(tmpdir(), 'chronyd-observer-'));
    const child = spawn(findChronyd() ?? 'chronyd', [
      ...['-x', '-d', '-U', '-u', userInfo().username, '-t', String(OBSERVER_LIFETIME_S)],
      ...['port 0', 'cmdport 0', `bindcmdaddress ${socketIn(dir)}`, `pidfile ${path.join(dir, 'pid')}`],
      // One address has one source: ports are told apart by addresses of loopback's network.
      ...ports.map((port, i) => `server ${loopbackAddress(i)} port ${port} ${POLLING} noselect`),
    ]);
    const observer = new ChronydObserver(child, dir, ports);
    const deadline = performance.now() + 10_000;
    while (child.exitCode === null && performance.now() < deadline) {
      try {
        await observer.statistics();
        return observer;
      } catch {
        // It answers commands once its sockets are open.
      }
    }
    await observer.stop();
    throw new Error('chronyd, which was to watch the servers, did not start.');
  }

  async statistics(): Promise<SourceStatistics[]> {
    const { stdout } = await promisify(execFile)(findProgram('chronyc') ?? 'chronyc', [
      ...['-n', '-c', '-h', socketIn(this.dir), 'sourcestats'],
    ]);
    const lines = new Map(
      stdout.split('\n').map((line) => [line.split(',')[0], line.split(',').map(Number)]),
    );
    return this.ports.map((port, i) => {
      const fields = lines.get(loopbackAddress(i)) ?? [];
      const field = (at: number) => fields[at] ?? Number.NaN;
      return { port, samples: field(FIELD.samples), ppm: -field(FIELD.ppm), skewPpm: field(FIELD.skewPpm) };
    });
  }

  async stop(): Promise<void> {
    if (this.child.exitCode === null && this.child.kill()) {
      await once(this.child, 'exit');
    }
    await rm(this.dir, { recursive: true, force: true });
  }
}

/** Relays listen on every address of loopback. */
export function loopbackAddress(i: number): string {
  return `127.0.0.${10 + i}`;
}

function socketIn(dir: string): string {
  return path.join(dir, 'chronyd.sock');
}
