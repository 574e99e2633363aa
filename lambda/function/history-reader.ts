import type { GetMetricDataCommandInput, MetricDataQuery } from '@aws-sdk/client-cloudwatch';
import type { HistoryGap, PublishedSeries } from '../drift/read-back';
import { DIMENSION, NAMESPACE } from '../monitor/metrics/metric-entry';
import { METRICS } from '../monitor/metrics/metrics';
import type { CloudWatchConnection } from './cloudwatch-connection';

/** GetMetricData takes so many queries a request (Amazon CloudWatch API reference); a server has two. */
const MAX_SERVERS_PER_REQUEST = 250;
/** CloudWatch keeps minutes for 15 days. */
const PERIOD_S = 60;
/** Publishing waits for it. */
const HISTORY_BUDGET_MS = 3000;
/** Less than this is not worth a request. */
const MIN_BUDGET_MS = 500;
/** What can't be read now can hardly be a minute later; publishing is not to wait for it again and again. */
const RETRY_AFTER_MS = 10 * 60_000;

/** Whose readings are read back, and which. */
export interface HistoryQuestion extends HistoryGap {
  monitor: string;
  servers: readonly string[];
}

interface SeriesOfServer {
  server: string;
  offset: { timestampsMs: number[]; values: number[] };
  roundTripDelay: { timestampsMs: number[]; values: number[] };
}

/** Reads readings back that were published, by this environment or another. */
export class HistoryReader {
  /** In a row. */
  failures = 0;
  private retryAtMs = 0;

  constructor(private readonly connection: CloudWatchConnection) {}

  /** Whether there is a point in trying now. @param deadlineMs see `read` */
  isReady(deadlineMs: number): boolean {
    const nowMs = performance.now();
    return nowMs >= this.retryAtMs && deadlineMs - nowMs >= MIN_BUDGET_MS;
  }

  /**
   * @param deadlineMs `performance.now()` by which it has to be over, however little was read
   * @throws Error naming what failed and what to do; `isReady` says when to try again
   */
  async read(question: HistoryQuestion, deadlineMs: number): Promise<PublishedSeries[]> {
    const budgetMs = Math.min(deadlineMs - performance.now(), HISTORY_BUDGET_MS);
    const abort = new AbortController();
    const timer = setTimeout(() => abort.abort(), Math.max(budgetMs, 0));
    try {
      const series: SeriesOfServer[] = [];
      for (let first = 0; first < question.servers.length; first += MAX_SERVERS_PER_REQUEST) {
        const servers = question.servers.slice(first, first + MAX_SERVERS_PER_REQUEST);
        series.push(...(await this.readServers({ ...question, servers }, abort.signal)));
      }
      this.failures = 0;
      return series;
    } catch (error) {
      this.failures += 1;
      this.retryAtMs = performance.now() + RETRY_AFTER_MS;
      throw new Error(historyFailureText(error as Error), { cause: error });
    } finally {
      clearTimeout(timer);
    }
  }

  private async readServers(question: HistoryQuestion, abortSignal: AbortSignal): Promise<SeriesOfServer[]> {
    const { client, GetMetricDataCommand } = await this.connection.sdk();
    const { servers, fromMs, toMs } = question;
    const series = servers.map(
      (server): SeriesOfServer => ({
        server,
        offset: { timestampsMs: [], values: [] },
        roundTripDelay: { timestampsMs: [], values: [] },
      }),
    );
    const input: GetMetricDataCommandInput = {
      StartTime: new Date(fromMs),
      EndTime: new Date(toMs),
      MetricDataQueries: series.flatMap(({ server }, i) => [
        queryOf(`o${i}`, METRICS.offset.name, [question.monitor, server]),
        queryOf(`d${i}`, METRICS.roundTripDelay.name, [question.monitor, server]),
      ]),
    };
    for (let more = true; more; more = input.NextToken !== undefined) {
      const { MetricDataResults = [], NextToken } = await client.send(new GetMetricDataCommand(input), {
        abortSignal,
      });
      for (const { Id = '', StatusCode, Timestamps = [], Values = [] } of MetricDataResults) {
        if (StatusCode === 'InternalError' || StatusCode === 'Forbidden') {
          throw new Error(StatusCode); // which is not that there is nothing
        }
        const { offset, roundTripDelay } = series[Number(Id.slice(1))]!;
        const { timestampsMs, values } = Id.startsWith('o') ? offset : roundTripDelay;
        timestampsMs.push(...Timestamps.map(Number));
        values.push(...Values);
      }
      input.NextToken = NextToken;
    }
    return series;
  }
}

function queryOf(Id: string, MetricName: string, [monitor, server]: [string, string]): MetricDataQuery {
  const Dimensions = [
    { Name: DIMENSION.monitor, Value: monitor },
    { Name: DIMENSION.server, Value: server },
  ];
  const Metric = { Namespace: NAMESPACE, MetricName, Dimensions };
  return { Id, MetricStat: { Metric, Period: PERIOD_S, Stat: 'Average' } };
}

function historyFailureText({ name, message }: Error): string {
  return (
    `Readings of the past could not be read back: ${name}: ${message.replace(/\.$/, '')}. Offsets and alarms go on, ` +
    "and drift is of own runs only; check the function's network and its role " +
    '(cloudwatch:GetMetricData), or set "history": false.'
  );
}
