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
  const { printed, exitCode } = await ntpDrift('init', file, '--yes', '--server', 'ntp://a', 'b', 'c');
  expect([printed, exitCode]).toEqual([expect.stringContaining('did you mean a?'), 2]);
  await expect(ntpDrift('init', file, '--yes', '--schedule', 'often')).rejects.toThrow('schedule is "often"');
  expect(existsSync(file)).toBe(false);
});

test('init takes a port, and says what fewer than three servers are judged by', async () => {
  const file = join(FOLDER, 'two.json');
  await ntpDrift('init', file, '--yes', '--server', 'a.example:1123', 'b.example');
  const written = readFileSync(file, 'utf8');
  expect(written).toContain('{ "host": "a.example", "port": 1123 }');
  expect(written).toContain('{ "host": "b.example" }');
  expect(written).toContain('"reference": "clock"');
  expect(written).not.toContain('survive a wrong one');
});
