import type { AcceptedRequest } from '../../lab/aws/cloudwatch-endpoint';
import type { MonitorEvent, ServerInput } from '../../lambda/monitor/event';

export type LogLine = Record<string, unknown> & { level: string; message: string };

/** A Lambda context with so much time left from now on. */
export function context(remainingMs = 60_000) {
  const endMs = performance.now() + remainingMs;
  return {
    awsRequestId: 'request-1',
    getRemainingTimeInMillis: () => Math.max(0, endMs - performance.now()),
  };
}

/** An event with servers named a, b, c, ... that are asked back to back. */
export function eventOf(
  servers: { host: string; port: number }[],
  fields: Partial<Omit<MonitorEvent, 'servers'>> = {},
): Omit<MonitorEvent, 'servers'> & { servers: ServerInput[] } {
  return {
    monitor: 'm',
    servers: servers.map(({ host, port }, i) => ({
      host,
      port,
      name: String.fromCharCode('a'.charCodeAt(0) + i),
      pacing: 'fast',
    })),
    ...fields,
  };
}

/** Every metric that arrived, as `Metric` or `Metric server`, with its value. */
export function metricsIn(requests: AcceptedRequest[]): Record<string, number> {
  return Object.fromEntries(
    requests.flatMap(({ points }) =>
      points.map(({ metricName, dimensions, value }) => [
        [metricName, dimensions.Server].filter(Boolean).join(' '),
        value,
      ]),
    ),
  );
}

/** Runs something and catches what it writes to stdout: every line has to be one JSON object. */
export async function captureLog<T>(
  act: () => Promise<T>,
): Promise<{ lines: LogLine[]; outcome: PromiseSettledResult<T> }> {
  let text = '';
  const write = jest.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
    text += String(chunk);
    return true;
  });
  try {
    const [outcome] = await Promise.allSettled([act()]);
    const lines = text.split('\n');
    expect(lines.pop()).toBe('');
    return { lines: lines.map((line) => JSON.parse(line) as LogLine), outcome };
  } finally {
    write.mockRestore();
  }
}

/** The environment that Lambda gives a function, with an endpoint of our own. */
export function pointSdkTo(url: string): void {
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: url,
    AWS_REGION: 'eu-central-1',
    AWS_ACCESS_KEY_ID: 'id',
    AWS_SECRET_ACCESS_KEY: 'secret',
  });
}
