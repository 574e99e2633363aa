import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { isIPv6 } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { findChronyd, findProgram } from './find-chronyd';

const LOOPBACK_HOST = '127.0.0.1';
const EVERY_HOST = '0.0.0.0';
/** Should a test run be killed, its servers end by themselves. */
const DEFAULT_LIFETIME_S = 300;
/** A free port may be taken by another before chronyd binds it. */
const START_ATTEMPTS = 5;

/**
 * A real chronyd on loopback with a clock of its own: started with -x, it never touches the machine's clock,
 * and shows its clients that clock plus what it is told to add.
 */
export class Chronyd {
  private constructor(
    readonly host: string,
    readonly port: number,
    private readonly child: ChildProcess,
    private readonly dir: string,
  ) {}

  /**
   * A right clock: the machine's own.
   * @param lifetimeS after which it ends by itself
   * @throws Error with chronyd's own words when it doesn't start
   */
  static start(lifetimeS: number = DEFAULT_LIFETIME_S): Promise<Chronyd> {
    return Chronyd.launch(['local stratum 1', 'manual'], lifetimeS);
  }

  /** A right clock that answers on every address of loopback, 127.0.0.0/8: a fleet of sixteen million. */
  static startEverywhere(lifetimeS: number = DEFAULT_LIFETIME_S): Promise<Chronyd> {
    return Chronyd.launch(['local stratum 1', `bindaddress ${EVERY_HOST}`, 'allow 127.0.0.0/8'], lifetimeS);
  }

  /** A server without an upstream, which says so. */
  static startUnsynchronised(): Promise<Chronyd> {
    return Chronyd.launch([]);
  }

  /** A right clock at another address of this machine: of 127.0.0.0/8, or ::1. */
  static startAt(host: string): Promise<Chronyd> {
    return Chronyd.launch(['local stratum 1', 'manual'], DEFAULT_LIFETIME_S, host);
  }

  /**
   * A server at this address that follows another one, which it names as its reference.
   * @returns once it is synchronised, after some seconds
   */
  static async follow(upstream: Chronyd, host: string): Promise<Chronyd> {
    const source = `server ${upstream.host} port ${upstream.port} iburst minpoll -4 maxpoll -4`;
    const follower = await Chronyd.launch([source], DEFAULT_LIFETIME_S, host);
    await follower.ask('waitsync', '100', '0', '0', '0.1');
    return follower;
  }

  /** Steps its clock by so many ms; positive: ahead. */
  async step(ms: number): Promise<void> {
    // chronyc counts what the clock shall lose.
    await this.ask('doffset', String(-ms / 1000));
  }

  /** Lets its clock gain so many microseconds a second from now on. */
  async drift(ppm: number): Promise<void> {
    await this.ask('dfreq', String(-ppm));
  }

  /** How far its clock is ahead of the machine's at this moment, ms: the truth, from chronyd itself. */
  async aheadMs(): Promise<number> {
    const fields = (await this.ask('tracking')).split(',');
    return Number(fields[SYSTEM_TIME_FIELD]) * 1000;
  }

  async stop(): Promise<void> {
    const ended = once(this.child, 'exit');
    if (this.child.exitCode === null && this.child.kill()) {
      await ended;
    }
    await rm(this.dir, { recursive: true, force: true });
  }

  private static async launch(
    directives: readonly string[],
    lifetimeS: number = DEFAULT_LIFETIME_S,
    host: string = LOOPBACK_HOST,
  ): Promise<Chronyd> {
    let words = '';
    for (let attempt = 0; attempt < START_ATTEMPTS; attempt += 1) {
      const dir = await mkdtemp(path.join(tmpdir(), 'chronyd-')); // only its owner may enter, as chronyd demands
      const port = await freePort(host);
      const child = spawn(program(), programArguments({ dir, host, port, lifetimeS, directives }), {
        stdio: ['ignore', 'ignore', 'pipe'],
      });
      words = '';
      child.stderr.setEncoding('utf8').on('data', (text: string) => {
        words += text;
      });
      const server = new Chronyd(host, port, child, dir);
      if (await server.isReady()) {
        return server;
      }
      await server.stop();
    }
    throw new Error(`chronyd did not start:\n${words}`);
  }

  /** Asks until it answers or has ended: it answers commands only once its sockets are open. */
  private async isReady(): Promise<boolean> {
    while (this.child.exitCode === null) {
      try {
        await this.ask('tracking');
        return true;
      } catch {
        // not yet
      }
    }
    return false;
  }

  private async ask(...command: string[]): Promise<string> {
    // -n: no look-up of names, which takes seconds without a network. -c: numbers with commas.
    const { stdout } = await promisify(execFile)(findProgram('chronyc') ?? 'chronyc', [
      ...['-n', '-c', '-h', commandSocket(this.dir)],
      ...command,
    ]);
    return stdout;
  }
}

/** In the output of `chronyc -c tracking`, seconds; positive: the machine's clock is behind chronyd's. */
const SYSTEM_TIME_FIELD = 4;

function program(): string {
  const found = findChronyd();
  if (found === undefined) {
    throw new Error('chronyd was not found: install chrony, or set CHRONYD to its path.');
  }
  return found;
}

interface Process {
  dir: string;
  host: string;
  port: number;
  lifetimeS: number;
  directives: readonly string[];
}

/** Works as root and as an ordinary user alike: -U doesn't insist on root, -u stays who it is. */
function programArguments({ dir, host, port, lifetimeS, directives }: Process): string[] {
  return [
    ...['-x', '-d', '-U', '-u', userInfo().username, '-t', String(lifetimeS)],
    `port ${port}`,
    `bindaddress ${host}`,
    `allow ${isIPv6(host) ? host : '127.0.0.0/8'}`,
    'cmdport 0',
    `bindcmdaddress ${commandSocket(dir)}`,
    `pidfile ${path.join(dir, 'pid')}`,
    ...directives,
  ];
}

function commandSocket(dir: string): string {
  return path.join(dir, 'chronyd.sock');
}

/** A UDP port of loopback that nobody has, a moment ago at least. */
export async function freePort(host: string = LOOPBACK_HOST): Promise<number> {
  const socket = createSocket(isIPv6(host) ? 'udp6' : 'udp4').bind(0, host);
  await once(socket, 'listening');
  const { port } = socket.address();
  socket.close();
  await once(socket, 'close');
  return port;
}
