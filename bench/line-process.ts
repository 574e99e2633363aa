import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** Long enough for any client's own timeout. */
const ANSWER_TIMEOUT_MS = 20_000;

/**
 * A client in a process of its own that lives through the whole benchmark. A line in is a UDP port of
 * loopback; a line out is that server's offset in seconds, or `error` and why. Lines that begin with a brace
 * are what the client logs.
 */
export class LineProcess {
  private readonly lines: AsyncIterator<string>;
  private words = '';

  private constructor(private readonly child: ChildProcess) {
    this.lines = createInterface({ input: child.stdout! })[Symbol.asyncIterator]();
    child.stdin!.on('error', () => undefined); // it has ended, and `ask` reports that
    child.stderr!.setEncoding('utf8').on('data', (text: string) => {
      this.words += text;
    });
  }

  static start(command: readonly string[], env: NodeJS.ProcessEnv = {}): LineProcess {
    const [file = '', ...args] = command;
    return new LineProcess(
      spawn(file, args, { env: { ...process.env, ...env }, stdio: ['pipe', 'pipe', 'pipe'] }).on(
        'error',
        () => undefined, // no answer will come, and `ask` reports that
      ),
    );
  }

  /**
   * One reading.
   * @returns server minus client, microseconds
   * @throws Error with the client's own words
   */
  async ask(port: number): Promise<number> {
    this.child.stdin!.write(`${port}\n`);
    const timer = setTimeout(() => this.child.kill('SIGKILL'), ANSWER_TIMEOUT_MS);
    try {
      for (;;) {
        const { value, done } = await this.lines.next();
        if (done) {
          throw new Error(`the client ended, or gave no answer: ${this.words.trim() || 'without a word'}`);
        }
        if (!value.startsWith('{')) {
          return microseconds(value);
        }
      }
    } finally {
      clearTimeout(timer);
    }
  }

  async stop(): Promise<void> {
    if (this.child.exitCode === null && this.child.signalCode === null && this.child.pid !== undefined) {
      const ended = once(this.child, 'exit');
      this.child.kill();
      await ended;
    }
  }
}

/** @throws Error when a client's answer is no number of seconds */
export function microseconds(seconds: string): number {
  const value = Number(seconds);
  if (seconds.trim() === '' || !Number.isFinite(value)) {
    throw new Error(`the client answered "${seconds.trim()}"`);
  }
  return value * 1e6;
}
