import type { CloudWatchClient, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { type Datum, NAMESPACE } from './metrics';

/** PutMetricData's limits (Amazon CloudWatch API reference). */
const MAX_DATA_PER_REQUEST = 1000;
/** 1 MB, less what surrounds the data. */
const MAX_BYTES_PER_REQUEST = 1_000_000;

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
   * Sends everything in as few requests as the service allows, side by side. One refused request does not
   * keep the others from being sent.
   * @param deadlineMs `performance.now()` after which nothing is waited for
   * @throws Error naming what failed and how much is lost, after everything else has been sent
   */
  async publish(data: readonly Datum[], deadlineMs: number): Promise<void> {
    this.load();
    const { client, Command } = await this.sdk!;
    const abort = new AbortController();
    const timer = setTimeout(() => abort.abort(), Math.max(deadlineMs - performance.now(), 0));
    try {
      const requests = chunk(data).map((MetricData) =>
        client.send(new Command({ Namespace: NAMESPACE, MetricData }), { abortSignal: abort.signal }),
      );
      const failures = (await Promise.allSettled(requests)).filter((each) => each.status === 'rejected');
      if (failures.length > 0) {
        throw new Error(failureText(failures[0]!.reason, failures.length, requests.length));
      }
    } finally {
      clearTimeout(timer);
    }
  }
}

/** Splits data into requests that PutMetricData accepts, keeping their order. */
export function chunk(data: readonly Datum[]): Datum[][] {
  const chunks: Datum[][] = [];
  let bytes = Number.POSITIVE_INFINITY;
  for (const datum of data) {
    const size = Buffer.byteLength(JSON.stringify(datum)) + 1;
    const last = chunks.at(-1);
    if (!last || last.length === MAX_DATA_PER_REQUEST || bytes + size > MAX_BYTES_PER_REQUEST) {
      chunks.push([datum]);
      bytes = size;
    } else {
      last.push(datum);
      bytes += size;
    }
  }
  return chunks;
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
