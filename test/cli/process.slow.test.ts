import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, openSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const FILE = join(__dirname, '..', '..', 'bin', 'ntp-drift.js');

test.each(['stdout', 'stderr'] as const)(
  'a reader of %s who has seen enough ends the lab cleanly',
  async (stream) => {
    const temp = await mkdtemp(join(tmpdir(), 'ntp-drift-cli-'));
    const lab = spawn(process.execPath, [FILE, 'lab', '--headless', '--every', '0.1'], {
      env: { ...process.env, TMPDIR: temp, AWS_ENDPOINT_URL: '' },
    });
    lab[stream === 'stdout' ? 'stderr' : 'stdout'].resume();
    await once(lab[stream], 'data');
    lab[stream].destroy();
    const [code] = await once(lab, 'exit');
    expect([code, (await readdir(temp)).filter((name) => name.startsWith('ntp-drift-lab'))]).toEqual([0, []]);
    await rm(temp, { recursive: true });
  },
);

const onLinux = existsSync('/dev/full') ? test : test.skip;

onLinux.each([
  ['a check, whose 1 would be a warning', ['check', '-H', '127.0.0.1:1', '--fast'], 3],
  ['any other command', ['query', '127.0.0.1:1', '--fast'], 1],
])('%s that cannot write its answer has failed', (_case, args, code) => {
  const full = openSync('/dev/full', 'w');
  try {
    const { status } = spawnSync(process.execPath, [FILE, ...args], { stdio: ['ignore', full, 'ignore'] });
    expect(status).toBe(code);
  } finally {
    closeSync(full);
  }
});

test('a reader who has seen enough does not make a bad answer a good one', () => {
  const command = `"${process.execPath}" "${FILE}" query 127.0.0.1:1 --fast`;
  const { stdout } = spawnSync('bash', ['-c', `${command} | true; echo "${'$'}{PIPESTATUS[0]}"`], {
    encoding: 'utf8',
  });
  expect(stdout).toBe('1\n');
});

test('a log of the lab that cannot be written is refused before anything is started', () => {
  const args = [FILE, 'lab', '--once', '--log', '/nowhere/log'];
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  expect([status, stderr]).toEqual([
    2,
    "/nowhere/log can't be read or written (ENOENT); name another file.\n",
  ]);
});
