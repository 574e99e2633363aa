import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { CloudWatch } from '../../../lab/aws/cloudwatch-endpoint';
import { startCloudWatch } from '../../../testkit/function/accepting-cloudwatch';
import { closeAll } from '../../../testkit/function/test-network';
import { ntpDrift } from '../../../testkit/ntp-drift-process';

/** `ntp-drift status` as a command: what it prints, and how it ends. */
let cloudWatch: CloudWatch;
let folder: string;
let file: string;
let complained: string;

beforeAll(async () => {
  cloudWatch = await startCloudWatch();
  folder = await mkdtemp(path.join(tmpdir(), 'status-'));
  file = path.join(folder, 'monitor.json');
  await writeFile(file, JSON.stringify({ name: 'ntp', servers: ['a', 'b', 'c', 'd'] }));
});
beforeEach(() => {
  complained = '';
  jest.spyOn(process.stderr, 'write').mockImplementation((text) => {
    complained += String(text);
    return true;
  });
});
afterEach(() => {
  jest.restoreAllMocks();
  cloudWatch.recover();
});
afterAll(async () => {
  await closeAll();
  await rm(folder, { recursive: true });
});

function alarms(count: number, on: number): void {
  cloudWatch.alarms = () =>
    Array.from({ length: count }, (_, i) => ({
      name: `ntp outside server-${String(i).padStart(3, '0')}`,
      description: '',
      state: i < on ? ('ALARM' as const) : ('OK' as const),
    }));
}

test('--json is one document with alarms, servers and their histories', async () => {
  alarms(3, 1);
  const { printed, exitCode } = await ntpDrift('status', file, '--json', '--runs', '2');
  expect(JSON.parse(printed)).toEqual({
    monitor: 'ntp',
    time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:00\.000Z$/),
    alarms: ['ntp outside server-000'],
    alarmStates: { ALARM: 1, OK: 2 },
    servers: ['a', 'b', 'c', 'd'].map((server) => ({
      ...{ server, limitMs: 50, verdict: null, offsetMs: null, uncertaintyMs: null },
      history: [null, null],
    })),
  });
  expect(exitCode).toBe(1);
});

test.each([
  ['no alarm is on', 2, 0, 0],
  ['one is on', 2, 1, 1],
  ['there is none: it is not deployed here', 0, 0, 1],
])('it ends with a code that says whether %s', async (_name, count, on, expected) => {
  alarms(count, on);
  expect((await ntpDrift('status', file)).exitCode).toBe(expected);
});

test('it reads on where CloudWatch answers in pages', async () => {
  alarms(230, 120);
  const { printed } = await ntpDrift('status', file, '--json');
  expect(JSON.parse(printed).alarmStates).toEqual({ ALARM: 120, OK: 110 });
});

test('what AWS refuses is told with the region, the profile and what to do', async () => {
  cloudWatch.breakDown('refuse');
  const { printed, exitCode } = await ntpDrift('status', file);
  expect([printed, exitCode]).toEqual(['', 1]);
  expect(complained).toMatch(
    /^CloudWatch could not be asked \(region: .+, profile: default\): AccessDenied.*: .+\. Set AWS_REGION to the region of the stack, and sign in/,
  );
  expect(complained).toMatch(
    / The environment asks http:\/\/127\.0\.0\.1:\d+\/? in place of AWS: unset AWS_ENDPOINT_URL/,
  );
});

test('a configuration that is not there is named', async () => {
  await expect(ntpDrift('status', path.join(folder, 'nowhere.json'))).rejects.toThrow(/nowhere\.json/);
});
