import type { ReferenceReading, Verdict } from '../lambda/monitor/reading';

/**
 * How a command ends. `failed`: it did its work, and something that it asked or sent to was not well. `usage`: the
 * command line or a monitor.json is wrong, and nothing was done.
 */
export const EXIT = { ok: 0, failed: 1, usage: 2, interrupted: 130 } as const;

/** From so many voters on, a consensus is owed; fewer can't have one. */
const MIN_JUDGED = 3;

/**
 * How a command ends that has asked servers: well while every server is usable, none is proven outside, and of three
 * and more some could be judged.
 */
export function exitOf({
  reference,
  servers,
}: {
  reference: ReferenceReading;
  servers: readonly { verdict: Verdict }[];
}): number {
  const bad = servers.some(({ verdict }) => verdict === 'unusable' || verdict === 'outside');
  const unjudged = !reference.known && servers.length >= MIN_JUDGED;
  return bad || unjudged || reference.clocksDisagree ? EXIT.failed : EXIT.ok;
}

/**
 * What help says of them: each command's own words for the first two, of which it may not have the second.
 * @param isInterrupted whether it goes on until somebody ends it
 */
export function exitCodes(ok: string, failed?: string, isInterrupted = false): string {
  const codes = [`${EXIT.ok} ${ok}`, ...(failed ? [`${EXIT.failed} ${failed}`] : [])];
  const rest = [
    `${EXIT.usage} wrong usage or configuration`,
    ...(isInterrupted ? [`${EXIT.interrupted} interrupted`] : []),
  ];
  return `\nExit codes: ${[...codes, ...rest].join(', ')}.`;
}

/** Commands under "Examples:", below a command's help. */
export function examples(...lines: readonly string[]): string {
  return `\nExamples:\n${lines.map((line) => `  ${line}`).join('\n')}`;
}
