import { readFile } from 'node:fs/promises';
import { isIP } from 'node:net';

const HOSTS_PATH = process.platform === 'win32' ? 'C:\\Windows\\System32\\drivers\\etc\\hosts' : '/etc/hosts';
/** All names of a run see one version of the file, and it is read once. */
const FRESH_MS = 1000;

/** The addresses of a host by the hosts file; none where it isn't listed or there is no such file. */
export type HostsFile = (host: string) => Promise<string[]>;

/** Reads a hosts file (hosts(5)) whenever it is asked and the last reading is a second old. */
export function openHostsFile(path: string = HOSTS_PATH): HostsFile {
  let entries: Promise<Map<string, string[]>>;
  let readAtMs = -Infinity;
  return async (host) => {
    const nowMs = performance.now();
    if (nowMs - readAtMs > FRESH_MS) {
      readAtMs = nowMs;
      entries = readFile(path, 'utf8').then(parseHosts, () => new Map());
    }
    return (await entries).get(host.toLowerCase()) ?? [];
  };
}

/** @returns for each name its addresses, IPv4 first @internal */
export function parseHosts(text: string): Map<string, string[]> {
  const entries = new Map<string, string[]>();
  for (const line of text.split('\n')) {
    const [address = '', ...names] = line.split('#')[0]!.trim().split(/\s+/);
    for (const name of isIP(address) === 0 ? [] : names) {
      const key = name.toLowerCase();
      entries.set(
        key,
        [...(entries.get(key) ?? []), address].sort((a, b) => isIP(a) - isIP(b)),
      );
    }
  }
  return entries;
}
