import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { CloudWatch } from '../../lab/aws/cloudwatch-endpoint';
import type { Run } from '../../lab/lab';
import { NtpServer } from '../../lab/ntp/ntp-server';

/** `npm start` as a process of its own: what it prints, leaves and returns. */
const ROOT = path.join(__dirname, '..', '..');

let cloudWatch: CloudWatch;
let servers: NtpServer[];
let dir: string;
let temp: string;
let monitor: string;

beforeAll(async () => {
  cloudWatch = await CloudWatch.start();
  servers = await Promise.all([0, 0, 80].map((offsetMs) => NtpServer.start({ behaviour: { offsetMs } })));
  dir = await mkdtemp(path.join(tmpdir(), 'lab-command-'));
  temp = await mkdtemp(path.join(dir, 'tmp-'));
  monitor = await monitorFile(
    servers.map(({ host, port }, i) => ({ host, port, name: `s${i}`, pacing: 'fast' })),
  );
});

afterAll(async () => {
  await Promise.all([cloudWatch.close(), ...servers.map((server) => server.close())]);
  await rm(dir, { recursive: true });
});

async function monitorFile(list: object[]): Promise<string> {
  const file = path.join(dir, `${list.length}.json`);
  await writeFile(file, JSON.stringify({ name: 'command', servers: list }));
  return file;
}

type Started = ChildProcessByStdio<null, Readable, Readable>;

function start(...options: string[]): Started {
  return startIn({ AWS_ENDPOINT_URL: cloudWatch.url }, ...options);
}

function startIn(environment: NodeJS.ProcessEnv, ...options: string[]): Started {
  return spawn(process.execPath, ['--import', 'tsx', path.join('bin', 'start.ts'), ...options], {
    cwd: ROOT,
    env: { ...process.env, TMPDIR: temp, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

async function outcome(child: Started): Promise<{ code: number; stdout: string; stderr: string }> {
  const text = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (chunk: string) => {
      text[name] += chunk;
    });
  }
  const [code] = await once(child, 'close');
  return { code, ...text };
}

const labFolders = async () => (await readdir(temp)).filter((name) => name.startsWith('ntp-drift-lab'));

test('A monitor.json that cannot be deployed ends it with 2, the path and the value', async () => {
  const { code, stderr } = await outcome(
    start('--monitor', await monitorFile([{ host: 'a.example', port: 0 }])),
  );
  expect(code).toBe(2);
  expect(stderr).toContain('servers[0].port is 0; expected');
});

test('One run of a monitor.json as JSON: a line on stdout, the rest on stderr, the log in its file', async () => {
  const log = path.join(dir, 'log');
  const { code, stdout, stderr } = await outcome(
    start('--once', '--json', '--monitor', monitor, '--log', log),
  );
  expect(code).toBe(0);

  const run = JSON.parse(stdout) as Run;
  expect(run.summary!.servers.map(({ verdict }) => verdict)).toEqual(['within', 'within', 'outside']);
  expect(run.publication).toEqual({ endpoint: cloudWatch.url, accepted: null, failed: null });
  expect(stderr).toContain(cloudWatch.url);
  expect(cloudWatch.points('Truechimers', { Monitor: 'command' }).at(-1)?.value).toBe(2);
  expect(
    (await readFile(log, 'utf8'))
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).message),
  ).toContain('run');
  expect(await labFolders()).toEqual([]);
});

test('A run that is not published ends it with 1, and shows its readings', async () => {
  cloudWatch.breakDown('refuse');
  const { code, stdout } = await outcome(start('--once', '--monitor', monitor));
  cloudWatch.recover();
  expect(code).toBe(1);
  expect(stdout).toMatch(/s2 .* \+[78]\d.* outside$/m);
  expect(stdout).toContain('AccessDenied');
  expect(stdout).not.toContain('\u001b['); // no colours in a pipe
});

test.each(['SIGINT', 'SIGTERM'] as const)('%s ends it with 0 and leaves nothing behind', async (signal) => {
  const child = start('--json', '--monitor', monitor, '--every', '0.1');
  const ended = outcome(child);
  await once(createInterface(child.stdout), 'line');
  child.kill(signal);
  expect((await ended).code).toBe(0);
  expect(await labFolders()).toEqual([]);
});

test('Ctrl-C during the synthesis ends it with 0 and leaves nothing behind', async () => {
  const child = start('--monitor', monitor);
  const ended = outcome(child);
  await once(createInterface(child.stderr), 'line'); // that it is synthesising
  child.kill('SIGINT');
  expect((await ended).code).toBe(0);
  expect(await labFolders()).toEqual([]);
});

test('It says where its page is, on loopback, and serves it until it ends', async () => {
  const child = startIn({}, '--monitor', monitor, '--every', '0.1');
  const ended = outcome(child);
  let url: string | undefined;
  for await (const line of createInterface(child.stderr)) {
    url = /page.*(http:\/\/127\.0\.0\.1:\d+\/)/.exec(line)?.[1];
    if (url !== undefined) {
      break;
    }
  }
  expect(await (await fetch(url!)).text()).toContain('NTP drift monitor');
  child.kill('SIGINT');
  expect((await ended).code).toBe(0);
  expect(await labFolders()).toEqual([]);
});

test('A scenario without a page plays to its end: each run, and the mails that come of them', async () => {
  const { code, stdout, stderr } = await outcome(
    startIn({}, '--scenario', 'step', '--headless', '--every', '0.1'),
  );
  expect(code).toBe(0);
  expect(stderr).toContain('a server steps 80 ms');
  expect(stderr).not.toContain('page, for browsers');
  expect(stdout).toMatch(/ to oncall@example\.com: ALARM: "lab outside alfa".*OK: "lab outside alfa"/s);
  expect(stderr).toContain('Exactly the expected notifications arrived: page outside alfa ALARM (minute');
});

test('Ctrl-C in the middle of a scenario ends the lab with 0, whatever fails at that moment', async () => {
  const child = startIn({}, '--scenario', 'throws', '--headless', '--every', '0.1');
  const ended = outcome(child);
  for await (const line of createInterface(child.stdout)) {
    if (line.includes('The run failed')) {
      break;
    }
  }
  child.kill('SIGINT');
  expect((await ended).code).toBe(0);
  expect(await labFolders()).toEqual([]);
});

test('A scenario is refused where the metrics go to another endpoint', async () => {
  const { code, stderr } = await outcome(start('--scenario', 'step', '--headless'));
  expect(code).toBe(1);
  expect(stderr).toContain('unset AWS_ENDPOINT_URL');
});
