/**
 * A process whose clocks both gain or lose: no comparison of the two shows it, and what is published has to be right
 * all the same. Two rates here; every rate, path and a thousand readings each are a campaign (bench/campaign).
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { NtpServer } from '../../lab/ntp/ntp-server';
import { TrueTime } from '../../lab/ntp/server-clock';
import { FakedRuns } from '../../testkit/function/faked-clock';
import { plan, server } from '../../testkit/function/sample-readings';
import { closeAll, closeLater } from '../../testkit/function/test-network';

const SAMPLING = { samples: 4, spacingMs: 1100 };
const AHEAD_MS = [0, 0, 0, 30, -7];

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'own-clock-'));
});
afterAll(() => rm(folder, { recursive: true }));
afterEach(closeAll);

test.each([1.002, 0.95])('A clock that runs at x%d is measured, and moves nobody else', async (rate) => {
  const trueTime = new TrueTime();
  const servers = await Promise.all(
    AHEAD_MS.map(async (offsetMs) =>
      closeLater(await NtpServer.start({ trueTime, behaviour: { offsetMs } })),
    ),
  );
  const asked = servers.map(({ host, port }, i) =>
    server(`${i}`, { host, port, role: i < 3 ? 'reference' : 'target' }),
  );
  const runs = new FakedRuns(folder);
  const {
    servers: readings,
    reference,
    clock,
  } = await runs.run(plan(asked), SAMPLING, {
    FAKETIME: `+0 x${rate}`,
  });
  expect(reference).toMatchObject({ known: true, truechimers: ['0', '1', '2'] });
  for (const [i, { offsetMs, uncertaintyMs, remarks = [] }] of readings.entries()) {
    expect(Math.abs(offsetMs! - AHEAD_MS[i]!)).toBeLessThanOrEqual(uncertaintyMs!);
    expect(remarks).toEqual([]);
  }
  const gainsPpm = (1 - 1 / rate) * 1e6; // in a second of its own
  expect(Math.abs(clock.ratePpm - gainsPpm)).toBeLessThanOrEqual(clock.boundPpm);
});
