/** A line of the function's log: a JSON object. */
export type LogRecord = Record<string, unknown>;

/** @returns undefined for a line that is not a JSON object: the runtime writes its own */
export function parseLogLine(line: string): LogRecord | undefined {
  try {
    return (JSON.parse(line) as LogRecord | null) ?? undefined;
  } catch {
    return undefined;
  }
}
