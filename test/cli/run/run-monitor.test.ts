import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { devNull, tmpdir } from 'node:os';
import { join } from 'node:path';
import { CloudWatch } from '../../../lab/aws/cloudwatch-endpoint';
import { NtpServer } from '../../../lab/ntp/ntp-server';
import { ALWAYS_PUBLISHED } from '../../../testkit/function/always-published';
import { ntpDrift } from '../../../testkit/ntp-drift-process';

let folder: string;
let cloudWatch: CloudWatch;
const servers: NtpServer[] = [];
const environment = { ...process.env };

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ntp-drift-run-'));
  cloudWatch = await CloudWatch.start();
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: cloudWatch.url,
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'id',
    AWS_SECRET_ACCESS_KEY: 'secret',
    AWS_CONFIG_FILE: devNull,
    AWS_SHARED_CREDENTIALS_FILE: devNull,
  });
});
afterEach(async () => {
  cloudWatch.recover();
  await Promise.all(servers.splice(0).map((server) => server.close()));
});
afterAll(async () => {
  process.env = environment;
  await cloudWatch.close();
  rmSync(folder, { recursive: true });
});

type ServerBehaviour = NonNullable<Parameters<typeof NtpServer.start>[0]>['behaviour'];

/** A monitor.json with a server of each behaviour: s0, s1... */
async function monitor(name: string, behaviours: ServerBehaviour[], more: object = {}): Promise<string> {
  const started = await Promise.all(
    behaviours.map((behaviour) => NtpServer.start(behaviour ? { behaviour } : {})),
  );
  servers.push(...started);
  const list = started.map(({ host, port }, i) => ({ host, port, name: `s${i}`, pacing: 'fast' }));
  const file = join(folder, `${name}.json`);
  writeFileSync(file, JSON.stringify({ name, servers: list, ...more }));
  return file;
}

const published = (name: string) => cloudWatch.points('Truechimers', { Monitor: name });

test('a configuration that cannot be deployed is refused before anything is asked', async () => {
  const file = await monitor('refused', [{}], { limitMs: -1 });
  await expect(ntpDrift('run', file)).rejects.toThrow(`${file} has 2 problems`);
});

test('a mistyped option is told, with 2', async () => {
  const { printed, exitCode } = await ntpDrift('run', '--publsh');
  expect(printed).toContain('Did you mean --publish?');
  expect(exitCode).toBe(2);
});

test('a server without a usable answer is 1, and the others are shown', async () => {
  const file = await monitor('unusable', [{}, {}, {}, { unsynchronised: true }]);
  const { printed, exitCode } = await ntpDrift('run', file);
  expect(exitCode).toBe(1);
  expect(printed).toMatch(/^ {2}s0 .* within$/m);
  expect(printed).toMatch(/^ {2}s3 .* unusable$[\s\S]* {2}s3 .*not synchronised/m);
});

test('metrics that CloudWatch refuses are 1, and the readings are shown all the same', async () => {
  cloudWatch.breakDown('refuse');
  const { printed, exitCode } = await ntpDrift('run', await monitor('broken', [{}, {}, {}]), '--publish');
  expect(exitCode).toBe(1);
  expect(printed).toMatch(/^ {2}s2 .* within$/m);
  expect(printed).toContain('CloudWatch did not take the metrics: AccessDenied');
  expect(printed).not.toContain('Every reading is in the log');
});

test('without being asked to it publishes nothing', async () => {
  const { printed, exitCode } = await ntpDrift('run', await monitor('quiet', [{}, {}, { offsetMs: 80 }]));
  expect(exitCode).toBe(1);
  expect(printed).toMatch(
    /^quiet, .* UTC, \d+\.\d s\. s2 is ahead by [78]\d\.\d{3} ± .* proven outside 50 ms; 2 of 3 within\.$/m,
  );
  expect(printed).toMatch(/^ {2}s2 .* \+[78]\d\.\d{3} ± .* outside$/m);
  expect(printed).toContain('Nothing was published');
  expect(published('quiet')).toEqual([]);
});

test('with --publish CloudWatch gets what the function would have sent', async () => {
  const file = await monitor('published', [{}, {}, {}]);
  const { printed, exitCode } = await ntpDrift('run', file, '--publish', '--json');
  const { runs } = JSON.parse(printed);
  expect(exitCode).toBe(0);
  expect(runs).toEqual([
    {
      summary: expect.objectContaining({ monitor: 'published' }),
      durationMs: expect.any(Number),
      // Three values of the monitor, its counts, 3 x 4 of servers, and the run once more for each of the 11 that follow.
      published: { metrics: 3 + Object.keys(ALWAYS_PUBLISHED).length + 3 * 4 + 11 },
    },
  ]);
  expect(published('published').map(({ value }) => value)).toEqual([3]);
});
