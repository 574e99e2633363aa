import { CloudWatch } from '../../lab/aws/cloudwatch-endpoint';
import { Chronyd } from '../../testkit/ntp/chronyd-process';
import { type ErrorSummary, median, quantile, rotate, summariseErrors } from '../statistics';
import { builtBundle, publishTo } from '../warm/ours';
import { type Invocation, invokeCold } from './cold-invocation';
import { type CpuQuota, createQuota, quotaUs } from './quota';

/** Memory sizes whose share of CPU is tried. */
const MEMORY_MB: readonly number[] = [128, 256, 512, 1024];
/** Far beyond the longest run. */
const COLD_LIFETIME_S = 3 * 3600;

export interface ColdOptions {
  /** Readings, and so processes, of each configuration. */
  readings: number;
  /** The memory sizes to try; default: all. */
  memoryMb?: readonly number[] | undefined;
  say: (line: string) => void;
}

export interface ColdConfiguration extends ErrorSummary {
  /** null: as much CPU as the machine has. */
  memoryMb: number | null;
  /** Share of a core. */
  share: number | null;
  /** Readings whose published uncertainty holds the truth. */
  contained: number;
  uncertainty: { median: number; p95: number };
  importMs: Spread;
  handlerMs: Spread;
  wallMs: Spread;
  functionCpuMs: Spread;
  cpuMs: Spread;
  peakRssMb: Spread;
  /** How often an invocation had to wait for its next period of CPU, on average. */
  throttledPerInvocation: number;
  /** Invocations that gave no usable reading, by why. */
  failures: string[];
}

export interface Spread {
  median: number;
  p95: number;
}

export interface ColdResult {
  configurations: ColdConfiguration[];
  missing: { memoryMb: number; reason: string }[];
}

interface ColdEntry {
  memoryMb: number | null;
  quota?: CpuQuota;
  invocations: Invocation[];
  failures: string[];
}

/** A fresh process a reading, the configurations taking turns. */
export async function measureCold({
  readings,
  memoryMb: sizes = MEMORY_MB,
  say,
}: ColdOptions): Promise<ColdResult> {
  const server = await Chronyd.start(COLD_LIFETIME_S);
  const cloudWatch = await CloudWatch.start();
  const entries: ColdEntry[] = [{ memoryMb: null, invocations: [], failures: [] }];
  const missing: ColdResult['missing'] = [];
  try {
    for (const memoryMb of sizes) {
      try {
        entries.push({ memoryMb, quota: await createQuota(memoryMb), invocations: [], failures: [] });
      } catch (error) {
        missing.push({ memoryMb, reason: (error as Error).message });
        say(`missing: ${memoryMb} MB: ${(error as Error).message}`);
      }
    }
    const bundle = await builtBundle();
    const env = publishTo(cloudWatch.url);
    for (let lap = 0; lap < readings; lap += 1) {
      for (const { quota, invocations, failures } of rotate(entries, lap)) {
        try {
          invocations.push(await invokeCold(bundle, server.port, env, quota));
        } catch (error) {
          failures.push((error as Error).message);
        }
      }
      if ((lap + 1) % 25 === 0) {
        say(`${lap + 1} of ${readings} cold readings of each configuration`);
      }
    }
    return { configurations: await Promise.all(entries.map(summariseCold)), missing };
  } finally {
    await Promise.all(entries.map(({ quota }) => quota?.remove()));
    await Promise.all([server.stop(), cloudWatch.close()]);
  }
}

async function summariseCold({
  memoryMb,
  quota,
  invocations,
  failures,
}: ColdEntry): Promise<ColdConfiguration> {
  const spread = (pick: (invocation: Invocation) => number): Spread => {
    const values = invocations.map(pick);
    return { median: median(values), p95: quantile(values, 0.95) };
  };
  return {
    memoryMb,
    share: memoryMb === null ? null : quotaUs(memoryMb) / quotaUs(1769),
    ...summariseErrors(invocations.map(({ errorUs }) => errorUs)),
    contained: invocations.filter(({ errorUs, uncertaintyUs }) => Math.abs(errorUs) <= uncertaintyUs).length,
    uncertainty: spread(({ uncertaintyUs }) => uncertaintyUs),
    importMs: spread(({ importMs }) => importMs),
    handlerMs: spread(({ handlerMs }) => handlerMs),
    wallMs: spread(({ wallMs }) => wallMs),
    functionCpuMs: spread(({ functionCpuMs }) => functionCpuMs),
    cpuMs: spread(({ cpuMs }) => cpuMs),
    peakRssMb: spread(({ peakRssMb }) => peakRssMb),
    throttledPerInvocation: quota ? (await quota.throttled()) / (invocations.length + failures.length) : 0,
    failures,
  };
}
