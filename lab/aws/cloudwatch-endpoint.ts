import { EventEmitter } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { NAMESPACE } from '../../lambda/monitor/metrics/metric-entry';
import { metricKey, type StoredMetricKey } from '../cloudwatch/alarms/datapoints';
import { type AlarmOfAccount, answerDescribeAlarms, readAlarmState } from './describe-alarms';
import { answerGetMetricData } from './get-metric-data';
import { close, LOOPBACK, listen } from './loopback';
import { acceptPutMetricData, LIMITS, type Point } from './put-metric-data';
import { ServiceError } from './service-error';

/** Ways for the service to fail, each one entry. One that returns nothing leaves the request unanswered. */
const ENDPOINT_FAILURES = {
  refuse: (request: IncomingMessage) =>
    new ServiceError(
      'AccessDenied',
      `User is not authorized to perform: cloudwatch:${operationOf(request)}`,
      403,
    ),
  invalid: () => new ServiceError('InvalidParameterValue', 'The lab was told to call this request invalid.'),
  throttle: () => new ServiceError('Throttling', 'Rate exceeded'),
  fail: () => new ServiceError('InternalServiceFault', 'An internal error has occurred.', 500),
  hang: () => undefined,
  reset: (request: IncomingMessage) => {
    request.socket.resetAndDestroy();
  },
} satisfies Record<string, (request: IncomingMessage) => ServiceError | undefined>;

export type EndpointFailure = keyof typeof ENDPOINT_FAILURES;

export interface AcceptedRequest {
  points: Point[];
  /** What came over the wire, compressed or not. */
  bytes: number;
  compressed: boolean;
}

/** What this stand-in knows of CloudWatch. */
const OPERATIONS = ['PutMetricData', 'GetMetricData', 'DescribeAlarms', 'SetAlarmState'] as const;

type Operation = (typeof OPERATIONS)[number];

interface EndpointEvents {
  accepted: [AcceptedRequest];
  /** A request that asked for what there is. */
  answered: [{ operation: Operation }];
  /** Refused with an error, left hanging, or cut off. */
  failed: [{ reason: string }];
}

/** A day of one-minute runs, and 7 times that; keeps a lab that runs for weeks from growing for ever. */
const POINTS_KEPT_PER_METRIC = 1000;

/**
 * A stand-in for CloudWatch on loopback: AWS JSON 1.0 over HTTP, with the service's own limits and error shapes. Point the SDK at it with AWS_ENDPOINT_URL; it looks at no credentials.
 */
export class CloudWatch extends EventEmitter<EndpointEvents> {
  private readonly series = new Map<string, Point[]>();
  private failure: { kind: EndpointFailure; remaining: number; operation: Operation | undefined } | undefined;
  private aheadMs = 0;
  /** How many datapoints a page of GetMetricData has at the most; undefined: as many as the service's. */
  maxDatapoints: number | undefined;
  /** What DescribeAlarms tells of: whoever evaluates them gives it. */
  alarms: () => readonly AlarmOfAccount[] = () => [];
  /** What SetAlarmState does with an alarm that is there: whoever evaluates them says. */
  setAlarmState: (name: string, state: AlarmOfAccount['state']) => void = () => {};

  private constructor(private readonly server: Server) {
    super();
    server.on('request', (request, response) => {
      this.handle(request, response).catch((error: unknown) => this.respond(response, error));
    });
  }

  /** @param port default: any free one */
  static async start(port = 0): Promise<CloudWatch> {
    const server = createServer();
    await listen(server, port);
    return new CloudWatch(server);
  }

  /** What AWS_ENDPOINT_URL has to be. */
  get url(): string {
    return `http://${LOOPBACK}:${(this.server.address() as AddressInfo).port}`;
  }

  /** How far its time is ahead of this machine's. */
  setTime(aheadMs: number): void {
    this.aheadMs = aheadMs;
  }

  /** From the next request on, for so many requests or until `recover()`; of one operation, or of all. */
  breakDown(kind: EndpointFailure, requests = Number.POSITIVE_INFINITY, operation?: Operation): void {
    this.failure = { kind, remaining: requests, operation };
  }

  recover(): void {
    this.failure = undefined;
  }

  /** The points of one metric, by its name and exactly these dimensions, in order of arrival. */
  points(metricName: string, dimensions: Record<string, string>, namespace = NAMESPACE): readonly Point[] {
    return this.pointsOf({ namespace, metricName, dimensions });
  }

  /** Every metric that has arrived, as its latest point. */
  latest(): Point[] {
    return [...this.series.values()].map((points) => points.at(-1)!);
  }

