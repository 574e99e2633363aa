import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { DRIFT_PARTS, partFile } from './parts';

/** One part of the benchmark in a process of its own. Usage: tsx bench/drift/part.ts ID [--quick] */
async function main(): Promise<void> {
  const id = process.argv[2] ?? '';
  const part = DRIFT_PARTS[id];
  if (!part) {
    throw new Error(`There is no part "${id}": take one of ${Object.keys(DRIFT_PARTS).join(', ')}.`);
  }
  const isQuick = process.argv.includes('--quick');
  const file = partFile(id, isQuick);
  const began = process.cpuUsage();
  const save = (result: unknown) => {
    const { user, system } = process.cpuUsage(began);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, `${JSON.stringify({ cpuS: Math.round((user + system) / 1e6), result })}\n`);
  };
  const say = (words: string) => process.stderr.write(`${id}: ${words}\n`);
  save(await part({ isQuick, say, save }));
  say('done');
}

void main();
