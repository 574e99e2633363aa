import { tmpdir } from 'node:os';
import path from 'node:path';
import { Lab, type Run } from '../../lab/lab';

/** The deployed pieces together, on servers that do as they are told. One synthesis serves all tests. */
let lab: Lab;

beforeAll(async () => {
  lab = await Lab.start({ environment: {} });
}, 120_000);
afterAll(() => lab?.close());
afterEach(() => lab.cloudWatch!.recover());

async function fire(): Promise<Run> {
  const [run] = await lab.runSchedules();
  return run!;
}

const verdicts = (run: Run) =>
  Object.fromEntries(run.summary!.servers.map((each) => [each.server, each.verdict]));

const EXPECTED = {
  alfa: 'within',
  bravo: 'within',
  charlie: 'within',
  delta: 'outside',
  golf: 'unusable',
};

test('Servers are judged by what they really do', async () => {
  const run = await fire();
  expect(run.error).toBeUndefined();
  expect(verdicts(run)).toMatchObject({ ...EXPECTED, foxtrot: 'unusable' });
  expect(run.summary!.reference).toMatchObject({
    truechimers: ['alfa', 'bravo', 'charlie'],
    falsetickers: [{ server: 'delta' }],
  });
});

test('Every server is published as usable or not', async () => {
  await fire();
  const usable = [...lab.ntpServers!.byName.keys()].map(
    (server) => lab.cloudWatch!.points('Usable', { Monitor: 'lab', Server: server }).at(-1)?.value,
  );
  expect(usable).toEqual([1, 1, 1, 1, 1, 0, 0]);

  // Waiting for a silent server takes seconds in every run; the tests below can do without.
  lab.ntpServers!.byName.get('foxtrot')!.change({ silent: false });
});

test('A server that begins to lie is outside in the next run, and within when it stops', async () => {
  const server = lab.ntpServers!.byName.get('echo')!;
  server.change({ offsetMs: -200, driftPpm: 0 });
  expect(verdicts(await fire())).toMatchObject({ ...EXPECTED, echo: 'outside' });
  server.change({ offsetMs: 0 });
  expect(verdicts(await fire())).toMatchObject({ ...EXPECTED, echo: 'within' });
});

test('A drifting server gets further away from run to run', async () => {
  const offset = (run: Run) => run.summary!.servers.find(({ server }) => server === 'echo')!.offsetMs!;
  lab.ntpServers!.byName.get('echo')!.change({ offsetMs: 10, driftPpm: 10_000 });
  const first = offset(await fire());
  expect(offset(await fire())).toBeGreaterThan(first);
});

test('A CloudWatch that throttles once gets the metrics by a retry', async () => {
  lab.cloudWatch!.breakDown('throttle', 1);
  const { error, publication } = await fire();
  expect(error).toBeUndefined();
  expect(publication).toMatchObject({ accepted: [{}], failed: [expect.stringContaining('Throttling')] });
});

test('A CloudWatch that refuses fails the run, whose readings are all there', async () => {
  lab.cloudWatch!.breakDown('refuse');
  const run = await fire();
  expect(run.error?.message).toContain('AccessDenied');
  expect(verdicts(run)).toMatchObject(EXPECTED);
});

test('An input that the function refuses fails the run before anything is measured', async () => {
  const [schedule] = lab.assembly.schedules;
  const input = schedule!.input;
  schedule!.input = '{"monitor":""}';
  const run = await fire();
  schedule!.input = input;
  expect(run.error?.message).toContain('expected');
  expect(run.summary).toBeUndefined();
});

test('A configuration that cannot be deployed is an error in its own words', async () => {
  const missing = path.join(tmpdir(), 'no-such-monitor.json');
  await expect(Lab.start({ monitor: missing, environment: {} })).rejects.toThrow('no-such-monitor.json');
}, 60_000);

test('A start can be called off', async () => {
  const controller = new AbortController();
  const started = Lab.start({ environment: {}, signal: controller.signal });
  controller.abort();
  await expect(started).rejects.toThrow('abort');
});