  /** Closes every connection, as the service does with those that nobody has used for a while. */
  disconnect(): void {
    this.server.closeAllConnections();
  }

  close(): Promise<void> {
    return close(this.server);
  }

  private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readRequestBody(request);
    response.setHeader('date', new Date(Date.now() + this.aheadMs).toUTCString());
    const { failure } = this;
    const operation = operationOf(request);
    const isHit = failure && (failure.operation === undefined || failure.operation === operation);
    if (isHit && failure.remaining > 0) {
      failure.remaining -= 1;
      const error = ENDPOINT_FAILURES[failure.kind](request);
      if (error !== undefined) {
        throw error;
      }
      this.emit('failed', { reason: failure.kind });
      return;
    }
    if (request.method !== 'POST' || operation === undefined) {
      const target = request.headers['x-amz-target'];
      throw new ServiceError(
        'UnknownOperationException',
        `This stand-in knows ${OPERATIONS.join(', ')}, not ${target}.`,
      );
    }
    const input = await decode(request, body);
    const answer = (output: object) =>
      response.writeHead(200, { 'content-type': 'application/x-amz-json-1.0' }).end(JSON.stringify(output));
    if (operation === 'PutMetricData') {
      const points = acceptPutMetricData(input, Date.now() + this.aheadMs);
      for (const point of points) {
        this.store(point);
      }
      answer({});
      const compressed = request.headers['content-encoding'] === 'gzip';
      this.emit('accepted', { points, bytes: body.length, compressed });
    } else {
      answer(this.answerTo(operation, input));
      this.emit('answered', { operation });
    }
  }

  private answerTo(operation: Exclude<Operation, 'PutMetricData'>, input: unknown): object {
    if (operation === 'SetAlarmState') {
      const { name, state } = readAlarmState(input, this.alarms());
      this.setAlarmState(name, state);
      return {};
    }
    return operation === 'GetMetricData'
      ? answerGetMetricData(
          { ...(input as object), ...(this.maxDatapoints && { MaxDatapoints: this.maxDatapoints }) },
          (metric) => this.pointsOf(metric),
        )
      : answerDescribeAlarms(input, this.alarms());
  }

  private pointsOf(metric: StoredMetricKey): readonly Point[] {
    return this.series.get(metricKey(metric)) ?? [];
  }

  private store(point: Point): void {
    const key = metricKey(point);
    const points = this.series.get(key) ?? [];
    points.push(point);
    if (points.length > POINTS_KEPT_PER_METRIC) {
      points.shift();
    }
    this.series.set(key, points);
  }

  private respond(response: ServerResponse, cause: unknown): void {
    const error =
      cause instanceof ServiceError ? cause : new ServiceError('InternalServiceFault', String(cause), 500);
    this.emit('failed', { reason: `${error.code}: ${error.message}` });
    response
      .writeHead(error.status, {
        'content-type': 'application/x-amz-json-1.0',
        // CloudWatch kept the codes of its older query protocol for clients that ask for them.
        'x-amzn-query-error': `${error.code};${error.status < 500 ? 'Sender' : 'Receiver'}`,
      })
      .end(
        JSON.stringify({
          __type: `com.amazonaws.cloudwatch.v2010_08_01#${error.code}`,
          message: error.message,
        }),
      );
  }
}

function operationOf({ headers }: IncomingMessage): Operation | undefined {
  return OPERATIONS.find((each) => headers['x-amz-target'] === `GraniteServiceVersion20100801.${each}`);
}

async function readRequestBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += chunk.length;
    // The rest of a request that is too large is read, or the client would be cut off before our answer.
    if (bytes <= LIMITS.bodyBytes) {
      chunks.push(chunk);
    }
  }
  if (bytes > LIMITS.bodyBytes) {
    throw new ServiceError('RequestEntityTooLarge', 'Request size exceeds the maximum of 1 MB.', 413);
  }
  return Buffer.concat(chunks);
}

async function decode(request: IncomingMessage, body: Buffer): Promise<unknown> {
  try {
    // A bound on what comes out, too: a stand-in should not fall to a bomb that the service would refuse.
    const json =
      request.headers['content-encoding'] === 'gzip'
        ? await promisify(gunzip)(body, { maxOutputLength: 64 * LIMITS.bodyBytes })
        : body;
    return JSON.parse(json.toString('utf8'));
  } catch (error) {
    throw new ServiceError('SerializationException', `The body could not be read: ${String(error)}`);
  }
}
