import type { Sample } from './sample';

/** Whether a sample's delay is possible: below zero by more than the server's precision, a clock lied. */
export function isPlausible({ delayMs, precisionMs }: Sample): boolean {
  return delayMs >= -precisionMs;
}

/**
 * RMS of the other plausible samples' offsets against the best one's, ms; 0 when there are none (RFC 5905,
 * section 10).
 */
export function jitterMs(samples: readonly Sample[], best: Sample): number {
  const plausible = samples.filter(isPlausible); // the best one is among them, and adds nothing
  const squares = plausible.reduce((sum, { offsetMs }) => sum + (offsetMs - best.offsetMs) ** 2, 0);
  return plausible.length === 1 ? 0 : Math.sqrt(squares / (plausible.length - 1));
}
