/** @returns how many bad runs of an alarm's window it takes */
export function badRunsToAlarm(runs: number): number {
  return Math.ceil(runs / 3);
}

/**
 * What is proven needs a shorter memory than what is silent: a lost reply is an accident, a proof is none. At three
 * quarters, a server that is wrong in every third run warns and doesn't page.
 */
const PROOF_PART = 3 / 4;

/** @param runs of the window of alarms on silence */
export function proofWindowRuns(runs: number): number {
  return Math.max(1, Math.floor(runs * PROOF_PART));
}
