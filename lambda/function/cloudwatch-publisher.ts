import { NAMESPACE } from '../monitor/metrics/metric-entry';
import { MAX_DATA_PER_REQUEST } from '../monitor/metrics/put-quotas';
import { CloudWatchConnection, REFUSED_FOR_ITS_TIME, type Sdk, type SeenTime } from './cloudwatch-connection';
import type { Datum } from './metric-data';

/** PutMetricData's 1 MB, less the brackets and the namespace around the data. */
const MAX_BYTES_PER_REQUEST = 990_000;

/** As many as keep the network busy; each holds a megabyte or two while it is prepared. */
const CONCURRENT_REQUESTS = 2;

/** Puts metric data. */
export class Publisher {
  constructor(readonly connection = new CloudWatchConnection()) {}

  /**
   * Sends everything in as few requests as the service allows. One refused request does not keep the others
   * from being sent.
   * @param deadlineMs `performance.now()` after which nothing is waited for
   * @throws Error naming what failed and how much is lost, after everything else has been sent
   */
  async publish(data: Iterable<Datum>, deadlineMs: number): Promise<void> {
    const sdk = await this.connection.sdk();
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
      throw new Error(publishFailureText(failures, sent, this.connection.seen), { cause: failures[0] });
    }
  }
}

async function put(sdk: Sdk, MetricData: Datum[], abortSignal: AbortSignal): Promise<void> {
  const { client, createClient, PutMetricDataCommand: Command } = sdk;
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

/** Splits data into requests that PutMetricData accepts, keeping their order. @internal */
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

function publishFailureText(
  failures: readonly Error[],
  requests: number,
  seen: SeenTime | undefined,
): string {
  const { name, message } = failures[0]!;
  return (
    `CloudWatch did not take ${failures.length} of ${requests} PutMetricData requests: ` +
    `${name}: ${message.replace(/\.$/, '')}. Every reading is in the log; ${adviceOn(name, seen)}.`
  );
}

/** Signatures are good for 5 minutes, and data for two hours ahead: a clock that is so far off is worth a look. */
const MAX_APART_MS = 60_000;

function adviceOn(name: string, seen: SeenTime | undefined): string {
  const isApart = seen !== undefined && Math.abs(seen.clockOffsetMs) - seen.boundMs > MAX_APART_MS;
  if (!REFUSED_FOR_ITS_TIME.has(name) && !isApart) {
    return "check the function's network, its role (cloudwatch:PutMetricData) and throttling";
  }
  const apart = seen
    ? `CloudWatch's clock is ${Math.abs(seen.clockOffsetMs / 1000).toFixed(0)} s ${seen.clockOffsetMs < 0 ? 'behind' : 'ahead of'} the function's`
    : "the function's clock may be wrong";
  return `check its clock and its credentials: ${apart}`;
}
