import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildBundle } from '../../../lib/compute/bundle';

let folder: string;
let bytes: number;

beforeAll(async () => {
  folder = join(mkdtempSync(join(tmpdir(), 'bundle-')), 'function');
  bytes = await buildBundle(folder);
});
afterAll(() => rmSync(join(folder, '..'), { recursive: true }));

/** Runs a script beside the bundle in a process of its own, without this project's packages. */
function run(script: string, env: Record<string, string> = {}): string {
  return execFileSync(process.execPath, ['-e', script], { cwd: folder, env, encoding: 'utf8' });
}

test('The bundle is two files that need nothing else', () => {
  expect(readdirSync(folder).sort()).toEqual(['cloudwatch.js', 'index.js']);
  expect(run('console.log(Object.keys(require("./index.js")))')).toContain('handler');
});

test('The bundle is small', () => {
  expect(bytes).toBeLessThanOrEqual(200_000);
  expect(statSync(join(folder, 'index.js')).size).toBeLessThan(85_000);
});

test('The functions of Math that are used most have short names in the bundle', () => {
  const source = readFileSync(join(folder, 'index.js'), 'utf8');

  expect(source).toMatch(/[{,]max:\w+[,}][^;]*=Math;/);
  expect(source).not.toMatch(/Math\.(abs|floor|max|min|sqrt)\b/);
});

test('The bundle measures without the SDK having been loaded', () => {
  const script = `
    require('./index.js');
    console.log(Object.keys(require.cache).map((file) => require('path').basename(file)).join());
  `;
  expect(run(script).trim()).toBe('index.js');
});

test('The bundle has every export of the SDK that the function imports', () => {
  const source = readFileSync(
    join(__dirname, '..', '..', '..', 'lambda', 'function', 'cloudwatch-connection.ts'),
    'utf8',
  );
  const imported = /const \{ (.+) \} = await import\(\s*'@aws-sdk\/client-cloudwatch'/.exec(source)![1]!;
  expect(run('console.log(Object.keys(require("./cloudwatch.js")).join(", "))').trim()).toBe(imported);
});

describe('the SDK takes its credentials from the environment alone', () => {
  const script = `
    const { CloudWatchClient } = require('./cloudwatch.js');
    new CloudWatchClient({ region: 'eu-west-1' }).config.credentials()
      .then(({ accessKeyId, sessionToken }) => console.log(accessKeyId, sessionToken), ({ message }) => console.log(message));
  `;

  test('as Lambda gives them', () => {
    const env = { AWS_ACCESS_KEY_ID: 'id', AWS_SECRET_ACCESS_KEY: 'secret', AWS_SESSION_TOKEN: 'token' };
    expect(run(script, env)).toBe('id token\n');
  });

  test('and says so when there are none', () => {
    expect(run(script)).toContain('There are no credentials in the environment; set AWS_ACCESS_KEY_ID');
  });
});

test.each([
  ['https://monitoring.eu-west-1.amazonaws.com', undefined],
  ['https://monitoring.eu-west-1.api.aws', 'true'],
])('the SDK finds CloudWatch at %s where AWS_USE_DUALSTACK_ENDPOINT is %s', (expected, dualStack) => {
  const script = `
    const { CloudWatchClient, PutMetricDataCommand } = require('./cloudwatch.js');
    const requestHandler = { handle: async ({ protocol, hostname }) => Promise.reject(new Error(protocol + '//' + hostname)) };
    new CloudWatchClient({ region: 'eu-west-1', maxAttempts: 1, requestHandler })
      .send(new PutMetricDataCommand({ Namespace: 'n', MetricData: [] }))
      .catch(({ message }) => console.log(message));
  `;
  const env = { AWS_ACCESS_KEY_ID: 'id', AWS_SECRET_ACCESS_KEY: 'secret' };
  const withDualStack = { ...env, ...(dualStack && { AWS_USE_DUALSTACK_ENDPOINT: dualStack }) };
  expect(run(script, withDualStack).trim()).toBe(expected);
});

test('Building the bundle again changes no file', async () => {
  const before = statSync(join(folder, 'index.js')).mtimeMs;
  await buildBundle(folder);
  expect(statSync(join(folder, 'index.js')).mtimeMs).toBe(before);
});
