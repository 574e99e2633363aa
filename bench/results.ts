import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { ColdResult } from './cold/cold-campaign';
import type { Machine } from './machine';
import type { WarmResult } from './warm/warm-campaign';

/** One part of the benchmark and where it ran; parts may come from different runs. */
interface Part<T> {
  machine: Machine;
  result: T;
}

export interface Results {
  warm?: Part<WarmResult>;
  cold?: Part<ColdResult>;
}

const FILE = 'results.json';

/** Puts new parts in the place of old ones and keeps the others. */
export async function mergeResults(folder: string, fresh: Results): Promise<Results> {
  const kept = JSON.parse(await readFile(path.join(folder, FILE), 'utf8').catch(() => '{}')) as Results;
  const results = { ...kept, ...(JSON.parse(withoutPaths(JSON.stringify(fresh))) as Results) };
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, FILE), `${JSON.stringify(results, null, 2)}\n`);
  return results;
}

/** Words of programs that failed may name folders of this machine, which are nobody's business. */
function withoutPaths(text: string): string {
  return text.replaceAll(path.join(__dirname, '..'), '.');
}
