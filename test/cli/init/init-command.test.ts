import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ntpDrift } from '../../../testkit/ntp-drift-process';

const FOLDER = mkdtempSync(join(tmpdir(), 'init-'));
afterAll(() => rmSync(FOLDER, { recursive: true }));

test('init writes a file that is valid, and replaces none unasked', async () => {
  const file = join(FOLDER, 'monitor.json');
  expect((await ntpDrift('init', file, '--yes')).exitCode).toBe(0);
  const written = readFileSync(file, 'utf8');
  expect(written).toContain('// A server pages when');
  expect(await ntpDrift('init', file, '--yes', '--name', 'x')).toMatchObject({
    exitCode: 2,
    printed: expect.stringContaining('is there already'),
  });
  expect(readFileSync(file, 'utf8')).toBe(written);
});

test('init leaves nothing behind of answers that are refused', async () => {
  const file = join(FOLDER, 'wrong.json');
  await expect(ntpDrift('init', file, '--yes', '--server', 'ntp://a', 'b', 'c')).rejects.toThrow(
    'servers[0].host is "ntp://a"; expected "a"',
  );
  expect(existsSync(file)).toBe(false);
});
