import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { newApp } from '../../testkit/stack/synthesise';

const SETUP = join(__dirname, '..', '..', 'testkit', 'temporary-folder.js');

test('What a test synthesises is in the folder that ends with the tests', () => {
  expect(basename(tmpdir())).toMatch(/^ntp-drift-tests-/);
  expect(newApp().synth().directory.startsWith(join(tmpdir(), 'cdk.out'))).toBe(true);
});

test.each([
  ['they passed', '', 0],
  ['one failed', 'process.exitCode = 1;', 1],
  ['they broke off', 'throw new Error("broken off");', 1],
  ['someone pressed Ctrl-C', 'process.kill(process.pid, "SIGINT"); setTimeout(() => {}, 10_000);', 130],
  ['they were terminated', 'process.kill(process.pid, "SIGTERM"); setTimeout(() => {}, 10_000);', 143],
])('Temporary files are removed after tests: %s', (_what, end, code) => {
  const script = `
    require(${JSON.stringify(SETUP)})();
    const folder = require('node:os').tmpdir();
    const left = require('node:fs').mkdtempSync(folder + '/cdk.out');
    require('node:fs').writeFileSync(left + '/manifest.json', '{}');
    console.log(folder);
    ${end}`;
  const { stdout, status } = spawnSync(process.execPath, ['-e', script], { encoding: 'utf8' });
  const folder = stdout.trim();
  expect(basename(folder)).toMatch(/^ntp-drift-tests-/);
  expect([existsSync(folder), status]).toEqual([false, code]);
});
