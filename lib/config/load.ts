import { existsSync, readFileSync } from 'node:fs';
import { type ParseError, parse, printParseErrorCode } from 'jsonc-parser';
import type { $ZodIssue } from 'zod/v4/core';
import { checkTogether, type Draft } from './checks/together';
import { ConfigError, formatPath, formatValue, type Problem } from './config-error';
import { FUNCTION_TIMEOUT_MS } from './policy';
import { type MonitorConfig, monitorSchema } from './schema';

/**
 * Reads and checks a monitor.json.
 * @param file its path; in messages it appears as given
 * @throws ConfigError listing everything that is wrong with it
 */
export function loadConfig(file: string): MonitorConfig {
  if (!existsSync(file)) {
    const expected = 'a configuration such as the monitor.json that ntp-drift-monitor comes with';
    throw new ConfigError(file, [{ path: 'the file', found: 'missing', expected }]);
  }
  return parseConfig(parseJson(readFileSync(file, 'utf8'), file), file);
}

/**
 * Checks a configuration and fills in its defaults.
 * @param input what monitor.json holds
 * @param source what to call it in messages
 * @param timeoutMs the function's timeout, ms
 * @throws ConfigError listing everything that is wrong with it
 */
export function parseConfig(
  input: unknown,
  source = 'monitor.json',
  timeoutMs: number = FUNCTION_TIMEOUT_MS,
): MonitorConfig {
  const result = monitorSchema.safeParse(input);
  const problems = [
    ...(result.error?.issues ?? []).flatMap((issue) => toProblems(issue, input)),
    ...checkTogether(toDraft(input, timeoutMs)),
  ];
  if (problems.length > 0 || !result.success) {
    throw new ConfigError(source, problems);
  }
  return result.data;
}

/** Strict JSON: `JSON.parse` would do, but tells the position of some errors only. */
function parseJson(text: string, file: string): unknown {
  const errors: ParseError[] = [];
  const value: unknown = parse(text, errors, { disallowComments: true, allowEmptyContent: false });
  const error = errors[0];
  if (error) {
    const before = text.slice(0, error.offset).split('\n');
    const found = `not valid JSON (${printParseErrorCode(error.error)})`;
    const path = `line ${before.length}, column ${before.at(-1)!.length + 1}`;
    throw new ConfigError(file, [{ path, found, expected: 'JSON without comments and trailing commas' }]);
  }
  return value;
}

function toProblems(issue: $ZodIssue, input: unknown): Problem[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      path: formatPath([...issue.path, key]),
      found: 'not a known key',
      expected: issue.message,
    }));
  }
  const found = formatValue(valueAt(input, issue.path));
  return [{ path: formatPath(issue.path) || 'the file', found, expected: issue.message }];
}

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) => (value as Record<PropertyKey, unknown> | undefined)?.[key],
    input,
  );
}

/** The parts that are valid, so that what they mean together is checked even while others are not. */
function toDraft(input: unknown, timeoutMs: number): Draft {
  const { name, schedule, reference, detail, servers } = monitorSchema.shape;
  const given = (typeof input === 'object' && input !== null ? input : {}) as Record<string, unknown>;
  return {
    name: name.safeParse(given.name).data,
    schedule: schedule.safeParse(given.schedule).data,
    reference: reference.safeParse(given.reference).data,
    detail: detail.safeParse(given.detail).data,
    servers: (Array.isArray(given.servers) ? given.servers : []).map(
      (server) => servers.element.safeParse(server).data,
    ),
    timeoutMs,
  };
}
