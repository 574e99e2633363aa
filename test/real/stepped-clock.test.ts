/**
 * The same as clock-moved.test.ts in a process whose wall clock really is stepped while it measures: libfaketime
 * (Debian: apt-get install libfaketime) changes what the C library says, and nothing in the process knows of it.
 * Left out where it is missing; FAKETIME_LIBRARY names it where it isn't found.
 */
import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { NtpServer } from '../../lab/ntp/ntp-server';
import type { RunResult } from '../../lambda/monitor/reading';
import { FakedRuns } from '../../testkit/function/faked-clock';
import { plan, server } from '../../testkit/function/sample-readings';

const SAMPLING = { samples: 3, spacingMs: 50 };

let dir: string;
let runs: FakedRuns;
const servers: NtpServer[] = [];

beforeAll(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'stepped-clock-'));
  runs = new FakedRuns(dir);
  for (let i = 0; i < 3; i += 1) {
    servers.push(await NtpServer.start());
  }
});

afterAll(async () => {
  await Promise.all(servers.map((each) => each.close()));
  await rm(dir, { recursive: true, force: true });
});

/** A run in a process of its own whose wall clock is stepped when the first request has arrived. */
async function runStepped(by: string): Promise<RunResult> {
  const control = path.join(dir, 'faketime');
  const step = async (to: string) => {
    await writeFile(`${control}.new`, `${to}\n`);
    await rename(`${control}.new`, control); // at once: the library reads it at any moment
  };
  await step('+0');
  servers[0]!.once('request', () => void step(by));
  const asked = plan(servers.map(({ host, port }, i) => server(`server-${i}`, { host, port })));
  return runs.run(asked, SAMPLING, {
    FAKETIME_TIMESTAMP_FILE: control,
    FAKETIME_NO_CACHE: '1',
    FAKETIME_DONT_FAKE_MONOTONIC: '1',
  });
}

describe('A process whose wall clock', () => {
  test('stands still against its monotonic one has readings', async () => {
    const { servers: readings } = await runStepped('+0');
    expect(readings.map(({ verdict }) => verdict)).toEqual(['within', 'within', 'within']);
  });

  test.each([
    ['+0.25', 250],
    ['-0.25', -250],
    ['+3600', 3_600_000],
  ])('is stepped by %s s while it measures has none, and says why', async (by, stepMs) => {
    const { servers: readings, reference } = await runStepped(by);
    expect(readings.map(({ reason }) => reason)).toEqual(['clock-moved', 'clock-moved', 'clock-moved']);
    expect(reference.known).toBe(false);
    const [, moved] = /moved by (\S+) ms/.exec(reference.explanation!)!;
    expect(Number(moved)).toBeCloseTo(stepMs, 0);
  });
});
