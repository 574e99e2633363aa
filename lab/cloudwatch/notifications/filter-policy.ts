import type { Json } from '../template/intrinsics';
import type { NotificationMessage } from './message';

/** Source: SNS Developer Guide, "Filter policy constraints". */
const MAX_KEYS = 5;
const MAX_COMBINATIONS = 150;

/** Operators on a value, each one entry. Source: SNS Developer Guide, "String value matching" and "Numeric". */
const OPERATORS_ON_VALUES: Readonly<Record<string, (operand: Json, value: unknown) => boolean>> = {
  prefix: (operand, value) => typeof value === 'string' && value.startsWith(operand),
  suffix: (operand, value) => typeof value === 'string' && value.endsWith(operand),
  'equals-ignore-case': (operand, value) =>
    typeof value === 'string' && value.toLowerCase() === String(operand).toLowerCase(),
  'anything-but': (operand, value) => value !== undefined && ![operand].flat().includes(value),
  exists: (operand, value) => (value !== undefined) === operand,
};

/** Words that `$or` does not take for a field's name. */
const OPERATOR_WORDS = [...Object.keys(OPERATORS_ON_VALUES), 'numeric', 'cidr', 'wildcard'];

/**
 * Reads a subscription's FilterPolicy.
 *
 * @param scope of the policy: the message's attributes, of which CloudWatch sends none, or its body
 * @returns whether a message passes
 * @throws Error naming what SNS would refuse, or take otherwise than it reads
 */
export function readFilterPolicy(
  policy: Json,
  scope: 'MessageAttributes' | 'MessageBody' = 'MessageAttributes',
): (message: NotificationMessage) => boolean {
  const leaves = leavesOf(policy);
  if (leaves.length > MAX_KEYS) {
    throw new Error(`FilterPolicy has ${leaves.length} keys; SNS takes at most ${MAX_KEYS}.`);
  }
  const combinations = leaves.reduce((product, values) => product * values.length, 1);
  if (combinations > MAX_COMBINATIONS) {
    throw new Error(`FilterPolicy has ${combinations} combinations; SNS takes at most ${MAX_COMBINATIONS}.`);
  }
  if (scope === 'MessageAttributes') {
    const nested = Object.entries(policy).find(([key, value]) => key === '$or' || !Array.isArray(value));
    if (nested !== undefined) {
      throw new Error(`FilterPolicy.${nested[0]} needs FilterPolicyScope MessageBody: attributes are flat.`);
    }
    return () => Object.keys(policy).length === 0;
  }
  return (message) => passes(policy, message);
}

/** The lists of values, `$or` looked into. @throws Error for what is no policy */
function leavesOf(policy: Json): Json[][] {
  return Object.entries<Json>(policy).flatMap(([key, value]) => {
    if (key === '$or') {
      return checkedAlternatives(value).flatMap(leavesOf);
    }
    if (!Array.isArray(value)) {
      return leavesOf(value);
    }
    for (const each of value.filter((item) => typeof item === 'object' && item !== null)) {
      const unknown = Object.keys(each).find((operator) => !(operator in OPERATORS_ON_VALUES));
      if (unknown !== undefined) {
        throw new Error(`FilterPolicy.${key}: the lab does not know the operator ${unknown}.`);
      }
    }
    return [value];
  });
}

/** `$or` is an operator only as a list of two objects or more whose names are no operator's; else a field's name. */
function checkedAlternatives(value: Json): Json[] {
  const alternatives: Json[] = Array.isArray(value) ? value : [];
  const names = alternatives.flatMap((each) => Object.keys(each ?? {}));
  if (alternatives.length < 2 || names.some((name) => OPERATOR_WORDS.includes(name))) {
    throw new Error(
      'FilterPolicy.$or must be a list of at least two objects, none with a key that is an operator: ' +
        'SNS takes it for the name of a field otherwise.',
    );
  }
  return alternatives;
}

function passes(policy: Json, body: unknown): boolean {
  return Object.entries<Json>(policy).every(([key, wanted]) => {
    if (key === '$or') {
      return (wanted as Json[]).some((alternative) => passes(alternative, body));
    }
    const value = (body as Record<string, unknown> | undefined)?.[key];
    return Array.isArray(wanted) ? wanted.some((each) => acceptsValue(each, value)) : passes(wanted, value);
  });
}

function acceptsValue(wanted: Json, value: unknown): boolean {
  if (typeof wanted !== 'object' || wanted === null) {
    return [value].flat().includes(wanted);
  }
  return Object.entries<Json>(wanted).every(([operator, operand]) =>
    OPERATORS_ON_VALUES[operator]!(operand, value),
  );
}
