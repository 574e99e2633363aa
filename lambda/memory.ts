import { setFlagsFromString } from 'node:v8';

/**
 * Keeps V8's young generation at its initial size. Lambda allows it to grow with the function's memory, and
 * with ten thousand servers under way it does, by 70 MB of what is mostly garbage (docs/decisions/memory.md).
 * V8 reads this flag whenever it is about to grow, so that it can be set in a running process.
 */
export function keepYoungGenerationSmall(): void {
  setFlagsFromString('--semi-space-growth-factor=1');
}
