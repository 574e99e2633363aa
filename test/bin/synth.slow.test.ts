import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ROOT = join(__dirname, '..', '..');
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'cdk-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** `npx cdk synth`, as after a fresh clone: the app, strict validation included, without an account. */
function synth(...args: string[]): SpawnSyncReturns<string> {
  const { CDK_VALIDATION: _, ...env } = process.env;
  const cdk = join(ROOT, 'node_modules', '.bin', 'cdk');
  return spawnSync(cdk, ['synth', '--quiet', '--output', join(folder, 'out'), ...args], {
    cwd: ROOT,
    env: { ...env, AWS_EC2_METADATA_DISABLED: 'true' },
    encoding: 'utf8',
  });
}

test('cdk synth makes an assembly with the bundle in it, which passes strict validation', () => {
  const { status, stderr } = synth();
  expect(stderr).not.toMatch(/^ERROR/m);
  expect(stderr).toMatch(/^Monthly cost of the monitor ntp .*^ {2}Total +\$\d/ms);
  expect(status).toBe(0);
  const out = join(folder, 'out');
  const template = JSON.parse(readFileSync(join(out, 'NtpDrift-ntp.template.json'), 'utf8'));
  expect(Object.keys(template.Outputs)).toEqual(
    expect.arrayContaining(['DashboardUrl', 'TopicArn', 'FunctionName', 'LogGroupName']),
  );
  const asset = readdirSync(out).find((name) => name.startsWith('asset.'))!;
  expect(readdirSync(join(out, asset)).sort()).toEqual(['cloudwatch.js', 'index.js']);
});

test('a refused configuration is said in plain words, with exit code 1', () => {
  const file = join(folder, 'bad.json');
  writeFileSync(file, JSON.stringify({ name: 'x', servers: [{ host: 'a', prot: 1 }] }));
  rmSync(join(folder, 'out'), { recursive: true, force: true });
  const { status, stderr } = synth('-c', `monitor=${file}`);
  expect(status).toBe(1);
  expect(stderr).toContain(
    `${file} has 2 problems:\n  servers[0].prot is not a known key; expected "port"; or one of the keys host,`,
  );
  expect(stderr).not.toMatch(/^\s+at /m);
  expect(existsSync(join(folder, 'out', 'manifest.json'))).toBe(false);
});
