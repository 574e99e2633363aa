import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import cdkJson from '../cdk.json';
import { SimulatedAccount } from '../lab/aws/simulated-account';
import type { Json } from '../lab/cloudwatch/template/intrinsics';
import { checkTemplateLimits } from '../lab/cloudwatch/template/template-limits';
import { buildBundle } from '../lib/compute/bundle';

/** Each example as `cdk synth` runs it, with strict validation; what fails only at deployment, the lab refuses. */
const ROOT = join(__dirname, '..');
const EXAMPLES = readdirSync(join(ROOT, 'examples')).filter((name) => name.endsWith('.ts'));
const MINUTE_MS = 60_000;

let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'examples-'));
  await buildBundle();
});
afterAll(() => rmSync(folder, { recursive: true }));

/** @returns the templates of the example's stacks */
function synth(example: string): Json[] {
  const out = join(folder, example);
  execFileSync(process.execPath, ['--import', 'tsx', join('examples', example)], {
    cwd: ROOT,
    env: { PATH: process.env.PATH, CDK_OUTDIR: out, CDK_CONTEXT_JSON: JSON.stringify(cdkJson.context) },
    stdio: 'pipe',
  });
  const templates = readdirSync(out).filter((name) => name.endsWith('.template.json'));
  return templates.map((name) => JSON.parse(readFileSync(join(out, name), 'utf8')));
}

test('There is an example of each kind of deployment', () => {
  expect(EXAMPLES).toEqual([
    'large-fleet.ts',
    'one-stack.ts',
    'own-topic.ts',
    'pagerduty.ts',
    'two-regions.ts',
  ]);
});

test.each(EXAMPLES)('%s can be deployed, and its alarms tell somebody', (example) => {
  const templates = synth(example);
  expect(templates).not.toEqual([]);
  for (const template of templates) {
    checkTemplateLimits(template);
    const account = new SimulatedAccount(template, Date.now(), MINUTE_MS);
    expect(account.alarmsError).toBeUndefined();
    expect(account.alarms.length).toBeGreaterThan(10);
  }
});
