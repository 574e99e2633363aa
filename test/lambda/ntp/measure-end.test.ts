import { socketOpener } from '../../../lambda/ntp/socket';
import { closeAll, closedPort, startServer } from '../../../testkit/function/test-network';
import { measureServers, PATIENT_MS, targetOf } from '../../../testkit/ntp/measure-servers';

afterEach(closeAll);

describe('A deadline', () => {
  test('that is over leaves every server with a reason', async () => {
    const server = await startServer();
    const [late] = await measureServers([targetOf(server)], { deadlineMs: performance.now() - 1 });
    expect(late!.unusable).toMatchObject({ reason: 'deadline' });
    expect(server.requests).toBe(0);
  });

  test('in the middle leaves the server with the samples that it has', async () => {
    const [good, silent] = [await startServer({ offsetMs: 80 }), await startServer({ silent: true })];
    const pacing = { samples: 4, spacingMs: PATIENT_MS };
    const startMs = performance.now();
    const [cut, none] = await measureServers([targetOf(good, pacing), targetOf(silent, pacing)], {
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
  const overIpv6 = await startServer({}, '::1');
  const dead = targetOf({ host: '127.0.0.1', port: await closedPort() });
  const open = new Set<symbol>();
  const opened: string[] = [];
  await measureServers([targetOf(good), targetOf(overIpv6), dead], {
    replyTimeoutMs: 100,
    openSocket: async (...args) => {
      const socket = await socketOpener()(...args);
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
  // The run's own for each family, the warm-up's, and one for the server that did not answer at first.
  expect(opened.toSorted()).toEqual(['connected', 'shared', 'shared', 'shared']);
  expect(open.size).toBe(0);
});
