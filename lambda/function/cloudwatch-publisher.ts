import type { CloudWatchClient, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { NAMESPACE } from '../monitor/metric-entry';
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

interface Sdk {
  client: CloudWatchClient;
  Command: typeof PutMetricDataCommand;
}

/** Puts metric data. The SDK is loaded on demand, once per process: its import takes tens of milliseconds. */
export class Publisher {
  private sdk: Promise<Sdk> | undefined;

  /** Loads the SDK ahead of `publish`. */
  readonly load = (): void => {
    this.sdk ??= loadSdk();
    this.sdk.catch(() => undefined); // `publish` reports it
  };

  /**
   * Sends everything in as few requests as the service allows. One refused request does not keep the others
   * from being sent.
   * @param deadlineMs `performance.now()` after which nothing is waited for
   * @throws Error naming what failed and how much is lost, after everything else has been sent
   */
  async publish(data: Iterable<Datum>, deadlineMs: number): Promise<void> {
    this.load();
    const { client, Command } = await this.sdk!;
    const abort = new AbortController();
    const timer = setTimeout(() => abort.abort(), Math.max(deadlineMs - performance.now(), 0));
    const requests = chunk(data);
    const failures: Error[] = [];
    let sent = 0;
    const sender = async () => {
      for (const MetricData of requests) {
        sent += 1;
        const command = new Command({ Namespace: NAMESPACE, MetricData });
        await client
          .send(command, { abortSignal: abort.signal })
          .catch((error: Error) => failures.push(error));
      }
    };
    await Promise.all(Array.from({ length: CONCURRENT_REQUESTS }, sender));
    clearTimeout(timer);
    if (failures.length > 0) {
      throw new Error(failureText(failures[0]!, failures.length, sent), { cause: failures[0] });
    }
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

async function loadSdk(): Promise<Sdk> {
  const { CloudWatchClient, PutMetricDataCommand } = await import('@aws-sdk/client-cloudwatch');
  const client = new CloudWatchClient({
    maxAttempts: ATTEMPTS,
    requestHandler: {
      connectionTimeout: CONNECT_TIMEOUT_MS,
      requestTimeout: REQUEST_TIMEOUT_MS,
      throwOnRequestTimeout: true,
    },
  });
  return { client, Command: PutMetricDataCommand };
}

function failureText(error: Error, failed: number, requests: number): string {
  const cause = `${error.name}: ${error.message.replace(/\.$/, '')}`;
  return (
    `CloudWatch did not take ${failed} of ${requests} PutMetricData requests: ${cause}. ` +
    "Every reading is in the log; check the function's network, its role (cloudwatch:PutMetricData) and throttling."
  );
}
