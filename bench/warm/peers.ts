import { readFile, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { libraryFolder, unpackDebian } from '../install/debian';
import { BENCH_CACHE } from '../install/folder';
import { installPackages } from '../install/packages';
import { runProgram } from '../install/run-installer';
import { openChronydQ } from './chronyd-q';
import { type Client, lasting, oneShot, type Peer } from './peer';

export const CHRONYD_Q = 'chronyd-q';
export const CHECK_NTP_TIME = 'check-ntp-time';
export const NTPLIB = 'ntplib';

const DRIVERS = path.join(__dirname, '..', 'drivers');
/** Debian's, which has the modules that its packages need; another Python may come first on the PATH. */
const PYTHON = '/usr/bin/python3';

/** The clients of others. A further one is one entry here. */
export const PEERS: readonly Peer[] = [
  {
    id: CHRONYD_Q,
    title: 'chronyd -Q',
    samples: 'regression over 3',
    how: 'a process a reading, with the shortest poll intervals; read from its log, because it prints whole microseconds',
    share: 1,
    open: openChronydQ,
  },
  {
    id: CHECK_NTP_TIME,
    title: 'check_ntp_time',
    samples: 'mean of 4',
    how: 'a process a reading',
    share: 1,
    open: openCheckNtpTime,
  },
  {
    id: 'beevik',
    title: 'Go beevik/ntp',
    samples: '1',
    how: 'a lasting process',
    share: 1,
    open: openBeevik,
  },
  { id: NTPLIB, title: 'Python ntplib', samples: '1', how: 'a lasting process', share: 1, open: openNtplib },
  {
    id: 'ntpdig',
    title: 'ntpdig (ntpsec)',
    samples: '1',
    how: 'a process a reading; prints whole microseconds',
    share: 1,
    open: openNtpdig,
  },
  npmPeer('ntp-time-sync', 'mean of 8'),
  npmPeer('@hapi/sntp', '1'),
  npmPeer('ntp-client', '1'),
];

async function openCheckNtpTime(): Promise<Client> {
  const root = await unpackDebian('monitoring-plugins', ['monitoring-plugins-basic']);
  const plugin = path.join(root, 'usr/lib/nagios/plugins/check_ntp_time');
  return oneShot(
    (port) => [plugin, '-H', '127.0.0.1', '-p', String(port), '-w', '60', '-c', '120'],
    /Offset (\S+) secs/,
  );
}

/** As a library in a program of its own, built here by Debian's compiler without a module proxy. */
async function openBeevik(): Promise<Client> {
  const root = await unpackDebian('go', [
    ...['golang-1.19-go', 'golang-1.19-src'],
    ...['golang-github-beevik-ntp-dev', 'golang-golang-x-net-dev', 'golang-golang-x-sys-dev'],
  ]);
  const program = path.join(BENCH_CACHE, 'beevik');
  await runProgram(
    [path.join(root, 'usr/lib/go-1.19/bin/go'), 'build', '-o', program, path.join(DRIVERS, 'beevik/main.go')],
    {
      env: {
        GOROOT: path.join(root, 'usr/lib/go-1.19'),
        GOPATH: path.join(root, 'usr/share/gocode'),
        GOCACHE: path.join(BENCH_CACHE, 'go-cache'),
        GO111MODULE: 'off',
        CGO_ENABLED: '0',
      },
    },
  );
  return lasting([program]);
}

async function openNtplib(): Promise<Client> {
  const root = await unpackDebian('ntplib', ['python3-ntplib']);
  return lasting([PYTHON, path.join(DRIVERS, 'ntplib_client.py')], { PYTHONPATH: distPackages(root) });
}

/** ntpdig asks port 123 and no other: our copy of it differs in that it is told a port. */
async function openNtpdig(): Promise<Client> {
  const root = await unpackDebian('ntpsec', ['ntpsec-ntpdig', 'python3-ntp', 'libbsd0']);
  const library = path.join(await libraryFolder(root), 'ntp', 'libntpc.so');
  await symlink(library, path.join(distPackages(root), 'ntp', 'libntpc.so')).catch(unlessExists);
  const original = await readFile(path.join(root, 'usr/bin/ntpdig'), 'utf8');
  const portable = original.replace('port=123', "port=int(__import__('os').environ['NTPDIG_PORT'])");
  if (portable === original) {
    throw new Error('this version of ntpdig names its port in another way');
  }
  const script = path.join(BENCH_CACHE, 'ntpdig.py');
  await writeFile(script, portable);
  return oneShot(
    (port) => [
      ...['/usr/bin/env', `PYTHONPATH=${distPackages(root)}`, `NTPDIG_PORT=${port}`],
      ...[PYTHON, script, '-j', '127.0.0.1'],
    ],
    /"offset":\s*([-+.\de]+)/,
  );
}

function npmPeer(name: string, samples: string): Peer {
  return {
    id: name,
    title: `npm ${name}`,
    samples,
    how: 'a lasting process',
    share: 1,
    async open() {
      await installPackages();
      return lasting([process.execPath, path.join(DRIVERS, 'npm-client.cjs'), name]);
    },
  };
}

function distPackages(root: string): string {
  return path.join(root, 'usr/lib/python3/dist-packages');
}

function unlessExists(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST') {
    throw error;
  }
}
