/**
 * How a command ends. `failed`: it did its work, and something that it asked or sent to was not well. `usage`: the
 * command line or a monitor.json is wrong, and nothing was done.
 */
export const EXIT = { ok: 0, failed: 1, usage: 2 } as const;

/** What help says of them: each command's own words for the first two, of which it may not have the second. */
export function exitCodes(ok: string, failed?: string): string {
  const codes = [`${EXIT.ok} ${ok}`, ...(failed ? [`${EXIT.failed} ${failed}`] : [])];
  return `\nExit codes: ${codes.join(', ')}, ${EXIT.usage} wrong usage or configuration.`;
}

/** Commands under "Examples:", below a command's help. */
export function examples(...lines: readonly string[]): string {
  return `\nExamples:\n${lines.map((line) => `  ${line}`).join('\n')}`;
}
