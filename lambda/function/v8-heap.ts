import { setFlagsFromString } from 'node:v8';

/**
 * Keeps V8's young generation at its initial size. Lambda allows it to grow with the function's memory, and
 * with ten thousand servers under way it does, by 70 MB of what is mostly garbage (docs/decisions/0010-memory.md).
 * V8 reads this flag whenever it is about to grow, so that it can be set in a running process.
 */
export function keepYoungGenerationSmall(): void {
  setFlagsFromString('--semi-space-growth-factor=1');
}

/**
 * Collects what the exchanges left behind, so that readings and metrics take its place and not further memory. Only
 * where Node was started with --expose-gc, as Lambda's runtime does; elsewhere V8 collects when it likes.
 */
export function collectGarbage(): void {
  globalThis.gc?.();
}
