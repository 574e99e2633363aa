import type { NtpServer } from '../../../lab/ntp/ntp-server';
import { run, systemDependencies } from '../../../lambda/monitor/run';
import { plan, server } from '../../../testkit/function/sample-readings';
import { closeAll, startServer } from '../../../testkit/function/test-network';

const SAMPLING = { samples: 4, spacingMs: 50 };

afterEach(closeAll);

/** One run over three right voters and a target. */
async function judge(target: NtpServer) {
  const voters = [await startServer(), await startServer(), await startServer()];
  const asked = [...voters, target].map(({ host, port }, i) =>
    server(`${i}`, { host, port, role: i < 3 ? 'reference' : 'target' }),
  );
  const { servers } = await run(plan(asked), systemDependencies(), {
    deadlineMs: performance.now() + 20_000,
    pacing: { polite: SAMPLING, fast: SAMPLING },
  });
  return servers;
}

test.each([
  ['is stepped by 200 ms', { offsetMs: 200 }, 200],
  ['is stepped back by 20 ms', { offsetMs: -20 }, -20],
  ['begins to be slewed by a tenth', { driftPpm: 100_000 }, 5],
])(
  'A server that %s between two samples says so, and is wherever it was seen',
  async (_name, change, shiftMs) => {
    const target = await startServer({ offsetMs: 0 });
    target.on('request', () => target.requests === 2 && target.change(change));
    const [a, b, c, moved] = await judge(target);
    expect(moved!.remarks).toEqual([
      { id: 'moved', severity: 'warn', text: expect.stringContaining('its time moved by') },
    ]);
    for (const seenMs of [0, shiftMs]) {
      expect(Math.abs(moved!.offsetMs! - seenMs)).toBeLessThanOrEqual(moved!.uncertaintyMs!);
    }
    expect([a, b, c].map((each) => each!.remarks)).toEqual([undefined, undefined, undefined]);
  },
);

test('A server that stands still, however wrong, moves nowhere', async () => {
  const readings = await judge(await startServer({ offsetMs: 80 }));
  expect(readings.map(({ remarks }) => remarks)).toEqual([undefined, undefined, undefined, undefined]);
});
