import type { CloudWatchClient, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { NAMESPACE } from '../monitor/metric-entry';
import type { Witness } from '../monitor/reference/clock-dispute';
import type { Clock } from '../ntp/local-clock';
import type { Datum } from './metric-data';

/** PutMetricData's limits (Amazon CloudWatch API reference). */
const MAX_DATA_PER_REQUEST = 1000;
/** 1 MB, less the brackets and the namespace around the data. */
const MAX_BYTES_PER_REQUEST = 990_000;

/** As many as keep the network busy; each holds a megabyte or two while it is prepared. */
const CONCURRENT_REQUESTS = 2;

const ATTEMPTS = 3;
const CONNECT_TIMEOUT_MS = 1000;
const REQUEST_TIMEOUT_MS = 2500;

/**
 * Errors by which AWS refuses a request because of its time: those that the SDK answers by correcting its own clock
 * (@smithy/core, service-error-classification). A client that did so once goes on correcting, rightly or not.
 */
const REFUSED_FOR_ITS_TIME = new Set([
  'AuthFailure',
  'InvalidSignatureException',
  'RequestExpired',
  'RequestInTheFuture',
  'RequestTimeTooSkewed',
  'SignatureDoesNotMatch',
]);

interface Sdk {
  client: CloudWatchClient;
  createClient: () => CloudWatchClient;
  Command: typeof PutMetricDataCommand;
}

/** CloudWatch's time minus the local clock by one of its answers, ms; and when that came, by both local clocks. */
interface SeenTime extends Omit<Witness, 'name'> {
  wallMs: number;
  monotonicMs: number;
}

/** Puts metric data. The SDK is loaded on demand, once per process: its import takes tens of milliseconds. */
export class Publisher {
  private sdk: Promise<Sdk> | undefined;
  private seen: SeenTime | undefined;

  /** Loads the SDK ahead of `publish`. */
  readonly load = (): void => {
    this.sdk ??= loadSdk((seen) => {
      this.seen = seen;
    });
    this.sdk.catch(() => undefined); // `publish` reports it
  };

  /** What CloudWatch's last answer says of the local clock; undefined before the first one. */
  readonly witness = (clock: Clock): Witness | undefined => {
    if (!this.seen) {
      return undefined;
    }
    const { clockOffsetMs, boundMs, wallMs, monotonicMs } = this.seen;
    // The wall clock was set by so much since, or the process was frozen for so long: nobody can tell which.
    const nowMs = clock.epochMs + clock.wallMs(clock.anchoredMs);
    const gapMs = nowMs - wallMs - (clock.anchoredMs - monotonicMs);
    return {
      name: 'CloudWatch',
      clockOffsetMs: clockOffsetMs - gapMs / 2,
      boundMs: boundMs + Math.abs(gapMs) / 2,
    };
  };

  /**
   * Sends everything in as few requests as the service allows. One refused request does not keep the others
   * from being sent.
   * @param deadlineMs `performance.now()` after which nothing is waited for
   * @throws Error naming what failed and how much is lost, after everything else has been sent
   */
  async publish(data: Iterable<Datum>, deadlineMs: number): Promise<void> {
    this.load();
    const sdk = await this.sdk!;
    const abort = new AbortController();
    const timer = setTimeout(() => abort.abort(), Math.max(deadlineMs - performance.now(), 0));
    const requests = chunk(data);
    const failures: Error[] = [];
    let sent = 0;
    const sender = async () => {
      for (const request of requests) {
        sent += 1;
        await put(sdk, request, abort.signal).catch((error: Error) => failures.push(error));
      }
    };
    await Promise.all(Array.from({ length: CONCURRENT_REQUESTS }, sender));
    clearTimeout(timer);
    if (failures.length > 0) {
      throw new Error(failureText(failures, sent, this.seen), { cause: failures[0] });
    }
  }
}

async function put(sdk: Sdk, MetricData: Datum[], abortSignal: AbortSignal): Promise<void> {
  const { client, createClient, Command } = sdk;
  const send = () => sdk.client.send(new Command({ Namespace: NAMESPACE, MetricData }), { abortSignal });
  try {
    await send();
  } catch (error) {
    if (!REFUSED_FOR_ITS_TIME.has((error as Error).name)) {
      throw error;
    }
    if (sdk.client === client) {
      sdk.client = createClient();
    }
    await send();
  }
}

/** Splits data into requests that PutMetricData accepts, keeping their order. */
export function* chunk(data: Iterable<Datum>): Generator<Datum[]> {
  let chunk: Datum[] = [];
  let bytes = 0;
  for (const datum of data) {
    const size = Buffer.byteLength(JSON.stringify(datum)) + 1;
    if (chunk.length === MAX_DATA_PER_REQUEST || (chunk.length > 0 && bytes + size > MAX_BYTES_PER_REQUEST)) {
      yield chunk;
      chunk = [];
      bytes = 0;
    }
    chunk.push(datum);
    bytes += size;
  }
  if (chunk.length > 0) {
    yield chunk;
  }
}

async function loadSdk(onAnswer: (seen: SeenTime) => void): Promise<Sdk> {
  const { CloudWatchClient, PutMetricDataCommand } = await import('@aws-sdk/client-cloudwatch');
  const createClient = () => {
    const client = new CloudWatchClient({
      maxAttempts: ATTEMPTS,
      requestHandler: {
        connectionTimeout: CONNECT_TIMEOUT_MS,
        requestTimeout: REQUEST_TIMEOUT_MS,
        throwOnRequestTimeout: true,
      },
    });
    client.middlewareStack.add(
      (next) => async (args) => {
        const sentMs = Date.now();
        const answer = await next(args);
        const { headers } = answer.response as { headers: Record<string, string> };
        const seen = seenTime(Date.parse(headers.date ?? ''), sentMs);
        if (seen) {
          onAnswer(seen);
        }
        return answer;
      },
      { step: 'deserialize', priority: 'low' }, // next to the network: each attempt's answer, an error's too
    );
    return client;
  };
  return { client: createClient(), createClient, Command: PutMetricDataCommand };
}

/** `Date` has whole seconds (RFC 9110, section 6.6.1) and was read at some time between request and answer. */
function seenTime(dateMs: number, sentMs: number): SeenTime | undefined {
  const [wallMs, monotonicMs] = [Date.now(), performance.now()];
  const [lowMs, highMs] = [dateMs - wallMs, dateMs + 1000 - sentMs];
  return Number.isFinite(dateMs)
    ? { clockOffsetMs: (lowMs + highMs) / 2, boundMs: (highMs - lowMs) / 2, wallMs, monotonicMs }
    : undefined;
}

function failureText(failures: readonly Error[], requests: number, seen: SeenTime | undefined): string {
  const { name, message } = failures[0]!;
  return (
    `CloudWatch did not take ${failures.length} of ${requests} PutMetricData requests: ` +
    `${name}: ${message.replace(/\.$/, '')}. Every reading is in the log; ${adviceOn(name, seen)}.`
  );
}

function adviceOn(name: string, seen: SeenTime | undefined): string {
  if (!REFUSED_FOR_ITS_TIME.has(name)) {
    return "check the function's network, its role (cloudwatch:PutMetricData) and throttling";
  }
  const apart = seen
    ? `CloudWatch's clock is ${(seen.clockOffsetMs / 1000).toFixed(0)} s ahead of the function's`
    : "the function's clock may be wrong";
  return `a signature is good for 5 minutes, and ${apart}; check its credentials if the clocks agree`;
}
