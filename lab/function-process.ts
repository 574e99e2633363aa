import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { Worker } from 'node:worker_threads';

/** A Lambda function as an assembly describes it. */
export interface FunctionSpec {
  /** The folder that would be zipped and uploaded. */
  assetPath: string;
  /** `file.export`, relative to the asset. */
  handler: string;
  timeoutMs: number;
  memoryMb: number;
  environment: Record<string, string>;
}

/** One invocation's outcome. A handler that throws is an outcome, not an error of the lab's. */
export interface InvocationResult {
  result?: unknown;
  error?: { name: string; message: string };
  /** What the function wrote to its log, line by line. */
  log: string[];
  durationMs: number;
}

type WorkerAnswer = Pick<InvocationResult, 'result' | 'error'>;
type Message = { started: true } | { log: string } | { answer: WorkerAnswer };

/**
 * Runs a function's bundle as Lambda does: in an environment of its own (a worker thread with its own event
 * loop and environment variables) that stays warm between invocations, with a deadline that ends it for good.
 *
 * Its own event loop is also what keeps the lab's measurements honest: a programmable server answers in the
 * lab's thread while the function waits in its own, as with a server on the network.
 */
export class LambdaFunction {
  private worker: Worker | undefined;
  /** Every environment that hasn't ended. */
  private readonly workers = new Set<Worker>();
  private underWay: Promise<unknown> = Promise.resolve();

  /** @param environment what the platform adds to the function's own: AWS_REGION, credentials, endpoints */
  constructor(
    private readonly spec: FunctionSpec,
    private readonly environment: NodeJS.ProcessEnv,
  ) {}

  /**
   * Invokes with a JSON document. One at a time: wait for the outcome before the next.
   * @param aheadMs how far the function's wall clock is ahead of this machine's
   * @throws SyntaxError when the input is not JSON
   */
  async invoke(input: string, aheadMs = 0): Promise<InvocationResult> {
    const event: unknown = JSON.parse(input);
    this.worker ??= this.start();
    const startedAt = performance.now();
    let log = '';
    const answering = this.answer(this.worker, { event, aheadMs }, (text) => {
      log += text;
    });
    this.underWay = answering;
    return {
      ...(await answering),
      log: log.split('\n').filter((line) => line !== ''),
      durationMs: performance.now() - startedAt,
    };
  }

  /** The next invocation begins in a new environment; the one that is under way ends well in its own. */
  renew(): void {
    const { worker } = this;
    this.worker = undefined;
    void this.underWay.then(() => worker?.terminate());
  }

  /** Ends every environment, whatever it is doing; an invocation under way ends with an error. */
  async close(): Promise<void> {
    await Promise.all([...this.workers].map((worker) => worker.terminate()));
  }

  private start(): Worker {
    const [file = '', exportName = ''] = this.spec.handler.split('.');
    const worker = new Worker(path.join(__dirname, 'function-worker.js'), {
      workerData: { file: path.join(this.spec.assetPath, file), exportName },
      env: { ...this.environment, ...this.spec.environment },
      // Without the loader of the lab's own process, which execArgv would bring along.
      execArgv: [],
    });
    this.workers.add(worker);
    worker.once('exit', () => {
      this.workers.delete(worker);
      if (this.worker === worker) {
        this.worker = undefined;
      }
    });
    return worker;
  }

  private answer(
    worker: Worker,
    invocation: { event: unknown; aheadMs: number },
    onLog: (text: string) => void,
  ): Promise<WorkerAnswer> {
    const { timeoutMs, memoryMb } = this.spec;
    return new Promise((resolve) => {
      let deadline: NodeJS.Timeout | undefined;
      let ended = failure('Runtime.ExitError', 'The function ended before it answered.');
      const finish = (answer: WorkerAnswer) => {
        clearTimeout(deadline);
        worker.off('message', onMessage).off('error', onError).off('exit', onExit);
        resolve(answer);
      };
      const end = () => {
        ended = failure('Sandbox.Timedout', `Task timed out after ${(timeoutMs / 1000).toFixed(2)} seconds`);
        void worker.terminate();
      };
      const onMessage = (message: Message) => {
        if ('started' in message) {
          deadline = setTimeout(end, timeoutMs);
        } else if ('log' in message) {
          onLog(message.log);
        } else {
          finish(message.answer);
        }
      };
      // After an error nobody caught, too, the invocation ends when its environment is gone.
      const onError = ({ name, message }: Error) => {
        ended = failure(name, message);
      };
      const onExit = () => finish(ended);
      worker.on('message', onMessage).on('error', onError).on('exit', onExit);
      const context = {
        functionName: 'lab',
        functionVersion: '$LATEST',
        awsRequestId: randomUUID(),
        memoryLimitInMB: String(memoryMb),
      };
      worker.postMessage({ ...invocation, context, timeoutMs });
    });
  }
}

function failure(name: string, message: string): WorkerAnswer {
  return { error: { name, message } };
}
