import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  closeSync,
  existsSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { FunctionSpec } from '../../lab/function-process';
import { type FunctionError, type PostedOutcome, RuntimeApi } from './runtime-api';
import { FUNCTION_ARN, runtimeFlags, runtimeVariables } from './runtime-settings';

/** One invocation's outcome. A function that fails is an outcome, not an error of the testkit's. */
export interface CompletedInvocation {
  requestId: string;
  /** Of the environment that it ran in. */
  pid: number;
  /** What the handler returned. */
  result?: unknown;
  error?: FunctionError;
  /** What came out of the environment since the invocation before, line by line. */
  log: string[];
  /** Names of what the run left behind that would keep an ordinary process alive. */
  activeResources: string[];
  durationMs: number;
}

const BOOTSTRAP = path.join(__dirname, 'bootstrap.cjs');

/** Where there is one: a process that stands still would outlive a test that is killed, and for ever. */
const SETPRIV = '/usr/bin/setpriv';
const DIE_WITH_PARENT = existsSync(SETPRIV) ? [SETPRIV, '--pdeathsig', 'KILL'] : [];

/**
 * An execution environment of Lambda's: a Node process of its own that loads the function's bundle once, gets one
 * event after the other from a Runtime API of its own, stands still between two of them (SIGSTOP, SIGCONT), and is
 * ended for good when the function takes longer than its timeout.
 *
 * The lab's own environments are threads: cheaper, and part of the package, but nobody can freeze them, count their
 * descriptors or send them a signal.
 */
export class ExecutionEnvironment {
  private readonly exited: Promise<unknown>;
  private initError: FunctionError | undefined;
  private logBytes = 0;
  private busy = false;

  private constructor(
    private readonly spec: FunctionSpec,
    private readonly api: RuntimeApi,
    private readonly child: ChildProcess,
    private readonly folder: string,
  ) {
    this.exited = once(child, 'exit');
    api.once('init-error', (error) => {
      this.initError = error;
    });
  }

  /**
   * Starts the process and waits until the function is loaded, or has failed to.
   * @param variables what the platform adds to the function's own: endpoints of stand-ins
   */
  static async start(spec: FunctionSpec, variables: NodeJS.ProcessEnv): Promise<ExecutionEnvironment> {
    const api = await RuntimeApi.start();
    const folder = mkdtempSync(path.join(tmpdir(), 'execution-environment-'));
    // A file and not a pipe: what the function has written is there when its response is.
    const log = openSync(path.join(folder, 'log'), 'a');
    const node = [process.execPath, ...runtimeFlags(spec.memoryMb), BOOTSTRAP];
    const [program = '', ...options] = [...DIE_WITH_PARENT, ...node];
    const child = spawn(program, options, {
      cwd: spec.assetPath,
      env: { ...runtimeVariables(spec, api.endpoint), ...variables, ...spec.environment },
      stdio: ['ignore', log, log],
    });
    closeSync(log);
    const environment = new ExecutionEnvironment(spec, api, child, folder);
    await Promise.race([once(api, 'next'), environment.exited]);
    environment.freeze();
    return environment;
  }

  get pid(): number {
    return this.child.pid!;
  }

  /** Whether it can take an event now. */
  get idle(): boolean {
    return this.alive && !this.busy;
  }

  get alive(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  /**
   * Thaws, invokes, and freezes again. One at a time.
   * @param event a JSON document
   */
  async invoke(requestId: string, event: string): Promise<CompletedInvocation> {
    const startedAt = performance.now();
    const { payload, error, activeResources = [] } = await this.run(requestId, event);
    return {
      requestId,
      pid: this.pid,
      ...(payload !== undefined && { result: JSON.parse(payload) }),
      ...(error && { error }),
      log: this.newLines(),
      activeResources,
      durationMs: performance.now() - startedAt,
    };
  }

  /** Stops the process where it is, in the middle of a run, too. */
  freeze(): void {
    this.child.kill('SIGSTOP');
  }

  thaw(): void {
    this.child.kill('SIGCONT');
  }

  /** What each of the process's open descriptors leads to, by its number (Linux only). */
  descriptors(): string[] {
    const folder = `/proc/${this.pid}/fd`;
    return readdirSync(folder).map((number) => readlinkSync(path.join(folder, number)));
  }

  /** The kernel's lines on the process's open UDP sockets (Linux only). */
  udpSockets(): string[] {
    const inodes = this.descriptors().flatMap((link) => /^socket:\[(\d+)\]$/.exec(link)?.[1] ?? []);
    return ['udp', 'udp6'].flatMap((name) =>
      readFileSync(`/proc/net/${name}`, 'utf8')
        .split('\n')
        .filter((line) => inodes.includes(line.trim().split(/\s+/)[9] ?? '')),
    );
  }

  /** Sends a signal and waits for the end. @returns the signal that ended the process; null: it exited by itself */
  async end(signal: NodeJS.Signals = 'SIGKILL'): Promise<NodeJS.Signals | null> {
    if (this.alive) {
      this.child.kill(signal);
      this.thaw();
    }
    await this.exited;
    await this.api.close();
    rmSync(this.folder, { recursive: true, force: true });
    return this.child.signalCode;
  }

  private async run(requestId: string, event: string): Promise<PostedOutcome> {
    if (!this.alive) {
      return { error: this.initError ?? exitedEarly(requestId, this.child) };
    }
    this.busy = true;
    const { timeoutMs } = this.spec;
    let outcome: PostedOutcome | undefined;
    const onOutcome = (posted: PostedOutcome) => {
      outcome ??= posted;
    };
    const timer = setTimeout(() => {
      // What is posted in this very moment comes too late.
      onOutcome({ error: timedOut(requestId, timeoutMs) });
      this.child.kill('SIGKILL');
    }, timeoutMs);
    this.api.on('outcome', onOutcome);
    // Lambda freezes an environment when its runtime asks for the next event, not when it has responded.
    const over = once(this.api, 'next');
    this.thaw();
    this.api.deliver({ requestId, event, deadlineMs: Date.now() + timeoutMs, functionArn: FUNCTION_ARN });
    await Promise.race([over, this.exited]);
    clearTimeout(timer);
    this.api.off('outcome', onOutcome);
    if (this.alive) {
      this.freeze();
    }
    this.busy = false;
    return outcome ?? { error: exitedEarly(requestId, this.child) };
  }

  private newLines(): string[] {
    const log = readFileSync(path.join(this.folder, 'log'));
    const added = log.subarray(this.logBytes).toString('utf8');
    this.logBytes = log.length;
    return added.split('\n').filter((line) => line !== '');
  }
}

function timedOut(requestId: string, timeoutMs: number): FunctionError {
  const seconds = (timeoutMs / 1000).toFixed(2);
  return {
    errorType: 'Sandbox.Timedout',
    errorMessage: `RequestId: ${requestId} Error: Task timed out after ${seconds} seconds`,
  };
}

function exitedEarly(requestId: string, { exitCode, signalCode }: ChildProcess): FunctionError {
  const how = signalCode === null ? `exit status ${exitCode}` : `signal: ${signalCode}`;
  return {
    errorType: 'Runtime.ExitError',
    errorMessage: `RequestId: ${requestId} Error: Runtime exited with error: ${how}`,
  };
}
