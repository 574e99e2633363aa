import type {
  CloudWatchClient,
  GetMetricDataCommand,
  PutMetricDataCommand,
} from '@aws-sdk/client-cloudwatch';
import type { Witness } from '../monitor/reference/clock-dispute';
import type { Clock } from '../ntp/clock/local-clock';

const ATTEMPTS = 3;
const CONNECT_TIMEOUT_MS = 1000;
const REQUEST_TIMEOUT_MS = 2500;

/**
 * Errors by which AWS refuses a request because of its time: those that the SDK answers by correcting its own clock
 * (@smithy/core, service-error-classification). A client that did so once goes on correcting, rightly or not.
 */
export const REFUSED_FOR_ITS_TIME = new Set([
  'AuthFailure',
  'InvalidSignatureException',
  'RequestExpired',
  'RequestInTheFuture',
  'RequestTimeTooSkewed',
  'SignatureDoesNotMatch',
]);

export interface Sdk {
  client: CloudWatchClient;
  createClient: () => CloudWatchClient;
  PutMetricDataCommand: typeof PutMetricDataCommand;
  GetMetricDataCommand: typeof GetMetricDataCommand;
}

/** CloudWatch's time minus the local clock by one of its answers, ms; and when that came, by both local clocks. */
export interface SeenTime extends Omit<Witness, 'name'> {
  wallMs: number;
  monotonicMs: number;
}

/** The SDK with one client. It is loaded on demand, once per process: its import takes tens of milliseconds. */
export class CloudWatchConnection {
  private loading: Promise<Sdk> | undefined;
  private seenTime: SeenTime | undefined;

  /** Loads the SDK ahead of `sdk`. */
  readonly load = (): void => {
    this.loading ??= loadSdk((seen) => {
      this.seenTime = seen;
    });
    this.loading.catch(() => undefined); // `sdk` reports it
  };

  sdk(): Promise<Sdk> {
    this.load();
    return this.loading!;
  }

  /** By the last answer; undefined before the first one. */
  get seen(): SeenTime | undefined {
    return this.seenTime;
  }

  /** What CloudWatch's last answer says of the local clock; undefined before the first one. */
  readonly witness = (clock: Clock): Witness | undefined => {
    if (!this.seenTime) {
      return undefined;
    }
    const { clockOffsetMs, boundMs, wallMs, monotonicMs } = this.seenTime;
    // The wall clock was set by so much since, or the process was frozen for so long: nobody can tell which.
    const nowMs = clock.epochMs + clock.wallMs(clock.anchoredMs);
    const gapMs = nowMs - wallMs - (clock.anchoredMs - monotonicMs);
    return {
      name: 'CloudWatch',
      clockOffsetMs: clockOffsetMs - gapMs / 2,
      boundMs: boundMs + Math.abs(gapMs) / 2,
    };
  };
}

async function loadSdk(onAnswer: (seen: SeenTime) => void): Promise<Sdk> {
  const { CloudWatchClient, GetMetricDataCommand, PutMetricDataCommand } = await import(
    '@aws-sdk/client-cloudwatch'
  );
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
  return { client: createClient(), createClient, PutMetricDataCommand, GetMetricDataCommand };
}

/** `Date` has whole seconds (RFC 9110, section 6.6.1) and was read at some time between request and answer. */
function seenTime(dateMs: number, sentMs: number): SeenTime | undefined {
  const [wallMs, monotonicMs] = [Date.now(), performance.now()];
  const [lowMs, highMs] = [dateMs - wallMs, dateMs + 1000 - sentMs];
  return Number.isFinite(dateMs)
    ? { clockOffsetMs: (lowMs + highMs) / 2, boundMs: (highMs - lowMs) / 2, wallMs, monotonicMs }
    : undefined;
}
