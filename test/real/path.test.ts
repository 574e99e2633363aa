import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Lab, type Run } from '../../lab/lab';
import { DIMENSION } from '../../lambda/monitor/metrics/metric-entry';
import { Chronyd, freePort } from '../../testkit/ntp/chronyd-process';

/**
 * The whole path on real servers: chronyd's clocks -> the bundle from the synthesised assembly, fired with the
 * schedule's own input -> metrics over HTTP. Three voters are right and outvote two that are not.
 */
const MONITOR = 'real';
const STEP_MS = { ahead: 250, behind: -370 };
const DRIFT_PPM = 100;

const servers: Record<string, Chronyd> = {};
let dir: string;
let lab: Lab;
let run: Run;
/** How far the drifting server was ahead before and after the run, ms. */
let drifted: [number, number];

beforeAll(async () => {
  for (const name of ['right-1', 'right-2', 'right-3', 'ahead', 'behind', 'drifting']) {
    servers[name] = await Chronyd.start();
  }
  servers.unsynchronised = await Chronyd.startUnsynchronised();
  await servers.ahead!.step(STEP_MS.ahead);
  await servers.behind!.step(STEP_MS.behind);
  await servers.drifting!.drift(DRIFT_PPM);

  dir = await mkdtemp(path.join(tmpdir(), 'real-path-'));
  const monitor = path.join(dir, 'monitor.json');
  await writeFile(monitor, JSON.stringify(monitorOf(servers, await freePort())));
  lab = await Lab.start({ monitor, environment: {} });

  // Synthesis took seconds: by now the drift is far beyond a measurement's error.
  const before = await servers.drifting!.aheadMs();
  [run] = (await lab.runSchedules()) as [Run];
  drifted = [before, await servers.drifting!.aheadMs()];
}, 120_000);

afterAll(async () => {
  await lab?.close();
  await Promise.all(Object.values(servers).map((server) => server.stop()));
  await rm(dir, { recursive: true, force: true });
});

function monitorOf(started: Record<string, Chronyd>, closedPort: number): object {
  const entry = (name: string, host: string, port: number) => ({
    name,
    host,
    port,
    pacing: 'fast',
    freeRunning: true, // which is what chronyd's `local` says of itself
    role: ['drifting', 'unsynchronised', 'closed'].includes(name) ? 'target' : 'reference',
  });
  return {
    name: MONITOR,
    servers: [
      ...Object.entries(started).map(([name, { host, port }]) => entry(name, host, port)),
      entry('closed', '127.0.0.1', closedPort),
    ],
  };
}

/** What arrived at CloudWatch in the run. */
function metric(name: string, server?: string): number | undefined {
  const dimensions = { [DIMENSION.monitor]: MONITOR, ...(server && { [DIMENSION.server]: server }) };
  return lab.cloudWatch!.points(name, dimensions).at(-1)?.value;
}

test('The run succeeds and its metrics arrive in one request', () => {
  expect(run.error).toBeUndefined();
  expect(run.publication).toMatchObject({ accepted: [{}], failed: [] });
});

describe.each<[string, () => [number, number]]>([
  ['right-1', () => [0, 0]],
  ['right-2', () => [0, 0]],
  ['right-3', () => [0, 0]],
  ['ahead', () => [STEP_MS.ahead, STEP_MS.ahead]],
  ['behind', () => [STEP_MS.behind, STEP_MS.behind]],
  ['drifting', () => drifted],
])('The offset of %s', (server, truth) => {
  test('is within 1 ms of the truth', () => {
    const [least, most] = truth();
    const offsetMs = metric('Offset', server)!;
    expect(offsetMs).toBeGreaterThan(least - 1);
    expect(offsetMs).toBeLessThan(most + 1);
  });

  test('has the truth inside its uncertainty', () => {
    const [least, most] = truth();
    const [offsetMs, uncertaintyMs] = [metric('Offset', server)!, metric('Uncertainty', server)!];
    expect(offsetMs + uncertaintyMs).toBeGreaterThanOrEqual(least);
    expect(offsetMs - uncertaintyMs).toBeLessThanOrEqual(most);
  });
});

test('The drift shows', () => {
  expect(drifted[0]).toBeGreaterThan(0);
  expect(metric('Offset', 'drifting')! + metric('Uncertainty', 'drifting')!).toBeGreaterThan(drifted[0]);
});

test.each([
  ['right-1', 'within', 1],
  ['right-2', 'within', 1],
  ['right-3', 'within', 1],
  ['ahead', 'outside', 1],
  ['behind', 'outside', 1],
  ['drifting', 'within', 1],
  ['unsynchronised', 'unusable', 0],
  ['closed', 'unusable', 0],
])('%s is %s, and Usable is %d', (server, verdict, usable) => {
  expect(run.summary?.servers.find((each) => each.server === server)).toMatchObject({ verdict });
  expect(metric('Usable', server)).toBe(usable);
});

test('What is unusable has its reason and no offset', () => {
  const reasons = run.summary?.servers
    .filter((each) => each.verdict === 'unusable')
    .map((each) => each.reason);
  expect(reasons).toEqual(['unsynchronised', 'port-closed']);
  expect([metric('Offset', 'unsynchronised'), metric('Offset', 'closed')]).toEqual([undefined, undefined]);
});

test("Reference time is the three right servers', and shows the function's clock right", () => {
  expect(run.summary?.reference).toMatchObject({
    known: true,
    truechimers: ['right-1', 'right-2', 'right-3'],
  });
  expect(run.summary?.reference.falsetickers.map((each) => each.server)).toEqual(['ahead', 'behind']);
  expect(metric('Truechimers')).toBe(3);
  expect(Math.abs(metric('ClockOffset')!)).toBeLessThan(1);
});

test('Every reading is one line of the log', () => {
  const lines = run.log.map((line) => JSON.parse(line) as { message: string; server?: string });
  const readings = lines.filter(({ message }) => message === 'reading').map(({ server }) => server);
  expect(readings).toEqual([...Object.keys(servers), 'closed']);
});
