import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createQuota, quotaUs } from '../../bench/cold/quota';

/** A folder with the files that the kernel would show. */
let root: string;

beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'cgroup-'));
});
afterEach(() => rm(root, { recursive: true }));

const read = (...names: string[]) => readFile(path.join(root, ...names), 'utf8');
const folderOf = (procsFile: string) => path.dirname(procsFile);

test.each([
  [1769, 20_000],
  [512, 5789],
  [128, 1447],
])('%d MB are %d us of every 20 ms', (memoryMb, us) => {
  expect(quotaUs(memoryMb)).toBe(us);
});

test.each(['cpu', 'cpu,cpuacct'])('Version 1, mounted as %s', async (controller) => {
  await mkdir(path.join(root, controller));
  const { procsFile } = await createQuota(512, root);
  expect(await readFile(path.join(folderOf(procsFile), 'cpu.cfs_period_us'), 'utf8')).toBe('20000');
  expect(await readFile(path.join(folderOf(procsFile), 'cpu.cfs_quota_us'), 'utf8')).toBe('5789');
});

test('Version 2', async () => {
  await writeFile(path.join(root, 'cgroup.controllers'), 'cpuset cpu io\n');
  const quota = await createQuota(512, root);
  expect(await read('cgroup.subtree_control')).toBe('+cpu');
  expect(await readFile(path.join(folderOf(quota.procsFile), 'cpu.max'), 'utf8')).toBe('5789 20000');
});

test('How often its processes had to wait', async () => {
  await mkdir(path.join(root, 'cpu'));
  const quota = await createQuota(128, root);
  const stat = 'nr_periods 40\nnr_throttled 17\nthrottled_time 123\n';
  await writeFile(path.join(folderOf(quota.procsFile), 'cpu.stat'), stat);
  expect(await quota.throttled()).toBe(17);
});

test('Different shares are different groups', async () => {
  await mkdir(path.join(root, 'cpu'));
  const [one, other] = [await createQuota(128, root), await createQuota(256, root)];
  expect(one.procsFile).not.toBe(other.procsFile);
  expect(existsSync(folderOf(one.procsFile))).toBe(true);
});

test.each([
  ['nothing is mounted', undefined, 'no CPU quota can be set'],
  ['the controller is missing', 'cpuset io', 'without cpu'],
])('Where %s, it says so', async (_name, controllers, words) => {
  if (controllers !== undefined) {
    await writeFile(path.join(root, 'cgroup.controllers'), controllers);
  }
  await expect(createQuota(512, root)).rejects.toThrow(words);
});
