import type { NtpServer } from '../../lab/ntp/ntp-server';
import { metricsIn } from '../../testkit/function/invocation';
import { closeAll, LAB_ERROR_MS, startServer } from '../../testkit/function/test-network';
import {
  type DeployedFunction,
  startFunction,
  summaryOf,
  synthesiseStack,
} from '../../testkit/lambda/deployed-function';
import type { CompletedInvocation } from '../../testkit/lambda/execution-environment';

/** Three servers that are right, one that is 80 ms ahead. */
const OFFSETS_MS = [0, 0, 0, 80];

let servers: NtpServer[];
let fn: DeployedFunction;
let invocation: CompletedInvocation;

beforeAll(async () => {
  servers = await Promise.all(OFFSETS_MS.map((offsetMs) => startServer({ offsetMs })));
  const { deployment, input } = await synthesiseStack({
    name: 'ntp',
    servers: servers.map(({ host, port }, i) => ({ host, port, name: `s${i}`, pacing: 'fast' })),
    notify: { email: ['oncall@example.com'] },
    history: false, // on a busy machine it may be given up, and the log has a line more
  });
  fn = await startFunction(deployment);
  invocation = await fn.lambda.invoke(input);
});
afterAll(closeAll);

describe("The deployed function, invoked with the schedule's own Input", () => {
  test('returns the summary of a run', () => {
    const { monitor, reference, servers: readings } = summaryOf(invocation);
    expect({ monitor, known: reference.known }).toEqual({ monitor: 'ntp', known: true });
    expect(readings.map(({ server, verdict }) => `${server} ${verdict}`)).toEqual([
      's0 within',
      's1 within',
      's2 within',
      's3 outside',
    ]);
    for (const [i, { offsetMs, uncertaintyMs }] of readings.entries()) {
      expect(Math.abs(offsetMs! - OFFSETS_MS[i]!)).toBeLessThanOrEqual(uncertaintyMs! + LAB_ERROR_MS);
    }
  });

  test('publishes it to CloudWatch', () => {
    expect(metricsIn(fn.accepted)).toMatchObject({
      Truechimers: 3,
      'Usable s3': 1,
      'Offset s3': expect.closeTo(80, -1),
    });
  });

  test('logs one object of JSON a line, each with the time, the level and the request that it belongs to', () => {
    const lines = invocation.log.map((line) => JSON.parse(line));
    expect(lines.map(({ message, server }) => server ?? message)).toEqual(['s0', 's1', 's2', 's3', 'run']);
    for (const line of lines) {
      expect(line).toMatchObject({
        timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
        level: expect.stringMatching(/^(INFO|WARN)$/),
        requestId: invocation.requestId,
      });
    }
  });

  test('leaves nothing behind that would keep a process alive', () => {
    expect(invocation.activeResources).toEqual([]);
  });
});
