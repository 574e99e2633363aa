import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { ntpDrift as ntpDriftHere } from '../../testkit/ntp-drift-process';

/** `ntp-drift` as a clone has it, in a process of its own: loading, plain words, the lab's own command line. */
const FILE = join(__dirname, '..', '..', 'bin', 'ntp-drift.js');

function ntpDrift(...args: string[]): SpawnSyncReturns<string> {
  return spawnSync(process.execPath, [FILE, ...args], { encoding: 'utf8' });
}

test.each([
  ['a mistyped command', ['expalin'], '(Did you mean explain?)'],
  ['a missing configuration', ['run', 'nowhere.json'], 'nowhere.json has a problem:\n  the file is missing'],
  [
    'a file that cannot be written',
    ['init', '/nowhere/monitor.json', '--yes'],
    "/nowhere/monitor.json can't be read or written (ENOENT); name another file.",
  ],
  ["a mistyped option of the lab's", ['lab', '--onse'], '(Did you mean --once?)'],
])('%s ends it with 2 and plain words', (_case, args, message) => {
  const { status, stdout, stderr } = ntpDrift(...args);
  expect([status, stdout]).toEqual([2, '']);
  expect(stderr).toContain(message);
  expect(stderr).not.toMatch(/^\s+at /m);
});

test('the help of the lab names the command that it was asked of', () => {
  const { status, stdout } = ntpDrift('lab', '--help');
  expect(status).toBe(0);
  expect(stdout).toContain('Usage: ntp-drift lab [options]');
  expect(stdout).toContain('--scenario');
});

test.each(['query', 'run', 'explain'])(
  'the help of %s has exit codes, and no default of a flag',
  async (name) => {
    const { printed } = await ntpDriftHere(name, '--help');
    expect(printed).not.toContain('false');
    expect(printed).toMatch(/^Exit codes:.*0/ms);
  },
);

test('query and run start without loading the CDK or the SDK', () => {
  const script = `
    require('tsx/cjs');
    require(${JSON.stringify(join(__dirname, '..', '..', 'cli', 'program.ts'))});
    console.log(Object.keys(require.cache).filter((file) => /aws-cdk-lib|@aws-sdk|constructs/.test(file)).length);
  `;
  expect(spawnSync(process.execPath, ['-e', script], { encoding: 'utf8' }).stdout).toBe('0\n');
});
