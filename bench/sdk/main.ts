import { execFile } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { buildSync } from 'esbuild';
import { BUNDLE_OPTIONS, buildBundle } from '../../lib/compute/bundle';
import { Chronyd } from '../../testkit/ntp/chronyd-process';
import { seededRandom } from '../../testkit/seeded-random';
import { BENCH_CACHE } from '../install/folder';
import { signed } from '../report/number';
import { differenceInterval, quantile, rotate, summariseErrors } from '../statistics';

/** Whether loading the SDK beside a measurement disturbs it: fresh processes with and without, in alternation. */

const LAPS = 30;
const KINDS = ['with', 'without'] as const;
type Kind = (typeof KINDS)[number];
const SEED = 1;
const PAGE = path.join(__dirname, '..', '..', 'docs', 'accuracy', 'sdk.md');

async function main(): Promise<void> {
  const folder = path.join(BENCH_CACHE, 'sdk');
  buildBundle(folder); // for its cloudwatch.js
  const program = path.join(folder, 'once.js');
  buildSync({
    ...BUNDLE_OPTIONS,
    write: true,
    entryPoints: [path.join(__dirname, 'once.ts')],
    outfile: program,
    alias: { '@aws-sdk/client-cloudwatch': './cloudwatch.js' },
    external: ['./cloudwatch.js'],
  });
  const chronyd = await Chronyd.startEverywhere(600);
  const errors: Record<Kind, number[][]> = { with: [], without: [] };
  try {
    for (let lap = 0; lap < LAPS; lap += 1) {
      process.stderr.write(`lap ${lap + 1} of ${LAPS}\n`);
      for (const kind of rotate(KINDS, lap)) {
        const args = [program, String(chronyd.port), kind];
        const { stdout } = await promisify(execFile)(process.execPath, args, {
          env: { ...process.env, AWS_REGION: 'us-east-1' },
        });
        errors[kind].push(JSON.parse(stdout));
      }
    }
  } finally {
    await chronyd.stop();
  }
  mkdirSync(path.dirname(PAGE), { recursive: true });
  const text = page(errors);
  writeFileSync(PAGE, text);
  process.stdout.write(text);
}

/** @param errors of each process, microseconds */
function page(errors: Record<Kind, number[][]>): string {
  const rows = KINDS.map((kind) => {
    const { n, medianAbs, p95Abs, maxAbs } = summariseErrors(errors[kind].flat());
    return `| ${kind} | ${n} | ${medianAbs.toFixed(2)} | ${p95Abs.toFixed(1)} | ${maxAbs.toFixed(1)} |`;
  });
  const abs = (kind: Kind) => errors[kind].map((process) => process.map(Math.abs));
  const difference = (q: number) =>
    differenceInterval(abs('with'), abs('without'), (values) => quantile(values, q), seededRandom(SEED))
      .map(signed)
      .join(' to ');
  return [
    '# The SDK, loaded beside the measurement',
    '',
    'Made by `npm run bench:sdk`: fresh processes that take one polite reading of each of ten servers, in alternation',
    'with the SDK loaded when nobody is waited for, as the function does, and without it. The true offset is 0; errors',
    'in microseconds.',
    '',
    '| SDK | n | Median | p95 | Max |',
    '|---|---|---|---|---|',
    ...rows,
    '',
    `With the SDK, the median is higher by ${difference(0.5)} and the p95 by ${difference(0.95)}: 95 % intervals, from`,
    'drawing the processes anew. One that holds 0 shows no difference.',
    '',
  ].join('\n');
}

void main();
