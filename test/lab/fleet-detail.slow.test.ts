import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Lab, type Run } from '../../lab/lab';
import { SimulatedServers } from '../../lab/ntp/simulated-servers';
import { COUNTED_REASONS } from '../../lambda/monitor/unusable-reasons';

/** The lab's servers as a ntpServers: synthesised, and run by the bundle against a CloudWatch that checks its data. */
let dir: string;
let ntpServers: SimulatedServers;
let lab: Lab;
let run: Run;

beforeAll(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'fleet-detail-'));
  ntpServers = await SimulatedServers.start();
  const monitor = path.join(dir, 'monitor.json');
  await writeFile(monitor, JSON.stringify({ ...ntpServers.monitor(), detail: 'fleet' }));
  lab = await Lab.start({ monitor, environment: {} });
  [run] = (await lab.runSchedules()) as [Run];
}, 120_000);

afterAll(async () => {
  await lab?.close();
  await ntpServers?.close();
  await rm(dir, { recursive: true, force: true });
});

function latest(name: string, others: Record<string, string> = {}) {
  return lab.cloudWatch!.points(name, { Monitor: 'lab', ...others }).at(-1);
}

test('CloudWatch takes everything in one request', () => {
  expect(run.error).toBeUndefined();
  expect(run.publication).toMatchObject({ accepted: [{}], failed: [] });
});

test('every server is in the counts', () => {
  expect(latest('Servers')?.value).toBe(7);
  expect(latest('ServersWithin')?.value).toBe(4);
  expect(latest('ServersOutside')?.value).toBe(1);
  expect(latest('ServersUncertain')?.value).toBe(0);
  expect(latest('ServersUnusable')?.value).toBe(2);
});

test('Unusable servers of a fleet are counted by reason, and so are reasons that nobody has', () => {
  const counts = COUNTED_REASONS.map((reason) => [
    reason,
    latest('ServersUnusable', { Reason: reason })?.value,
  ]);
  expect(Object.fromEntries(counts)).toMatchObject({
    timeout: 1,
    unsynchronised: 1,
    'port-closed': 0,
    other: 0,
  });
  expect(counts.reduce((sum, [, count]) => sum + Number(count), 0)).toBe(2);
});

test('Offsets of a fleet are values with counts, without their signs, from which percentiles can be had', () => {
  const { values } = latest('AbsoluteOffset')!;
  expect(values.reduce((sum, { count }) => sum + count, 0)).toBe(5);
  expect(Math.min(...values.map(({ value }) => value))).toBeGreaterThanOrEqual(0);
  const greatest = Math.max(...values.map(({ value }) => value));
  const [offsetMs, uncertaintyMs] = ['Offset', 'Uncertainty'].map(
    (name) => latest(name, { Server: 'delta' })!.value,
  );
  expect(Math.abs(offsetMs! - 80)).toBeLessThanOrEqual(uncertaintyMs!);
  expect(Math.abs(greatest - offsetMs!)).toBeLessThanOrEqual(0.01 * offsetMs!); // values are put together to 1 %
});

test('Only servers of a fleet that are not well have metrics of their own', () => {
  const named = lab.cloudWatch!.latest().flatMap(({ dimensions }) => dimensions.Server ?? []);
  expect([...new Set(named)].sort()).toEqual(['delta', 'foxtrot', 'golf']);
});
