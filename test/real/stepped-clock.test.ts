/**
 * The same as clock-moved.test.ts in a process whose wall clock really is stepped while it measures: libfaketime
 * (Debian: apt-get install libfaketime) changes what the C library says, and nothing in the process knows of it.
 * Left out where it is missing; FAKETIME_LIBRARY names it where it isn't found.
 */
import { spawn } from 'node:child_process';
import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { buildSync } from 'esbuild';
import { NtpServer } from '../../lab/ntp/ntp-server';
import type { RunResult } from '../../lambda/monitor/reading';
import { plan, server } from '../../testkit/function/sample-readings';
import { findFaketime } from '../../testkit/requirements';

const LIBRARY = findFaketime()!; // without it, these tests are left out

/** One run over the plan that is its argument; the result goes to stdout. */
const PROGRAM = `
  import { systemDependencies, run } from './run';
  const pacing = { samples: 3, spacingMs: 50 };
  const options = { deadlineMs: performance.now() + 20_000, pacing: { polite: pacing, fast: pacing } };
  run(JSON.parse(process.argv[2]), systemDependencies(), options).then((result) => console.log(JSON.stringify(result)));
`;

let dir: string;
const servers: NtpServer[] = [];

beforeAll(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'stepped-clock-'));
  buildSync({
    stdin: {
      contents: PROGRAM,
      resolveDir: path.join(__dirname, '..', '..', 'lambda', 'monitor'),
      loader: 'ts',
    },
    bundle: true,
    platform: 'node',
    outfile: path.join(dir, 'run.js'),
  });
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
  const child = spawn(process.execPath, [path.join(dir, 'run.js'), JSON.stringify(asked)], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      LD_PRELOAD: LIBRARY,
      FAKETIME_TIMESTAMP_FILE: control,
      FAKETIME_NO_CACHE: '1',
      FAKETIME_DONT_FAKE_MONOTONIC: '1',
    },
  });
  return JSON.parse(await text(child.stdout));
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
