import { setTimeout as sleep } from 'node:timers/promises';
import type { NtpServer } from '../../lab/ntp/ntp-server';
import type { ServerBehaviour } from '../../lab/ntp/server-behaviour';
import { eventOf } from '../../testkit/function/invocation';
import { closeAll, closedPort, LAB_ERROR_MS, startServer, until } from '../../testkit/function/test-network';
import { type DeployedFunction, startFunction, summaryOf } from '../../testkit/lambda/deployed-function';
import type { ExecutionEnvironment } from '../../testkit/lambda/execution-environment';

let fn: DeployedFunction;

beforeEach(async () => {
  fn = await startFunction();
});
afterEach(closeAll);

function startServers(...behaviours: ServerBehaviour[]): Promise<NtpServer[]> {
  return Promise.all(behaviours.map((behaviour) => startServer(behaviour)));
}

const invoke = (servers: readonly NtpServer[], fields: { history?: boolean } = {}) =>
  fn.lambda.invoke(JSON.stringify(eventOf([...servers], fields)));

/** The only environment so far. */
function environment(): ExecutionEnvironment {
  expect(fn.lambda.started).toHaveLength(1);
  return fn.lambda.started[0]!;
}

describe('An environment that was frozen between two runs', () => {
  const FROZEN_MS = 700;

  test('measures as well as before: its clock is calibrated anew', async () => {
    const servers = await startServers({ offsetMs: 20 }, { offsetMs: 20 }, { offsetMs: 20 });
    const before = await invoke(servers);
    await sleep(FROZEN_MS);
    const after = await invoke(servers);
    expect(after.pid).toBe(before.pid);
    const { clockOffsetMs, boundMs } = summaryOf(after).reference;
    expect(Math.abs(clockOffsetMs! - 20)).toBeLessThanOrEqual(boundMs! + LAB_ERROR_MS);
  });

  test('still honours a kiss-of-death', async () => {
    const servers = await startServers({ kiss: 'DENY' }, {}, {}, {});
    await invoke(servers);
    await sleep(FROZEN_MS);
    expect(summaryOf(await invoke(servers)).servers[0]).toMatchObject({
      verdict: 'unusable',
      reason: 'kiss',
    });
    expect(servers[0]!.requests).toBe(1);
  });

  test('publishes although CloudWatch has closed the connection meanwhile', async () => {
    const servers = await startServers({}, {}, {});
    await invoke(servers);
    fn.cloudWatch.disconnect();
    await sleep(100);
    summaryOf(await invoke(servers));
    expect(fn.accepted).toHaveLength(2);
  });
});

test('A run that is stopped in its middle is right nonetheless', async () => {
  const servers = await startServers({ lateMs: 20 }, { lateMs: 20 }, { lateMs: 20 });
  const running = invoke(servers);
  await until(() => servers.every(({ requests }) => requests >= 4));
  environment().freeze();
  await sleep(300);
  environment().thaw();
  for (const { verdict, offsetMs, uncertaintyMs } of summaryOf(await running).servers) {
    expect(verdict).toBe('within');
    expect(Math.abs(offsetMs!)).toBeLessThanOrEqual(uncertaintyMs! + LAB_ERROR_MS);
  }
});

describe('Two events at once', () => {
  test('run in environments of their own, and neither disturbs the other', async () => {
    const [early, late] = [
      await startServers({ offsetMs: -30 }, { offsetMs: -30 }, { offsetMs: -30 }),
      await startServers({ offsetMs: 30 }, { offsetMs: 30 }, { offsetMs: 30 }),
    ];
    // Reading back is given up after a while, on a busy machine too, and says so in the log.
    const [first, second] = await Promise.all([early, late].map((each) => invoke(each, { history: false })));
    expect(first!.pid).not.toBe(second!.pid);
    for (const [invocation, aheadMs] of [
      [first!, -30],
      [second!, 30],
    ] as const) {
      const { reference } = summaryOf(invocation);
      expect(Math.abs(reference.clockOffsetMs! - aheadMs)).toBeLessThanOrEqual(
        reference.boundMs! + LAB_ERROR_MS,
      );
      expect(invocation.log.map((line) => JSON.parse(line).requestId)).toEqual(
        Array.from({ length: 4 }, () => invocation.requestId),
      );
    }
    expect(fn.accepted).toHaveLength(2);
  });

  test('remember kisses each for itself: what one environment was told, the other has to hear itself', async () => {
    const servers = await startServers({ kiss: 'DENY' }, {}, {}, {});
    await Promise.all([invoke(servers), invoke(servers)]);
    expect(servers[0]!.requests).toBe(2);
    await Promise.all([invoke(servers), invoke(servers)]);
    expect(servers[0]!.requests).toBe(2);
  });
});

/** Elsewhere no process shows another its descriptors. */
const testOnLinux = process.platform === 'linux' ? test : test.skip;

describe('An environment that lives long', () => {
  const RUNS = 10;

  testOnLinux(`has no more open descriptors after ${RUNS} runs than after two`, async () => {
    const servers = await startServers({}, {}, {});
    await invoke(servers);
    await invoke(servers);
    const before = environment().descriptors();
    for (let run = 2; run < RUNS; run += 1) {
      await invoke(servers);
    }
    expect(environment().descriptors()).toHaveLength(before.length);
  });

  testOnLinux('has no UDP socket open between two runs, whatever became of the requests', async () => {
    // A server that doesn't answer at first is asked again over a connected socket of its own.
    const dead = { host: '127.0.0.1', port: await closedPort() };
    const unroutable = { host: '255.255.255.255', port: 123 };
    const event = eventOf([...(await startServers({}, {}, {})), dead, unroutable]);
    const { servers } = summaryOf(await fn.lambda.invoke(JSON.stringify(event)));
    expect(servers.slice(3).map(({ reason }) => reason)).toEqual(['port-closed', 'network']);
    expect(environment().udpSockets()).toEqual([]);
  });

  test('leaves nothing behind that would keep a process alive, after a failed run either', async () => {
    const servers = await startServers({}, {}, {});
    fn.cloudWatch.breakDown('refuse');
    await invoke(servers);
    fn.cloudWatch.recover();
    const { activeResources } = await invoke(servers);
    expect(activeResources).toEqual([]);
  });
});

test('SIGTERM ends an environment at once, in the middle of a run, too', async () => {
  const servers = await startServers({ silent: true }, { silent: true }, { silent: true });
  const running = invoke(servers);
  await until(() => servers.every(({ requests }) => requests > 0));
  const startedAt = performance.now();
  await expect(environment().end('SIGTERM')).resolves.toBe('SIGTERM');
  expect(performance.now() - startedAt).toBeLessThan(1000);
  expect((await running).error?.errorType).toBe('Runtime.ExitError');
});
