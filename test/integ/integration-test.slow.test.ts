import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EXPERIMENTS } from '../../integ/experiments';
import { integrationTest } from '../../integ/integration-test';
import { NtpServer } from '../../lab/ntp/ntp-server';
import { pointSdkTo } from '../../testkit/function/invocation';
import { QueueEndpoint } from '../../testkit/integ/queue-endpoint';
import { type StandInDependencies, standInDependencies } from '../../testkit/integ/stand-in-dependencies';

/** The code of `npm run integ` against stand-ins for CloudWatch and SQS, over HTTP. */
let folder: string;
let monitor: string;
let servers: NtpServer[];
let queue: QueueEndpoint;
let dependencies: StandInDependencies;

beforeAll(async () => {
  const integ = join(__dirname, '..', '..', 'integ');
  execFileSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: integ, stdio: 'pipe' });
  folder = mkdtempSync(join(tmpdir(), 'integ-'));
  servers = await Promise.all([0, 0, 0, 0].map(() => NtpServer.start()));
  const listed = servers.map(({ host, port }, i) => ({ host, port, name: `s${i}`, pacing: 'fast' }));
  monitor = join(folder, 'monitor.json');
  writeFileSync(
    monitor,
    JSON.stringify({ name: 'tried', servers: listed, notify: { email: ['a@example.com'] } }),
  );
});
beforeEach(async () => {
  queue = await QueueEndpoint.start();
  dependencies = await standInDependencies(monitor, queue);
  pointSdkTo(dependencies.cloudWatchUrl);
});
afterEach(async () => {
  await dependencies.close();
  await queue.close();
});
afterAll(async () => {
  await Promise.all(servers.map((server) => server.close()));
  rmSync(folder, { recursive: true });
});

const context = () => ({ monitor, name: 'integ-test', synthesisedMs: dependencies.now(), revision: 1 });

test('A monitor that works passes, and is destroyed', async () => {
  const { found } = await integrationTest(dependencies, context(), { questions: false });
  expect(found.filter(({ ok }) => !ok)).toEqual([]);
  expect(found).toHaveLength(3);
  expect(dependencies.calls).toEqual(['deploy 1', 'destroy']);
});

test('A monitor that publishes nothing fails by name, and is destroyed', async () => {
  dependencies.breakPublishing();
  const { found } = await integrationTest(dependencies, context(), { questions: false });
  expect(found).toEqual([expect.objectContaining({ what: 'two runs are published', ok: false })]);
  expect(dependencies.calls).toEqual(['deploy 1', 'destroy']);
});

test('A deployment that fails is destroyed, too', async () => {
  const failing = { ...dependencies.deployer, deploy: () => Promise.reject(new Error('no credentials')) };
  await expect(
    integrationTest({ ...dependencies, deployer: failing }, context(), { questions: false }),
  ).rejects.toThrow('no credentials');
  expect(dependencies.calls).toEqual(['destroy']);
});

test('Every open question gets the answer that the lab assumes', async () => {
  const { found, answers } = await integrationTest(dependencies, context(), { questions: true });
  expect(found.filter(({ ok }) => !ok)).toEqual([]);
  expect(dependencies.calls).toEqual(['deploy 1', 'deploy 2', 'destroy']);
  const byQuestion = new Map(answers);
  const answerOf = (id: string) => byQuestion.get(EXPERIMENTS.find((each) => each.id === id)!.question);
  expect(answerOf('ahead')).toBe('yes');
  expect(answerOf('no-point')).toMatch(/^yes, for \d+ minutes$/);
  expect(answerOf('diff')).toBe('yes');
  expect(answerOf('first-data')).toMatch(/^within [123] minutes$/);
  expect(answerOf('warm-up')).toBe('no');
  expect(answerOf('mute-child')).toMatch(
    /^the alarm below it told meanwhile; the composite told [012] minutes after/,
  );
  // The lab has neither function.
  expect(answerOf('sum')).toMatch(/^unknown/);
  expect(answerOf('epoch')).toMatch(/^unknown/);
}, 300_000);
