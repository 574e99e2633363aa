import type { Published } from './judge';

/** What can be proven of a server from where the function runs. @internal */
export interface ProvableLimit {
  /** The smallest limit, in ms, that this measurement proves the server to be within. */
  limitMs: number;
  /** The part of it that the path to the server costs, and the part that reference time costs, ms. */
  pathMs: number;
  referenceMs: number;
  /** What would lower it most. */
  advice: string;
}

/** @param pathMs what the server's own exchange leaves open: half its delay and its precision @internal */
export function provableLimit({ offsetMs, uncertaintyMs }: Published, pathMs: number): ProvableLimit {
  const referenceMs = Math.max(uncertaintyMs - pathMs, 0);
  return {
    limitMs: Math.abs(offsetMs) + uncertaintyMs,
    pathMs: Math.min(pathMs, uncertaintyMs),
    referenceMs,
    advice:
      pathMs >= referenceMs
        ? 'measure from a region nearer to it'
        : 'let voters answer that are nearer to the function: a silent or distant one widens reference time',
  };
}

/** Why a limit is neither kept nor passed for certain, and what to do. */
export function provableLimitText(limitMs: number, published: Published, pathMs: number): string {
  const { offsetMs, uncertaintyMs } = published;
  const provable = provableLimit(published, pathMs);
  return (
    `the limit of ${limitMs} ms lies inside ${offsetMs.toFixed(3)} +- ${uncertaintyMs.toFixed(3)} ms: ` +
    `${provable.pathMs.toFixed(3)} ms are the path to it, ${provable.referenceMs.toFixed(3)} ms reference time. ` +
    `A limit of ${provable.limitMs.toFixed(3)} ms could be proven from here; for less, ${provable.advice}`
  );
}
