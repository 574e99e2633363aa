import { cpus, loadavg, release, totalmem } from 'node:os';
import { findChronyd } from '../testkit/ntp/find-chronyd';
import { runProgram } from './install/run-installer';

/** Where and when figures came about: without this they mean little. */
export interface Machine {
  /** ISO 8601. */
  date: string;
  cpu: string;
  cores: number;
  memoryGb: number;
  kernel: string;
  node: string;
  chronyd: string;
  /** Processes that wanted a core, the minute before the benchmark began. */
  loadBefore: number;
  durationS: number;
}

/** @param run what the benchmark does, which is timed */
export async function withMachine<T>(run: () => Promise<T>): Promise<{ machine: Machine; result: T }> {
  const [startedMs, date] = [performance.now(), new Date().toISOString()];
  const loadBefore = loadavg()[0]!;
  const result = await run();
  const machine = {
    date,
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: cpus().length,
    memoryGb: Math.round(totalmem() / 2 ** 30),
    kernel: release(),
    node: process.version,
    chronyd: await chronydVersion(),
    loadBefore,
    durationS: Math.round((performance.now() - startedMs) / 1000),
  };
  return { machine, result };
}

async function chronydVersion(): Promise<string> {
  const printed = await runProgram([findChronyd() ?? 'chronyd', '--version']);
  return /version (\S+)/.exec(printed)?.[1] ?? 'unknown';
}
