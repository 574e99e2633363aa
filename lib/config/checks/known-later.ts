import { formatPath, formatValue, type Problem } from '../config-error';

/** What is found where a value must be literal. */
export const KNOWN_LATER = 'known only at deployment';

/** What stands for a parameter in the first synthesis (`StringParameter.valueFromLookup`): this, and its name. */
export const LOOKED_UP = 'dummy-value-for-';

/** No number that is meant is as large. Those of the CDK that only deployment knows are about -1.9e289. */
const MAX_MEANT_NUMBER = 1e200;

/** The CDK's tokens in a text: its own, and numbers. */
const TOKEN_TEXT = /[$#]\{Token\[|\de\+2\d\d/;

/** A reference that CloudFormation resolves ("Dynamic references"). */
const DYNAMIC_REFERENCE = /\{\{resolve:/;

/** One of a secure parameter, which it resolves for a few properties alone, of passwords. */
const SECURE_PARAMETER = /\{\{resolve:ssm-secure:/;

/** Where texts pass that only deployment knows: nothing here depends on what they say. */
export const ADDRESS_PATH = /^notify\.(warn\.)?(email\[\d+\]|https\[\d+\]|topicArn)$/;

/** Whether only deployment knows a value, or the value that it was computed of, by its looks: nothing here knows the CDK. */
export function looksKnownLater(value: unknown): boolean {
  return (
    (typeof value === 'string' && (TOKEN_TEXT.test(value) || DYNAMIC_REFERENCE.test(value))) ||
    (typeof value === 'number' && Number.isFinite(value) && Math.abs(value) > MAX_MEANT_NUMBER) ||
    (typeof value === 'object' && value !== null && 'resolve' in value && 'creationStack' in value)
  );
}

/** A value that only deployment knows, as people wrote it, or without the CDK's words for it. */
export function foundLater(value: unknown): string {
  return isDynamicReference(value) ? `${formatValue(value)}, which is ${KNOWN_LATER}` : KNOWN_LATER;
}

/** A name for messages, in quotation marks. */
export function quoted(name: string): string {
  return looksKnownLater(name) ? `"(${KNOWN_LATER})"` : `"${name}"`;
}

export function isDynamicReference(value: unknown): value is string {
  return typeof value === 'string' && DYNAMIC_REFERENCE.test(value) && !TOKEN_TEXT.test(value);
}

/** What is wrong with an address that CloudFormation takes from a secure parameter, of whatever was resolved of it. */
export function secureParameterProblem(path: string, resolved: unknown): Problem[] {
  const text = typeof resolved === 'string' ? resolved : JSON.stringify(resolved);
  const expected =
    'a secret of Secrets Manager or a parameter that is a plain text: CloudFormation resolves no secure parameter here';
  return SECURE_PARAMETER.test(text ?? '') ? [{ path, found: formatValue(resolved), expected }] : [];
}

/** @returns a problem for every value of an input that only deployment knows, and for every key */
export function knownLaterProblems(value: unknown, path: readonly PropertyKey[] = []): Problem[] {
  const where = formatPath(path);
  if (isDynamicReference(value) && ADDRESS_PATH.test(where)) {
    return secureParameterProblem(where, value);
  }
  const expected =
    'a literal value: give NtpDriftMonitor its props where a value is known only at deployment';
  if (looksKnownLater(value)) {
    return [{ path: where || WHOLE, found: foundLater(value), expected }];
  }
  if (typeof value !== 'object' || value === null) {
    return [];
  }
  return Object.entries(value).flatMap(([key, each]) =>
    looksKnownLater(key)
      ? [{ path: where || WHOLE, found: `an object with a key that is ${KNOWN_LATER}`, expected }]
      : knownLaterProblems(each, [...path, Array.isArray(value) ? Number(key) : key]),
  );
}

/** What an empty path stands for. */
export const WHOLE = 'the file';
