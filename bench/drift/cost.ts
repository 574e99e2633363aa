import { build } from 'esbuild';
import type { DriftHistory } from '../../lambda/drift/drift-history';
import { recordRun } from '../../lambda/drift/drift-history';
import { driftOfAll } from '../../lambda/drift/drift-of';
import { BUNDLE_OPTIONS } from '../../lib/compute/bundle';
import { inlineConstants } from '../../lib/compute/inline-constants';
import { shortMath } from '../../lib/compute/short-math';
import { seededRandom } from '../../testkit/seeded-random';
import { quantile } from '../statistics';
import { type SimulatedClock, simulateRun } from './clock-simulation';
import { BENCH_LIMIT_MS } from './healthy';
import { DRIFT_PATHS } from './network-path';

/** What the estimate costs the function. */
export interface CostResult {
  /** ms of CPU for each server, six hours of minutes warm, voters' share included: the median run, and the best. */
  cpuMs: { median: number; least: number };
  /** Minified, as the function is built, without what a file of its own would need around it. */
  bundleBytes: { rate: number; earlySigns: number };
}

const TIMED_SERVERS = 25;
const TIMED_RUNS = 360;
const REPETITIONS = 120;

export async function measureCost(): Promise<CostResult> {
  const random = seededRandom(5);
  const servers = Array.from({ length: TIMED_SERVERS }, (_, i): SimulatedClock => {
    return { name: `server ${i}`, votes: i < 4, clockMs: (timeS) => (i < 20 ? 0 : 0.002 * timeS) };
  });
  let history: DriftHistory = [];
  for (let run = 0; run < TIMED_RUNS; run += 1) {
    history = recordRun(history, simulateRun({ servers, path: DRIFT_PATHS.country, random }, run * 60));
  }
  const names = servers.map(({ name }) => name);
  const questions = names.map((server) => ({ server, limitMs: BENCH_LIMIT_MS }));
  const timesMs = Array.from({ length: REPETITIONS }, () => {
    const began = process.cpuUsage();
    driftOfAll(history, questions, names.slice(0, 4));
    const { user, system } = process.cpuUsage(began);
    return (user + system) / 1000 / TIMED_SERVERS;
  });
  const warmMs = timesMs.slice(REPETITIONS / 4);
  return {
    cpuMs: { median: quantile(warmMs, 0.5), least: quantile(warmMs, 0) },
    bundleBytes: {
      rate: await bytesOf('lambda/drift/drift-of.ts'),
      earlySigns: await bytesOf('lambda/drift/early-signs.ts'),
    },
  };
}

async function bytesOf(entry: string): Promise<number> {
  const { metafile } = await build({
    ...{ ...BUNDLE_OPTIONS, metafile: true },
    entryPoints: [entry],
    plugins: [inlineConstants, shortMath],
  });
  const inputs = Object.values(metafile.outputs).flatMap((output) => Object.values(output.inputs));
  return inputs.reduce((sum, { bytesInOutput }) => sum + bytesInOutput, 0);
}
