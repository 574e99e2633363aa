import path from 'node:path';
import { coldStartCells } from './cold-starts';
import { measureCost } from './cost';
import { driftingCells } from './drifting';
import { estimatorTable } from './estimator-table';
import { checkHealthy } from './healthy';
import { DRIFT_PATHS } from './network-path';
import { realServers } from './real-servers';

interface PartContext {
  isQuick: boolean;
  say: (words: string) => void;
  /** Keeps what is there so far, should the rest be cut off. */
  save: (result: unknown) => void;
}

type BenchPart = (context: PartContext) => Promise<unknown> | unknown;

const CACHE = path.join(__dirname, '..', '..', '.cache', 'bench', 'drift');

export function partFile(id: string, isQuick: boolean): string {
  return path.join(CACHE, isQuick ? 'quick' : 'full', `${id}.json`);
}

/** Days of each shard of 12 servers: 10.2 server-years in all, with seeds that the rule was not tuned on. */
const HEALTHY_SHARDS = { near: [40, 40, 40, 40], country: [25, 25, 25], ocean: [25, 25, 25] };
const HEALTHY_SEED = 91_000;
const QUICK_DAYS = 1;

const HEALTHY_PARTS = Object.fromEntries(
  (['near', 'country', 'ocean'] as const).flatMap((path) =>
    HEALTHY_SHARDS[path].map((days, shard): [string, BenchPart] => [
      `healthy-${path}-${shard + 1}`,
      ({ isQuick, say, save }) =>
        checkHealthy({
          ...{ path: DRIFT_PATHS[path], days: isQuick ? QUICK_DAYS : days, seed: HEALTHY_SEED + shard },
          onProgress: (day, result) => {
            save(result);
            say(
              `day ${day}, ${result.met} of ${result.evaluations} met the rule, ${result.warnings.length} warnings`,
            );
          },
        }),
    ]),
  ),
);

/** Each runs in a process of its own. */
export const DRIFT_PARTS: Record<string, BenchPart> = {
  ...HEALTHY_PARTS,
  table: ({ isQuick, say }) => estimatorTable(isQuick ? 20 : 300, say),
  drifting: ({ isQuick, say }) => driftingCells(isQuick ? 2 : 12, say),
  'cold-starts': ({ isQuick, say }) => coldStartCells(isQuick ? 1 : 6, say),
  chronyd: ({ isQuick, say }) => realServers(isQuick ? { rounds: 1, sets: 2 } : { rounds: 10, sets: 2 }, say),
  cost: () => measureCost(),
};
