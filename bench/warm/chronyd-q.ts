import { mkdtemp, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { findChronyd } from '../../testkit/ntp/find-chronyd';
import { BENCH_CACHE } from '../install/folder';
import { runProgram } from '../install/run-installer';
import type { Client } from './peer';

/** In chronyd's statistics.log: how far the client is estimated to be ahead of the server, s. */
const ESTIMATED_OFFSET = 4;

/**
 * The fastest that chronyd -Q can be made to end. What it prints is rounded to microseconds, half of what is to be
 * measured here; its own log has the same estimate with four digits.
 */
export async function openChronydQ(): Promise<Client> {
  const chronyd = findChronyd();
  if (chronyd === undefined) {
    throw new Error('chronyd was not found: install chrony, or set CHRONYD to its path');
  }
  return {
    async read(port) {
      const folder = await mkdtemp(path.join(BENCH_CACHE, 'chronyd-q-'));
      try {
        await runProgram([
          ...[chronyd, '-Q', '-t', '10', '-U', '-u', 'root', 'cmdport 0'],
          ...[`pidfile ${path.join(folder, 'pid')}`, `logdir ${folder}`, 'log statistics'],
          `server 127.0.0.1 port ${port} iburst minpoll -6 maxpoll -6`,
        ]);
        const log = await readFile(path.join(folder, 'statistics.log'), 'utf8');
        return -estimateS(log) * 1e6;
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    },
    close: async () => undefined,
  };
}

/** @throws Error when the log has no estimate */
function estimateS(log: string): number {
  const estimate = Number(log.trim().split('\n').at(-1)?.split(/\s+/)[ESTIMATED_OFFSET]);
  if (!Number.isFinite(estimate)) {
    throw new Error(`chronyd -Q logged no estimate: "${log.trim()}"`);
  }
  return estimate;
}
