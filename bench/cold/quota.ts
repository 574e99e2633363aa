import { existsSync } from 'node:fs';
import { mkdir, readFile, rmdir, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** AWS Lambda: 1,769 MB of memory come with one whole core (Lambda Developer Guide, "Configure memory"). */
const MB_PER_CORE = 1769;
const PERIOD_US = 20_000;

/** Microseconds of CPU per period that a function of so many MB has. */
export function quotaUs(memoryMb: number): number {
  return Math.round((PERIOD_US * memoryMb) / MB_PER_CORE);
}

/** A share of a core, which the kernel keeps whoever is put into it to. */
export interface CpuQuota {
  /** A process that writes its id here is in. */
  procsFile: string;
  /** How often its processes had to wait for the next period. */
  throttled(): Promise<number>;
  remove(): Promise<void>;
}

/**
 * Makes a control group with a quota, of version 1 or 2, whichever rules CPU time on this machine.
 * @param root where control groups are mounted
 * @throws Error saying why there can't be one
 */
export async function createQuota(memoryMb: number, root = '/sys/fs/cgroup'): Promise<CpuQuota> {
  const name = `ntp-drift-bench-${process.pid}-${memoryMb}`;
  const v1 = ['cpu', 'cpu,cpuacct'].map((each) => path.join(root, each)).find(existsSync);
  try {
    return v1 === undefined
      ? await version2(path.join(root, name), quotaUs(memoryMb), root)
      : await version1(path.join(v1, name), quotaUs(memoryMb));
  } catch (error) {
    throw new Error(`no CPU quota can be set, which takes root and a writable cgroup: ${String(error)}`);
  }
}

async function version1(folder: string, quota: number): Promise<CpuQuota> {
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, 'cpu.cfs_period_us'), String(PERIOD_US));
  await writeFile(path.join(folder, 'cpu.cfs_quota_us'), String(quota));
  return handle(folder);
}

async function version2(folder: string, quota: number, root: string): Promise<CpuQuota> {
  const controllers = await readFile(path.join(root, 'cgroup.controllers'), 'utf8');
  if (!controllers.split(/\s+/).includes('cpu')) {
    throw new Error(`the controllers at hand are ${controllers.trim() || 'none'}, without cpu`);
  }
  await writeFile(path.join(root, 'cgroup.subtree_control'), '+cpu');
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, 'cpu.max'), `${quota} ${PERIOD_US}`);
  return handle(folder);
}

function handle(folder: string): CpuQuota {
  return {
    procsFile: path.join(folder, 'cgroup.procs'),
    async throttled() {
      const stat = await readFile(path.join(folder, 'cpu.stat'), 'utf8');
      return Number(/^nr_throttled (\d+)$/m.exec(stat)?.[1] ?? Number.NaN);
    },
    remove: () => rmdir(folder),
  };
}
