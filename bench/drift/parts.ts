import path from 'node:path';
import { coldStartCells } from './cold-starts';
import { measureCost } from './cost';
import { driftingCells } from './drifting';
import { estimatorTable } from './estimator-table';
import { checkHealthy } from './healthy';
import { DRIFT_PATHS } from './network-path';
import { realServers } from './real-servers';

export interface PartContext {
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

/** Of 12 servers each: 10.2 server-years in all, with seeds that the rule was not tuned on. */
const HEALTHY_DAYS = { near: 160, country: 75, ocean: 75 };
const HEALTHY_SEED = 91_000;

function healthyOn(id: keyof typeof HEALTHY_DAYS): BenchPart {
  return ({ isQuick, say, save }) =>
    checkHealthy({
      path: DRIFT_PATHS[id],
      days: isQuick ? 2 : HEALTHY_DAYS[id],
      seed: HEALTHY_SEED,
      onProgress: (day, result) => {
        save(result);
        say(
          `day ${day}, ${result.met} of ${result.evaluations} met the rule, ${result.warnings.length} warnings`,
        );
      },
    });
}

/** Each runs in a process of its own. */
export const PARTS: Record<string, BenchPart> = {
  'healthy-near': healthyOn('near'),
  'healthy-country': healthyOn('country'),
  'healthy-ocean': healthyOn('ocean'),
  table: ({ isQuick, say }) => estimatorTable(isQuick ? 20 : 300, say),
  drifting: ({ isQuick, say }) => driftingCells(isQuick ? 2 : 20, say),
  'cold-starts': ({ isQuick, say }) => coldStartCells(isQuick ? 1 : 6, say),
  chronyd: ({ isQuick, say }) => realServers(isQuick ? { rounds: 1, sets: 2 } : { rounds: 10, sets: 2 }, say),
  cost: () => measureCost(),
};
