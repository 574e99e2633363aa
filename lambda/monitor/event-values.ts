/** Checks of single values of an event. Each returns the value, or throws an error that names its path. */

/** What CloudWatch takes as a dimension's value (API reference, Dimension), and what this is in words. */
export const DIMENSION_VALUE = /^[\x21-\x39\x3b-\x7e]([\x20-\x7e]{0,253}[\x21-\x7e])?$/;
export const DIMENSION_VALUE_TEXT =
  'printable ASCII of 1 to 255 characters, without a colon or space at the beginning or a space at the end';

export function bad(path: string, value: unknown, expected: string): Error {
  return new Error(
    `${path} is ${JSON.stringify(value) ?? 'missing'}; expected ${expected}. ` +
      "Invoke the function with the schedule's own Input (cdk.out, or the Scheduler console).",
  );
}

export function readObject(value: unknown, path: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw bad(path, value, 'an object');
  }
  return value as Record<string, unknown>;
}

/** Refuses keys that nothing reads, too: one that is mistyped would silently have its default. */
export function readKnown(value: unknown, path: string, known: readonly string[]): Record<string, unknown> {
  const object = readObject(value, path);
  const unknown = Object.keys(object).find((key) => !known.includes(key));
  if (unknown !== undefined) {
    const prefix = path === 'event' ? '' : `${path}.`;
    throw bad(`${prefix}${unknown}`, object[unknown], `one of the keys ${known.join(', ')}`);
  }
  return object;
}

export function readList(value: unknown, path: string): unknown[] {
  if (!Array.isArray(value) || value.length === 0) {
    throw bad(path, value, 'a list of at least one server');
  }
  return value;
}

export function readText(value: unknown, path: string): string {
  if (typeof value !== 'string' || value.trim() === '') {
    throw bad(path, value, 'a text that is not empty');
  }
  return value;
}

/** One name that CloudWatch refuses would cost a thousand metrics: those of its whole request. */
export function readDimension(value: unknown, path: string): string {
  if (typeof value !== 'string' || !DIMENSION_VALUE.test(value)) {
    throw bad(path, value, DIMENSION_VALUE_TEXT);
  }
  return value;
}

export function readPositiveMs(value: unknown, path: string): number {
  if (typeof value !== 'number' || !Number.isFinite(value) || value <= 0) {
    throw bad(path, value, 'a number of milliseconds above 0');
  }
  return value;
}

export function readOneOf<const T>(value: unknown, path: string, allowed: readonly T[]): T {
  if (!allowed.includes(value as T)) {
    throw bad(path, value, allowed.map((each) => JSON.stringify(each)).join(' or '));
  }
  return value as T;
}
