import path from 'node:path';
import { checkHealthy } from './healthy';
import { DRIFT_PATHS, type NetworkPath } from './network-path';

export interface PartContext {
  isQuick: boolean;
  say: (words: string) => void;
  /** Keeps what is there so far, should the rest be cut off. */
  save: (result: unknown) => void;
}

type Part = (context: PartContext) => Promise<unknown> | unknown;

const CACHE = path.join(__dirname, '..', '..', '.cache', 'bench', 'drift');

export function partFile(id: string): string {
  return path.join(CACHE, `${id}.json`);
}

/** 12 servers each: 3.5 server-years a path. Seeds that the rule was not tuned on. */
const HEALTHY_DAYS = 110;

function healthyOn(network: NetworkPath, seed: number): Part {
  return ({ isQuick, say, save }) =>
    checkHealthy({
      path: network,
      days: isQuick ? 2 : HEALTHY_DAYS,
      seed,
      onProgress: (day, result) => {
        save(result);
        say(
          `day ${day}, ${result.met} of ${result.evaluations} met the rule, ${result.warnings.length} warnings`,
        );
      },
    });
}

/** Each runs in a process of its own. */
export const PARTS: Record<string, Part> = {
  'healthy-near': healthyOn(DRIFT_PATHS.near, 90_001),
  'healthy-country': healthyOn(DRIFT_PATHS.country, 90_002),
  'healthy-ocean': healthyOn(DRIFT_PATHS.ocean, 90_003),
};
