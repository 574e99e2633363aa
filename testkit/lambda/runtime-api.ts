import { EventEmitter } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { close, LOOPBACK, listen } from '../../lab/aws/loopback';

/** An event on its way into an execution environment. */
export interface Delivery {
  requestId: string;
  /** A JSON document. */
  event: string;
  /** When the function's time is over, ms since 1970. */
  deadlineMs: number;
  functionArn: string;
}

/** The error object that a runtime reports (Lambda Developer Guide, "Using the Lambda runtime API"). */
export interface FunctionError {
  errorType: string;
  errorMessage: string;
  trace?: string[];
}

/** What a runtime posts at the end of an invocation. */
export interface PostedOutcome {
  /** The handler's result, a JSON document. */
  payload?: string;
  error?: FunctionError;
  /** Names of what the run left behind that would keep an ordinary process alive. */
  activeResources?: string[];
}

interface RuntimeEvents {
  /** The runtime asks for an event: whatever ran before is over. */
  next: [];
  outcome: [PostedOutcome];
  /** The function could not be loaded. */
  'init-error': [FunctionError];
}

/** Lambda quotas: 6 MB of response and some bytes around it. */
const MAX_PAYLOAD_BYTES = 6_291_556;
const PREFIX = '/2018-06-01/runtime/';

/**
 * A stand-in for the Lambda Runtime API of one execution environment, over HTTP on loopback, version 2018-06-01: its
 * four resources, its headers and its errors.
 */
export class RuntimeApi extends EventEmitter<RuntimeEvents> {
  private waiting: ServerResponse | undefined;
  private underWay: string | undefined;

  private constructor(private readonly server: Server) {
    super();
    server.on('request', (request, response) => {
      void this.handle(request, response);
    });
  }

  static async start(): Promise<RuntimeApi> {
    const server = createServer();
    await listen(server);
    return new RuntimeApi(server);
  }

  /** What AWS_LAMBDA_RUNTIME_API has to be. */
  get endpoint(): string {
    return `${LOOPBACK}:${(this.server.address() as AddressInfo).port}`;
  }

  /**
   * Answers the runtime's wait with an event.
   * @throws Error when the runtime doesn't wait for one
   */
  deliver({ requestId, event, deadlineMs, functionArn }: Delivery): void {
    if (this.waiting === undefined) {
      throw new Error(
        `The runtime is not waiting for an event; ${requestId} has to wait for the one before.`,
      );
    }
    this.waiting
      .writeHead(200, {
        'Content-Type': 'application/json',
        'Lambda-Runtime-Aws-Request-Id': requestId,
        'Lambda-Runtime-Deadline-Ms': String(deadlineMs),
        'Lambda-Runtime-Invoked-Function-Arn': functionArn,
        'Lambda-Runtime-Trace-Id': 'Root=1-00000000-000000000000000000000000;Sampled=0',
      })
      .end(event);
    this.waiting = undefined;
    this.underWay = requestId;
  }

  close(): Promise<void> {
    return close(this.server);
  }

  private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const resource = `${request.method} ${request.url}`;
    if (resource === `GET ${PREFIX}invocation/next`) {
      this.waiting = response;
      this.emit('next');
      return;
    }
    const body = await text(request);
    if (resource === `POST ${PREFIX}init/error`) {
      accept(response);
      this.emit('init-error', JSON.parse(body));
      return;
    }
    const [, requestId, kind] = /^POST .*\/invocation\/(.+)\/(response|error)$/.exec(resource) ?? [];
    if (requestId === undefined || requestId !== this.underWay) {
      refuseRequest(response, 400, 'InvalidRequestID', `There is no invocation for ${resource}.`);
      return;
    }
    this.underWay = undefined;
    if (kind === 'error') {
      accept(response);
      this.emit('outcome', { error: JSON.parse(body) });
    } else if (Buffer.byteLength(body) > MAX_PAYLOAD_BYTES) {
      const errorMessage = `Response payload size exceeded maximum allowed payload size (${MAX_PAYLOAD_BYTES} bytes).`;
      refuseRequest(response, 413, 'RequestEntityTooLarge', errorMessage);
      this.emit('outcome', { error: { errorType: 'Function.ResponseSizeTooLarge', errorMessage } });
    } else {
      accept(response);
      const left = String(request.headers['testkit-active-resources'] ?? '');
      this.emit('outcome', { payload: body, activeResources: left.split(',').filter(Boolean) });
    }
  }
}

function accept(response: ServerResponse): void {
  response.writeHead(202, { 'Content-Type': 'application/json' }).end('{"status":"OK"}');
}

function refuseRequest(
  response: ServerResponse,
  status: number,
  errorType: string,
  errorMessage: string,
): void {
  response
    .writeHead(status, { 'Content-Type': 'application/json' })
    .end(JSON.stringify({ errorType, errorMessage }));
}
