import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { PARTS, partFile } from './parts';

/** One part of the benchmark in a process of its own. Usage: tsx bench/drift/part.ts ID [--quick] */
async function main(): Promise<void> {
  const id = process.argv[2] ?? '';
  const part = PARTS[id];
  if (!part) {
    throw new Error(`There is no part "${id}": take one of ${Object.keys(PARTS).join(', ')}.`);
  }
  const save = (result: unknown) => {
    mkdirSync(path.dirname(partFile(id)), { recursive: true });
    writeFileSync(partFile(id), `${JSON.stringify(result, null, 2)}\n`);
  };
  const began = process.cpuUsage();
  const result = await part({
    isQuick: process.argv.includes('--quick'),
    say: (words) => process.stderr.write(`${id}: ${words}\n`),
    save,
  });
  const { user, system } = process.cpuUsage(began);
  save(result);
  process.stderr.write(`${id}: done, ${Math.round((user + system) / 1e6)} s of CPU\n`);
}

void main();
