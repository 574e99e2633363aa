import { spawn } from 'node:child_process';
import { once } from 'node:events';
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
