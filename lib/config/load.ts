import { existsSync, readFileSync } from 'node:fs';
import { type ParseError, parse, printParseErrorCode } from 'jsonc-parser';
import type { $ZodIssue } from 'zod/v4/core';
import { inputsFit } from './checks/size';
import { checkTogether } from './checks/together';
import { ConfigError, formatPath, formatValue, type Problem } from './config-error';
import { resolve, toDraft, validValues } from './draft';
import { FUNCTION_TIMEOUT_MS } from './policy';
import type { ResolvedConfig } from './resolved-config';
import { monitorSchema } from './schema';

/**
 * Reads and checks a monitor.json.
 * @param file its path; in messages it appears as given
 * @throws ConfigError listing everything that is wrong with it
 */
export function loadConfig(file: string): ResolvedConfig {
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
): ResolvedConfig {
  const { data, error } = monitorSchema.safeParse(input);
  const draft = toDraft(data ?? validValues(input), timeoutMs);
  const problems = [
    ...(error?.issues ?? []).flatMap((issue) => toProblems(issue, input)),
    ...checkTogether(draft),
  ];
  if (data === undefined || problems.length > 0) {
    throw new ConfigError(source, problems);
  }
  const config = resolve(data, draft);
  const tooMuch = inputsFit(config);
  if (tooMuch.length > 0) {
    throw new ConfigError(source, tooMuch);
  }
  return config;
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
    const expected = issue.message.split('\n');
    return issue.keys.map((key, i) => ({
      path: formatPath([...issue.path, key]),
      found: 'not a known key',
      expected: expected[i]!,
    }));
  }
  const value = valueAt(input, issue.path);
  if (issue.code === 'invalid_union') {
    // Of a text and an object, what was written is nearer to one.
    const branch = issue.errors.at(typeof value === 'object' && value !== null ? -1 : 0)!;
    return branch.flatMap((each) => toProblems({ ...each, path: [...issue.path, ...each.path] }, input));
  }
  const found = formatValue(value);
  return [{ path: formatPath(issue.path) || 'the file', found, expected: issue.message }];
}

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) => (value as Record<PropertyKey, unknown> | undefined)?.[key],
    input,
  );
}
