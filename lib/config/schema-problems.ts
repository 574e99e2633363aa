import leven from 'leven';
import type { $ZodIssue } from 'zod/v4/core';
import { LOOKED_UP, WHOLE } from './checks/known-later';
import { formatPath, formatValue, type Problem } from './config-error';

/** A key that differs from a known one in so many letters is taken for it, mistyped. */
const MAX_TYPING_ERRORS = 2;

type UnknownKeys = Extract<$ZodIssue, { code: 'unrecognized_keys' }>;

/** What the schema found, in sentences, each mistake once: a key that is missing under its name may be there mistyped. */
export function toProblems(issues: readonly $ZodIssue[], input: unknown): Problem[] {
  const all = issues.flatMap((issue) => ofBranchMeant(issue, input));
  // A search for each would take seconds for ten thousand servers.
  const missing = new Map<string, $ZodIssue[]>();
  for (const issue of all.filter(({ path }) => path.length > 0 && valueAt(input, path) === undefined)) {
    const parent = formatPath(issue.path.slice(0, -1));
    missing.set(parent, [...(missing.get(parent) ?? []), issue]);
  }
  const unknown = new Map(
    all
      .filter((issue) => issue.code === 'unrecognized_keys')
      .map((issue) => [issue as $ZodIssue, keyProblems(issue, missing.get(formatPath(issue.path)) ?? [])]),
  );
  const explained = new Set([...unknown.values()].flatMap((each) => each.explained));
  return all
    .filter((issue) => !explained.has(issue))
    .flatMap((issue) => unknown.get(issue)?.problems ?? valueProblem(issue, input));
}

/** Of a text and an object, what was written is nearer to one. */
function ofBranchMeant(issue: $ZodIssue, input: unknown): $ZodIssue[] {
  if (issue.code !== 'invalid_union') {
    return [issue];
  }
  const value = valueAt(input, issue.path);
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return issue.errors
    .at(isObject ? -1 : 0)!
    .flatMap((each) => ofBranchMeant({ ...each, path: [...issue.path, ...each.path] }, input));
}

/** @returns the problems, and the issues of keys that are missing because of them */
function keyProblems(
  { path, keys, message }: UnknownKeys,
  missing: readonly $ZodIssue[],
): { problems: Problem[]; explained: $ZodIssue[] } {
  const known = message.split(KEY_SEPARATOR);
  const meant = new Map(keys.map((key) => [key, nearestKey(key, known)]));
  const strange = keys.filter((key) => meant.get(key) === undefined);
  const wanted = missing.filter((issue) => ![...meant.values()].includes(String(issue.path.at(-1))));
  // One that is missing, and one that is like none: it stands in its place.
  const isReplaced = strange.length === 1 && wanted.length === 1;
  const problems = keys.map((key) => ({
    path: formatPath([...path, key]),
    found: 'not a known key',
    expected: keyExpected(
      isReplaced && key === strange[0]
        ? `"${String(wanted[0]!.path.at(-1))}", which is missing`
        : meant.get(key) && `"${meant.get(key)}"`,
      known,
    ),
  }));
  return {
    problems,
    explained: isReplaced ? [...missing] : missing.filter((each) => !wanted.includes(each)),
  };
}

/** Between the known keys in the message of an issue of `object`. */
export const KEY_SEPARATOR = ', ';

function keyExpected(meant: string | undefined, known: readonly string[]): string {
  const keys = known.length === 1 ? `"${known[0]}" alone` : `one of the keys ${known.join(KEY_SEPARATOR)}`;
  return meant === undefined ? keys : known.length === 1 ? meant : `${meant}; or ${keys}`;
}

function nearestKey(key: string, known: readonly string[]): string | undefined {
  return known
    .filter((each) => isNear(each, key))
    .sort((a, b) => leven(a, key) - leven(b, key))
    .at(0);
}

/** Whether a key was meant by another: it is mistyped, cut short, or longer. */
function isNear(known: string, key: string): boolean {
  const [a, b] = [known.toLowerCase(), key.toLowerCase()];
  const isCut = Math.min(a.length, b.length) >= 3 && (a.startsWith(b) || b.startsWith(a));
  return isCut || isMistyped(known, key);
}

/** Whether a key is a known one but for a letter or two, or for capitals. */
export function isMistyped(known: string, key: string): boolean {
  const [a, b] = [known.toLowerCase(), key.toLowerCase()];
  const errors = leven(a, b);
  return errors <= Math.min(MAX_TYPING_ERRORS, b.length / 2) && (errors === 1 || a[0] === b[0]);
}

function valueProblem({ path: keys, message }: $ZodIssue, input: unknown): Problem {
  const [path, value] = [formatPath(keys) || WHOLE, valueAt(input, keys)];
  if (typeof value === 'string' && value.includes(LOOKED_UP)) {
    const found = `${formatValue(value)}, a parameter that is still to be looked up`;
    const expected = 'a literal value: give NtpDriftMonitor its props where a value is looked up';
    return { path, found, expected };
  }
  return { path, found: formatValue(value), expected: message };
}

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) => (value as Record<PropertyKey, unknown> | null | undefined)?.[key],
    input,
  );
}

/** Where a problem is in the file: a server that is a text has no keys. */
export function asWritten(problem: Problem, input: unknown): Problem {
  const [, i] = /^servers\[(\d+)\]\.host$/.exec(problem.path) ?? [];
  return i !== undefined && typeof valueAt(input, ['servers', i]) === 'string'
    ? { ...problem, path: `servers[${i}]` }
    : problem;
}
