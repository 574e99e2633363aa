import type { NtpServer } from '../../../lab/ntp/ntp-server';
import { calibrate } from '../../../lambda/ntp/clock/local-clock';
import { AddressMemory } from '../../../lambda/ntp/dns/address-memory';
import { KissOfDeathCache } from '../../../lambda/ntp/kiss-of-death';
import { type Measured, type MeasureOptions, measure, type Target } from '../../../lambda/ntp/measure';
import { openSocket } from '../../../lambda/ntp/socket';
import { closeAll, closedPort, startServer } from '../../../testkit/function/test-network';

/** Far away: no test is meant to reach it. */
const PATIENT_MS = 20_000;
const QUICK = { samples: 3, spacingMs: 1 };

afterEach(closeAll);

function targetOf({ host, port }: NtpServer, pacing: Partial<Target> = {}): Target {
  return { host, port, ...QUICK, ...pacing };
}

async function run(targets: Target[], options: Partial<MeasureOptions>): Promise<Measured[]> {
  const { servers } = await measure(targets, {
    clock: calibrate(),
    resolve: async () => [],
    openSocket,
    kisses: new KissOfDeathCache(),
    addresses: new AddressMemory(),
    resolveBudgetMs: PATIENT_MS,
    replyTimeoutMs: PATIENT_MS,
    deadlineMs: performance.now() + PATIENT_MS,
    ...options,
  });
  return servers;
}

describe('A deadline', () => {
  test('that is over leaves every server with a reason', async () => {
    const server = await startServer();
    const [late] = await run([targetOf(server)], { deadlineMs: performance.now() - 1 });
    expect(late!.unusable).toMatchObject({ reason: 'deadline' });
    expect(server.requests).toBe(0);
  });

  test('in the middle leaves the server with the samples that it has', async () => {
    const [good, silent] = [await startServer({ offsetMs: 80 }), await startServer({ silent: true })];
    const pacing = { samples: 4, spacingMs: PATIENT_MS };
    const startMs = performance.now();
    const [cut, none] = await run([targetOf(good, pacing), targetOf(silent, pacing)], {
      deadlineMs: startMs + 1000,
    });
    expect(performance.now() - startMs).toBeLessThan(PATIENT_MS / 2);
    expect(cut).toMatchObject({ sampled: { requests: 1, cutShort: true } });
    expect(cut!.unusable).toBeUndefined();
    expect(none!.unusable).toMatchObject({ reason: 'deadline' });
  });
});

test('A measurement closes every socket that it opened, whatever became of the requests', async () => {
  const good = await startServer();
  const dead = { host: '127.0.0.1', port: await closedPort(), ...QUICK };
  const open = new Set<symbol>();
  const opened: string[] = [];
  await run([targetOf(good), dead], {
    replyTimeoutMs: 100,
    openSocket: async (...args) => {
      const socket = await openSocket(...args);
      const key = Symbol();
      open.add(key);
      opened.push(args[2] ? 'connected' : 'shared');
      const close = () => {
        open.delete(key);
        socket.close();
      };
      return { ...socket, close };
    },
  });
  // The run's own, the warm-up's, and one for the server that did not answer at first.
  expect(opened.toSorted()).toEqual(['connected', 'shared', 'shared']);
  expect(open.size).toBe(0);
});
