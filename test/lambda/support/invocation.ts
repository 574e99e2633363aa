import { CloudWatch } from '../../../lab/cloudwatch';
import { closeLater } from './network';

export type LogLine = Record<string, unknown> & { level: string; message: string };

/** A Lambda context with so much time left from now on. */
export function context(remainingMs = 60_000) {
  const endMs = performance.now() + remainingMs;
  return {
    awsRequestId: 'request-1',
    getRemainingTimeInMillis: () => Math.max(0, endMs - performance.now()),
  };
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

/** A CloudWatch stand-in, and an environment in which the SDK finds it. To be called before the SDK loads. */
export async function startCloudWatch(): Promise<CloudWatch> {
  const cloudWatch = closeLater(await CloudWatch.start());
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: cloudWatch.url,
    AWS_REGION: 'eu-central-1',
    AWS_ACCESS_KEY_ID: 'id',
    AWS_SECRET_ACCESS_KEY: 'secret',
  });
  return cloudWatch;
}
